"""Where a matter is, when no map knows the name."""

from __future__ import annotations

from town import Town


async def test_a_place_no_map_knows_is_named_in_the_question(our_town: Town) -> None:
    """A compound we have never heard of is not taken for the resident's home: the bot says what it did not find."""
    resident = await our_town.resident("h460204198023-c01-3")
    await resident.says("幸运星花城小区5栋的电梯坏了")
    assert "幸运星花城" in resident.last
    assert "地图上没找到" in resident.last
    await resident.says("儋州村社区")
    resident.sees("请看看对不对", "儋州村社区")


async def test_impatience_is_no_place_and_is_asked_once_more(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("路灯坏了，晚上太黑")
    resident.looks_away()
    await resident.says("你们快点啊")
    resident.sees_once("还差一个地点", "在什么地方")
    await resident.says("我都说了好几回了")
    card = resident.sees("请看看对不对", "我都说了好几回了")
    assert "📍" not in card


async def test_impatience_is_not_where_a_wisher_lives(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("我想要一台轮椅")
    await resident.says("你们快点啊")
    resident.sees("还差一个地点", "哪个社区")
    await resident.says("等得急死了")
    assert "等得急死了" not in resident.sees("请看看对不对", "我想要一台轮椅", "还没有登记")
