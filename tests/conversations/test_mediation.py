"""Mediation: asked for, agreed to by both, talked over, kept; and every way it may end before. Nobody outside sees a name."""

from __future__ import annotations

import re
from datetime import timedelta

from stores import contents
from town import MONDAY, Somebody, Town

from domain.mediation import Stage
from domain.people import Post, Role

DISTRICT, COMMUNITY = "460204000000", "460204198023"
HOME = "h460204198023-c01-3"
MATTER, NAMED = "楼上漏水把我家天花板泡坏了，赔多少谈不拢", "楼上 502 的陈阿福"


async def test_both_agree_meet_settle_and_keep_it(our_town: Town) -> None:
    first, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY), await our_town.resident(HOME)
    await _asks(asker)
    asker.sees("申请收到了", "符桂英")
    card = first.sees("新的调解申请", "调-0001")
    assert "陈阿福" not in card
    assert "漏水" not in card
    await first.presses("看内容")
    first.sees(MATTER, NAMED, "139")
    await first.presses("接下")
    asker.sees("接下了")
    await first.presses("对方同意")
    asker.sees("对方同意调解了")
    await first.presses("约时间")
    await first.says("昨天吧")
    first.sees("没看懂")
    await first.says("明天下午3点")
    await first.says("社区调解室")
    asker.sees("11月24日", "15:00", "社区调解室")
    await asker.presses("这个时间可以")
    await first.presses("对方可以")
    asker.sees("约好了")
    await our_town.passes(days=1, hours=7)
    asker.sees("快到约好的时间了")
    await first.presses("谈成了，写协议")
    await first.says("陈阿福下月十五日前赔三千元，双方不再争执")
    text = asker.sees("写好了协议")
    assert "三千" not in text
    await asker.presses("看内容")
    asker.sees("赔三千元")
    await asker.presses("确认协议")
    await first.presses("对方确认协议")
    asker.sees("双方都确认了协议", "司法确认", "12月24日")
    asker.looks_away()
    await our_town.passes(days=31)
    asker.sees("最迟12月24日")
    asker.sees("做到了吗")
    await asker.presses("做到了")
    first.sees("协议做到了")
    assert (await _mediation(our_town)).stage is Stage.KEPT


async def test_nobody_outside_sees_names_matter_or_agreement_and_the_looks_are_logged(our_town: Town) -> None:
    people = [await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)]
    boss = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    first, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY), await our_town.resident(HOME)
    await _asks(asker)
    await first.presses("看内容", "接下", "对方同意")
    await our_town.passes(days=10)
    await boss.says("日报")
    await boss.says("调解")
    boss.sees("申请 1", "双方同意 1", "达成 0")
    for somebody in (*people, boss):
        somebody.sees_nothing("陈阿福")
        somebody.sees_nothing("天花板")
    await our_town.passes(hours=2)
    held = await our_town.written(lambda uow: [uow.people.views_between(MONDAY, our_town.clock.now())])
    assert {field for _, _, _, field, _ in held[0]} >= {"mediation other", "mediation matter"}
    kept = str(contents(our_town.app.storage))
    assert "陈阿福" not in kept
    assert "天花板泡坏" not in kept


async def test_the_other_side_comes_by_the_link_and_says_no_for_themselves(our_town: Town) -> None:
    first, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY), await our_town.resident(HOME)
    await _asks(asker)
    await first.presses("接下", "请对方自己点")
    code = re.findall(r"mediate-[\w-]+", first.sees("/start"))[0]
    other, stranger = our_town.somebody(), await our_town.resident()
    await other.starts(code)
    seen = other.sees("可以不同意", "符桂英")
    assert "漏水" not in seen
    await stranger.starts(code)
    stranger.sees("用过了")
    assert "对方同意" not in first.buttons
    await other.presses("不同意")
    asker.sees("对方这次不同意", "12348", "法院")
    first.sees("不同意")
    await other.presses("同意调解")
    other.sees("有了变化")
    assert (await _mediation(our_town)).stage is Stage.REFUSED


async def test_the_other_side_in_chat_consents_declines_a_time_and_objects(our_town: Town) -> None:
    first, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY), await our_town.resident(HOME)
    await _asks(asker)
    await first.presses("接下", "请对方自己点")
    other = our_town.somebody()
    await other.starts(re.findall(r"mediate-[\w-]+", first.last)[0])
    await other.presses("同意调解")
    first.sees("对方自己点了同意")
    await first.presses("约时间")
    await first.says("明天下午3点")
    await first.says("调解室")
    await other.presses("这个时间不行")
    first.sees("另外约")
    await first.presses("约时间")
    await first.says("后天上午9点")
    await first.says("调解室")
    await other.presses("这个时间可以")
    await asker.presses("这个时间可以")
    await first.presses("谈成了，写协议")
    await first.says("各退一步")
    await other.presses("协议不对")
    first.sees("协议不对")
    await first.presses("没谈成")
    for side in (asker, other):
        side.sees("没谈成", "法院")


async def test_a_mediator_with_a_conflict_steps_back_and_the_next_one_has_it(our_town: Town) -> None:
    first, second = [await our_town.staff(Role.MEDIATOR, COMMUNITY, index) for index in (0, 1)]
    asker = await our_town.resident(HOME)
    await _asks(asker)
    await first.presses("我要回避")
    second.sees("新的调解申请")
    await first.says("我的调解")
    first.sees("没有正在进行")
    await second.presses("我要回避")
    assert (await _mediation(our_town)).mediator not in (0, *(await _mediation(our_town)).recused)


