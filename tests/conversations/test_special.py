"""The special roads: what is not taken (不予受理), and what a window would not do (办不成事)."""

from __future__ import annotations

import pytest
from stores import plain
from town import Somebody, Town

from domain.people import Role
from domain.ticket import Ticket

DISTRICT, COMMUNITY = "460204000000", "460204198023"
HOME = "h460204198023-c01-3"
LITIGATION = "我不服法院的判决，要求社区给我改过来"
TAKE_IT, GO_ON = "就按这个去办", "不是这个意思，照常登记"


@pytest.mark.sample
async def test_what_a_court_decided_gets_the_reason_and_the_channel_and_is_closed_at_once(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident(HOME)
    await resident.says(LITIGATION)
    resident.sees("只有法院能决定", "12368", "信访工作条例")
    assert resident.buttons == [TAKE_IT, GO_ON]
    await resident.presses(TAKE_IT)
    resident.sees("已记录在案", resident.number())
    ticket = await _ticket(our_town, resident.number())
    assert (ticket.status, ticket.result, ticket.words) == ("closed", "redirected", LITIGATION)
    await our_town.passes(days=5)
    worker.sees_nothing("判决")
    await resident.says("我的工单")
    resident.sees(resident.number())


async def test_misunderstood_it_is_registered_as_usual_with_every_word(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident(HOME)
    await resident.says(LITIGATION)
    await resident.presses(GO_ON)
    await _answers_until_read_back(resident)
    resident.sees("请看看对不对", LITIGATION)
    await resident.presses("确认")
    resident.sees("登记好了")
    worker.sees(LITIGATION)


async def test_whoever_writes_on_wants_it_taken(our_town: Town) -> None:
    await our_town.staff()
    resident = await our_town.resident(HOME)
    await resident.says(LITIGATION)
    await resident.says("其实是法庭外面那盏路灯的事")
    resident.sees_nothing("没看明白")
    await _answers_until_read_back(resident)
    resident.sees("请看看对不对", "那盏路灯")


async def test_left_alone_it_is_logged_and_troubles_nobody(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident(HOME)
    await resident.says(LITIGATION)
    await our_town.passes(days=2)
    worker.sees_nothing("判决")
    await resident.says("我的工单")
    await resident.says("1")
    resident.sees("已结案")


async def test_an_old_button_and_a_second_press_log_nothing_twice(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    await resident.says(LITIGATION)
    await resident.presses(TAKE_IT)
    number = resident.number()
    our_town.stub.presses(resident.chat_id, TAKE_IT)
    await our_town.settle()
    assert resident.number() == number


async def test_of_an_accusation_of_officials_nothing_is_kept(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(HOME)
    await resident.says("我要举报村支书贪污集体的钱")
    resident.sees("12388", "纪检监察")
    await resident.presses(TAKE_IT)
    resident.sees("没有留您的姓名和内容")
    await our_town.passes(hours=2)
    await _nothing_is_kept(our_town, supervisor)


async def test_nor_is_it_when_the_advice_was_left_unanswered(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(HOME)
    await resident.says("我要举报村支书贪污集体的钱")
    await our_town.passes(days=2)
    await _nothing_is_kept(our_town, supervisor)


async def test_a_lamp_before_the_court_is_taken(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    await resident.says("法院门口的路灯坏了")
    resident.sees_nothing("我们办不了")


@pytest.mark.sample
async def test_what_a_window_would_not_do_goes_to_the_supervisor_and_never_to_the_community(our_town: Town) -> None:
    desk, worker = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff()
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(HOME)
    await resident.says("我要反映办不成事")
    resident.sees("什么事没办成")
    await resident.says("居住证跑了三趟没办下来")
    await resident.says("社区服务窗口，上周三")
    await resident.presses("让我找别的部门", "没有")
    resident.sees("办不成事", "督办", "11月30日")
    supervisor.sees("📌", "督办", "跑了三趟", "社区服务窗口", "让我找别的部门")
    number = resident.number()
    await our_town.passes(days=1)
    for somebody in (desk, worker):
        await somebody.says(number)
        somebody.sees("没有找到这张工单")
        somebody.sees_nothing("居住证")
    await supervisor.presses("签收")
    resident.sees(number)


async def test_papers_are_photographed_in_the_middle_and_what_is_left_is_filed(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(HOME)
    await resident.says("办不成事")
    await resident.says("营业执照变更一直没批")
    await resident.sends_photo()
    resident.sees("收到", "窗口")
    await our_town.passes(days=2)
    resident.sees("先按您说的登记了")
    supervisor.sees("营业执照变更")


async def _ticket(town: Town, number: str) -> Ticket:
    found = await town.written(lambda uow: uow.tickets.by_number(number))
    assert found is not None
    return found


async def _nothing_is_kept(our_town: Town, supervisor: Somebody) -> None:
    supervisor.sees_nothing("村支书")
    kept = await our_town.written(lambda uow: plain(uow.db, "SELECT * FROM tickets"))
    assert len(kept) == 1
    assert "村支书" not in str(kept)
    inbox = await our_town.written(lambda uow: plain(uow.db, "SELECT * FROM inbox"))
    assert "村支书" not in str(inbox)


async def _answers_until_read_back(resident: Somebody) -> None:
    for _ in range(4):
        if "确认" not in resident.buttons:
            await resident.says("1")
