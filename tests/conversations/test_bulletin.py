"""The bulletin of a month: figures one can recount by hand, each rate with its numbers, silence counted apart."""

from __future__ import annotations

from datetime import datetime

from town import ZONE, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
LAMP, DRAIN = "榕树里小区3栋楼下路灯坏了", "榕树里小区2栋下水道堵了"


async def test_on_the_first_the_month_before_is_told_with_hand_counted_rates(our_town: Town) -> None:
    """Three tickets: one solved and liked, one that nobody answered about, one that came back."""
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    happy = await _resolved(our_town, worker, LAMP)
    await happy.presses("解决了", "满意", "不说了")
    await _resolved(our_town, worker, "榕树里小区4栋垃圾没人清运")
    angry = await _resolved(our_town, worker, DRAIN)
    await angry.presses("没解决", "没人来")
    await our_town.until(datetime(2026, 12, 1, 8, 59, tzinfo=ZONE))
    supervisor.sees_nothing("月通报")
    await our_town.until(datetime(2026, 12, 1, 9, 1, tzinfo=ZONE))
    told = supervisor.sees_once("2026年11月 月通报 · 天涯区")
    for line in (
        "新增 3 · 办结 3 · 结案 2",
        "响应率 100.0%（3/3）",
        "解决率 50.0%（1/2），没表态也算进去 33.3%",
        "满意率 100.0%（1/1），没表态也算进去 33.3%",
        "没表态 1 件",
        "按时办结率 75.0%（3/4）",  # what came back was not done again by its new date
        "儋州村社区：按时办结率 75.0%（3/4），解决率 50.0%（1/2）",
        "城乡建设：",
    ):
        assert line in told, told
    await our_town.until(datetime(2027, 1, 1, 9, 1, tzinfo=ZONE))
    supervisor.sees_once("2026年12月 月通报", "新增 0")


async def test_it_can_be_asked_for_within_the_month_by_who_answers_for_an_area(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    await _resolved(our_town, worker, LAMP)
    await supervisor.says("月报")
    supervisor.sees("2026年11月 月通报", "新增 1", "解决率 —")
    await worker.says("月报")
    worker.sees_nothing("月通报")


async def test_on_time_is_told_with_its_numbers_and_a_late_end_is_never_on_time(our_town: Town) -> None:
    """Two requests of one grid: one done the same day, one the day after its date; the figures say one of two."""
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    await _resolved(our_town, worker, LAMP)
    late = await our_town.resident()
    await late.says(DRAIN)
    await late.presses("确认")
    await supervisor.says("日报")
    supervisor.sees("按时办结率 100.0%（1/1）")
    supervisor.looks_away()
    await our_town.until(datetime(2026, 11, 30, 18, 1, tzinfo=ZONE))
    supervisor.sees_once("11月30日 日报", "按时办结率 0.0%（0/1）", "超时 1 件")
    await our_town.until(datetime(2026, 12, 1, 8, 0, tzinfo=ZONE))
    await _resolves(worker, late)
    await supervisor.says("月报")
    supervisor.sees("2026年12月 月通报", "按时办结率 —（0/0）", "办结 1")
    await our_town.until(datetime(2026, 12, 1, 9, 1, tzinfo=ZONE))
    supervisor.sees_once("2026年11月 月通报", "按时办结率 50.0%（1/2）")


async def test_what_is_taken_out_of_the_rates_is_neither_on_time_nor_late(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await _resolved(our_town, worker, LAMP)
    await supervisor.says(resident.number())
    await supervisor.presses("更多", "不计入三率", "台风等不可抗力")
    await supervisor.says("月报")
    supervisor.sees("办结 1", "按时办结率 —（0/0）", "剔除 1 件")


async def _resolved(town: Town, worker: Somebody, words: str) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    await _resolves(worker, resident)
    return resident


async def _resolves(worker: Somebody, resident: Somebody) -> None:
    await worker.says(resident.number())
    await worker.presses("签收", "办结")
    await worker.says("办好了")
    await worker.presses("没有照片")
