"""A micro-wish: checked by the community, on the wall without a name, claimed by one, fulfilled, confirmed."""

from __future__ import annotations

import pytest
from town import Somebody, Town

from domain.people import Role

HOME = "h460204198023-c01-3"
COMMUNITY = "460204198023"
WISH = "我叫王阿婆，住3栋501，想要一个轮椅，电话13900001111"


@pytest.mark.sample
async def test_a_wish_comes_true(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个书包")
    desk.sees("请核实微心愿", "书包")
    volunteer.sees_nothing()
    await desk.presses("核实通过")
    wisher.sees("核实通过", "等人认领")
    volunteer.sees("新的微心愿", "书包")
    await volunteer.presses("我来认领")
    volunteer.sees("认领成功", "书包", f"👤 {wisher.name}", "榕树里小区3栋")
    wisher.sees("有志愿者认领了")
    await volunteer.presses("已送达")
    await volunteer.sends_photo("周六送到了")
    volunteer.sees("等对方确认")
    wisher.sees("已经送到", "周六送到了", "收到了吗")
    assert wisher.photos == 1
    await wisher.presses("收到了")
    wisher.sees("太好了")
    volunteer.sees("心愿主人说收到了")


async def test_how_a_wish_was_brought_is_not_taken_for_danger_and_danger_still_is(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个电饭锅")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says("敲门没人应，从窗户看见阿婆躺在地上")
    volunteer.sees("120", "现在正在发生吗")
    await volunteer.presses("以前发生的")
    volunteer.looks_away()
    await volunteer.says(wisher.number())
    await volunteer.presses("已送达")
    await volunteer.says("他孙子下楼来拿的")
    volunteer.sees("等对方确认")
    wisher.sees("收到了吗", "他孙子下楼来拿的")


async def test_a_wish_typed_by_its_name_is_asked_for_step_by_step(our_town: Town) -> None:
    wisher = await our_town.resident()
    await wisher.says("许愿")
    wisher.sees("请说说您的微心愿")
    await wisher.says("希望有人陪奶奶聊天")
    wisher.sees("您住在哪个社区")
    await wisher.says("儋州村社区")
    wisher.sees("什么时候来帮忙")
    await wisher.presses("周末")
    wisher.sees("请看看对不对", "陪奶奶聊天", "儋州村社区", "心愿墙上不写姓名")
    await wisher.presses("同意，许愿")
    wisher.sees("心愿记下了")


async def test_money_is_refused_kindly(our_town: Town) -> None:
    wisher = await our_town.resident(HOME)
    await wisher.says("许愿")
    await wisher.says("给我2000元现金")
    wisher.sees("不能是钱", "换一个说法")
    wisher.looks_away()
    await wisher.says("还是想要500块钱")
    wisher.sees("请用一句话说说需要什么东西", "不能是钱")
    await wisher.says("想要一个书包")
    await _home(wisher)
    wisher.sees("请看看对不对", "🌟 想要一个书包")


async def test_who_gives_up_a_wish_for_money_may(our_town: Town) -> None:
    wisher = await our_town.resident(HOME)
    await wisher.says("许愿")
    await wisher.says("给我2000元现金")
    await wisher.presses("不许了")
    wisher.sees("想许愿随时说")


async def test_declined_with_a_reason(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("不通过")
    desk.sees("许愿的人会看到")
    await desk.says("学校已经发过书包了")
    wisher.sees("没有通过核实", "学校已经发过书包了", "人工")
    await wisher.says("我想要一个台灯")
    wisher.sees_nothing("还有一个心愿在等")


async def test_the_wall_shows_no_identity_before_the_claim(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    stranger = await our_town.resident()
    wisher = await _wished(our_town, WISH)
    await desk.presses("核实通过")
    await volunteer.says("心愿墙")
    await stranger.says("心愿墙")
    number = wisher.number()
    await volunteer.says(number)
    for viewer in (volunteer, stranger):
        shown = "\n".join([*viewer.fresh, *viewer.buttons])
        assert "轮椅" in shown
        for secret in ("王阿婆", "501", "3栋", "13900001111", f"用户{wisher.chat_id}"):
            assert secret not in shown
    await stranger.says(number)
    stranger.sees("没有找到这张工单")
    await volunteer.says("心愿墙")
    await volunteer.says("1")
    volunteer.sees("认领成功", wisher.name, "王阿婆")


async def test_one_wish_one_volunteer(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    first, second = await our_town.volunteer(), await our_town.volunteer(1)
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    await first.presses("我来认领")
    await second.presses("我来认领")
    first.sees("认领成功")
    second.sees("刚刚被别人认领了", wisher.number())
    second.sees_nothing(f"用户{wisher.chat_id}")
    await second.says(wisher.number())
    second.sees("没有找到这张工单")


async def test_ones_own_wish_cannot_be_claimed(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    wisher = await _wished(our_town, "我想要一个书包")
    await wisher.says("心愿墙")
    await desk.presses("核实通过")
    other = await our_town.resident()
    await other.says("心愿墙")
    await other.presses("我想帮忙")
    other.sees("谢谢您加入志愿者")
    await wisher.says("心愿墙")
    wisher.sees("没有等待的心愿")
    await other.presses("看心愿墙")
    other.sees("想认领哪一个")


async def test_a_volunteer_may_give_it_back(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "退回心愿墙")
    volunteer.sees("已退回")
    wisher.sees("又回到墙上")
    volunteer.looks_away()
    await volunteer.says("心愿墙")
    volunteer.sees("书包")


async def test_not_arrived_goes_back_to_the_volunteer(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says("送到门口了")
    await wisher.presses("还没收到")
    wisher.sees("已请志愿者再联系您")
    volunteer.sees("还没收到")
    await volunteer.presses("已送达")
    await volunteer.says("这次送到手上了")
    await wisher.presses("收到了")
    volunteer.sees("说收到了")


async def test_looking_at_ones_points_is_no_note_of_delivery(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says("我的积分")
    volunteer.sees("积分")
    volunteer.sees_nothing("等对方确认")
    wisher.sees_nothing("收到了吗")


async def test_an_unclaimed_wish_is_told_to_the_desk_after_a_month(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    desk.looks_away()
    await our_town.passes(days=29)
    desk.sees_nothing()
    await our_town.passes(days=2)
    desk.sees_once("还没有人认领", "书包")
    await our_town.passes(days=30)
    assert sum("还没有人认领" in text for text in desk.fresh) == 2


async def test_an_unfulfilled_wish_goes_back_after_a_fortnight(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领")
    volunteer.sees("15 天内完成")
    await our_town.passes(days=16)
    volunteer.sees("超过时间还没送达")
    wisher.sees("又回到墙上")


async def test_a_wish_nobody_checks_is_told_to_the_captain(our_town: Town) -> None:
    desk, captain = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff(Role.CAPTAIN)
    await _wished(our_town, "我想要一个书包")
    desk.looks_away()
    await our_town.passes(days=1)
    desk.sees("请核实微心愿")
    captain.sees("还没核实", "书包")


async def test_one_wish_at_a_time(our_town: Town) -> None:
    wisher = await _wished(our_town, "我想要一个书包")
    await wisher.says("我想要一个台灯")
    wisher.sees("还有一个心愿在等", "261123-0001")


async def test_a_silent_wisher_is_asked_once_more(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await _wished(our_town, "我想要一个书包")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says("送到了")
    wisher.looks_away()
    await our_town.passes(days=4)
    wisher.sees_once("收到了吗", "点一下就行")


async def test_off_the_wall_it_is_helped_quietly(our_town: Town) -> None:
    desk, volunteer = await our_town.staff(Role.DESK, COMMUNITY), await our_town.volunteer()
    wisher = await our_town.resident(HOME)
    await wisher.says("我想要一个轮椅")
    await _home(wisher)
    await wisher.presses("不上墙，只给社区看")
    wisher.sees("登记好了", "单号")
    volunteer.sees_nothing("轮椅")
    assert desk


async def _home(wisher: Somebody) -> None:
    if "哪个社区" in wisher.last:
        await wisher.says("1")
    if "孩子" in wisher.last:
        await wisher.presses("不是")


async def _wished(town: Town, words: str) -> Somebody:
    wisher = await town.resident(HOME)
    await wisher.says("许愿")
    await wisher.says(words)
    await _home(wisher)
    await wisher.presses("同意，许愿")
    wisher.sees("心愿记下了")
    wisher.looks_away()
    return wisher
