"""Office hours of units and communities: date, silence and pauses go by the hours of whoever has the ticket."""

from __future__ import annotations

from datetime import datetime

from town import GRID, ZONE, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
COMMUNITY = "460204198023"
HEAD = "scope,days,hours,first,last"
LAMP = "榕树里小区3栋楼下路灯坏了"


async def test_a_long_noon_break_counts_for_the_unit_that_has_it(our_town: Town) -> None:
    """海南 units rest until three: four working hours from nine end at half past four, and the day ends at six."""
    await our_town.imports("hours", HEAD, "ty-lamps,周一至周五,09:00-11:30 15:00-18:00,,")
    lamps, captain = await our_town.staff(Role.OFFICER, "ty-lamps"), await our_town.staff(Role.CAPTAIN, GRID)
    resident = await _at_unit(our_town, "ty-lamps")
    resident.sees("最迟11月30日（周一）18:00")
    lamps.sees("最迟11月30日（周一）18:00")
    await our_town.until(_at(23, 16, 29))
    lamps.sees_nothing("还没有签收")
    captain.sees_nothing(resident.number())
    await our_town.until(_at(23, 16, 32))
    captain.sees(resident.number())


async def test_summer_hours_of_a_community_hold_by_their_dates(our_town: Town) -> None:
    await our_town.imports("dispatch", "what,place,to,copies", f"路灯照明,{DISTRICT},网格,")
    rows = (f"{COMMUNITY},,08:00-12:00 15:00-18:30,11-27,12-31", f"{COMMUNITY},,08:00-12:00 14:00-17:00,,")
    await our_town.imports("hours", HEAD, *rows)
    resident = await _filed(our_town)
    resident.sees("最迟11月30日（周一）18:30")
    enquiry = await our_town.resident(f"h{GRID}")
    await enquiry.says("请问办居住证要带什么材料")
    await enquiry.presses("确认")
    enquiry.sees("最迟11月24日（周二）17:00")


async def test_hours_of_the_house_can_have_seasons_too(our_town: Town) -> None:
    await our_town.imports("dispatch", "what,place,to,copies", f"路灯照明,{DISTRICT},网格,")
    await our_town.imports("hours", HEAD, "全部,周一至周五,08:00-11:30 15:30-18:30,2026-11-25,2026-12-31")
    resident = await _filed(our_town)
    resident.sees("最迟11月30日（周一）18:30")


async def test_another_holder_never_makes_the_promised_date_later(our_town: Town) -> None:
    """To a unit that closes earlier it comes nearer, and back to the first one it stays."""
    await our_town.imports("hours", HEAD, "ty-lamps,,09:00-12:00 15:00-18:00,,", "ty-city,,08:00-12:00 14:00-16:00,,")
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    lamps, city = await our_town.staff(Role.OFFICER, "ty-lamps"), await our_town.staff(Role.UNIT_DESK, "ty-city")
    resident = await _at_unit(our_town, "ty-lamps")
    resident.sees("最迟11月30日（周一）18:00")
    await lamps.presses("退单")
    await lamps.says("是城管的事")
    await command.presses("派给单位", "天涯区综合行政执法局", "不用协办")
    city.sees("最迟11月30日（周一）16:00")
    await city.presses("退单")
    await city.says("确实是路灯")
    lamps.looks_away()
    resident.looks_away()
    await command.presses("派给单位")
    await command.says("天涯区路灯")
    await command.presses("不用协办")
    command.sees("已派给天涯区路灯管理所")
    lamps.sees("最迟11月30日（周一）16:00")
    resident.sees_nothing("18:00")


async def test_waiting_for_the_resident_is_counted_in_the_days_of_the_unit(our_town: Town) -> None:
    """The unit works at the weekend and not on Monday and Tuesday: asked on Saturday, answered on Sunday, one day more."""
    await our_town.imports("hours", HEAD, "ty-lamps,周三至周日,09:00-18:00,,")
    lamps = await our_town.staff(Role.OFFICER, "ty-lamps")
    resident = await _at_unit(our_town, "ty-lamps")
    resident.sees("最迟11月29日（周日）18:00")  # from Wednesday the 25th the fifth day
    await our_town.until(_at(28, 10))
    await lamps.says(resident.number())
    await lamps.presses("签收", "问居民")
    await lamps.says("是哪一盏灯？")
    await our_town.until(_at(29, 10))
    await resident.presses("回答")
    await resident.says("门口那盏")
    await resident.says(resident.number())
    resident.sees("12月2日（周三）18:00")


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


async def _at_unit(town: Town, unit: str) -> Somebody:
    await town.imports("dispatch", "what,place,to,copies", f"路灯照明,{DISTRICT},{unit},")
    return await _filed(town)


async def _filed(town: Town) -> Somebody:
    resident = await town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    return resident
