"""专项: for a while, what is filed about certain words is tagged, and counted where somebody answers for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from town import Town

from domain.campaigns import Campaign
from domain.people import Role

DISTRICT = "460204000000"
OTHER_DISTRICT = "460203000000"
LAMPS = Campaign("亮灯行动", ("路灯", "楼道灯"), date(2026, 11, 23), date(2026, 11, 30))


async def test_what_is_filed_in_its_days_is_tagged_and_counted(our_town: Town) -> None:
    worlds = our_town.app.worlds
    worlds._current = replace(worlds.current, campaigns=(LAMPS,))
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    stranger = await our_town.staff(Role.SUPERVISOR, OTHER_DISTRICT)
    worker = await our_town.staff()
    await _files(our_town, "榕树里小区3栋垃圾桶满了没人清运")
    await _files(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("办结")
    await worker.says("换了")
    await worker.presses("没有照片")
    await _files(our_town, "椰风雅苑路灯坏了")
    await our_town.passes(days=10)
    await _files(our_town, "渔港新村3栋路灯坏了")
    await supervisor.says("专项")
    supervisor.sees("亮灯行动（到 11-30）：登记 2 件，结案 1 件，超时 1 件")
    await stranger.says("专项")
    stranger.sees("登记 0 件")


async def test_without_a_campaign_it_says_so(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await supervisor.says("专项")
    supervisor.sees("现在没有专项")


async def _files(town: Town, words: str) -> None:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
