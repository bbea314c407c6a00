"""Tests of the words people are shown for why a message was understood as it was."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from nlp.reasons import EDGES, MOST, reasons
from nlp.rulefile import Meta, Rule, RuleFile
from nlp.rules import SILENT, RuleBook
from nlp.understanding import Understander

STREAM = Path("../shared/data/complaints/stream.jsonl")
UNDERSTANDER = Understander()
FITTED = Rule(
    id="欠薪",
    seal="fitted",
    words={"的工资": 5.0, "工资": 3.0, "扣押": 2.9, "扣押工": 4.0, "薪": 6.0, "单位": 0.2, "员工": 2.0},
    hand={"欠薪": 1.0, "工程…结清": 1.5},
)


def said(text: str, rule: Rule = FITTED) -> tuple[str, ...]:
    return reasons(RuleBook(RuleFile(meta=Meta(title="t"), rule=(rule,))).judge(text))


def test_pieces_of_words_are_not_shown() -> None:
    assert said("老板扣押我的工资") == ("工资", "扣押")
    assert said("薪") == ()


def test_words_of_staff_come_first_and_their_signs_are_not_shown() -> None:
    assert said("欠薪，扣押员工的工资") == ("欠薪", "工资", "扣押", "员工")
    assert said("工程款没有结清") == ("工程", "结清")


def test_a_word_inside_another_is_said_once() -> None:
    assert said("路灯杆倒了", Rule(id="路灯", words={"路灯": 3.0, "路灯杆": 1.0, "灯杆": 2.0})) == ("路灯杆",)


def test_nothing_is_shown_where_nothing_was_heard() -> None:
    assert reasons(SILENT) == ()
    assert UNDERSTANDER.understand("嗯").why == ()


def test_no_dictionary_is_loaded_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    meaning = UNDERSTANDER.understand("公司拖欠工资三个月了")
    monkeypatch.setitem(sys.modules, "jieba", None)
    assert "拖欠" in "".join(meaning.why)


@pytest.mark.skipif(not STREAM.exists(), reason="needs ../shared/data")
def test_what_real_messages_show_are_a_few_words_that_do_not_repeat_each_other() -> None:
    titles = [json.loads(line)["title"] for line in STREAM.read_text(encoding="utf-8").splitlines()[:800]]
    shown = [UNDERSTANDER.understand(title).why for title in titles]
    assert sum(map(bool, shown)) >= 0.7 * len(titles)
    for words in shown:
        assert len(words) <= MOST
        assert all(len(word) > 1 and EDGES.isdisjoint((word[0], word[-1])) for word in words)
        assert not any(one in other for one in words for other in words if one is not other)
