"""联合上门: the units of a ticket visit together; each says whether it comes, the resident hears who and when, a note follows."""

from __future__ import annotations

from datetime import datetime

import pytest
from town import GRID, ZONE, Somebody, Town

from domain.people import Role

LAMPS, DRAINS = "天涯区路灯管理所", "天涯区排水管护所"


@pytest.mark.sample
async def test_units_agree_the_resident_is_told_reminded_and_gets_the_note(our_town: Town) -> None:
    worker, lamps, drains, resident = await _planned(our_town)
    lamps.sees("联合上门", "11月24日（周二）10:00", "榕树里小区3栋")
    resident.sees_nothing("上门")
    await lamps.presses("会到")
    worker.sees(f"{LAMPS}：上门会到")
    resident.sees_nothing("上门")
    await drains.presses("会到")
    resident.sees("11月24日（周二）10:00", LAMPS, DRAINS, "一起上门")
    await resident.presses("时间合适")
    worker.sees("上门时间合适")
    await our_town.until(_at(24, 8, 5))
    for person in (worker, lamps, resident):
        person.sees("10:00", "11月24日")
    await our_town.until(_at(24, 12, 5))
    worker.sees("上门看得怎么样")
    await worker.presses("写上门记录")
    await worker.says("灯杆进水，路灯所明天换，排水所疏通旁边的井")
    resident.sees("联合上门（", LAMPS, "灯杆进水")
    await worker.says(resident.number())
    worker.sees("有进展：联合上门")


async def test_who_cannot_come_says_why_and_the_others_go(our_town: Town) -> None:
    worker, lamps, drains, resident = await _planned(our_town)
    await lamps.presses("会到")
    await drains.presses("来不了")
    await drains.says("明天全员抢修")
    worker.sees(f"{DRAINS}上门来不了：明天全员抢修")
    told = resident.sees("一起上门", LAMPS)
    assert DRAINS not in told


async def test_nobody_answers_and_the_lead_hears_who_and_goes_with_who_comes(our_town: Town) -> None:
    worker, lamps, _drains, resident = await _planned(our_town)
    await lamps.presses("会到")
    await our_town.until(_at(23, 15, 45))
    worker.sees("还没回复", DRAINS, "目前会到")
    await worker.presses("就这样通知居民")
    told = resident.sees("一起上门", LAMPS)
    assert DRAINS not in told


async def test_when_all_refuse_the_lead_names_another_time_and_old_buttons_change_nothing(our_town: Town) -> None:
    worker, lamps, drains, resident = await _planned(our_town)
    for unit in (lamps, drains):
        await unit.presses("来不了")
        await unit.says("都在台风值守")
    worker.sees("约的几家都来不了")
    resident.sees_nothing("一起上门")
    lamps.looks_away()
    await worker.presses("另约时间")
    await worker.presses("就这些") if "就这些" in worker.buttons else await worker.presses(LAMPS, "就这些")
    await worker.says("11月25日15:00")
    await worker.presses("就在诉求地点")
    lamps.sees("联合上门", "11月25日（周三）15:00")
    await lamps.presses("会到")
    resident.sees("11月25日（周三）15:00", LAMPS)


async def test_the_resident_asks_for_another_time_and_everybody_hears_of_the_new_one(our_town: Town) -> None:
    worker, lamps, drains, resident = await _planned(our_town)
    await lamps.presses("会到")
    await drains.presses("会到")
    await resident.presses("换个时间")
    await resident.says("周三下午我在家")
    worker.sees("居民想换个时间上门", "周三下午我在家")
    resident.sees("定了新时间马上告诉您")
    for unit in (lamps, drains):
        unit.looks_away()
    await worker.presses("另约时间", "就这些")
    await worker.says("11月25日15:00")
    await worker.presses("就在诉求地点")
    for unit in (lamps, drains):
        unit.sees("联合上门", "11月25日（周三）15:00")
        await unit.presses("会到")
    resident.sees("11月25日（周三）15:00", "一起上门")
    worker.looks_away()
    await our_town.until(_at(24, 12, 5))
    worker.sees_nothing("上门看得怎么样")


async def _planned(town: Town) -> tuple[Somebody, Somebody, Somebody, Somebody]:
    """A worker has asked two units to come on Tuesday at ten."""
    await town.imports("dispatch", "what,place,to,copies", "路灯照明,460204000000,网格,")
    worker, lamps = await town.staff(scope=GRID), await town.staff(Role.OFFICER, "ty-lamps")
    drains = await town.staff(Role.UNIT_DESK, "ty-drains")
    resident = await town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了，一闪一闪的")
    await resident.presses("确认")
    await worker.presses("签收", "更多", "联合上门", LAMPS, DRAINS, "就这些")
    await worker.says("明天上午10点")
    await worker.presses("就在诉求地点")
    worker.sees("已约", LAMPS, DRAINS)
    for person in (worker, resident):
        person.looks_away()
    return worker, lamps, drains, resident


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)
