"""Dates that move only with a reason the resident hears: more time, parking, another urgency, storm mode, lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from town import GRID, ZONE, Somebody, Town, town

from domain.people import Role

LAMP = "榕树里小区3栋楼下路灯坏了"
COMMUNITY = "460204198023"
DISTRICT = "460204000000"


@pytest.mark.sample
async def test_more_time_is_asked_before_the_date_granted_above_and_explained(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    await worker.presses("签收", "更多", "申请延期")
    worker.sees("要延长多久", "最迟11月30日")
    await worker.presses("5个工作日")
    worker.sees("居民会看到原因")
    await worker.says("灯杆要向厂家定做")
    worker.sees("已报上级", "仍是最迟11月30日")
    resident.looks_away()
    captain.sees_once("申请延期到12月7日", "灯杆要向厂家定做", "原来最迟11月30日")
    await captain.presses("同意")
    captain.sees("已同意", "最迟12月7日")
    worker.sees("上级同意了", "最迟12月7日")
    told = resident.sees_once("需要多些时间", "最迟12月7日（周一）17:30", "原因：灯杆要向厂家定做")
    assert str(worker.chat_id) not in told
    await our_town.until(_at(11, 30, 18))
    resident.sees_nothing("超时")
    worker.looks_away()
    await our_town.until(_at(12, 7, 18))
    worker.sees("已超时")


async def test_a_refusal_comes_with_its_reason_and_changes_nothing(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    await worker.presses("签收", "更多", "申请延期", "2个工作日", "天气原因，暂时没法施工")
    resident.looks_away()
    await captain.presses("不同意")
    captain.sees("为什么不同意")
    await captain.says("明天就放晴了，请按期办")
    worker.sees("上级没有同意", "仍是最迟11月30日", "明天就放晴了")
    assert resident.fresh == []


async def test_nobody_extends_after_the_date_twice_or_for_himself(our_town: Town) -> None:
    worker, captain, _ = await _three(our_town)
    await worker.presses("签收", "更多", "申请延期", "2个工作日", "要等配件或材料")
    await captain.presses("同意")
    worker.looks_away()
    await worker.says("待办")
    await worker.says("1")
    await worker.presses("更多", "申请延期")
    worker.sees("已经延过期了", "挂账")
    await our_town.until(_at(12, 3, 9))
    await worker.says("待办")
    await worker.says("1")
    await worker.presses("更多")
    assert "申请延期" not in worker.buttons
    assert "申请挂账" in worker.buttons


async def test_a_captain_who_has_the_ticket_asks_the_next_above(our_town: Town) -> None:
    worker, captain, _ = await _three(our_town)
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    await worker.presses("退单", "要由专业单位办")
    await captain.presses("签收", "更多", "申请延期", "2个工作日", "要几个单位一起办")
    captain.sees("已报上级")
    assert "同意" not in captain.buttons
    desk.sees("申请延期", "要几个单位一起办")
    await desk.presses("同意")
    captain.sees("上级同意了")


async def test_a_request_nobody_decides_goes_up(our_town: Town) -> None:
    worker, captain, _ = await _three(our_town)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await worker.presses("签收", "更多", "申请延期", "5个工作日", "要等配件或材料")
    captain.sees("申请延期")
    supervisor.sees_nothing("申请延期")
    await our_town.passes(hours=7)
    supervisor.sees_once("申请延期到12月7日", "要等配件或材料")
    await supervisor.presses("同意")
    worker.sees("上级同意了")


async def test_a_request_whose_date_comes_undecided_is_void_and_may_be_made_again(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    await worker.presses("签收", "更多", "申请挂账", "30天", "已列入改造计划，要等施工")
    captain.sees("申请挂账到12月23日")
    asked = our_town.stub.chat(captain.chat_id).last
    await our_town.until(_at(12, 23, 8))
    worker.sees_nothing("申请作废")
    worker.looks_away()
    await our_town.until(_at(12, 23, 10))
    worker.sees_once("申请作废", resident.number())
    resident.looks_away()
    await captain.says(resident.number())
    assert "同意" not in captain.buttons
    our_town.stub.presses(captain.chat_id, "同意", message_id=asked.id)
    await our_town.settle()
    resident.sees_nothing("现在还办不了")
    await worker.says(resident.number())
    await worker.presses("更多", "申请挂账", "30天", "已列入改造计划，要等施工")
    await captain.presses("同意")
    resident.sees_once("现在还办不了", "1月22日")


async def test_what_was_asked_ends_when_another_gets_the_ticket(our_town: Town) -> None:
    worker, captain, _ = await _three(our_town)
    await worker.presses("签收", "更多", "申请延期", "5个工作日", "要等配件或材料")
    await captain.presses("转派")
    await captain.says("1")
    await our_town.passes(hours=7)
    captain.looks_away()
    await captain.says("待办")
    captain.sees_nothing("等上级同意")


async def test_a_parked_ticket_waits_for_its_date_and_comes_back(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    await worker.presses("签收", "更多", "申请挂账", "30天", "已列入改造计划，要等施工")
    captain.sees("申请挂账到12月23日")
    resident.looks_away()
    await captain.presses("同意")
    resident.sees_once("现在还办不了", "12月23日", "已列入改造计划")
    for person in (worker, captain, resident):
        person.looks_away()
    await our_town.until(_at(12, 23, 8))
    for person in (worker, captain, resident):
        person.sees_nothing("超时")
    await resident.says("我的工单")
    resident.sees("挂账")
    await our_town.until(_at(12, 23, 10))
    worker.sees("挂账到期，请接着办", "最迟12月30日")
    resident.sees("接着办了", "最迟12月30日")
    await worker.presses("办结")
    await worker.says("新路灯装好了")
    await worker.presses("没有照片")
    resident.sees("新路灯装好了")


async def test_a_parked_ticket_can_be_taken_up_earlier_or_withdrawn(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    await worker.presses("签收", "更多", "申请挂账")
    await worker.says("400天")
    worker.sees("最多180天")
    await worker.says("45")
    await worker.says("等经费")
    await captain.presses("同意")
    await our_town.passes(days=3)
    await worker.says("待办")
    await worker.says("1")
    await worker.presses("恢复办理")
    worker.sees("恢复办理", "最迟12月3日")
    resident.sees("接着办了")
    await resident.says("我的工单")
    await resident.says("1")
    await resident.presses("撤回")
    await resident.says("是的")
    worker.sees("居民撤回了")


async def test_another_urgency_counts_from_the_beginning_and_is_told(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    await our_town.passes(days=1)
    await captain.says("超时")
    await captain.says("待办")
    await captain.says(resident.number())
    await captain.presses("更多", "调整缓急")
    captain.sees("现在是一般")
    await captain.presses("疑难")
    resident.sees_once("调整为「疑难」", "最迟12月8日（周二）23:59")
    worker.sees("改为「疑难」")
    await captain.presses("更多", "调整缓急", "特急")
    resident.sees_once("调整为「特急」", "最迟11月23日（周一）11:0")


async def test_a_date_that_another_urgency_makes_past_is_told_to_everybody_above(our_town: Town) -> None:
    worker, captain, resident = await _three(our_town)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await worker.presses("签收")
    await our_town.until(_at(11, 26, 9))
    for person in (worker, captain, supervisor):
        person.looks_away()
    await captain.says(resident.number())
    await captain.presses("更多", "调整缓急", "紧急")
    await our_town.settle()
    worker.sees("已超时", "11月24日")
    captain.sees("🔴 超时：", resident.number())
    supervisor.sees("🔴 超时：", resident.number())
    supervisor.looks_away()
    await captain.presses("更多", "调整缓急", "特急")
    await our_town.settle()
    supervisor.sees_nothing("🔴 超时：")  # once in an episode


async def test_a_question_asked_after_the_date_does_not_spare_the_supervisor(our_town: Town) -> None:
    worker, _, resident = await _three(our_town)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await worker.presses("签收")
    await our_town.until(_at(12, 1, 9))  # its date was yesterday evening; the supervisor would hear at 17:30
    await worker.says("待办")
    await worker.says("1")
    await worker.presses("问居民")
    await worker.says("是哪一盏？")
    await our_town.until(_at(12, 2, 9))
    supervisor.sees_nothing("🔴 超时：")
    await resident.presses("回答")
    await resident.says("门口那一盏")
    await our_town.settle()
    supervisor.sees_once("🔴 超时：", resident.number())


async def test_in_storm_mode_tickets_are_answered_within_minutes_at_night_too(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    worker, captain, _ = await _three(our_town)
    await our_town.until(_at(11, 23, 21))
    await supervisor.says("应急模式")
    supervisor.sees("天涯区", "哪些事项")
    await supervisor.says("猫咪不见了大家帮我看看")
    supervisor.sees("没认出来")
    await supervisor.says("停电、路灯")
    await supervisor.presses("12小时")
    supervisor.sees("已进入应急模式", "停电", "30分钟内响应", "11月24日（周二）09:00")
    worker.sees("进入应急模式")
    for person in (worker, captain):
        person.looks_away()
    await our_town.until(_at(11, 23, 23))
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.sees("登记好了", "应急期间，30分钟内有人响应")
    worker.sees_once("紧急", "路灯照明")
    captain.sees_nothing("没签收")
    await our_town.passes(minutes=31)
    captain.sees_once("还没签收")
    other = await our_town.resident()
    await other.says("榕树里小区3栋垃圾没人清运")
    await other.presses("确认")
    other.sees_nothing("应急期间")
    supervisor.looks_away()
    await our_town.until(_at(11, 24, 9, 1))
    supervisor.sees_once("应急模式结束", "期间工单 1 件", "响应 0 件")
    await other.says(LAMP)
    await other.presses("确认")
    other.sees_nothing("应急期间")


async def test_storm_mode_for_a_part_of_the_area_and_what_is_answered_in_time_stands_in_the_report(
    our_town: Town,
) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    worker, _, _ = await _three(our_town)
    elsewhere = await our_town.staff(scope="460204198008001")
    await supervisor.says("应急模式")
    await supervisor.presses("只在一部分")
    supervisor.sees("天涯区的哪一部分")
    await supervisor.says("月亮社区")
    supervisor.sees("没找到这个地方")
    await supervisor.says("儋州村社区")
    supervisor.sees("儋州村社区哪些事项")
    assert "只在一部分" not in supervisor.buttons
    await supervisor.presses("全部事项", "6小时")
    supervisor.sees("儋州村社区已进入应急模式")
    worker.sees("儋州村社区进入应急模式")
    elsewhere.sees_nothing("应急模式")
    resident, late = await our_town.resident(), await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.sees("30分钟内有人响应")
    await worker.says(resident.number())
    await worker.presses("签收")
    await late.says("榕树里小区2栋垃圾没人清运")
    await late.presses("确认")
    await our_town.passes(minutes=40)
    await worker.says(late.number())
    await worker.presses("签收")
    await our_town.passes(hours=6)
    supervisor.sees_once("应急模式结束", "期间工单 2 件", "响应 1 件")


async def test_storm_mode_for_one_grid_of_a_community(our_town: Town) -> None:
    desk, worker = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff()
    other = await our_town.staff(scope="460204198023002")
    await desk.says("应急模式")
    await desk.presses("只在一部分", "儋州村社区第一网格", "全部事项", "6小时")
    desk.sees("儋州村社区第一网格已进入应急模式")
    worker.sees("进入应急模式")
    other.sees_nothing("应急模式")
    await desk.presses("结束应急模式")
    desk.sees("应急模式结束", "期间工单 0 件")


async def test_storm_mode_is_ended_early_by_those_who_may_order_it(our_town: Town) -> None:
    desk, worker = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff()
    await worker.says("应急模式")
    worker.sees_nothing("哪些事项")
    await desk.says("应急模式")
    await desk.presses("全部事项", "6小时", "结束应急模式")
    desk.sees("应急模式结束", "期间工单 0 件")
    await desk.presses("结束应急模式")
    desk.sees("已经结束了")


@pytest.mark.sample
async def test_reminders_of_one_moment_are_one_list(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN, GRID)
    resident = await our_town.resident()
    for words in ("榕树里小区3栋路灯坏了", "榕树里小区2栋垃圾没人清运", "榕树里小区1栋下水道堵了"):
        await resident.says(words)
        await resident.presses("确认")
    await worker.says("待办")
    for number in ("1", "2", "3"):
        await worker.says("待办")
        await worker.says(number)
        await worker.presses("签收")
    worker.looks_away()
    captain.looks_away()
    await our_town.until(_at(11, 30, 13, 31))
    worker.sees_once("3 件要留意", "路灯", "快到期")
    worker.sees_nothing("快到时间")
    await worker.says("2")
    worker.sees("榕树里小区")


async def test_a_worker_is_disturbed_only_so_often_a_day(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    for building in (1, 2, 3, 4, 5, 6):
        for words in ("路灯坏了", "垃圾没人清运", "下水道堵了"):
            await resident.says(f"榕树里小区{building}栋{words}")
            if "不是，新的事" in resident.buttons:
                await resident.presses("不是，新的事")
            await resident.presses("确认")
    assert len(worker.fresh) == 12  # what the measure of a day allows
    worker.looks_away()
    danger = await our_town.resident()
    await danger.says("着火了！榕树里小区3栋！")
    await danger.presses("正在发生")
    worker.sees("特急")
    worker.looks_away()
    await our_town.until(_at(11, 23, 11, 31))
    worker.sees_once("6 件要留意", "新派")
    await worker.says("1")
    worker.sees("榕树里小区", "待签收")


async def test_a_long_list_comes_whole(our_town: Town) -> None:
    """What a captain is told of others' tickets stands in no list of the captain's own: nothing may be left out."""
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    resident, numbers = await our_town.resident(), set()
    for building in (1, 2, 3, 4, 5, 6):
        for words in ("路灯坏了", "垃圾没人清运", "下水道堵了", "井盖坏了", "消防通道堵了"):
            await resident.says(f"榕树里小区{building}栋{words}")
            if "不是，新的事" in resident.buttons:
                await resident.presses("不是，新的事")
            await resident.presses("确认")
            numbers.add(resident.number())
    assert len(numbers) == 30
    worker.looks_away()
    await our_town.until(_at(11, 24, 11, 31))
    bubbles = [b for b in our_town.stub.chat(captain.chat_id).received if "未签收" in b.text or "没签收" in b.text]
    told = "\n".join(line for bubble in bubbles for line in (bubble.text, *bubble.labels))
    assert {number for number in numbers if number in told} == numbers


async def test_a_date_in_a_year_without_calendar_is_counted_again_when_it_is_known(tmp_path: Path) -> None:
    async with town(tmp_path, datetime(2026, 12, 28, 9, 0, tzinfo=ZONE)) as place:
        worker, resident = await place.staff(), await place.resident()
        await resident.says(LAMP)
        await resident.presses("确认")
        resident.sees("1月5日", "暂定")
        worker.looks_away()
        await place.rebuilt()
        world = place.app.worlds.current
        week = replace(
            world.week,
            off=world.week.off | {date(2027, 1, 4)},
            known_years=world.week.known_years | {2027},
        )
        place.app.worlds._current = replace(world, week=week)
        await place.settle()
        resident.sees_once("放假安排公布了", "最迟1月6日")
        worker.sees_once("放假安排公布了", "1月6日")
        resident.looks_away()
        await place.rebuilt()
        await place.settle()
        assert resident.fresh == []


async def _three(town: Town) -> tuple[Somebody, Somebody, Somebody]:
    """A worker, their captain, and a resident whose lamp is filed."""
    worker, captain = await town.staff(), await town.staff(Role.CAPTAIN, GRID)
    resident = await town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.sees("登记好了")
    return worker, captain, resident


def _at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)
