"""Danger: the safety line and one question at once; filed and paged at any hour; the place afterwards."""

from __future__ import annotations

from datetime import datetime

import pytest
from town import ZONE, Town

from domain.people import Role

NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=ZONE)
COMMUNITY = "460204198023"
DISTRICT = "460204000000"


async def test_fire_is_answered_with_the_safety_line_and_one_question(our_town: Town) -> None:
    resident = our_town.somebody()
    await resident.says("榕树里小区3栋着火了，快来人")
    resident.sees_once("119", "正在发生吗")
    assert len(resident.fresh) == 1, "nothing may stand between a cry for help and the answer"
    assert resident.buttons == ["正在发生", "以前发生的", "担心会发生"]


@pytest.mark.sample
async def test_happening_now_is_filed_at_once_and_pages_everybody_even_at_night(our_town: Town) -> None:
    worker = await our_town.staff()
    captain = await our_town.staff(Role.CAPTAIN)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident()
    await our_town.until(NIGHT)
    for somebody in (resident, worker, captain, supervisor):
        somebody.looks_away()
    await resident.says("榕树里小区3栋着火了，快来人")
    await resident.presses("正在发生")
    resident.sees("已经通知许慧娟", "单号", "安全")
    for paged in (worker, captain, supervisor):
        paged.sees("🚨", "特急", "榕树里小区3栋", resident.number())
    assert our_town.clock.now().astimezone(ZONE).hour == 3
    await worker.presses("签收")
    resident.sees("已签收")


async def test_a_threat_inside_a_complaint_is_cared_for_at_once_and_the_complaint_filed(our_town: Town) -> None:
    worker = await our_town.staff()
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    resident = await our_town.resident()
    await our_town.until(NIGHT)
    for somebody in (resident, worker, desk):
        somebody.looks_away()
    await resident.says("榕树里小区3栋漏水半年了，再不管我就去跳楼")
    resident.sees_once("现在安全吗", "12356", "120", "单号", "马上联系您")
    resident.sees_nothing("正在发生吗")
    assert len(resident.fresh) == 1, "one warm line, and nothing to fill in"
    desk.sees("轻生险情", resident.number(), "先问是否安全")
    worker.sees("特急", "漏水", "再不管我就去跳楼")
    await desk.presses("收到")
    resident.looks_away()
    await resident.says("进度")
    resident.sees("漏水")
    resident.sees_nothing("轻生")


async def test_a_threat_without_a_place_is_asked_where_after_the_staff_know(our_town: Town) -> None:
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("你们再不管，我就从楼顶跳下去")
    resident.sees("12356", "单号")
    resident.sees("在什么地方", "马上转给他们")
    city.sees("轻生险情")
    await resident.says("榕树里小区3栋501")
    resident.sees("已转给许慧娟")
    worker.sees("特急", "榕树里小区3栋")


