"""The knowledge base: an answer with its source and two buttons, what becomes of it, and what its editors hear."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from town import MONDAY, ZONE, Somebody, Town

from domain.knowledge import Outcome
from domain.people import Role

CITY, DISTRICT, COMMUNITY = "460200000000", "460204000000", "460204198023"
HOME = "h460204198023-c01-3"
HEADS = "code,questions,answer,unit,source,until,area,tags"
DANCE = (
    "dance-1,广场舞几点之前要停|广场舞跳到几点,晚上十点以后不能跳广场舞。,460204000000,天涯区公约,,460204000000,广场舞"
)
LAMPS = "lamp-1,路灯几点开|路灯什么时候亮,路灯随天色自动开关。,ty-lamps,路灯所说明,2026-12-05,,路灯"


async def test_an_enquiry_gets_the_answer_with_its_source_and_is_solved_with_one_press(our_town: Town) -> None:
    desk, resident = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident(HOME)
    await resident.says("请问火警电话是多少")
    resident.sees("打 119", "三亚市｜119 火警", "2026-11-23 核对", "单号 261123-0001", "转给工作人员答复，单号不变")
    assert resident.buttons == ["解决了", "没解决，转工单"]
    await resident.presses("解决了")
    resident.sees("好的")
    await our_town.until(MONDAY + timedelta(days=9))
    desk.sees_nothing()
    resident.sees_nothing("办好了吗", "满意")
    uses = await our_town.written(lambda uow: uow.knowledge.uses("2026-11"))
    assert [(use.code, use.shown, use.solved, use.unsolved) for use in uses] == [("n-119", 1, 1, 0)]


async def test_not_solved_is_a_ticket_that_tells_which_answer_did_not_help(our_town: Town) -> None:
    desk, resident = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident(HOME)
    await resident.says("请问怎么预约上门看望老人")
    resident.sees("请网格员上门")
    await resident.presses("没解决，转工单")
    resident.sees("咨询记下了", "单号还是 261123-0001", "麦建明")
    desk.sees("261123-0001", "怎么预约上门看望老人", "已看过答案《怎么请网格员上门走访》")
    await desk.presses("签收", "办结")
    await desk.says("周三上午网格员会上门。")
    await desk.presses("没有照片")
    resident.sees("261123-0001", "周三上午网格员会上门")
    uses = await our_town.written(lambda uow: uow.knowledge.uses("2026-11"))
    assert [(use.shown, use.solved, use.unsolved) for use in uses] == [(1, 0, 1)]


async def test_pressed_twice_and_changed_their_mind_counts_once_and_files_once(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    await resident.says("请问火警电话是多少")
    for label in ("解决了", "解决了", "没解决，转工单", "没解决，转工单", "解决了"):
        await resident.presses(label)
    resident.sees_once("咨询记下了")
    resident.sees("已经转给工作人员")
    uses = await our_town.written(lambda uow: uow.knowledge.uses("2026-11"))
    assert [(use.shown, use.solved, use.unsolved) for use in uses] == [(1, 0, 1)]


async def test_not_solved_typed_is_about_the_answer_just_read(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    await resident.says("请问火警电话是多少")
    await resident.says("没解决")
    resident.sees("咨询记下了")


async def test_answered_at_once_is_counted_beside_the_new_ones_and_burdens_nobody(our_town: Town) -> None:
    """Two answered, one of them asked by somebody of whom nobody knows where they live; one goes on to the desk."""
    editor, desk = await our_town.staff(Role.SUPERVISOR, CITY), await our_town.staff(Role.DESK, COMMUNITY)
    for each in (await our_town.resident(HOME), await our_town.resident()):
        await each.says("请问火警电话是多少")
        each.sees("单号 261123-000")
    await editor.says("日报")
    editor.sees("新增 0 · 办结 0 · 结案 0", "另有即答 2 件，没答到转人工 0 件", "在办 0 件", "响应率 —（0/0）")
    desk.sees_nothing()
    await each.presses("没解决，转工单")
    await editor.says("日报")
    editor.sees("新增 1 · 办结 0 · 结案 0", "另有即答 2 件，没答到转人工 1 件", "在办 1 件")
    await editor.says("月报")
    await editor.presses("看全部数字")
    editor.sees("另有即答 2 件，没答到转人工 1 件")


@pytest.mark.parametrize("enough", ["算了", "不用了", "谢谢"])
async def test_enough_after_an_answer_is_about_the_answer_and_no_ticket_is_asked_for(
    our_town: Town, enough: str
) -> None:
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋路灯坏了")
    await resident.presses("确认")
    await resident.says("请问火警电话是多少")
    await resident.says(enough)
    resident.sees("打 119")
    resident.sees_nothing("撤回")
    await resident.says("撤回")
    resident.sees("撤回", "路灯")


async def test_an_answer_is_found_again_by_its_number_and_goes_on_from_there(our_town: Town) -> None:
    desk, resident = await our_town.staff(Role.DESK, COMMUNITY), await our_town.resident(HOME)
    await resident.says("请问火警电话是多少")
    await resident.says("谢谢")
    resident.looks_away()
    await resident.says("261123-0001")
    resident.sees("261123-0001 即答", "请问火警电话是多少", "打 119")
    await resident.presses("没解决，转工作人员")
    resident.sees("单号还是 261123-0001")
    desk.sees("261123-0001", "火警电话是多少")
    await resident.says("我的工单")
    resident.sees("261123-0001")


async def test_what_needs_a_place_keeps_its_number_through_the_questions(our_town: Town) -> None:
    await our_town.imports(
        "knowledge", HEADS, "power-1,停电了打什么电话|停电找谁,打 95598 报修。,460204000000,供电说明,,,停电"
    )
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("我们这里停电了打什么电话")
    resident.sees("95598", "单号 261123-0001")
    await resident.presses("没解决，转工单")
    resident.sees("在什么地方")
    worker.sees_nothing("261123-0001")
    await resident.says("榕树里小区3栋")
    await resident.presses("确认")
    resident.sees("登记好了", "261123-0001")
    worker.sees("261123-0001", "榕树里小区3栋", "停电")


async def test_many_answers_never_hide_what_somebody_works_on(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋路灯坏了")
    await resident.presses("确认")
    worker.sees("路灯")
    for _ in range(11):
        await resident.says("请问火警电话是多少")
    await resident.says("催一下")
    worker.sees("催", "路灯")


async def test_asked_in_the_middle_of_a_request_it_is_answered_and_is_no_part_of_the_request(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("楼下路灯坏了")
    await resident.says("请问火警电话是多少")
    resident.sees("打 119")
    resident.sees("接着刚才那件事", "在什么地方")
    await resident.says("榕树里小区3栋")
    await resident.says("请问火警电话是多少")
    resident.sees("接着刚才那件事", "请看看对不对", "楼下路灯坏了")
    await resident.presses("没解决，转工单")
    resident.sees("咨询记下了")
    await resident.presses("确认")
    resident.sees("登记好了")
    worker.sees("路灯坏了", "榕树里小区3栋")
    worker.sees_nothing("火警")


async def test_several_that_may_fit_are_offered_and_none_of_them_is_a_ticket(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    begin, end = (
        DANCE.replace("dance-1,广场舞几点之前要停|广场舞跳到几点", row)
        for row in ("d-1,广场舞几点开", "d-2,广场舞几点停")
    )
    await our_town.imports("knowledge", HEADS, begin, end)
    await resident.says("请问广场舞几点")
    resident.sees("您问的是哪一个")
    assert len(resident.buttons) == 3
    await resident.says("1")
    resident.sees("十点以后")
    await resident.says("请问广场舞几点")
    await resident.presses("都不是，请人答复我")
    resident.sees("咨询记下了")


async def offered(town: Town) -> Somebody:
    """Somebody whose question fits two answers."""
    resident = await town.resident(HOME)
    rows = [
        DANCE.replace("dance-1,广场舞几点之前要停|广场舞跳到几点", row)
        for row in ("d-1,广场舞几点开", "d-2,广场舞几点停")
    ]
    await town.imports("knowledge", HEADS, *rows)
    await resident.says("请问广场舞几点")
    resident.sees("您问的是哪一个")
    return resident


async def test_offers_nobody_picks_from_are_made_once_more_and_become_a_ticket(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    resident = await offered(our_town)
    await our_town.passes(minutes=31)
    resident.sees_once("您刚才问「请问广场舞几点」", "算了")
    assert len(resident.offered) == 3
    await our_town.passes(days=1)
    resident.sees_once("还没有答案", "转给工作人员了", "单号 261124-0001", "麦建明")
    desk.sees("261124-0001", "请问广场舞几点")
    await our_town.passes(days=1)
    resident.sees_once("还没有答案")


@pytest.mark.parametrize("said", ["算了", "1", "请问广场舞几点停"])
async def test_offers_that_were_picked_from_declined_or_asked_anew_become_none(our_town: Town, said: str) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    resident = await offered(our_town)
    await resident.says(said)
    await our_town.passes(days=2)
    resident.sees_nothing("您刚才问")
    resident.sees_nothing("还没有答案")
    desk.sees_nothing("广场舞")


async def test_what_nothing_fits_is_a_ticket_as_ever_and_a_question_for_the_editors(our_town: Town) -> None:
    resident, editor = await our_town.resident(HOME), await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await resident.says("请问我叫王小明，居住证怎么办理")
    resident.sees("请看看对不对", "咨询")
    await resident.presses("确认")
    await editor.says("知识库")
    editor.sees("没答上 1")
    await editor.presses("没答上的问题")
    editor.sees("居住证怎么办理")
    editor.sees_nothing("王小明，")


async def test_danger_and_complaints_never_end_in_an_answer(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    for words in ("家里着火了，火警电话是多少", "投诉！消防电话是多少打了三次都没人管", "煤气漏了打什么电话"):
        await resident.says(words)
        resident.sees_nothing("这样清楚了吗")
        await resident.says("取消")
    assert not await our_town.written(lambda uow: uow.knowledge.uses("2026-11"))


async def test_an_answer_holds_only_for_its_area(our_town: Town) -> None:
    await our_town.imports("knowledge", HEADS, DANCE)
    here, nowhere = await our_town.resident(HOME), await our_town.resident()
    await here.says("请问广场舞跳到几点")
    here.sees("十点以后", "适用于天涯区")
    await nowhere.says("请问广场舞跳到几点")
    nowhere.sees("请看看对不对")


async def test_what_ends_is_told_before_and_on_its_day_and_never_answers_afterwards(our_town: Town) -> None:
    desk = await our_town.staff(Role.UNIT_DESK, "ty-lamps")
    editor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await our_town.imports("knowledge", HEADS, LAMPS)
    resident = await our_town.resident(HOME)
    await our_town.until(datetime(2026, 11, 24, 9, 0, tzinfo=ZONE))
    for keeper in (desk, editor):
        keeper.sees_once("1 条知识库答案该核对了", "路灯几点开", "2026-12-05")
        keeper.looks_away()
    await resident.says("请问路灯几点开")
    resident.sees("随天色", "有效期至 2026-12-05")
    await our_town.until(datetime(2026, 12, 6, 9, 0, tzinfo=ZONE))
    desk.sees_once("该核对了", "到期")
    resident.looks_away()
    await resident.says("请问路灯几点开")
    resident.sees_nothing("随天色")
    await desk.says("知识库")
    await desk.presses("快到期的")
    desk.sees("已于 2026-12-05 到期")


async def test_a_supervisor_corrects_an_answer_in_chat_confirmed_and_on_the_trail(our_town: Town) -> None:
    editor, resident = await our_town.staff(Role.SUPERVISOR, CITY), await our_town.resident(HOME)
    await editor.says("知识库")
    await editor.presses("修改一条")
    await editor.says("没有这一条的")
    editor.sees("没找到")
    await editor.says("火警")
    await editor.says("1")
    editor.sees("火警打 119", "改什么")
    await editor.presses("改答案")
    await editor.says("着火先打 119，再喊邻居。")
    editor.sees("原来：火警打 119", "改成：着火先打")
    await editor.presses("确定")
    editor.sees("已改好")
    await our_town.written(our_town.app.worlds.refresh)
    await resident.says("请问火警电话是多少")
    resident.sees("再喊邻居")
    acts = await our_town.written(lambda uow: uow.audit.acts_between(MONDAY, MONDAY + timedelta(days=1)))
    assert [(act.what, act.detail) for act in acts if act.what == "edit knowledge"] == [
        ("edit knowledge", "n-119 answer")
    ]


async def test_not_confirmed_or_not_theirs_nothing_changes(our_town: Town) -> None:
    editor = await our_town.staff(Role.SUPERVISOR, CITY)
    await editor.says("知识库")
    await editor.presses("修改一条")
    await editor.says("n-119")
    await editor.presses("停用", "不改了")
    other = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await other.says("知识库")
    assert "修改一条" not in other.buttons
    entries = await our_town.written(lambda uow: {entry.code: entry for entry in uow.knowledge.entries()})
    assert entries["n-119"].until is None


async def test_the_month_names_the_answers_that_helped_least(our_town: Town) -> None:
    editor, resident = await our_town.staff(Role.SUPERVISOR, CITY), await our_town.resident(HOME)
    await resident.says("请问火警电话是多少")
    await resident.presses("没解决，转工单")
    await our_town.until(datetime(2026, 12, 1, 9, 5, tzinfo=ZONE))
    editor.sees("上月知识库", "火警电话是多少", "没解决 1")


async def test_who_is_forgotten_leaves_no_question(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    await resident.says("请问火警电话是多少")
    await our_town.app.eraser.forget(*resident.account, our_town.clock.now())
    counts = await our_town.written(lambda uow: uow.knowledge.count(MONDAY, MONDAY + timedelta(days=1)))
    assert counts.get(Outcome.SHOWN, 0) == 0
    (ticket,) = await our_town.written(lambda uow: uow.tickets.filed_between(MONDAY, MONDAY + timedelta(days=1)))
    assert (ticket.words, ticket.reporter, ticket.number) == ("", 0, "261123-0001")
    notes = [event.note for event in await our_town.written(lambda uow: uow.tickets.history(ticket.id))]
    assert notes == [""]
    editor = await our_town.staff(Role.SUPERVISOR, CITY)
    await editor.says("日报")
    editor.sees("另有即答 1 件")
