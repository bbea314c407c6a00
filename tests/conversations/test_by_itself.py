"""What the bot does by itself: reminders, escalations, the call-back, closing, reopening; never at night without need."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from stores import rows
from town import ZONE, Somebody, Town, town

from domain.people import Role
from handlers.watching import ALL
from storage.timers import Timer

DISTRICT = "460204000000"
LAMP = "榕树里小区3栋楼下路灯坏了"


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def test_not_accepted_within_four_working_hours_is_said_to_worker_and_captain(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    await _filed(our_town)  # at nine; the office rests from 12:00 to 14:30
    worker.looks_away()
    await our_town.until(at(11, 23, 15, 25))
    worker.sees_nothing()
    await our_town.until(at(11, 23, 15, 35))
    worker.sees_once("还没签收")
    captain.sees_once("许慧娟还没签收")


async def test_what_was_accepted_in_time_is_not_complained_of(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    await _filed(our_town)
    await worker.presses("签收")
    await our_town.passes(days=2)
    captain.sees_nothing()


async def test_the_deadline_climbs_worker_captain_supervisor(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await _filed(our_town)
    await worker.presses("签收")
    for somebody in (worker, resident):
        somebody.looks_away()
    await our_town.until(at(11, 30, 13, 31))
    worker.sees_once("快到时间了", "11月30日")
    captain.sees_nothing()
    await our_town.until(at(11, 30, 17, 31))
    worker.sees_once("已超时")
    captain.sees_once("超时", "许慧娟")
    resident.sees_once("没能按时办好", "报告负责人")
    supervisor.sees_nothing("🔴 超时：")
    await our_town.until(at(12, 1, 17, 31))
    supervisor.sees_once("🔴 超时：", "许慧娟")


@pytest.mark.parametrize(
    "kind", ["accept_late", "due_soon", "overdue", "overdue_up", "answer_reminder", "answer_waited", "wish_unclaimed"]
)
async def test_a_timer_that_was_not_stopped_looks_again_and_does_nothing(
    our_town: Town, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """Timers of a ticket are stopped with it; should one be left (an older release, a mistake), it must not speak."""
    worker, captain, resident = await our_town.staff(), await our_town.staff(Role.CAPTAIN), await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    left = Timer(f"{kind}:left", kind, 1, our_town.clock.now())
    await our_town.written(lambda uow: uow.timers.start(left))
    for somebody in (worker, captain, resident):
        somebody.looks_away()
    await our_town.passes(minutes=10)
    for somebody in (worker, captain, resident):
        somebody.sees_nothing()
    assert "failed" not in caplog.text


async def test_a_solved_ticket_keeps_no_timers_but_those_of_its_survey(our_town: Town) -> None:
    await _resolved(our_town)
    waiting = rows(our_town.app.storage, "SELECT kind FROM timers WHERE subject = 1 AND state = 'pending'")
    assert {kind for (kind,) in waiting if kind in ALL} == {"survey_close", "survey_reminder"}


async def test_the_call_back_reminds_once_and_closes_silently(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await _resolved(our_town)
    await our_town.until(at(11, 24, 12))
    resident.sees_once("解决了吗", "点一下")
    resident.looks_away()
    await our_town.until(at(11, 26, 12))
    resident.sees_once("先结案了", "12月8日", "重新办")
    resident.looks_away()
    await our_town.until(at(11, 26, 18, 1))
    supervisor.sees("11月26日 日报", "结案 1", "解决率 —（0/0）", "没表态 1 件")
    resident.sees_nothing()


async def test_whoever_answers_the_reminder_is_counted(our_town: Town) -> None:
    resident = await _resolved(our_town)
    await our_town.until(at(11, 24, 12))
    await resident.presses("解决了", "满意", "不说了")
    resident.sees("谢谢您的评价")
    resident.looks_away()
    await our_town.passes(days=5)
    resident.sees_nothing()


async def test_reopening_inside_the_window(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _resolved(our_town, with_worker=False)
    await our_town.passes(days=4)
    worker.looks_away()
    await our_town.passes(days=10)
    await resident.presses("没解决，重新办")
    resident.sees("哪里没解决")
    await resident.presses("又坏了")
    resident.sees("重新办理", "许慧娟", "最迟")
    worker.sees("路灯照明", "又坏了")


async def test_reopening_after_the_window_is_refused_with_a_way_on(our_town: Town) -> None:
    resident = await _resolved(our_town)
    await our_town.passes(days=20)
    await resident.presses("没解决，重新办")
    resident.sees("已经过了重新办理的时间", "再报一次")
    await resident.presses("报一件事")
    resident.sees("请说说是什么事")


async def test_not_solved_in_words_after_the_window_is_told_so_and_a_matter_is_reported_anew(our_town: Town) -> None:
    resident = await _resolved(our_town)
    await our_town.passes(days=20)
    resident.looks_away()
    await resident.says("没解决")
    resident.sees("已经过了重新办理的时间", "再报一次")
    await resident.says("榕树里小区3栋的路灯还是不亮")
    resident.sees("请看看对不对", "路灯照明")


async def test_still_broken_after_closing_reopens_in_own_words(our_town: Town) -> None:
    resident = await _resolved(our_town)
    await our_town.passes(days=4)
    resident.looks_away()
    await resident.says("还是不亮")
    resident.sees("哪里没解决")


async def test_an_older_not_solved_button_reopens_too(our_town: Town) -> None:
    """The button under the call-back is pressed after the ticket was closed silently."""
    resident = await _resolved(our_town)
    await our_town.passes(days=4)
    await resident.presses("没解决", "没人来")
    resident.sees("重新办理")


async def test_each_episode_is_asked_about_again(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    for _ in range(2):
        await worker.presses("办结")
        await worker.says("换了灯泡")
        await worker.presses("没有照片")
        resident.sees("真的解决了吗")
        resident.looks_away()
        await resident.presses("没解决", "又坏了")
        resident.sees("重新办理")


async def test_nobody_is_disturbed_at_night(our_town: Town) -> None:
    """A report at eleven: the resident is answered at once, the worker gets the card at six."""
    worker = await our_town.staff()
    await our_town.until(at(11, 23, 23))
    resident = await _filed(our_town)
    worker.sees_nothing()
    await our_town.until(at(11, 24, 5, 59))
    worker.sees_nothing()
    await our_town.until(at(11, 24, 6, 1))
    worker.sees_once("路灯照明", resident.number())


async def test_a_worker_at_night_gets_answers_and_the_resident_hears_in_the_morning(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await our_town.until(at(11, 23, 23))
    await worker.presses("签收")
    worker.sees("办理中")
    resident.sees_nothing()
    await our_town.until(at(11, 24, 6, 1))
    resident.sees_once("已签收")


async def test_the_reminder_of_a_draft_waits_for_the_morning(our_town: Town) -> None:
    resident = await our_town.resident()
    await our_town.until(at(11, 23, 22, 30))
    await resident.says(LAMP)
    resident.looks_away()
    await our_town.until(at(11, 24, 5))
    resident.sees_nothing()
    await our_town.until(at(11, 24, 6, 1))
    resident.sees_once("还差一步")


async def test_the_promise_leaves_holidays_out_and_counts_make_up_days(tmp_path: Path) -> None:
    """Filed on 30 September 2026: 1 to 7 October are off, Saturday 10 October is worked."""
    async with town(tmp_path, at(9, 30, 9)) as place:
        resident = await place.resident()
        await resident.says(LAMP)
        resident.sees("请看看对不对", "最迟10月13日（周二）17:30")


async def test_urgent_matters_have_a_day(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑停水了")
    resident.sees("请看看对不对", "最迟11月24日（周二）09:00")


async def _filed(town: Town) -> Somebody:
    resident = await town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.sees("登记好了")
    resident.looks_away()
    return resident


async def _resolved(town: Town, *, with_worker: bool = True) -> Somebody:
    worker = await town.staff() if with_worker else None
    resident = await _filed(town)
    number = resident.number()
    if worker is None:
        desk = await town.staff(Role.DESK, "460204198023")
        await desk.says(number)
        worker = desk
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    resident.sees("真的解决了吗")
    resident.looks_away()
    return resident
