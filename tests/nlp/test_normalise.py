"""Tests of bringing a text to one spelling."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import RuleError
from nlp.normalise import Normaliser, normalise

SPELT = {
    "三楼的路登不亮": "三楼的路灯不亮",
    "楼上漏谁了": "楼上漏水了",
    "我要投素物也": "我要投诉物业",
    "屋业不管": "物业不管",
    "我要举保": "我要举报",
    "井改松了": "井盖松了",
    "网个员电话": "网格员电话",
    "怎么申请低宝": "怎么申请低保",
    "楼梯灯唔着": "楼梯灯不亮",
    "水喉坏咗": "水龙头坏了",
    "侬想要一个书包": "我想要一个书包",
    "冇人管": "没人管",
    "小區路燈壞了": "小区路灯坏了",
    "電梯困人": "电梯困人",
    "３号楼２单元７－２－３０１": "3号楼2单元7-2-301",
    "Ｗｉ－Ｆｉ　坏了": "Wi-Fi 坏了",
    "你\u200b好\u202e吗\ufeff": "你好吗",
    "停电\ufe0f❗": "停电❗",
    "一行\r\n二行\t三": "一行\n二行 三",
}
UNTOUCHED = [
    "宠物也不管",
    "建筑物也要修",
    "火车站附近房屋业主",
    "然而家里没水",
    "树木有点歪",
    "您好，请问“老人证”怎么办？",
    "金鸡岭路198号……",
]


@pytest.mark.parametrize(("typed", "meant"), SPELT.items())
def test_typos_dialect_width_and_script_become_one_spelling(typed: str, meant: str) -> None:
    assert normalise(typed) == meant


@pytest.mark.parametrize("text", UNTOUCHED)
def test_words_that_only_look_wrong_and_chinese_punctuation_stay(text: str) -> None:
    assert normalise(text) == text


@given(st.text(st.characters()))
def test_any_text_can_be_normalised_and_is_then_printable(text: str) -> None:
    done = normalise(text)
    assert not any(character in done for character in "\x00\u200b\u202e\ufeff\ud800\r\t")


@given(st.text("路登灯漏谁水燈 ，ＡＢ"))
def test_a_normalised_text_does_not_change_again(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_pairs_that_do_not_match_are_an_error_that_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "typos.toml"
    path.write_text('typos = "路登 路灯 漏谁"', encoding="utf-8")
    with pytest.raises(RuleError, match=r"typos\.toml.*pairs"):
        Normaliser(path)


def test_broken_toml_is_an_error_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "typos.toml"
    path.write_text('right = ""\ntypos = \n', encoding="utf-8")
    with pytest.raises(RuleError, match="line 2"):
        Normaliser(path)
