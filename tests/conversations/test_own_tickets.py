"""A resident's own tickets: progress, urging, withdrawing, adding, a person; nobody else's, ever."""

from __future__ import annotations

from town import Somebody, Town

from domain.people import Role

LAMP = "榕树里小区3栋楼下路灯坏了"


async def test_progress_shows_who_and_until_when(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("签收")
    await resident.says("我的工单")
    resident.sees("您的工单", "1. 261123-0001 路灯照明：办理中")
    await resident.says("1")
    resident.sees("办理中", "许慧娟", "最迟11月30日", "09:00 登记", "09:00 签收")


async def test_a_number_typed_by_hand_opens_ones_own_ticket(our_town: Town) -> None:
    resident = await _filed(our_town)
    resident.looks_away()
    await resident.says("261123-0001")
    resident.sees("待签收")


async def test_a_guessed_number_shows_nothing(our_town: Town) -> None:
    await _filed(our_town)
    stranger = await our_town.resident()
    for guess in ("261123-0001", "单号261123-0001", "261123-0002"):
        stranger.looks_away()
        await stranger.says(guess)
        stranger.sees_once("没有找到这张工单")
        stranger.sees_nothing("路灯")


async def test_a_foreign_button_shows_nothing(our_town: Town) -> None:
    """The data of somebody else's button, sent by a modified client."""
    resident = await _filed(our_town)
    bubble = our_town.stub.chat(resident.chat_id).last
    stranger = await our_town.resident()
    for row in bubble.rows:
        for key in row:
            await stranger.forges(key.data)
    stranger.sees("已经用过了")
    stranger.sees_nothing("路灯")


async def test_urging_reaches_the_worker_but_not_ten_times(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    worker.looks_away()
    for _ in range(3):
        resident.looks_away()
        await resident.says("催一下")
        resident.sees("已经替您催了许慧娟", "最迟")
    worker.sees_once("有人催办")
    await our_town.passes(hours=1)
    await resident.says("怎么还没来")
    assert sum("有人催办" in text for text in worker.fresh) == 2


async def test_withdrawing_asks_once_and_tells_the_worker(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await resident.says("撤回")
    resident.sees("确定撤回", "路灯照明")
    await resident.presses("确定撤回")
    resident.sees("已撤回")
    worker.sees("居民撤回了")
    worker.looks_away()
    await our_town.passes(days=10)
    worker.sees_nothing("261123-")


async def test_withdrawing_can_be_thought_over(our_town: Town) -> None:
    resident = await _filed(our_town)
    await resident.says("撤回")
    await resident.says("不")
    resident.sees("继续办")


async def test_asked_whether_to_withdraw_a_new_matter_is_heard_and_nothing_withdrawn(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await resident.says("撤回")
    await resident.says("椰风雅苑2栋停电了")
    resident.sees("请看看对不对", "停电")
    resident.sees_nothing("没看明白")
    worker.sees_nothing("居民撤回了")


async def test_never_mind_is_no_withdrawal_but_saying_it_twice_is(our_town: Town) -> None:
    resident = await _filed(our_town)
    await resident.says("撤回")
    await resident.says("算了")
    resident.sees("不撤回", "继续办")
    await resident.says("撤回")
    await resident.says("撤回")
    resident.sees("已撤回")


async def test_commands_without_a_ticket_are_answered(our_town: Town) -> None:
    resident = await our_town.resident()
    for said in ("催一下", "撤回", "我的工单", "进度"):
        resident.looks_away()
        await resident.says(said)
        resident.sees("有什么事，直接说就行")


async def test_adding_by_the_button(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await resident.presses("看进度")
    await resident.presses("补充")
    await resident.sends_photo("晚上九点拍的")
    resident.sees("已补充到")
    worker.sees("补充", "晚上九点拍的")
    assert worker.photos == 1


async def test_a_person_hears_of_the_open_ticket(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, "460204198023")
    resident = await _filed(our_town)
    await resident.says("转人工")
    resident.sees("已请工作人员联系您", "路灯照明")
    desk.sees("请求人工", "路灯照明")
    await resident.presses("说别的事")
    await resident.says("想问问独居老人的补贴")
    resident.sees("已转给", "单号")


async def test_two_residents_have_each_their_own(our_town: Town) -> None:
    one, other = await _filed(our_town), await our_town.resident()
    await other.says("椰风雅苑下水道堵了")
    await other.presses("确认")
    one.looks_away()
    other.looks_away()
    await one.says("我的工单")
    one.sees("路灯照明")
    one.sees_nothing("下水道")
    await other.says("我的工单")
    other.sees("下水道")
    other.sees_nothing("路灯")


async def _filed(town: Town) -> Somebody:
    resident = await town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident
