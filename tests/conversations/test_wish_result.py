"""After a wish came true: thanks, the result shown only with consent and after a reader, points that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from town import Somebody, Town

from bot.exports import EXPORTS
from domain.people import Role

HOME = "h460204198023-c01-3"
COMMUNITY = "460204198023"


@dataclass
class Cast:
    """Whoever is needed for a wish."""

    desk: Somebody
    volunteer: Somebody
    wisher: Somebody


async def came_true(town: Town, words: str = "我想要一辆旧轮椅") -> Cast:
    """A wish up to 收到了."""
    cast = Cast(await town.staff(Role.DESK, COMMUNITY), await town.volunteer(), await town.resident(HOME))
    await cast.wisher.says("许愿")
    await cast.wisher.says(words)
    await cast.wisher.says("1")
    await cast.wisher.presses("同意，许愿")
    await cast.desk.presses("核实通过")
    await cast.volunteer.presses("我来认领", "已送达")
    await cast.volunteer.says("送到家了")
    await cast.wisher.presses("收到了")
    cast.wisher.sees("太好了")
    for person in (cast.desk, cast.volunteer, cast.wisher):
        person.looks_away()
    return cast


async def thanked(cast: Cast, words: str, answer: str) -> None:
    await cast.wisher.presses("说句感谢")
    cast.wisher.sees("想对志愿者说句什么")
    await cast.wisher.says(words)
    cast.wisher.sees("可以让大家也看到", "随时可以撤下")
    await cast.wisher.presses(answer)


async def test_a_result_is_shown_with_consent_and_after_a_reader_only(our_town: Town) -> None:
    cast = await came_true(our_town, "我想要一辆旧轮椅，榕树里小区的路不好走")
    stranger = await our_town.resident()
    await thanked(cast, "谢谢小林，我住榕树里3栋501，电话13900001111", "可以公示")
    cast.volunteer.sees("心愿主人对您说", "谢谢小林")
    cast.wisher.sees("社区看过以后")
    await stranger.says("圆梦榜")
    stranger.sees("还没有内容")
    cast.desk.sees("请审核公示内容", "旧轮椅", "谢谢小林")
    cast.desk.sees_nothing("13900001111")
    await cast.desk.presses("放上公示")
    cast.wisher.sees("上榜了")
    await stranger.says("圆梦榜")
    shown = stranger.sees("旧轮椅", "谢谢小林", "儋州村社区")
    assert not [secret for secret in ("501", "3栋", "榕树里", "13900001111", cast.wisher.number()) if secret in shown]


async def test_one_press_takes_it_back_at_once_and_for_good(our_town: Town) -> None:
    cast = await came_true(our_town)
    stranger = await our_town.resident()
    await thanked(cast, "谢谢您", "可以公示")
    await cast.desk.presses("放上公示")
    await cast.wisher.presses("撤下公示")
    cast.wisher.sees("已撤下")
    await stranger.says("圆梦榜")
    stranger.sees("还没有内容")
    cast.wisher.looks_away()
    await cast.wisher.says(cast.wisher.number())
    assert not {"撤下公示", "说句感谢"} & set(cast.wisher.buttons)
    assert await our_town.written(lambda uow: uow.publications.of(1)) is None


async def test_taken_back_before_the_reader_presses_it_is_never_shown(our_town: Town) -> None:
    cast = await came_true(our_town)
    await thanked(cast, "谢谢您", "可以公示")
    await cast.wisher.presses("撤下公示")
    cast.desk.sees("请审核公示内容")
    await cast.desk.presses("放上公示")
    cast.desk.sees("现在不能这样办")
    assert not await our_town.written(lambda uow: uow.publications.shown(5, wishes=True))


async def test_no_and_silence_are_no_and_nobody_asks_again(our_town: Town) -> None:
    cast = await came_true(our_town)
    await thanked(cast, "谢谢您", "不公示")
    cast.wisher.sees("好的，不公示")
    cast.desk.sees_nothing()
    cast.wisher.looks_away()
    await our_town.passes(days=10)
    cast.wisher.sees_nothing()
    assert not await our_town.written(lambda uow: uow.publications.of(1))


async def test_the_reader_may_say_no_and_finds_what_waits(our_town: Town) -> None:
    cast = await came_true(our_town)
    await thanked(cast, "谢谢您", "可以公示")
    cast.desk.looks_away()
    await cast.desk.says("公示")
    cast.desk.sees("公示待审核 1 件")
    await cast.desk.presses(f"{cast.wisher.number()} 微心愿")
    await cast.desk.presses("不公示")
    cast.desk.sees("不公示")
    cast.wisher.sees("没有公示")
    await cast.desk.says("公示")
    cast.desk.sees("没有等着审核的公示")


async def test_what_nobody_reads_is_brought_back_to_mind_until_somebody_does(our_town: Town) -> None:
    cast = await came_true(our_town)
    await thanked(cast, "谢谢您", "可以公示")
    cast.desk.looks_away()
    await our_town.passes(days=4)
    cast.desk.sees_once("还没有人看", cast.wisher.number())
    await cast.desk.presses("放上公示")
    cast.desk.looks_away()
    await our_town.passes(days=4)
    cast.desk.sees_nothing("还没有人看")


async def test_points_are_given_when_it_arrived_and_thanks_add_some(our_town: Town) -> None:
    cast = await came_true(our_town)
    await cast.volunteer.says("我的积分")
    cast.volunteer.sees("10 分", "送达 +10", "不是钱")
    await thanked(cast, "谢谢您", "不公示")
    await cast.volunteer.says("我的积分")
    cast.volunteer.sees("12 分", "收到感谢 +2")


async def test_a_false_delivery_takes_the_points_back_and_the_wish_is_offered_again(our_town: Town) -> None:
    cast = await came_true(our_town)
    await thanked(cast, "谢谢您", "可以公示")
    await cast.desk.presses("放上公示")
    await cast.desk.says(cast.wisher.number())
    await cast.desk.presses("更多", "送达不实")
    await cast.desk.says("上门看了，轮椅没有送到")
    cast.volunteer.sees("12 分已收回", "上门看了")
    cast.wisher.sees("重新请人认领")
    assert not await our_town.written(lambda uow: uow.publications.of(1))
    cast.volunteer.looks_away()
    await cast.volunteer.says("我的积分")
    cast.volunteer.sees("您有 0 分", "核减 -12")
    await cast.volunteer.says("心愿墙")
    cast.volunteer.sees("旧轮椅", "想认领哪一个")

    def sheet(uow):
        now = our_town.clock.now()
        return EXPORTS["points"](uow, our_town.app.worlds.current, now.replace(day=1), now.replace(day=28)).rows

    rows = await our_town.written(sheet)
    assert [row[4] for row in rows] == [10, 2, -12]


async def test_closed_by_silence_gives_no_points(our_town: Town) -> None:
    desk, volunteer, wisher = (
        await our_town.staff(Role.DESK, COMMUNITY),
        await our_town.volunteer(),
        await our_town.resident(HOME),
    )
    await wisher.says("许愿")
    await wisher.says("想要一辆旧轮椅")
    await wisher.says("1")
    await wisher.presses("同意，许愿")
    await desk.presses("核实通过")
    await volunteer.presses("我来认领", "已送达")
    await volunteer.says("送到家了")
    await our_town.passes(days=5)
    await volunteer.says("我的积分")
    volunteer.sees("还没有积分")


async def test_who_is_erased_is_shown_no_more(our_town: Town) -> None:
    cast = await came_true(our_town)
    await thanked(cast, "谢谢您", "可以公示")
    await cast.desk.presses("放上公示")
    await our_town.app.eraser.forget(*cast.wisher.account, our_town.clock.now())
    await cast.volunteer.says("圆梦榜")
    cast.volunteer.sees("还没有内容")
    assert not await our_town.written(lambda uow: uow.publications.of(1))
    await our_town.app.eraser.forget(*cast.volunteer.account, our_town.clock.now())
    assert not await our_town.written(lambda uow: uow.points.of_ticket(1))
