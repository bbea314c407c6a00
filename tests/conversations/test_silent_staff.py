"""Staff who do not accept: those above hear of each ticket once, supervisors of the person, in one list a day; danger at once."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from town import GRID, ZONE, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
PLACES = ("1栋", "2栋", "3栋", "4栋")


async def test_a_supervisor_hears_of_a_silent_worker_in_one_list_a_day(our_town: Town) -> None:
    """Four tickets of one worker and one of another: one message on each working day, grouped by whoever is silent."""
    worker, supervisor = await _town(our_town)
    numbers = [(await _filed(our_town, f"榕树里小区{place}楼下路灯坏了")).number() for place in PLACES]
    other = (await _filed(our_town, "椰风雅苑1栋楼下路灯坏了")).number()
    await our_town.until(_at(27, 9))
    supervisor.looks_away()
    await our_town.until(_at(28, 9))
    listed = supervisor.sees_once("🗂️ 5 件要留意")
    lines = [line for line in listed.splitlines() if "未签收" in line]
    silent = [line.split("未签收")[0].split("· ")[-1] for line in lines]
    assert len(silent) == 5
    assert sum(a != b for a, b in pairwise(silent)) == 1  # what one person has stands together
    supervisor.looks_away()
    for number in numbers:
        await worker.says(number)
        await worker.presses("签收")
    await our_town.until(_at(30, 12))
    supervisor.sees(other, "还没签收")
    for number in numbers:
        supervisor.sees_nothing(number)


async def test_danger_nobody_takes_up_is_never_listed(our_town: Town) -> None:
    _, supervisor = await _town(our_town)
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋着火了，烟很大")
    await resident.presses("正在发生")
    await our_town.passes(hours=5)
    told = [text for text in supervisor.fresh if resident.number() in text]
    assert len(told) >= 3
    assert not [text for text in told if "🗂️" in text]


async def _town(town: Town) -> tuple[Somebody, Somebody]:
    """Every grid gets what is reported in it; of those above only a supervisor has joined."""
    await town.imports("dispatch", "what,place,to,copies", f"路灯照明,{DISTRICT},网格,")
    return await town.staff(scope=GRID), await town.staff(Role.SUPERVISOR, DISTRICT)


async def _filed(town: Town, words: str) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    return resident


def _at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=ZONE)