async def test_a_threat_in_the_middle_of_a_request_takes_what_was_said_along(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋楼上天天半夜打麻将")
    resident.looks_away()
    await resident.says("再没人管我真的要跳楼了")
    resident.sees_once("12356", "单号")
    worker.sees("特急", "打麻将", "再没人管")


async def test_praise_of_quick_hands_is_not_asked_about_danger(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("师傅手脚很快，谢谢")
    resident.sees_nothing("正在发生吗")
    resident.sees("谢谢")


async def test_the_place_is_asked_after_everybody_was_paged(our_town: Town) -> None:
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("家里着火了")
    await resident.presses("正在发生")
    resident.sees("在什么地方", "马上转给他们")
    city.sees("特急")
    worker.sees_nothing()
    await resident.says("榕树里小区3栋501")
    resident.sees("已转给许慧娟")
    worker.sees("特急", "榕树里小区3栋")
    city.sees("补充", "榕树里小区3栋501")
    resident.sees_nothing("现由")


async def test_a_cry_that_names_no_place_is_passed_on_and_the_place_asked_once_more(our_town: Town) -> None:
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    resident = await our_town.resident()
    await resident.says("着火了快来人")
    await resident.says("是的")
    resident.looks_away()
    await resident.says("你们快点啊")
    resident.sees_once("已转给", "在什么地方")
    city.sees("补充", "你们快点啊")
    resident.looks_away()
    await resident.says("怎么还不来")
    resident.sees_once("已转给", "请保持安全")
    resident.sees_nothing("在什么地方")


async def test_only_the_building_is_asked_when_the_compound_is_known(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区着火了")
    await resident.presses("正在发生")
    resident.sees("是榕树里小区的几栋")
    await resident.says("3")
    resident.sees("已转给许慧娟")
    worker.sees("特急", "榕树里小区3栋")


async def test_a_nearer_place_afterwards_belongs_to_the_emergency(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋着火了")
    await resident.presses("正在发生")
    await resident.says("榕树里小区3栋5楼")
    resident.sees("是同一件事吗")
    await resident.presses("是，补充进去")
    worker.sees("补充", "5楼")


async def test_a_position_is_a_place_too(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("家里着火了")
    await resident.presses("正在发生")
    await resident.sends_location(*our_town.middle_of("460204198023001"))
    resident.sees("已转给许慧娟")
    worker.sees("特急", "第一网格")


@pytest.mark.parametrize(
    "words",
    ["榕树里小区3栋着火了", "榕树里小区3栋煤气泄漏了", "榕树里小区3栋有人跳楼", "榕树里小区3栋旁边河里有人溺水"],
)
async def test_two_minutes_of_silence_mean_danger(our_town: Town, words: str) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(words)
    resident.sees("正在发生吗")
    await our_town.passes(seconds=100)
    worker.sees_nothing()
    await our_town.passes(seconds=30)
    worker.sees("🚨", "特急")
    resident.sees("已经通知许慧娟")


async def test_silence_at_night_about_an_unknown_place_pages_and_asks_where(our_town: Town) -> None:
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    worker = await our_town.staff()
    resident = await our_town.resident()
    await our_town.until(NIGHT)
    await resident.says("家里着火了")
    city.looks_away()
    await our_town.passes(minutes=3)
    city.sees("特急")
    resident.sees("在什么地方", "马上转给他们")
    await resident.says("榕树里小区3栋")
    worker.sees("特急", "榕树里小区3栋")


async def test_silence_about_a_stuck_lift_is_reminded_but_not_taken_for_danger(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋电梯困人了")
    resident.sees("正在发生吗")
    resident.looks_away()
    await our_town.passes(minutes=20)
    resident.sees_nothing()
    await our_town.passes(minutes=20)
    resident.sees("还差一步")


@pytest.mark.parametrize("choice", ["以前发生的", "担心会发生"])
async def test_past_and_feared_dangers_are_ordinary_requests(our_town: Town, choice: str) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋着火了")
    await resident.presses(choice)
    while "请看看对不对" not in resident.last:
        assert "哪一类" in resident.last
        await resident.says("1")
    await resident.presses("确认")
    resident.sees("登记好了")
    worker.sees_nothing("特急")
    worker.sees("一般")


async def test_more_cries_instead_of_a_press_mean_now(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋着火了")
    await resident.says("火很大！！快来救火")
    resident.sees("已经通知许慧娟")
    worker.sees("特急", "火很大")


async def test_yes_means_now_and_no_asks_what_then(our_town: Town) -> None:
    yes, no = await our_town.resident(), await our_town.resident()
    await yes.says("榕树里小区3栋着火了")
    await yes.says("是的")
    yes.sees("已经通知")
    await no.says("榕树里小区3栋着火了")
    await no.says("不是")
    no.sees("现在没有发生", "以前发生的，还是担心")


async def test_a_cry_for_help_in_the_middle_of_a_request_comes_first(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了")
    resident.looks_away()
    await resident.says("啊！榕树里小区3栋着火了，快来人")
    resident.sees("119", "正在发生吗")
    await resident.presses("正在发生")
    resident.sees("已经通知")
    assert worker


async def test_a_cry_for_help_in_the_middle_of_a_wish_keeps_the_wish(our_town: Town) -> None:
    resident = await our_town.resident("h460204198023-c01-3")
    await resident.says("我想要一个书包")
    await resident.says("榕树里小区3栋着火了")
    await resident.presses("正在发生")
    resident.sees("已经通知")
    resident.sees("我们接着刚才那件事", "哪个社区")


async def test_a_person_asked_for_in_danger_is_danger(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋着火了")
    await resident.says("人工")
    resident.sees("许慧娟", "直接联系您")
    worker.sees("特急")


async def test_an_emergency_not_accepted_within_the_hour_is_said_again_at_night(our_town: Town) -> None:
    worker = await our_town.staff()
    captain = await our_town.staff(Role.CAPTAIN)
    resident = await our_town.resident()
    await our_town.until(NIGHT)
    await resident.says("榕树里小区3栋着火了")
    await resident.presses("正在发生")
    worker.looks_away()
    captain.looks_away()
    await our_town.passes(minutes=61)
    worker.sees("还没签收")
    captain.sees("许慧娟还没签收")
    assert our_town.clock.now().astimezone(ZONE).hour == 4
