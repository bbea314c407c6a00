"""诉求投递箱: a paper from the box is keyed in; its clock counts from then, or from the day on the paper."""

from __future__ import annotations

from dataclasses import replace

from town import Somebody, Town

from domain.people import Role

COMMUNITY = "460204198023"
WORDS = "榕树里小区3栋路灯坏了，晚上看不见"


async def test_a_paper_is_keyed_in_with_its_box_and_day_and_answered_by_its_slip(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _keys_in(desk, "11月20日")
    desk.sees("党群服务中心投递箱", "2026-11-20")
    await desk.presses("提交")
    desk.sees("回执", "11月30日")
    worker.sees("诉求投递箱 党群服务中心投递箱", "林＊")


async def test_days_that_are_none_are_asked_for_again_and_a_paper_may_have_none(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    await _keys_in(desk, "2月30日")
    desk.sees("没看懂日期")
    await desk.says("2030-01-01")
    desk.sees("没看懂日期")
    await desk.presses("没写日期", "提交")
    desk.sees("回执")


async def test_where_the_house_says_so_the_clock_counts_from_the_day_on_the_paper(our_town: Town) -> None:
    worlds = our_town.app.worlds
    worlds._current = replace(worlds.current, policy=replace(worlds.current.policy, paper_counts_from="paper"))
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _keys_in(desk, "11月20日")
    await desk.presses("提交")
    desk.sees("回执", "11月27日")
    worker.sees("最迟11月27日")
    await _keys_in(desk, "11月2日")
    await desk.presses("提交")
    await our_town.passes(minutes=1)
    worker.sees("已超时")


async def test_back_takes_one_answer_back_and_cancelling_files_nothing(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    await _keys_in(desk, "昨天")
    await desk.says("返回")
    desk.sees("纸上写的是哪一天")
    await desk.presses("今天")
    await desk.says("取消")
    desk.sees("不报了")
    filed = await our_town.written(lambda uow: uow.tickets.by_number("261123-0001"))
    assert filed is None


async def _keys_in(desk: Somebody, day: str) -> None:
    await desk.says("投递箱")
    await desk.says(WORDS)
    await desk.presses("没有账号")
    await desk.says("林伯 13900000001")
    await desk.presses("党群服务中心投递箱")
    await (desk.presses(day) if day in desk.buttons else desk.says(day))
