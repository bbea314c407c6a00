"""Dispatch by table: units, the admission list, copies, duty and leave; who is not there is never waited for."""

from __future__ import annotations

from datetime import datetime

import pytest
from town import GRID, ZONE, Somebody, Town

from domain.people import Post, Role
from domain.policy import PartTime

DISTRICT = "460204000000"
COMMUNITY = "460204198023"
TABLE = "what,place,to,copies"
LIST = "what,place,level,allowed,until,basis"


@pytest.mark.sample
async def test_what_the_table_names_goes_straight_to_the_unit_with_a_copy_above(our_town: Town) -> None:
    unit, district = await our_town.staff(Role.UNIT_DESK, "ty-labour"), await our_town.staff(Role.COMMAND, DISTRICT)
    worker = await our_town.staff()
    resident = await _filed(our_town, "老板拖欠我们工资三个月，在榕树里小区3栋做的装修")
    resident.sees("郑小燕")
    unit.sees("欠薪", resident.number(), "最迟")
    assert "签收" in unit.buttons
    district.sees("抄送", "欠薪", "郑小燕")
    worker.sees_nothing()


async def test_the_narrowest_row_wins(our_town: Town) -> None:
    """A matter before a category, a grid before a district."""
    await our_town.imports(
        "dispatch", TABLE, "城乡建设,460204000000,ty-city,", f"路灯照明,{DISTRICT},ty-lamps,", f"路灯照明,{GRID},网格,"
    )
    worker, lamps = await our_town.staff(), await our_town.staff(Role.OFFICER, "ty-lamps")  # who is on duty by day
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    worker.sees("路灯照明")
    lamps.sees_nothing()
    worker.looks_away()
    await _filed(our_town, "椰风雅苑路灯坏了")
    lamps.sees("路灯照明", "椰风雅苑")
    worker.sees_nothing()


async def test_a_row_for_the_community_goes_past_the_grid(our_town: Town) -> None:
    await our_town.imports("dispatch", TABLE, f"路灯照明,{COMMUNITY},社区,")
    desk, worker = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff()
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    desk.sees("路灯照明")
    worker.sees_nothing()


async def test_what_grids_may_not_have_goes_to_the_community_and_what_that_may_not_have_to_the_command_centre(
    our_town: Town,
) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await our_town.imports("admission", LIST, "路灯照明,,网格,不可以,,路灯不下网格")
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    desk.sees("路灯照明")
    worker.sees_nothing()
    await our_town.imports("admission", LIST, "路灯照明,,网格和社区,不可以,,路灯不下社区")
    desk.looks_away()
    resident = await _filed(our_town, "榕树里小区4栋楼下路灯坏了")
    desk.sees_nothing()
    command.sees("请定由谁办", resident.number())
    await command.says("待派")
    command.sees("待派 1 件", "不准下派", "路灯不下社区")


async def test_a_temporary_item_may_be_given_until_its_last_day(our_town: Town) -> None:
    worker, command = await our_town.staff(), await our_town.staff(Role.COMMAND, DISTRICT)
    await our_town.imports(
        "admission", LIST, "路灯照明,,网格和社区,不可以,,", "路灯照明,,网格,可以,2026-11-24,区里批准的专项"
    )
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    worker.sees("路灯照明")
    worker.looks_away()
    await our_town.until(datetime(2026, 11, 25, 9, tzinfo=ZONE))
    await _filed(our_town, "榕树里小区4栋楼下路灯坏了")
    command.sees("请定由谁办")
    worker.sees_nothing("榕树里小区4栋")


async def test_danger_never_waits_for_a_table(our_town: Town) -> None:
    await our_town.imports("admission", LIST, ",,网格和社区,不可以,,")
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋着火了，烟很大")
    await resident.presses("正在发生")
    worker.sees("🚨 特急")


async def test_whoever_is_on_duty_gets_it_and_at_night_somebody_else(our_town: Town) -> None:
    await our_town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},ty-lamps,")
    day, night = [await our_town.staff(Role.OFFICER, "ty-lamps", index=at) for at in (0, 1)]
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    day.sees("路灯照明")
    night.sees_nothing()
    day.looks_away()
    await our_town.until(datetime(2026, 11, 23, 21, tzinfo=ZONE))
    await _filed(our_town, "榕树里小区4栋楼下路灯坏了")
    night.sees("路灯照明", "榕树里小区4栋")
    day.sees_nothing("榕树里小区4栋")


