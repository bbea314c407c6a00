"""Texts are read strictly: what Fluent would leave out silently is an error with file and line."""

from __future__ import annotations

from itertools import product

import pytest
from fluent.runtime import FluentBundle, FluentResource

from bot.catalogues import keys
from bot.texts import FALLBACK, LOCALES, Texts
from domain.errors import TextError
from domain.messages import Text


@pytest.fixture
def written(tmp_path):
    """A catalogue of one Chinese file (and more, by language)."""

    def write(chinese: str, **others: str) -> Texts:
        for language, content in {"zh-CN": chinese, **others}.items():
            (tmp_path / language.replace("_", "-")).mkdir(exist_ok=True)
            (tmp_path / language.replace("_", "-") / "texts.ftl").write_text(content, "utf-8")
        return Texts(tmp_path)

    return write


def test_a_text_is_said_with_its_arguments(written):
    texts = written("filed = 登记好了，单号 { $number }。\n")
    assert texts.say(Text("filed", {"number": "261123-0001"})) == "登记好了，单号 261123-0001。"


def test_a_line_with_an_empty_argument_is_left_out(written):
    texts = written("card =\n    地点：{ $place }\n    照片：{ $photos }\n    类别：{ $category }\n")
    said = texts.say(Text("card", {"place": "榕树里", "photos": "", "category": "照明"}))
    assert said == "地点：榕树里\n类别：照明"


def test_so_is_a_line_with_a_text_that_says_nothing(written):
    texts = written("card =\n    甲\n    { $more }\nmore = { $words }\n")
    assert texts.say(Text("card", {"more": Text("more", {"words": ""})})) == "甲"


def test_zero_is_not_empty(written):
    assert written("n = 共 { $count } 件\n").say(Text("n", {"count": 0})) == "共 0 件"


def test_what_a_person_wrote_is_never_read_as_a_text(written):
    evil = "{ $secret } { -term } \\u0041"
    assert written("said = { $words }\n").say(Text("said", {"words": evil})) == evil


def test_another_language_falls_back_to_chinese(written):
    texts = written("a = 甲\nb = 乙\n", en="a = A\n")
    assert [texts.say(Text(key), "en") for key in "ab"] == ["A", "乙"]
    assert texts.say(Text("a"), "fr") == "甲"


def test_a_percent_sign_is_one_and_large_numbers_are_grouped(written):
    texts = written("rate = 满意率 { $rate }%，共 { $count } 件 %s\n")
    assert texts.say(Text("rate", {"rate": 98, "count": 1234567})) == "满意率 98%，共 1,234,567 件 %s"


def test_what_a_template_says_is_what_fluent_says(texts):
    """Every text we ship, as Fluent itself would say it."""
    bundle = FluentBundle([FALLBACK], use_isolating=False)
    found = []
    for path in (LOCALES / FALLBACK).glob("*.ftl"):
        bundle.add_resource(FluentResource(path.read_text("utf-8")))
        found += [(key, names) for key, names, _ in keys(path)]
    for (key, names), value in product(found, ["榕树里", "两\n行", 0, 12345]):
        args = dict.fromkeys(names, value)
        said, errors = bundle.format_pattern(bundle.get_message(key).value, args)
        assert not errors
        assert texts.say(Text(key, args)) == "\n".join(line.rstrip() for line in said.split("\n"))


BROKEN = {
    "a = 甲\nthis is no text\n": r"texts\.ftl:2: ",
    "a = 甲 { $x \n": r"texts\.ftl:1",
    "a = 您好｛ $name ｝\n": r"texts\.ftl:1: full-width '｛'",
    "a = 甲\nb ＝ 乙\n": r"texts\.ftl:2: ",
    "a = 甲\na = 乙\n": r"texts\.ftl:2: a stands in texts\.ftl already",
}


@pytest.mark.parametrize(("content", "complaint"), BROKEN.items())
def test_a_broken_file_is_an_error_with_file_and_line(written, content, complaint):
    with pytest.raises(TextError, match=complaint):
        written(content)


def test_a_missing_text_or_argument_is_an_error(written):
    texts = written("a = { $x }\n")
    with pytest.raises(TextError, match="'nothing'"):
        texts.say(Text("nothing"))
    with pytest.raises(TextError, match="a: "):
        texts.say(Text("a"))


def test_without_chinese_there_is_no_catalogue(tmp_path):
    (tmp_path / "en").mkdir()
    with pytest.raises(TextError, match="zh-CN is missing"):
        Texts(tmp_path)


def test_keys_name_arguments_and_lines(tmp_path):
    (tmp_path / "x.ftl").write_text(
        "a = 甲\n\nb = { $one } { $two ->\n    [0] 无\n   *[other] { $three }\n }\n", "utf-8"
    )
    assert list(keys(tmp_path / "x.ftl")) == [("a", set(), 1), ("b", {"one", "two", "three"}, 3)]


def test_the_catalogue_we_ship_can_be_read():
    assert "zh-CN" in Texts(LOCALES).languages()


@pytest.mark.parametrize("words", ["\x010\x01", "a\x0199\x01b", "\x00", "两\x00行\n三"])
def test_marks_of_our_own_do_not_come_in_with_an_argument(texts, words):
    assert texts.say(Text("plain", {"words": words})) == words.replace("\x00", "").replace("\x01", "")
