"""A grid worker: joins once, gets cards without the resident's data, and moves tickets with a few presses."""

from __future__ import annotations

import pytest
from town import GRID, Somebody, Town

from domain.people import Role

LAMP = "榕树里小区3栋楼下路灯坏了，我叫李小明"
COMMUNITY = "460204198023"


async def test_an_invitation_works_once(our_town: Town) -> None:
    code = await our_town.invitation(Role.WORKER, GRID)
    first, second = our_town.somebody(), our_town.somebody()
    await first.starts(f"join-{code}")
    first.sees_once("欢迎您，许慧娟", "第一网格", "待办")
    await second.starts(f"join-{code}")
    second.sees("邀请码不能用")
    await second.says("待办")
    second.sees_nothing("没有待办")


async def test_an_expired_or_invented_invitation_is_refused(our_town: Town) -> None:
    code = await our_town.invitation(Role.WORKER, GRID)
    await our_town.passes(days=8)
    for payload in (f"join-{code}", "join-", "join-guess", "join-" + "A" * 50):
        somebody = our_town.somebody()
        await somebody.starts(payload)
        somebody.sees("邀请码不能用")


async def test_who_becomes_staff_keeps_their_own_tickets(our_town: Town) -> None:
    somebody = await our_town.resident()
    await somebody.says("椰风雅苑下水道堵了")
    await somebody.presses("确认")
    await somebody.starts("join-" + await our_town.invitation(Role.WORKER, GRID))
    somebody.sees("欢迎")
    await somebody.says("我的工单")
    somebody.sees("您的工单", "下水道堵塞")