async def test_a_part_timer_gets_what_comes_only_when_no_full_timer_is_there(our_town: Town) -> None:
    worker, part_timer = await _with_part_timer(our_town)
    captain = await our_town.staff(Role.CAPTAIN)
    for building in (1, 2):
        await _filed(our_town, f"榕树里小区{building}栋楼下路灯坏了")
        worker.sees("路灯照明", f"榕树里小区{building}栋")
    part_timer.sees_nothing()
    person = (await our_town.written(lambda uow: uow.people.with_post(Role.WORKER, (GRID,))))[0]
    await our_town.written(lambda uow: uow.people.release(person, Post(Role.WORKER, GRID)))
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    part_timer.sees("路灯照明", "榕树里小区3栋")
    await captain.says(resident.number())
    captain.sees("林小梅（兼职）")


async def test_a_part_timer_may_have_half_as_much_or_as_much_by_the_settings(our_town: Town) -> None:
    worker, part_timer = await _with_part_timer(our_town)
    with our_town.policy(part_time=PartTime.HALF):
        for building in (1, 2):
            await _filed(our_town, f"榕树里小区{building}栋楼下路灯坏了")
        part_timer.sees_nothing()
        await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
        part_timer.sees("路灯照明", "榕树里小区3栋")
    with our_town.policy(part_time=PartTime.ALIKE):
        worker.looks_away()
        await _filed(our_town, "榕树里小区4栋楼下路灯坏了")
        part_timer.sees("路灯照明", "榕树里小区4栋")
        worker.sees_nothing()


async def test_whoever_gives_it_on_sees_who_is_a_part_timer(our_town: Town) -> None:
    await _with_part_timer(our_town)
    captain = await our_town.staff(Role.CAPTAIN)
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await captain.says(resident.number())
    await captain.presses("转派")
    assert "林小梅（儋州村社区第一网格兼职网格员，手上0件）" in captain.offered


async def _with_part_timer(town: Town) -> tuple[Somebody, Somebody]:
    """The grid's worker, and 林小梅, imported as a 兼职网格员 of the same grid."""
    await town.imports("people", "姓名,手机号,职责", f"林小梅,19900000999,兼职网格员:{GRID}")
    return await town.staff(), await town.staff(index=1)


async def test_a_unit_without_anybody_there_is_the_command_centres_business(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    await _released(our_town, Role.UNIT_DESK, "ty-labour")
    resident = await _filed(our_town, "老板拖欠我们工资三个月，在榕树里小区3栋做的装修")
    command.sees("请定由谁办", resident.number())


async def test_on_leave_the_stand_in_gets_what_comes_and_what_was_in_hand(our_town: Town) -> None:
    worker, other = await our_town.staff(), await our_town.staff(scope="460204198023002")
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("签收")
    resident.looks_away()
    await worker.says("请假")
    worker.sees("从哪天起")
    await worker.presses("现在", "3天")
    worker.sees("谁替您")
    await worker.says("何晓琳")
    worker.sees("记下了", "何晓琳", "已转出 1 件", "到11月25日")
    other.sees("许慧娟请假", "由您代办")
    other.sees("路灯照明", "许慧娟不在岗")
    resident.sees("现由何晓琳办理")
    worker.looks_away()
    await _filed(our_town, "榕树里小区4栋垃圾没人清运")
    other.sees("垃圾", "榕树里小区4栋")
    worker.sees_nothing()


async def test_leave_that_begins_tomorrow_moves_nothing_today(our_town: Town) -> None:
    worker, other = await our_town.staff(), await our_town.staff(scope="460204198023002")
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.says("请假")
    await worker.presses("明天")
    await worker.says("2")
    await worker.says("何晓琳")
    worker.sees("记下了", "11月24日", "到11月25日")
    other.sees_nothing("路灯照明")
    await our_town.until(datetime(2026, 11, 24, 8, 30, tzinfo=ZONE))
    other.sees("路灯照明", "许慧娟不在岗")


async def test_back_from_leave_they_get_tickets_again(our_town: Town) -> None:
    worker, other = await our_town.staff(), await our_town.staff(scope="460204198023002")
    await worker.says("请假")
    await worker.presses("现在")
    await worker.says("7")
    await worker.presses("何晓琳")
    await worker.says("销假")
    worker.sees("欢迎回来")
    await worker.says("销假")
    worker.sees("现在没有请假")
    other.looks_away()
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    worker.sees("路灯照明")
    other.sees_nothing()


async def test_leave_in_words_that_make_no_sense_is_asked_again(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("请假")
    await worker.says("过一阵子")
    worker.sees("没看懂日期")
    await worker.says("11月25日")
    await worker.says("很久")
    worker.sees("请写几天")
    await worker.says("11月26日")
    await worker.says("诸葛亮")
    worker.sees("没看明白")
    await worker.presses("没有人，按顺序往上派")
    worker.sees("记下了", "11月25日", "到11月26日")


async def test_on_leave_without_a_stand_in_the_captain_gets_it(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    await worker.says("请假")
    await worker.presses("现在", "1天", "没有人，按顺序往上派")
    worker.looks_away()
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    captain.sees("路灯照明")
    assert "签收" in captain.buttons
    worker.sees_nothing()


@pytest.mark.needs("blocking")
async def test_a_worker_who_blocked_the_bot_loses_what_they_have_to_the_captain(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    first = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("签收")
    our_town.stub.blocks(worker.chat_id)
    captain.looks_away()
    await first.says("我的工单")
    await first.says("1")
    await first.presses("催一下")  # the message that finds out
    await our_town.settle()
    captain.sees("路灯照明", "许慧娟不在岗")
    first.sees("现由符思敏办理")
    captain.looks_away()
    await _filed(our_town, "榕树里小区4栋垃圾没人清运")
    captain.sees("垃圾")


async def test_what_a_departed_worker_had_goes_on_the_next_morning(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("签收")
    await _released(our_town, Role.WORKER, GRID)
    await our_town.until(datetime(2026, 11, 24, 8, 1, tzinfo=ZONE))
    captain.sees("路灯照明", "许慧娟不在岗")


async def test_what_comes_back_to_somebody_who_left_goes_on_at_once(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    await _released(our_town, Role.WORKER, GRID)
    await resident.presses("没解决", "没人来")
    await our_town.settle()
    captain.sees("路灯照明", "许慧娟不在岗")
    assert "签收" in captain.buttons


async def test_silence_climbs_from_the_captain_to_the_desk_to_the_command_centre(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    desk, command = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff(Role.COMMAND, DISTRICT)
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")  # Monday, nine o'clock: four working hours are over at 15:30
    await our_town.until(datetime(2026, 11, 23, 15, 31, tzinfo=ZONE))
    worker.sees("还没签收")
    captain.sees("许慧娟还没签收")
    desk.sees_nothing()
    await our_town.until(datetime(2026, 11, 24, 11, 0, tzinfo=ZONE))
    desk.sees("许慧娟还没签收")
    command.sees_nothing("还没签收")
    await our_town.until(datetime(2026, 11, 24, 17, 1, tzinfo=ZONE))
    command.sees("许慧娟还没签收")
    await worker.presses("签收")
    command.looks_away()
    await our_town.until(datetime(2026, 11, 25, 17, 0, tzinfo=ZONE))
    command.sees_nothing("还没签收")


async def test_being_overdue_does_not_make_silence_skip_a_rung(our_town: Town) -> None:
    desk, command = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff(Role.COMMAND, DISTRICT)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await our_town.until(datetime(2026, 11, 27, 17, 0, tzinfo=ZONE))  # Friday evening: no water, 24 hours
    await _filed(our_town, "榕树里小区3栋停水了")
    await our_town.until(datetime(2026, 11, 30, 17, 31, tzinfo=ZONE))
    supervisor.sees("超时")
    supervisor.looks_away()
    await our_town.until(datetime(2026, 12, 1, 9, 31, tzinfo=ZONE))
    desk.sees("还没签收")
    supervisor.sees_nothing("还没签收")
    await our_town.until(datetime(2026, 12, 1, 16, 1, tzinfo=ZONE))
    command.sees("还没签收")


async def test_when_the_desk_is_the_silent_one_the_command_centre_hears_of_it(our_town: Town) -> None:
    await our_town.staff(Role.DESK, COMMUNITY)
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    resident = await our_town.resident(f"h{GRID}")
    await resident.says("请问办居住证要带什么材料？")
    await resident.presses("确认")
    command.sees_nothing("还没签收")
    await our_town.until(datetime(2026, 11, 23, 15, 31, tzinfo=ZONE))
    command.sees("还没签收", resident.number())


async def test_with_no_supervisor_for_the_area_somebody_still_hears_of_it(our_town: Town) -> None:
    """All people of the district are gone; the city's only supervisor is told, again each morning, until somebody acts."""
    city = await our_town.staff(Role.SUPERVISOR, "460203000000")

    def leave(uow) -> None:
        for role in Role:
            for person, scope in uow.people.everybody_with(role):
                if (role, scope) != (Role.SUPERVISOR, "460203000000"):
                    uow.people.release(person, Post(role, scope))

    await our_town.written(leave)
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    city.sees("没有人可派", resident.number())
    city.looks_away()
    await our_town.until(datetime(2026, 11, 24, 8, 1, tzinfo=ZONE))
    city.sees("1 件还没有人办", resident.number())


async def _filed(town: Town, words: str) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident


async def _released(town: Town, role: Role, scope: str) -> None:
    def work(uow) -> None:
        for person in uow.people.with_post(role, (scope,)):
            uow.people.release(person, Post(role, scope))

    await town.written(work)
