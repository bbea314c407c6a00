"""片区: areas of the town that are no division have a 片长, between the captain and the desk, and only there."""

from __future__ import annotations

from datetime import datetime

import pytest
from town import GRID, ZONE, Somebody, Town

from domain.people import Role

EAST = "460203198001001"
COMMUNITY = "460203198001"
DISTRICT = "460203000000"
HOME = "h460203198001001"
LATE = [(23, 15, 31), (24, 10, 31), (24, 17, 1), (25, 14, 31), (26, 11, 31)]  # four working hours after one another


async def _filed(town: Town, home: str, words: str = "楼下路灯坏了三天") -> Somebody:
    resident = await town.resident(home)
    await resident.says(words)
    await resident.presses("确认")
    return resident


@pytest.mark.sample
async def test_silence_climbs_worker_captain_area_lead_desk_command(our_town: Town) -> None:
    """Each hears in their turn, and nobody before it."""
    await our_town.imports("dispatch", "what,place,to,copies", f"路灯照明,{DISTRICT},网格,")
    worker = await our_town.staff(scope=EAST)
    chain = [
        await our_town.staff(Role.CAPTAIN, EAST),
        await our_town.staff(Role.AREA_LEAD, "yc-east"),
        await our_town.staff(Role.DESK, COMMUNITY),
        await our_town.staff(Role.COMMAND, DISTRICT),
        await our_town.staff(Role.SUPERVISOR, DISTRICT),
    ]
    resident = await _filed(our_town, HOME)
    worker.sees("路灯照明", resident.number())
    for rung, moment in enumerate(LATE):
        day, hour, minute = moment
        await our_town.until(datetime(2026, 11, day, hour, minute, tzinfo=ZONE))
        chain[rung].sees(resident.number(), "签收")
        for later in chain[rung + 1 :]:
            later.sees_nothing(resident.number())


async def test_where_nobody_is_area_lead_the_desk_hears_in_its_place_and_once(our_town: Town) -> None:
    """儋州村 lies in no 片区: the rung is not waited on."""
    await our_town.imports("dispatch", "what,place,to,copies", f"路灯照明,{GRID[:6]}000000,网格,")
    await our_town.staff()
    captain, desk = await our_town.staff(Role.CAPTAIN, GRID), await our_town.staff(Role.DESK, GRID[:12])
    command = await our_town.staff(Role.COMMAND, f"{GRID[:6]}000000")
    resident = await _filed(our_town, "h460204198023-c01-3")
    await our_town.until(datetime(2026, 11, 23, 15, 31, tzinfo=ZONE))
    captain.sees(resident.number(), "签收")
    desk.sees_nothing(resident.number())
    await our_town.until(datetime(2026, 11, 24, 10, 31, tzinfo=ZONE))
    desk.sees_once(resident.number(), "签收")
    command.sees_nothing(resident.number())
    await our_town.until(datetime(2026, 11, 24, 17, 1, tzinfo=ZONE))
    command.sees(resident.number(), "签收")
    desk.sees_once(resident.number())


async def test_an_area_lead_gives_it_to_somebody_else_and_sees_the_zone_in_the_digest(our_town: Town) -> None:
    await our_town.imports("dispatch", "what,place,to,copies", f"路灯照明,{DISTRICT},网格,")
    worker, lead = await our_town.staff(scope=EAST), await our_town.staff(Role.AREA_LEAD, "yc-east")
    other = await our_town.staff(scope="460203198001002")
    resident = await _filed(our_town, HOME)
    number = resident.number()
    await worker.presses("签收")
    await worker.presses("退单")
    await worker.says("不归我管，是隔壁网格的路灯")
    await lead.says("日报")
    lead.sees("月川东片区、月川西片区", "月川社区第一网格：在办 1")
    captain = await our_town.staff(Role.CAPTAIN, EAST)
    await captain.says("待办")
    await captain.presses(next(label for label in captain.buttons if number in label))
    await captain.presses("退单")
    await captain.says("要片里统筹")
    lead.sees(number, "要片里统筹")
    await lead.presses("转派")
    await lead.says("麦思敏")  # of the second grid
    other.sees(number)


async def test_another_zones_area_lead_sees_nothing_of_it(our_town: Town) -> None:
    """The 片长 of 月川 may do as little to a ticket of another community as anybody else."""
    far = await our_town.staff(Role.AREA_LEAD, "jy-centre")
    resident = await _filed(our_town, "h460204198023-c01-3")
    await far.says(resident.number())
    far.sees_nothing("路灯照明")


async def test_who_joins_as_area_lead_is_told_of_which_zone(our_town: Town) -> None:
    person = our_town.somebody()
    await person.starts("join-" + await our_town.invitation(Role.AREA_LEAD, "jy-centre"))
    person.sees("吉阳中心片区")