async def test_who_asks_may_choose_the_mediator_and_the_other_side_another(our_town: Town) -> None:
    first, second = [await our_town.staff(Role.MEDIATOR, COMMUNITY, index) for index in (0, 1)]
    third, asker = await our_town.staff(Role.MEDIATOR, DISTRICT), await our_town.resident(HOME)
    await _asks(asker, confirm="自己选调解员")
    assert asker.buttons == ["符桂英（手上 0 件）", "蔡国栋（手上 0 件）", "唐秀珍（手上 0 件）"]
    await asker.presses("蔡国栋（手上 0 件）")
    asker.sees("申请收到了", "蔡国栋")
    second.sees("新的调解申请")
    first.sees_nothing("新的调解申请")
    await second.presses("接下", "请对方自己点")
    other = our_town.somebody()
    await other.starts(re.findall(r"mediate-[\w-]+", second.last)[0])
    await other.presses("同意调解", "换一位调解员")
    assert other.buttons == ["符桂英（手上 0 件）", "唐秀珍（手上 0 件）"]
    await other.presses("唐秀珍（手上 0 件）")
    other.sees("调解员换成了唐秀珍")
    asker.sees("调解员换成了唐秀珍")
    second.sees("选了别的调解员")
    third.sees("新的调解申请")
    await second.presses("看内容")
    second.sees("没有找到")
    await third.presses("约时间")
    third.sees("约什么时候")


async def test_where_nobody_else_mediates_the_one_there_is_stays(our_town: Town) -> None:
    asker = await our_town.resident(HOME)
    await our_town.staff(Role.MEDIATOR, COMMUNITY)
    for index, scope in ((1, COMMUNITY), (0, DISTRICT)):
        person = (await our_town.written(lambda uow, s=scope: uow.people.with_post(Role.MEDIATOR, (s,))))[index]
        await our_town.written(lambda uow, p=person, s=scope: uow.people.release(p, Post(Role.MEDIATOR, s)))
    await _asks(asker)
    await asker.says("我的调解")
    await asker.says("1")
    await asker.presses("换一位调解员")
    asker.sees("没有别的调解员可以选", "符桂英")


async def test_a_mediator_who_is_named_is_not_asked(our_town: Town) -> None:
    second, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY, 1), await our_town.resident(HOME)
    await _asks(asker, other="隔壁的符桂英，就住 301")
    second.sees("新的调解申请")


async def test_a_mediator_who_is_silent_loses_it_to_the_next_and_the_desk_hears_a_number(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    first, second = [await our_town.staff(Role.MEDIATOR, COMMUNITY, index) for index in (0, 1)]
    asker = await our_town.resident(HOME)
    await _asks(asker)
    await our_town.passes(days=3)
    second.sees("新的调解申请", "调-0001")
    told = desk.sees("一直没有往下走", "调-0001")
    assert "陈阿福" not in told
    await second.presses("接下")
    await first.presses("接下")
    first.sees("没有找到")


async def test_violence_takes_the_road_of_emergencies(our_town: Town) -> None:
    first, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY), await our_town.resident(HOME)
    await asker.says("我要调解")
    await asker.says("邻居老王昨天动手打了我")
    asker.sees("不能用调解")
    await asker.says("取消")
    await asker.says("我要调解")
    await asker.says("他拿刀堵在门口")
    asker.sees("110", "正在发生")
    first.sees_nothing("调解申请")
    assert not await our_town.written(lambda uow: uow.mediations.between(MONDAY, MONDAY + timedelta(days=2)))


async def test_not_confirmed_nothing_is_kept_and_withdrawn_it_ends(our_town: Town) -> None:
    first, asker = await our_town.staff(Role.MEDIATOR, COMMUNITY), await our_town.resident(HOME)
    await _asks(asker, confirm="不申请了")
    first.sees_nothing("申请")
    await _asks(asker)
    await asker.says("我的调解")
    await asker.says("1")
    await asker.presses("不调解了", "不调解了")
    first.sees_once("有一方退出了")
    await first.presses("接下")
    first.sees("有了变化")


async def test_who_is_forgotten_leaves_nothing_sealed(our_town: Town) -> None:
    await our_town.staff(Role.MEDIATOR, COMMUNITY)
    asker = await our_town.resident(HOME)
    await _asks(asker)
    await our_town.app.eraser.forget(*asker.account, our_town.clock.now())
    found = await _mediation(our_town)
    assert (found.asker, found.stage) == (0, Stage.WITHDRAWN)
    assert not await our_town.written(lambda uow: uow.mediations.reveal(1, "matter"))


async def _asks(asker: Somebody, other: str = NAMED, confirm: str = "申请调解") -> None:
    await asker.says("我要调解")
    asker.sees("自愿、免费、保密")
    await asker.says(MATTER)
    await asker.says(other)
    await asker.says("我姓林，13900000001")
    await asker.says("1")
    await asker.presses(confirm)


async def _mediation(town: Town):
    return await town.written(lambda uow: uow.mediations.get(1))


async def test_a_mediator_who_left_in_the_middle_is_followed_by_another(our_town: Town) -> None:
    first, second = [await our_town.staff(Role.MEDIATOR, COMMUNITY, index) for index in (0, 1)]
    asker = await our_town.resident(HOME)
    await _asks(asker)
    await first.presses("接下", "对方同意")
    gone = (await _mediation(our_town)).mediator
    await our_town.written(lambda uow: uow.people.release(gone, Post(Role.MEDIATOR, COMMUNITY)))
    await our_town.passes(days=3)
    second.sees("新的调解申请")
    await second.presses("约时间")
    second.sees("约什么时候")
