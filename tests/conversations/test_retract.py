"""撤回办结: pressed by mistake, taken back within minutes: in work again by its old date, nobody asked, nothing counted."""

from __future__ import annotations

from datetime import datetime

import pytest
from town import ZONE, Somebody, Town

from domain.people import Role
from domain.ticket import Action

DISTRICT = "460204000000"
LATE_EVENING = datetime(2026, 11, 23, 22, 30, tzinfo=ZONE)


async def resolved(town: Town) -> tuple[Somebody, Somebody]:
    """A resident whose street lamp a worker has just resolved, and the worker."""
    worker, resident = await town.staff(), await town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await worker.presses("签收", "办结")
    await worker.says("换好灯泡了")
    await worker.presses("没有照片")
    worker.sees("已办结")
    return resident, worker


def last_actions(town: Town, number: str, count: int) -> list[Action]:
    ticket = town.app.storage.write_now(lambda uow: uow.tickets.by_number(number))
    return [event.action for event in town.app.storage.write_now(lambda uow: uow.tickets.history(ticket.id))][-count:]


@pytest.mark.sample
async def test_what_was_resolved_by_mistake_is_in_work_again_by_its_old_date(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident, worker = await resolved(our_town)
    resident.looks_away()
    await our_town.passes(minutes=9)
    await worker.presses("撤回办结")
    worker.sees("已撤回办结，接着办", "最迟11月30日")
    assert "办结" in worker.offered
    resident.sees_once("还没办完", "误发", "许慧娟接着办", "最迟11月30日")
    assert last_actions(our_town, resident.number(), 2) == [Action.RESOLVE, Action.RETRACT]
    resident.looks_away()
    await our_town.passes(days=4)
    resident.sees_nothing("解决")  # the call-back's reminder and its silent end are stopped
    await resident.says("我的工单")
    resident.sees("路灯照明：办理中")
    await supervisor.says("日报")
    supervisor.sees("新增 1", "办结 0")


async def test_resolved_again_it_is_asked_about_and_counts_once(our_town: Town) -> None:
    resident, worker = await resolved(our_town)
    await worker.presses("撤回办结", "办结")
    await worker.says("这次真的换好了")
    await worker.presses("没有照片")
    resident.sees("这次真的换好了", "真的解决了吗")
    await resident.presses("解决了", "满意", "不说了")
    resident.sees("谢谢")
    worker.sees("居民确认")


@pytest.mark.parametrize(
    ("answer", "told"), [("没解决", "没有刚办结、还能撤回的工单"), ("解决了", "已经有了变化，现在不能这样办")]
)
async def test_once_the_resident_has_answered_it_is_too_late(our_town: Town, answer: str, told: str) -> None:
    resident, worker = await resolved(our_town)
    await resident.presses(answer)
    if answer == "没解决":
        await resident.presses("没人来")
    worker.looks_away()
    await worker.says("撤回办结")
    worker.sees(told)


async def test_after_some_minutes_it_is_too_late_and_the_old_button_says_so(our_town: Town) -> None:
    resident, worker = await resolved(our_town)
    await our_town.passes(minutes=11)
    resident.looks_away()
    worker.looks_away()
    await worker.presses("撤回办结")
    worker.sees("现在不能")
    await worker.says(resident.number())
    assert "撤回办结" not in worker.offered
    resident.sees_nothing()


async def test_said_in_words_and_said_to_be_pressed_wrongly(our_town: Town) -> None:
    resident, worker = await resolved(our_town)
    await worker.says("点错了")
    worker.sees("路灯照明，要撤回吗")
    await worker.presses("撤回办结")
    worker.sees("接着办")
    resident.sees("还没办完")
    await worker.presses("办结")
    await worker.says("换好了")
    await worker.presses("没有照片")
    worker.looks_away()
    await worker.says("撤回")
    worker.sees("接着办")


async def test_an_answer_that_still_waits_for_the_morning_is_not_sent_at_all(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await worker.presses("签收")
    await our_town.until(LATE_EVENING)
    await worker.presses("办结")
    await worker.says("换好灯泡了")
    resident.looks_away()
    await worker.presses("没有照片", "撤回办结")
    worker.sees("接着办")
    await our_town.passes(hours=12)
    resident.sees_nothing("换好灯泡了")
    resident.sees_nothing("误发")


async def test_an_alert_that_nobody_received_goes_on(our_town: Town) -> None:
    worker = await our_town.staff()
    captain = await our_town.staff(Role.CAPTAIN)
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋501有人要跳楼")
    await resident.presses("正在发生")
    captain.sees("轻生险情")
    with our_town.policy(review_urgencies=frozenset()):
        await worker.presses("办结")
        await worker.says("误触")
        await worker.presses("没有照片", "撤回办结")
    captain.looks_away()
    await our_town.passes(minutes=8)
    captain.sees("没有人按「收到」")
