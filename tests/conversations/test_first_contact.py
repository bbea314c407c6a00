"""The first contact: who we are and what is kept, said once; home by a QR code, by words, by a position."""

from __future__ import annotations

import pytest
from town import GRID, Town


@pytest.mark.sample
async def test_who_only_starts_is_told_who_we_are_and_what_to_do(our_town: Town) -> None:
    somebody = our_town.somebody()
    await somebody.starts()
    somebody.sees_once("三亚回应", "有什么事直接说", "我的数据")
    assert len(somebody.fresh) == 1
    assert somebody.buttons == ["报一件事", "许个微心愿", "我的工单", "设置住址"]


async def test_the_notice_is_given_once_and_never_instead_of_the_answer(our_town: Town) -> None:
    somebody = our_town.somebody()
    await somebody.says("椰风雅苑路灯坏了")
    assert "看不到您的账号" in somebody.fresh[0]
    assert "请看看对不对" in somebody.fresh[1]
    assert len(somebody.fresh) == 2
    await somebody.presses("确认")
    somebody.looks_away()
    await somebody.says("我的工单")
    somebody.sees_nothing("看不到您的账号")


async def test_the_notice_is_given_with_a_qr_code_too(our_town: Town) -> None:
    somebody = our_town.somebody()
    await somebody.starts(f"h{GRID}")
    assert "看不到您的账号" in somebody.fresh[0]
    assert "记住了" in somebody.fresh[1]


async def test_home_by_the_qr_code_of_a_building(our_town: Town) -> None:
    somebody = await our_town.resident("h460204198023-c01-3")
    await somebody.says("我的网格员")
    somebody.sees("榕树里小区3栋", "许慧娟", "第一网格")


async def test_the_qr_code_of_a_split_compound_asks_for_the_building(our_town: Town) -> None:
    somebody = our_town.somebody()
    await somebody.starts("h460204198023-c01")
    somebody.sees("是榕树里小区的几栋")
    await somebody.says("9栋")
    somebody.sees("记住了", "榕树里小区9栋", "何晓琳")


async def test_home_by_words(our_town: Town) -> None:
    somebody = await our_town.resident()
    await somebody.says("我住在榕树里小区3栋")
    somebody.sees_once("记住了", "榕树里小区3栋", "许慧娟")


async def test_home_by_words_after_the_button(our_town: Town) -> None:
    somebody = our_town.somebody()
    await somebody.starts()
    await somebody.presses("设置住址")
    somebody.sees("您住在哪里")
    await somebody.says("幸福里小区")
    somebody.sees("不止一个")
    await somebody.says("1")
    somebody.sees("记住了", "幸福里小区")


async def test_home_by_a_position(our_town: Town) -> None:
    somebody = await our_town.resident()
    await somebody.says("设置住址")
    await somebody.sends_location(*our_town.middle_of(GRID))
    somebody.sees("记住了", "第一网格", "许慧娟")


async def test_asked_for_home_a_matter_is_heard_all_the_same(our_town: Town) -> None:
    somebody = await our_town.resident()
    await somebody.says("设置住址")
    await somebody.says("停电了")
    somebody.sees("在什么地方")
    somebody.sees_nothing("没找到这个地方")


async def test_home_can_wait(our_town: Town) -> None:
    somebody = await our_town.resident()
    await somebody.says("设置住址")
    await somebody.says("外星人小区")
    somebody.sees("没找到这个地方")
    await somebody.presses("以后再说")
    somebody.sees("有事随时说")


async def test_a_qr_code_of_nowhere_still_greets(our_town: Town) -> None:
    for payload in ("h999999999999", "hello", "h", "h460204198023001-99999", "x" * 64):
        somebody = our_town.somebody()
        await somebody.starts(payload)
        somebody.sees("三亚回应", "有什么事直接说")


async def test_greetings_help_and_data_are_answered(our_town: Town) -> None:
    somebody = await our_town.resident()
    for said, answer in (
        ("你好", "有什么事直接说"),
        ("怎么用", "直接说"),
        ("谢谢", "不客气"),
        ("我的数据", "三亚回应"),
    ):
        somebody.looks_away()
        await somebody.says(said)
        somebody.sees(answer)


async def test_small_talk_shows_what_can_be_done(our_town: Town) -> None:
    somebody = await our_town.resident()
    await somebody.says("哈哈哈")
    somebody.sees("直接说您遇到的事")
    assert "报一件事" in somebody.buttons
    await somebody.says("1")
    somebody.sees("请说说是什么事")
