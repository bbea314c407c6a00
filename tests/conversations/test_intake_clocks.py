"""特别期限: tourist disputes are taken up within half an hour, by night and on holidays; 办不成事 has three clocks."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from town import GRID, ZONE, Town, town

from domain.people import Role

DISTRICT = "460204000000"
DISPUTE = "榕树里小区3栋楼下海鲜店宰客，游客被多收了两千块"
NATIONAL_DAY = datetime(2026, 10, 1, 23, 10, tzinfo=ZONE)


async def test_a_tourist_dispute_on_the_night_of_a_holiday_has_half_an_hour(tmp_path: Path) -> None:
    async with town(tmp_path, NATIONAL_DAY) as our_town:
        desk, resident = await our_town.staff(Role.UNIT_DESK, "sy-travel"), await our_town.resident()
        await _reports(resident, DISPUTE)
        resident.sees("30分钟内有人联系您")
        desk.sees("⏱ 急件", "30分钟内要有人签收")
        await our_town.passes(minutes=12)
        desk.looks_away()
        await desk.says("急件")
        desk.sees("急件 1 件", "还剩 1")
        await our_town.passes(minutes=19)
        desk.sees("还没签收")
        await desk.says("急件")
        desk.sees("已过")
        await desk.presses(desk.buttons[0], "签收")
        resident.sees("已签收")
        desk.looks_away()
        await desk.says("急件")
        desk.sees("没有等着接的急件")


async def test_an_ordinary_request_of_the_same_night_waits_for_the_office(tmp_path: Path) -> None:
    async with town(tmp_path, NATIONAL_DAY) as our_town:
        worker, resident = await our_town.staff(), await our_town.resident(home=f"h{GRID}")
        await _reports(resident, "榕树里小区3栋路灯坏了")
        await our_town.passes(minutes=40)
        worker.sees_nothing("还没签收")
        await worker.says("急件")
        worker.sees("没有等着接的急件")


async def test_a_supervisor_gives_what_a_window_would_not_do_its_clock_and_takes_it_back(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(home=f"h{GRID}")
    await resident.says("办不成事")
    await resident.says("居住证跑了三趟没办下来")
    await resident.says("社区服务窗口，上周三")
    await resident.presses("让我找别的部门", "没有")
    resident.sees("办不成事", "11月30日")
    for label, day in (("特殊事项", "12月7日"), ("办不了的说明", "11月26日"), ("恢复一般期限", "11月30日")):
        supervisor.looks_away()
        resident.looks_away()
        await supervisor.says(resident.number())
        await supervisor.presses("更多", "调整缓急", label)
        supervisor.sees("最迟", day)
        resident.sees("最迟", day)


async def test_other_tickets_are_not_offered_these_clocks(our_town: Town) -> None:
    captain, resident = await our_town.staff(Role.CAPTAIN), await our_town.resident(home=f"h{GRID}")
    await _reports(resident, "榕树里小区3栋路灯坏了")
    await captain.says(resident.number())
    await captain.presses("更多", "调整缓急")
    assert "特殊事项" not in captain.buttons


async def _reports(resident, words: str) -> None:
    await resident.says(words)
    for _ in range(5):
        if "确认" in resident.buttons:
            break
        await resident.presses(resident.buttons[0])
    await resident.presses("确认")