async def test_the_card_says_what_where_and_until_when_but_not_who(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    card = worker.sees_once("路灯照明", "榕树里小区3栋", "最迟11月30日", resident.number())
    for secret in (str(resident.chat_id), f"用户{resident.chat_id}"):
        assert secret not in card
    assert worker.buttons == ["签收", "报进展", "办结", "问居民", "退单", "更多"]


async def test_accepting_tells_the_resident(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("签收")
    resident.sees("许慧娟已签收", "最迟11月30日")
    worker.sees("办理中")
    assert "签收" not in worker.buttons


@pytest.mark.sample
async def test_a_question_stops_the_clock_until_it_is_answered(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("问居民")
    worker.sees("看不到您的账号")
    await worker.says("是哪一盏路灯？")
    worker.sees("已转给居民", "不计时")
    asked = resident.sees("许慧娟想问您", "是哪一盏路灯？")
    assert str(worker.chat_id) not in asked
    await our_town.passes(days=2)
    resident.sees("还在等您的回答", "是哪一盏路灯？")
    await resident.presses("回答")
    resident.sees("网格员问", "是哪一盏路灯？")
    await resident.sends_photo("门口第二盏")
    resident.sees("已转给许慧娟")
    answer = worker.sees("居民答复了", "门口第二盏")
    assert str(resident.chat_id) not in answer
    assert worker.photos == 1
    await resident.says("我的工单")
    await resident.says("1")
    resident.sees("最迟12月2日（周三）17:30")


async def test_an_answer_without_the_button_reaches_the_worker_too(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("问居民")
    await worker.says("是哪一盏路灯？")
    await resident.says("就在3栋门口第二盏")
    resident.sees("已转给许慧娟")
    worker.sees("居民答复了", "第二盏")


async def test_a_question_that_comes_in_the_middle_of_the_call_back_is_answered_first(our_town: Town) -> None:
    """People answer what they read last."""
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    await resident.says("榕树里小区3栋垃圾桶满了没人清运")
    await resident.presses("确认", "解决了")
    resident.sees("这次办得怎么样")
    await worker.presses("问居民")
    await worker.says("是哪一个垃圾桶？")
    await resident.says("门口第二个")
    worker.sees("居民答复了", "门口第二个")


async def test_another_matter_while_a_question_is_open_is_no_answer(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("问居民")
    await worker.says("是哪一盏路灯？")
    await resident.says("椰风雅苑下水道堵了")
    resident.sees("请看看对不对", "下水道堵塞")
    worker.sees_nothing("居民答复了")


async def test_the_same_matter_somewhere_else_while_a_question_is_open_is_asked_about(our_town: Town) -> None:
    """It may be another lamp, or the answer to where it is."""
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("问居民")
    await worker.says("是哪个小区的灯？")
    await resident.says("椰风雅苑门口路灯坏了，晚上太黑")
    resident.sees("是同一件事吗")
    worker.looks_away()
    await resident.presses("是，补充进去")
    resident.sees("已转给许慧娟")
    worker.sees("居民答复了", "椰风雅苑")
    await worker.presses("问居民")
    await worker.says("还有别的灯坏吗？")
    await resident.says("椰风雅苑后门路灯也坏了")
    await resident.presses("不是，新的事", "确认")
    resident.sees("登记好了")


async def test_an_unanswered_question_does_not_make_it_late_but_the_answer_starts_the_clock_again(
    our_town: Town,
) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("问居民")
    await worker.says("是哪一盏路灯？")
    await our_town.passes(days=3, hours=20)
    resident.sees_nothing("没能按时")
    await resident.says("门口第二盏")
    worker.looks_away()
    await our_town.passes(days=8)
    worker.sees("已超时")
    resident.sees("没能按时")
    worker.sees_nothing("一直没回答")


async def test_an_unanswered_question_is_not_waited_on_for_ever(our_town: Town) -> None:
    """A reminder after a day, three days more, then it is worked on by what is known; a late answer still arrives."""
    worker, captain, resident = await our_town.staff(), await our_town.staff(Role.CAPTAIN), await _filed(our_town)
    await worker.presses("问居民")
    await worker.says("是哪一盏路灯？")
    await our_town.passes(hours=25)
    resident.sees("还在等您的回答")
    await our_town.passes(days=2, hours=22)
    worker.sees_nothing("一直没回答")
    await our_town.passes(hours=2)
    worker.sees_once("居民一直没回答，请按现有情况办，或再问一次", "最迟")
    assert {"办结", "问居民"} <= set(worker.buttons)
    resident.sees_once("还没收到您的回答", "接着办", "随时可以回答")
    await captain.says(resident.number())
    captain.sees("居民一直没答复，继续办理")
    await resident.presses("回答")
    resident.sees("是哪一盏路灯？")
    await resident.says("门口第二盏")
    resident.sees("已转给许慧娟")
    worker.sees("居民补充", "门口第二盏")
    worker.looks_away()
    await our_town.passes(days=8)
    worker.sees("已超时")


async def test_a_question_asked_again_is_waited_on_anew(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("问居民")
    await worker.says("是哪一盏路灯？")
    await our_town.passes(days=3)
    await worker.says(resident.number())
    await worker.presses("报进展", "已联系维修，等配件", "问居民")
    await worker.says("灯杆上有编号吗？")
    resident.looks_away()
    await our_town.passes(days=3)
    worker.sees_nothing("一直没回答")
    resident.sees_once("还在等您的回答", "灯杆上有编号吗")
    await our_town.passes(days=1, hours=1)
    worker.sees_once("居民一直没回答")


async def test_an_answer_within_minutes_keeps_the_deadline_alive(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("签收", "问居民")
    await worker.says("是哪一盏路灯？")
    await resident.says("门口第二盏")
    await our_town.passes(days=8)
    worker.sees("已超时")
    resident.sees("没能按时")


async def test_progress_with_a_photo_reaches_the_resident(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("报进展")
    await worker.sends_photo("已经叫电工来看")
    worker.sees("已告诉居民")
    resident.sees("有进展", "已经叫电工来看")
    assert resident.photos == 1


@pytest.mark.sample
@pytest.mark.needs("albums")
async def test_all_photos_of_an_album_reach_the_resident(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("报进展")
    await worker.sends_album(3, "修前修后")
    resident.sees("有进展", "修前修后")
    assert resident.photos == 3


async def test_a_quick_word_of_progress_needs_two_presses(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("报进展", "已联系维修，等配件")
    resident.sees("有进展", "等配件")


async def test_returned_with_a_reason_it_climbs_to_the_captain_and_the_desk(our_town: Town) -> None:
    worker = await our_town.staff()
    captain, desk = await our_town.staff(Role.CAPTAIN), await our_town.staff(Role.DESK, COMMUNITY)
    resident = await _filed(our_town)
    await worker.presses("退单", "要由专业单位办")
    worker.sees("已退给符思敏")
    resident.sees("现由符思敏办理")
    captain.sees("路灯照明", "要由专业单位办")
    await captain.presses("退单")
    await captain.says("要请路灯管理所来修")
    captain.sees("已退给麦建明")
    desk.sees("路灯照明", "请路灯管理所")
    desk.looks_away()
    await desk.presses("办结")
    await desk.says("路灯管理所已修好")
    await desk.presses("没有照片")
    resident.sees("路灯管理所已修好", "真的解决了吗")


async def test_at_the_top_there_is_nobody_to_return_it_to(our_town: Town) -> None:
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    resident = await our_town.resident()
    await resident.says("请问居住证怎么办理")
    await resident.presses("确认")
    await city.presses("退单")
    await city.says("不归我管")
    city.sees("没有可以退给的人")


async def test_resolved_with_a_note_and_a_photo(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("办结")
    await worker.says("换了新灯泡")
    worker.sees("有照片吗")
    await worker.sends_photo()
    worker.sees("已办结，等居民确认")
    resident.sees("办好了", "换了新灯泡", "真的解决了吗")
    assert resident.photos == 1


async def test_the_list_puts_danger_first_then_what_is_late_then_by_date(our_town: Town) -> None:
    worker = await our_town.staff()
    late = await our_town.resident()
    await late.says("榕树里小区3栋楼下路灯坏了")
    await late.presses("确认")
    await our_town.passes(days=8)
    for words in ("榕树里小区3栋垃圾桶满了没人清运", "榕树里小区3栋停电了"):
        resident = await our_town.resident()
        await resident.says(words)
        await resident.presses("确认")
    burning = await our_town.resident()
    await burning.says("榕树里小区4栋着火了")
    await burning.presses("正在发生")
    worker.looks_away()
    await worker.says("待办")
    shown = worker.sees("待办 4 件，超时 1 件")
    order = [
        next(i for i, line in enumerate(shown.splitlines()) if word in line) for word in ("4栋", "🔴", "停电", "垃圾")
    ]
    assert order == sorted(order)
    await worker.says("2")
    worker.sees("🔴超时", "路灯照明")


async def test_an_empty_list_is_good_news(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("待办")
    worker.sees("没有待办")


@pytest.mark.sample
async def test_what_is_found_on_patrol_is_filed_on_the_own_grid(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.sends_photo("井盖丢了")
    worker.sees("井盖", "第一网格", "照片 1 张", "最迟11月30日")
    await worker.presses("报单")
    worker.sees("已报单", "261123-0001")
    await worker.presses("办结")
    await worker.says("装了新井盖")
    await worker.presses("没有照片")
    worker.sees("已办结")
    worker.looks_away()
    await our_town.passes(days=5)
    worker.sees_nothing("261123-")


async def test_what_was_put_right_on_the_spot_is_filed_and_closed(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("报单")
    worker.sees("看到什么问题")
    await worker.says("楼道堆了杂物")
    await worker.presses("已当场解决")
    await worker.says("清走了")
    await worker.presses("没有照片")
    worker.sees("261123-0001 已办结")
    worker.sees_nothing("真的解决了吗")


async def test_what_is_found_in_a_neighbours_grid_goes_to_the_neighbour(our_town: Town) -> None:
    worker, neighbour = await our_town.staff(), await our_town.staff(scope="460204198023003")
    await worker.says("椰风雅苑井盖丢了")
    await worker.presses("报单")
    neighbour.sees("井盖", "椰风雅苑")


async def test_danger_found_on_patrol_pages_the_captain(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    await worker.says("榕树里小区3栋着火了")
    await worker.presses("报单")
    captain.sees("特急险情", "火情")


@pytest.mark.parametrize("label", ["签收", "报进展", "办结", "问居民", "退单", "更多"])
async def test_another_workers_card_is_refused(our_town: Town, label: str) -> None:
    worker, stranger = await our_town.staff(), await our_town.staff(scope="460204198023003")
    await _filed(our_town)
    bubble = our_town.stub.chat(worker.chat_id).last
    data = next(key.data for row in bubble.rows for key in row if key.label == label)
    await stranger.forges(data)
    stranger.sees("已经用过了")
    stranger.sees_nothing("路灯")


async def test_after_it_was_given_to_another_the_old_card_does_nothing(our_town: Town) -> None:
    worker, captain, resident = await our_town.staff(), await our_town.staff(Role.CAPTAIN), await _filed(our_town)
    await worker.presses("退单", "不在我的网格")
    resident.looks_away()
    await worker.presses("签收")
    worker.sees("这张工单已经有了变化，现在不能这样办")  # who had it first may still see it: they answer meanwhile
    await worker.presses("办结")
    resident.sees_nothing()
    assert captain


async def test_a_form_left_for_hours_does_not_swallow_the_next_matter(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("办结")
    await our_town.passes(hours=3)
    await worker.says("椰风雅苑井盖丢了")
    worker.sees("井盖", "椰风雅苑")
    resident.sees_nothing("办好了")


async def test_the_name_of_a_button_typed_shows_the_list_to_pick_from_and_reports_nothing(our_town: Town) -> None:
    worker = await our_town.staff()
    await _filed(our_town)
    await worker.says("菜单")
    worker.sees("也可以说", "请假")
    for step in ("签收", "报进展", "办结"):
        worker.looks_away()
        await worker.says(step)
        worker.sees("待办 1 件", "路灯照明")
        assert "报单" not in worker.buttons


async def test_never_mind_ends_a_question_it_does_not_answer(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("请假")
    await worker.says("算了")
    worker.sees("好的")
    worker.sees_nothing("没看懂日期")


async def test_two_presses_of_the_same_button_do_it_once(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    our_town.stub.presses(worker.chat_id, "签收")
    our_town.stub.presses(worker.chat_id, "签收")
    await our_town.settle()
    resident.sees_once("已签收")
    worker.sees("现在不能这样办")


async def _filed(town: Town) -> Somebody:
    resident = await town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident
