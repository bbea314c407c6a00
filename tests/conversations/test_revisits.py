"""抽查回访: closed tickets are drawn on the first, a supervisor asks the residents, and what differs is counted and done again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from town import ZONE, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
LAMP = "榕树里小区3栋楼下路灯坏了"
FIRST = datetime(2026, 12, 1, 9, 1, tzinfo=ZONE)


@pytest.fixture
async def late_november(our_town: Town) -> Town:
    """A week before the draw passes faster than with a digest each evening."""
    await our_town.until(datetime(2026, 11, 30, 9, tzinfo=ZONE))
    return our_town


async def closed(town: Town, worker: Somebody, words: str = LAMP, resident: Somebody | None = None) -> Somebody:
    """Somebody whose request was resolved and who said so."""
    resident = resident or await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    await worker.says(resident.number())
    await worker.presses("签收", "办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    await resident.presses("解决了", "满意", "不说了")
    return resident


async def test_a_drawn_ticket_is_asked_about_and_agrees(late_november: Town) -> None:
    town = late_november
    supervisor, worker = await town.staff(Role.SUPERVISOR, DISTRICT), await town.staff()
    resident = await closed(town, worker)
    resident.looks_away()
    await town.until(FIRST)
    card = supervisor.sees_once("抽查回访", resident.number(), "换了灯泡")
    assert "路灯照明" in card
    resident.sees_nothing()
    await supervisor.presses("看电话")
    supervisor.sees(resident.number(), "没留电话，请上门", "看过有记录")
    await supervisor.presses("与记录一致")
    supervisor.sees("与记录一致，谢谢")
    await supervisor.says("月报")
    await supervisor.presses("看全部数字")
    supervisor.sees("2026年12月 月通报", "抽中 1 件，还没回访 0 件，与记录不一致 0.0%（0/1）")
    trail = await town.written(lambda uow: uow.audit.acts_between(FIRST - timedelta(hours=1), FIRST))
    (drawn,) = [act.detail for act in trail if act.what == "revisit-draw"]
    assert "seed 2026-11:" in drawn
    assert drawn.endswith(f"1 of 1: {resident.number()}")


async def test_what_differs_is_counted_and_the_supervisor_may_have_it_done_again(late_november: Town) -> None:
    town = late_november
    supervisor, worker = await town.staff(Role.SUPERVISOR, DISTRICT), await town.staff()
    resident = await closed(town, worker)
    for person in (worker, resident):
        person.looks_away()
    await town.until(FIRST)
    await supervisor.presses("不一致")
    supervisor.sees("居民怎么说")
    await supervisor.says("灯还是不亮，没有人来过")
    supervisor.sees("与记录不一致", "督办最迟12月2日")
    await supervisor.presses("重办")
    resident.sees("重新办理", "许慧娟")
    worker.sees("路灯照明", "灯还是不亮，没有人来过")
    await supervisor.says("月报")
    await supervisor.presses("看全部数字")
    told = supervisor.sees("2026年12月 月通报", "与记录不一致 100.0%（1/1）")
    assert told.count("· 抽查不一致 100.0%（1/1）") == 2  # its community and its category
    supervisor.looks_away()
    supervisor.town.stub.presses(supervisor.chat_id, "与记录一致")
    await town.settle()
    supervisor.sees("不能这样办")


async def test_a_silent_supervisor_means_it_is_done_again(late_november: Town) -> None:
    town = late_november
    supervisor, worker = await town.staff(Role.SUPERVISOR, DISTRICT), await town.staff()
    await closed(town, worker)
    worker.looks_away()
    await town.until(FIRST)
    await supervisor.presses("不一致")
    await supervisor.says("没有修")
    await town.until(datetime(2026, 12, 2, 18, tzinfo=ZONE))
    worker.sees("路灯照明", "没有修")


async def test_one_person_is_drawn_once_and_not_again_the_next_months(late_november: Town) -> None:
    town = late_november
    worker = await town.staff()
    resident = await closed(town, worker)
    await closed(town, worker, "榕树里小区3栋垃圾没人清运", resident)
    await town.until(FIRST)
    await closed(town, worker, "榕树里小区3栋下水道堵了", resident)
    await town.until(datetime(2027, 1, 1, 9, 1, tzinfo=ZONE))
    drawn = await town.written(lambda uow: uow.revisits.drawn(FIRST.replace(hour=0), town.clock.now(), ""))
    assert drawn == (1, 1)


async def test_what_is_opened_again_needs_no_revisit(late_november: Town) -> None:
    town = late_november
    supervisor, worker = await town.staff(Role.SUPERVISOR, DISTRICT), await town.staff()
    resident = await closed(town, worker)
    await town.until(FIRST)
    supervisor.looks_away()
    await resident.says("没解决")
    await resident.presses("又坏了")
    supervisor.sees("又在办理了，不用再抽查回访")
    await supervisor.presses("没联系上")
    supervisor.sees("不能这样办")


async def test_an_accusation_is_never_drawn(late_november: Town) -> None:
    town = late_november
    supervisor = await town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await town.resident()
    await resident.says("我要举报榕树里小区3栋有人私设赌场")
    await resident.presses("留名，有进展提醒我", "确认")
    await supervisor.presses("签收", "办结")
    await supervisor.says("已移交派出所查处")
    await supervisor.presses("没有照片")
    supervisor.looks_away()
    await town.until(FIRST)
    supervisor.sees_nothing("抽查")


async def test_several_are_one_list_and_stand_in_the_todo(late_november: Town) -> None:
    """One of each community; who presses through the list opens them one by one."""
    town = late_november
    supervisor, worker = await town.staff(Role.SUPERVISOR, DISTRICT), await town.staff()
    other = await town.staff(scope="460204198024001")
    first, second = await closed(town, worker), await closed(town, other, "群众新苑3号楼下水道堵了")
    supervisor.looks_away()
    await town.until(FIRST)
    supervisor.sees_once("11月结案的工单抽中 2 件", first.number(), second.number())
    await supervisor.says("待办")
    supervisor.sees("回访 2 件", "待回访")
    await supervisor.presses(f"{second.number()} 已解决：换了灯泡", "没联系上")
    supervisor.sees("没联系上，不算进抽查的数字")
    await supervisor.says("月报")
    await supervisor.presses("看全部数字")
    supervisor.sees("抽中 2 件，还没回访 1 件，与记录不一致 —（0/0）")
