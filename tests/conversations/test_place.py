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
