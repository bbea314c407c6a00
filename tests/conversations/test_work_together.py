"""Several residents, one matter: the same person again, 我也遇到了, and tickets that a supervisor puts together."""

from __future__ import annotations

import pytest
from town import Somebody, Town

from domain.people import Role

LAMP = "榕树里小区3栋楼下路灯坏了，我叫李小明，住301"
DISTRICT = "460204000000"
COMMUNITY = "460204198023"


async def test_the_same_person_with_the_same_matter_adds_to_the_first_ticket(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    number = resident.number()
    await resident.says("榕树里小区3栋楼下路灯还是坏的")
    await resident.says("榕树里小区3栋的路灯坏了好几天了")
    resident.sees("您之前报过", number)
    await resident.presses("是，补充进去")
    resident.sees("已补充到", number)
    worker.sees("居民补充", "好几天了")


async def test_a_neighbour_joins_instead_of_filing_another_ticket(our_town: Town) -> None:
    worker, first, second = await our_town.staff(), await _filed(our_town), await our_town.resident()
    number = first.number()
    await second.says("榕树里小区3栋的路灯不亮，老人摔了一跤")
    shown = second.sees("请看看对不对", "已有 1 人反映")
    assert "李小明" not in shown
    assert second.buttons == ["确认", "修改", "我也遇到了"]
    await second.presses("我也遇到了")
    second.sees("算您一份", number, "许慧娟")
    told = worker.sees("又有居民反映同一件事", number, "老人摔了一跤", "另有 1 人")
    assert str(second.chat_id) not in told
    await worker.says("待办")
    worker.sees("待办 1 件")
    await second.says("我的工单")
    second.sees(number, "路灯照明")


async def test_who_joined_sees_the_ticket_without_what_the_first_said(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    await first.says("补充一下，我的电话是13800001234")
    await worker.presses("报进展", "已到现场查看")
    second.sees("有进展", "已到现场查看")
    await second.says(second.number())
    card = second.sees("榕树里", "已到现场查看", "1 人也遇到了")
    assert not [word for word in ("李小明", "301", "13800001234") if word in card]
    assert "不再跟进" in second.buttons


@pytest.mark.sample
async def test_everybody_who_joined_hears_the_outcome_and_is_asked(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    await _resolved(worker)
    for resident in (first, second):
        resident.sees("办好了", "换了新灯泡", "真的解决了吗")
    await second.presses("我这里好了", "满意", "不说了")
    second.sees("已记下")
    await our_town.passes(days=1, hours=1)
    first.sees("解决了吗")
    second.sees_nothing("点一下就行")
    await first.presses("解决了", "满意", "不说了")
    first.sees("结案")


async def test_one_of_those_who_joined_may_say_that_it_is_not_solved(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    captain = await our_town.staff(Role.CAPTAIN)
    await _resolved(worker)
    await second.presses("没解决", "别的原因")
    await second.says("3栋后门那盏还是黑的")
    second.sees("重新办理")
    first.sees("有居民说还没解决", "许慧娟")
    worker.sees("路灯照明", "后门那盏还是黑的")
    captain.sees("居民说没解决", "后门那盏还是黑的")
    await _resolved(worker)
    first.sees("办好了")
    second.sees("办好了")


async def test_it_can_be_reopened_by_one_who_joined_after_the_first_said_solved(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    await _resolved(worker)
    await first.presses("解决了", "满意", "不说了")
    worker.looks_away()
    await second.presses("没解决", "又坏了")
    second.sees("重新办理")
    worker.sees("路灯照明", "又坏了")
    first.sees("重新办理")


async def test_silence_is_silence_for_each_of_them(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    await _resolved(worker)
    await second.presses("我这里好了", "满意", "不说了")
    await our_town.passes(days=4)
    first.sees("一直没收到您的回复")
    second.sees_nothing("一直没收到您的回复")


async def test_the_first_to_report_may_leave_and_the_others_go_on(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    number = first.number()
    await first.says("撤回")
    first.sees("不再告诉您进展", number)
    worker.looks_away()
    first.looks_away()
    await _resolved(worker)
    first.sees_nothing("办好了")
    second.sees("办好了")
    await second.presses("解决了", "满意", "不说了")
    second.sees("结案")


async def test_who_joined_may_leave(our_town: Town) -> None:
    worker, first, second = await _together(our_town)
    await second.says(second.number())
    await second.presses("不再跟进")
    second.sees("不再告诉您")
    second.looks_away()
    await _resolved(worker)
    second.sees_nothing()
    first.sees("办好了")
    await second.says(first.number())
    second.sees("没有找到这张工单")


async def test_what_is_said_to_be_solved_before_the_visit_is_told_to_all(our_town: Town) -> None:
    _worker, first, second = await _together(our_town)
    await first.says("路灯已经修好了")
    await first.presses("是，好了")
    second.sees("先结案", "点一下就重新办")
    await second.presses("没解决，重新办", "又坏了")
    second.sees("重新办理")


async def test_another_building_another_matter_or_an_old_ticket_is_not_offered(our_town: Town) -> None:
    await our_town.staff()
    await _filed(our_town)
    elsewhere = await our_town.resident()
    await elsewhere.says("椰风雅苑路灯坏了")
    elsewhere.sees("请看看对不对")
    elsewhere.sees_nothing("我也遇到了")
    other = await our_town.resident()
    await other.says("榕树里小区3栋下水道堵了")
    other.sees_nothing("我也遇到了")
    await our_town.passes(days=8)
    later = await our_town.resident()
    await later.says("榕树里小区3栋路灯坏了")
    later.sees("请看看对不对")
    later.sees_nothing("我也遇到了")


async def test_of_a_confidential_report_nobody_else_hears(our_town: Town) -> None:
    first, second = await our_town.resident(), await our_town.resident()
    for resident in (first, second):
        await resident.says("我要举报榕树里小区3栋有人乱倒垃圾，收了保洁的钱")
        resident.sees_nothing("我也遇到了")


async def test_it_was_closed_while_somebody_looked_at_the_card_so_a_new_ticket_is_filed(our_town: Town) -> None:
    worker, first, second = await our_town.staff(), await _filed(our_town), await our_town.resident()
    await second.says("榕树里小区3栋的路灯不亮")
    await _resolved(worker)
    await second.presses("我也遇到了")
    second.sees("登记好了")
    assert second.number() != first.number()


async def test_a_supervisor_puts_two_tickets_together_and_everybody_is_told(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    worker, first, second = await our_town.staff(), await _filed(our_town), await _filed(our_town, refusing=True)
    merged = second.number()
    await supervisor.says(merged)
    await supervisor.presses("并单")
    supervisor.sees("是同一件事")
    assert any(first.number() in choice for choice in supervisor.offered)
    await supervisor.says("1")
    supervisor.sees(f"{merged} 已并入 {first.number()}")
    second.sees("同一件事", first.number())
    worker.sees("已并入", first.number())
    await worker.says("待办")
    worker.sees("待办 1 件")
    await worker.says(first.number())
    await _resolved(worker)
    first.sees("办好了")
    second.sees("办好了", "真的解决了吗")


async def test_what_was_put_together_wrongly_is_taken_apart_again(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    worker, first, second = await our_town.staff(), await _filed(our_town), await _filed(our_town, refusing=True)
    lead, merged = first.number(), second.number()
    await supervisor.says(merged)
    await supervisor.presses("并单")
    await supervisor.says(lead)
    await supervisor.presses("取消并单")
    second.sees("改回单独办理", merged)
    await worker.says("待办")
    worker.sees("待办 2 件")
    second.looks_away()
    await worker.says(lead)
    await _resolved(worker)
    second.sees_nothing("办好了")
    await supervisor.says(merged)
    supervisor.sees("待签收")


async def test_a_number_that_is_none_of_theirs_cannot_be_merged_into(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    first = await _filed(our_town)
    await supervisor.says(first.number())
    await supervisor.presses("并单")
    for words in ("260101-0001", "随便", first.number()):
        await supervisor.says(words)
        if words != first.number():
            supervisor.sees("没有找到能并进去的")


async def _filed(town: Town, *, refusing: bool = False) -> Somebody:
    """Somebody's ticket; `refusing` one who is offered to join and files their own all the same."""
    resident = await town.resident()
    await resident.says(LAMP)
    if refusing:
        assert "我也遇到了" in resident.buttons
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident


async def _together(town: Town) -> tuple[Somebody, Somebody, Somebody]:
    worker, first, second = await town.staff(), await _filed(town), await town.resident()
    await second.says("榕树里小区3栋的路灯不亮")
    await second.presses("我也遇到了")
    await worker.says(first.number())
    return worker, first, second


async def _resolved(worker: Somebody) -> None:
    await worker.presses("办结")
    await worker.says("换了新灯泡")
    await worker.presses("没有照片")
