"""The knowledge base answers what it knows and says nothing of what it does not: counted on questions we wrote ourselves."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.knowledge_sheets import read_entries
from domain.knowledge import OVER, SOON, Entry
from nlp.knowledge import Knowledge

ROOT = Path(__file__).parent.parent.parent
BASE = Knowledge(read_entries(ROOT / "bot" / "demo" / "data" / "knowledge.csv"))
ASKED = tomllib.loads((Path(__file__).parent / "sentences" / "knowledge.toml").read_text("utf-8"))
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(("name", "right", "among_three", "nothing"), [("dev", 26, 27, 30), ("test", 49, 53, 41)])
def test_it_finds_as_many_answers_as_measured_and_gives_hardly_any_wrong_one(name, right, among_three, nothing):
    found = [(code, BASE.search(text)) for text, code in ASKED[name]]
    sure = [(code, result.sure.entry.code) for code, result in found if result.sure]
    assert sum(code == answer for code, answer in sure) >= right
    assert sum(code != answer for code, answer in sure) <= 1
    assert sum(bool(code) and code in {f.entry.code for f in r.likely} for code, r in found) >= among_three
    assert sum(not code and not result.likely for code, result in found) >= nothing


def test_it_says_by_which_words_it_found_the_answer():
    sure = BASE.search("公积金打什么电话问").sure
    assert sure is not None
    assert sure.why == ("公积金", "电话")


def test_another_question_about_the_same_thing_is_not_answered():
    assert BASE.search("叫救护车打什么电话").sure
    assert not BASE.search("救护车收费吗").sure


def test_of_two_that_fit_alike_none_is_sure():
    base = Knowledge([Entry("a", ("广场舞几点停",), "a", "", ""), Entry("b", ("广场舞几点开",), "b", "", "")])
    result = base.search("广场舞几点")
    assert result.sure is None
    assert [found.entry.code for found in result.likely] == ["a", "b"]


def test_what_is_not_usable_is_not_found():
    assert BASE.search("火警电话是多少", lambda entry: entry.code != "n-119").sure is None


@pytest.mark.parametrize("text", ["", "？？？", "你好", "😀", "。" * 500, "的" * 4000])
def test_words_that_ask_nothing_find_nothing(text):
    assert not BASE.search(text).likely


def test_an_empty_base_finds_nothing():
    assert not Knowledge().search("火警电话是多少").likely


@pytest.mark.parametrize(
    ("days", "how", "valid"), [(16, "", True), (15, SOON, True), (0, SOON, True), (-1, OVER, False)]
)
def test_an_entry_ages(days, how, valid):
    entry = Entry("a", ("问",), "答", "", "", DAY + timedelta(days=days))
    assert (entry.ageing(DAY, timedelta(days=15)), entry.valid(DAY)) == (how, valid)


def test_an_answer_for_an_area_does_not_hold_for_who_is_elsewhere_or_nowhere():
    entry = Entry("a", ("问",), "答", "", "", area="460204000000")
    assert [entry.holds_at(place) for place in ("460204198023001", "460203000000", "")] == [True, False, False]
