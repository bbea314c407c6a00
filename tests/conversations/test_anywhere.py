"""What works in the middle of anything: 返回, 取消, 人工, other buttons, other commands; a draft is never lost."""

from __future__ import annotations

import pytest
from town import Somebody, Town

from domain.people import Role

# how to get into each form a resident can be in, and a word of the question then open
FORMS = {
    "where": (["路灯坏了，晚上太黑"], [], "在什么地方"),
    "number": (["榕树里小区路灯坏了"], [], "几栋"),
    "confirm": (["椰风雅苑路灯坏了"], [], "请看看对不对"),
    "edit": (["椰风雅苑路灯坏了"], ["修改"], "改哪里"),
    "split": (["椰风雅苑路灯坏了，还有垃圾好几天没人清运"], [], "2 件事"),
    "wish": (["我想要一个书包"], [], "哪个社区"),
    "home": (["设置住址"], [], "住在哪里"),
    "person": (["人工"], [], "请说说是什么事"),
}


@pytest.mark.parametrize("form", FORMS)
async def test_cancel_leaves_with_a_friendly_word(our_town: Town, form: str) -> None:
    resident = await our_town.resident()
    await _into(resident, form)
    await resident.says("取消")
    resident.sees("好的")
    await resident.says("我的工单")
    resident.sees("还没有工单")


@pytest.mark.parametrize("form", FORMS)
async def test_back_always_asks_something(our_town: Town, form: str) -> None:
    resident = await our_town.resident()
    await _into(resident, form)
    await resident.says("返回")
    assert resident.fresh


@pytest.mark.parametrize("form", FORMS)
async def test_a_person_can_always_be_asked_for(our_town: Town, form: str) -> None:
    resident = await our_town.resident()
    await _into(resident, form)
    await resident.says("人工")
    resident.sees("工作人员") if form in ("wish", "home", "person") else resident.sees("直接联系您", "261123-0001")


@pytest.mark.parametrize("form", FORMS)
async def test_nonsense_is_answered_with_a_way_on(our_town: Town, form: str) -> None:
    resident = await our_town.resident()
    await _into(resident, form)
    await resident.says("？？？")
    assert resident.fresh
    assert "出了点问题" not in resident.last


@pytest.mark.needs("stickers")
@pytest.mark.parametrize("form", FORMS)
async def test_a_sticker_is_answered_with_a_way_on(our_town: Town, form: str) -> None:
    resident = await our_town.resident()
    await _into(resident, form)
    our_town.stub.sends(resident.chat_id, sticker={"file_id": "s", "file_unique_id": "s", "width": 1, "height": 1})
    await our_town.settle()
    assert resident.fresh
    assert "出了点问题" not in resident.last


async def test_back_goes_one_question_back(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("路灯坏了，晚上太黑")
    await resident.says("榕树里小区")
    await resident.says("3")
    resident.sees("请看看对不对")
    resident.looks_away()
    await resident.says("返回")
    resident.sees("是榕树里小区的几栋")
    resident.looks_away()
    await resident.says("上一步")
    resident.sees("在什么地方")
    await resident.says("椰风雅苑")
    resident.sees("请看看对不对", "椰风雅苑")


async def test_back_from_the_pieces_brings_the_whole_message_back(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了，还有垃圾好几天没人清运")
    await resident.presses("分开办")
    resident.looks_away()
    await resident.says("返回")
    resident.sees("您说了 2 件事")
    await resident.presses("一起办")
    resident.sees("请看看对不对", "路灯坏了，还有垃圾")


async def test_a_draft_waits_while_the_resident_looks_at_something_else(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("路灯坏了，晚上太黑")
    resident.looks_away()
    await resident.says("我的网格员是谁")
    resident.sees("您住哪里")
    resident.sees("我们接着刚才那件事", "在什么地方")
    await resident.says("椰风雅苑")
    resident.sees("请看看对不对", "路灯")


async def test_a_draft_waits_while_home_is_set_and_uses_it(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("路灯坏了，晚上太黑")
    await resident.says("设置住址")
    resident.looks_away()
    await resident.says("椰风雅苑")
    resident.sees("记住了")
    resident.sees("我们接着刚才那件事", "在什么地方")
    await resident.presses(next(label for label in resident.buttons if label.startswith("我家附近")))
    resident.sees("请看看对不对", "椰风雅苑")


async def test_a_draft_waits_while_an_older_button_is_pressed(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    await resident.presses("确认")
    await resident.says("渔港新村3栋的下水道堵了")
    resident.looks_away()
    await resident.presses("看进度")
    resident.sees("路灯照明", "待签收")
    resident.sees("我们接着刚才那件事", "下水道堵塞")
    await resident.says("1")
    resident.sees("261123-0002")


async def test_a_waiting_draft_is_filed_too_when_nobody_comes_back(our_town: Town) -> None:
    worker = await our_town.staff(scope="460204198023003")
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    await resident.says("设置住址")
    resident.sees("您住在哪里")
    await our_town.passes(hours=25)
    resident.sees("先按您说的登记了")
    worker.sees("路灯照明")
    resident.looks_away()
    await resident.says("椰风雅苑")
    resident.sees("记住了")
    resident.sees_nothing("接着刚才")


async def test_thanks_in_the_middle_is_not_part_of_the_request(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    resident.looks_away()
    await resident.says("谢谢")
    resident.sees("请看看对不对")
    resident.sees_nothing("谢谢")


async def test_never_mind_drops_the_draft(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    await resident.says("算了")
    resident.sees("这件事不报了")


async def test_a_new_matter_in_the_call_back_is_a_new_request(our_town: Town) -> None:
    resident, worker = await our_town.resident(), await our_town.staff(scope="460204198023003")
    await resident.says("椰风雅苑路灯坏了")
    await resident.presses("确认")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    await resident.presses("解决了")
    resident.looks_away()
    await resident.says("渔港新村3栋的下水道堵了")
    resident.sees("请看看对不对", "下水道堵塞")


async def test_staff_may_type_their_words_in_the_middle_of_anything(our_town: Town) -> None:
    worker, resident = await our_town.staff(scope="460204198023003"), await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    await resident.presses("确认")
    await worker.presses("办结")
    worker.looks_away()
    await worker.says("待办")
    worker.sees("待办 1 件")
    captain = await our_town.staff(Role.CAPTAIN, "460204198023003")
    await captain.says("报单")
    captain.sees("看到什么问题")


async def _into(resident: Somebody, form: str) -> None:
    texts, presses, question = FORMS[form]
    for text in texts:
        await resident.says(text)
    await resident.presses(*presses)
    resident.sees(question)
    resident.looks_away()
