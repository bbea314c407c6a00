"""Words that answer "where?" without saying where are told from places no map knows."""

from __future__ import annotations

import pytest

from nlp.whereabouts import says_where

PLACES = (
    "老李家后面那条沟",
    "小卖部旁边",
    "3栋",
    "502",
    "桥下面",
    "红旗路",
    "学校门口",
    "河边",
    "我家",
    "那边",
    "路口红绿灯",
)
NONE = (
    "你们快点啊",
    "怎么还不来",
    "等得急死了",
    "我都说了好几回了",
    "已经打了119",
    "快来人救命",
    "谢谢你们",
    "我也不知道",
    "烦死了",
)


@pytest.mark.parametrize("words", PLACES)
def test_a_place_or_a_part_of_one_says_where(words: str) -> None:
    assert says_where(words)


@pytest.mark.parametrize("words", NONE)
def test_impatience_says_nothing_of_where(words: str) -> None:
    assert not says_where(words)
