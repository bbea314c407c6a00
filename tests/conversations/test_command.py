"""The command centre: what no rule decides, co-dispatch, returns with an end to ping-pong, calls to one spot."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from shapely.geometry import shape
from town import DATA, ZONE, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
COMMUNITY = "460204198023"
THIRD, NEIGHBOUR = "460204198023003", "460204198008001"
TABLE = "what,place,to,copies"
LAMP = "榕树里小区3栋楼下路灯坏了"


async def test_what_no_rule_decides_waits_in_a_list_and_is_given_to_a_unit(our_town: Town) -> None:
    command, lamps = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    resident = await _undecided(our_town)
    command.sees("请定由谁办", resident.number(), "路灯照明")
    await command.says("待派")
    command.sees("待派 1 件", "路灯照明")
    await command.presses(f"{resident.number()} 路灯照明", "派给单位")
    command.sees("派给谁")
    await command.presses("天涯区路灯管理所", "不用协办")
    command.sees("已派给天涯区路灯管理所（吴清扬）")
    lamps.sees("路灯照明", "最迟")
    resident.sees("现由吴清扬办理")
    await lamps.presses("签收", "办结")
    await lamps.says("换了灯杆")
    await lamps.presses("没有照片")
    resident.sees("换了灯杆", "真的解决了吗")
    await command.says("待派")
    command.sees("没有等着派的工单")


async def test_of_two_who_decide_at_the_same_time_the_second_is_told(our_town: Town) -> None:
    command, supervisor = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.SUPERVISOR, DISTRICT)
    lamps, city = await our_town.staff(Role.OFFICER, "ty-lamps"), await our_town.staff(Role.UNIT_DESK, "ty-city")
    resident = await _undecided(our_town)
    await command.presses("派给单位")
    await supervisor.says(resident.number())
    await supervisor.presses("派给单位", "天涯区综合行政执法局")
    await command.presses("天涯区路灯管理所", "不用协办")
    await supervisor.presses("不用协办")
    supervisor.sees("已经有了变化")
    lamps.sees("路灯照明")
    city.sees_nothing("路灯照明")
    await command.presses("天涯区路灯管理所")  # the old question, once more
    command.sees("这个按钮已经用过了")


async def test_a_unit_is_found_by_a_part_of_its_name_and_an_unclear_one_is_asked_again(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    resident = await _undecided(our_town)
    await command.says(resident.number())
    await command.presses("派给单位")
    await command.says("路灯")
    command.sees("没看明白")
    await command.says("天涯区路灯")
    await command.presses("不用协办")
    command.sees("已派给天涯区路灯管理所")


@pytest.mark.sample
async def test_one_unit_leads_and_others_assist_and_the_lead_sees_what_they_report(our_town: Town) -> None:
    command, lead = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    drains, city = (
        await our_town.staff(Role.UNIT_DESK, "ty-drains"),
        await our_town.staff(Role.UNIT_DESK, "ty-city"),
    )
    resident = await _undecided(our_town)
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "天涯区综合行政执法局", "就这些")
    await command.says("挖开的地方请排水先看管线，执法维持现场")
    command.sees("已派给天涯区路灯管理所", "天涯区排水管护所：待签收", "天涯区综合行政执法局：待签收")
    card = drains.sees("请协办", "主办：天涯区路灯管理所", "先看管线")
    assert str(resident.chat_id) not in card
    await drains.presses("签收")
    lead.sees("天涯区排水管护所：已签收")
    await drains.presses("报进展")
    await drains.says("管线没有问题")
    lead.sees("天涯区排水管护所：管线没有问题")
    await drains.presses("办完了")
    await drains.says("已标出管线位置")
    lead.sees("天涯区排水管护所已完成", "已标出管线位置")
    await city.presses("办不了")
    await city.says("今天全员在外执勤")
    lead.sees("天涯区综合行政执法局办不了", "全员在外")
    command.sees("天涯区综合行政执法局办不了")
    resident.sees_nothing("管线")
    await lead.presses("签收")
    await lead.says(resident.number())
    lead.sees("协办", "已标出管线位置")


async def test_the_lead_closes_when_it_judges_done_and_who_still_assists_is_told(our_town: Town) -> None:
    command, lead = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    drains = await our_town.staff(Role.UNIT_DESK, "ty-drains")
    resident = await _undecided(our_town)
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "就这些", "配合主办单位办理")
    await lead.presses("办结")
    await lead.says("换了灯泡就好了")
    await lead.presses("没有照片")
    resident.sees("换了灯泡")
    drains.sees("已经办结", "不用再办")
    await drains.presses("签收")  # an old button
    drains.sees("现在不能这样办")
    await drains.says("待办")
    drains.sees("没有待办")


async def test_an_assisting_unit_that_stays_silent_is_reminded_once_then_lead_and_command_hear(our_town: Town) -> None:
    command, lead = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    drains = await our_town.staff(Role.UNIT_DESK, "ty-drains")
    resident = await _undecided(our_town)
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "就这些", "配合主办单位办理")
    await lead.presses("签收")
    await our_town.until(datetime(2026, 11, 23, 15, 40, tzinfo=ZONE))  # four working hours
    drains.sees_once("协办还没签收", resident.number())
    assert "签收" in drains.buttons
    lead.sees_nothing("一直没签收")
    await our_town.until(datetime(2026, 11, 24, 11, 0, tzinfo=ZONE))
    lead.sees_once("天涯区排水管护所", "一直没签收协办")
    command.sees_once("天涯区排水管护所", "一直没签收协办")
    await our_town.until(datetime(2026, 11, 26, 11, 0, tzinfo=ZONE))
    lead.sees_once("一直没签收协办")
    drains.sees_once("协办还没签收")
    resident.sees_nothing("协办")


@pytest.mark.needs("blocking")
async def test_the_desk_of_an_assisting_unit_hears_that_its_officer_is_silent(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    desk, officer = await our_town.staff(Role.UNIT_DESK, "ty-drains"), await our_town.staff(Role.OFFICER, "ty-drains")
    await _undecided(our_town)
    our_town.stub.blocks(desk.chat_id)
    await our_town.settle()
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "就这些", "配合主办单位办理")
    officer.sees("请协办")
    our_town.stub.unblocks(desk.chat_id)
    await our_town.until(datetime(2026, 11, 24, 11, 0, tzinfo=ZONE))
    officer.sees_once("协办还没签收")
    desk.sees_once("一直没签收协办", "请催一下")


async def test_an_assisting_unit_that_accepts_in_time_is_left_in_peace(our_town: Town) -> None:
    command, lead = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    drains = await our_town.staff(Role.UNIT_DESK, "ty-drains")
    await _undecided(our_town)
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "就这些", "配合主办单位办理")
    await drains.presses("签收")
    await our_town.until(datetime(2026, 11, 26, 11, 0, tzinfo=ZONE))
    drains.sees_nothing("没签收")
    lead.sees_nothing("一直没签收")


@pytest.mark.needs("blocking")
async def test_the_part_of_an_assisting_person_who_is_gone_is_the_next_ones(our_town: Town) -> None:
    """They had accepted it, even; the last of the unit gone, those who decide hear it once, and who comes gets it."""
    command, lead = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    desk, officer = await our_town.staff(Role.UNIT_DESK, "ty-drains"), await our_town.staff(Role.OFFICER, "ty-drains")
    await _undecided(our_town)
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "就这些", "配合主办单位办理")
    await desk.presses("签收")
    await lead.presses("签收")
    our_town.stub.blocks(desk.chat_id)
    await our_town.until(datetime(2026, 11, 23, 15, 40, tzinfo=ZONE))
    officer.sees_once("请协办", "配合主办单位办理")
    assert "签收" in officer.buttons
    lead.sees("天涯区排水管护所原来的人不在岗，协办转给")
    our_town.stub.blocks(officer.chat_id)
    await our_town.until(datetime(2026, 11, 26, 11, 0, tzinfo=ZONE))
    lead.sees_once("天涯区排水管护所现在没有人在岗")
    command.sees_once("天涯区排水管护所现在没有人在岗", "请另想办法")
    another = await our_town.staff(Role.OFFICER, "ty-drains")
    await our_town.until(datetime(2026, 11, 26, 18, 0, tzinfo=ZONE))
    another.sees("请协办", "配合主办单位办理")
    lead.sees("协办转给")


async def test_tasks_stand_in_the_units_list_and_no_stranger_sees_them(our_town: Town) -> None:
    command, drains = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.UNIT_DESK, "ty-drains")
    stranger = await our_town.staff(Role.UNIT_DESK, "ty-city")
    await _undecided(our_town)
    await command.presses("派给单位", "天涯区路灯管理所", "天涯区排水管护所", "就这些", "配合主办单位办理")
    await drains.says("待办")
    drains.sees("协办、吹哨、回访 1 件", "路灯照明", "待签收")
    await drains.says("1")
    drains.sees("请协办")
    await stranger.says("待办")
    stranger.sees("没有待办")


async def test_a_unit_returns_in_time_with_a_reason_and_the_command_centre_upholds_it(our_town: Town) -> None:
    await our_town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},ty-lamps,")
    command, lamps = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    resident = await _filed(our_town)
    await lamps.presses("退单")
    await lamps.says("这盏灯是小区物业的")
    lamps.sees("已退回，由指挥中心定", "居民有话还请您先答复")
    resident.sees("正在确定由哪家承办")
    command.sees("请定由谁办", "这盏灯是小区物业的")
    await command.says("待派")
    command.sees("天涯区路灯管理所退回（第1次）", "小区物业的")
    await command.says("1")
    await command.presses("派给单位", "维持：仍由天涯区路灯管理所办，不得再退", "不用协办")
    lamps.sees("路灯照明", resident.number())
    assert "退单" not in lamps.buttons
    await lamps.says(resident.number())
    assert "退单" not in lamps.buttons
    assert "签收" in lamps.buttons


async def test_a_unit_that_waits_too_long_may_not_return_any_more(our_town: Town) -> None:
    await our_town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},ty-lamps,")
    lamps = await our_town.staff(Role.OFFICER, "ty-lamps")
    resident = await _filed(our_town)
    await our_town.until(datetime(2026, 11, 26, 10, tzinfo=ZONE))  # two working days are over
    await lamps.presses("退单")
    lamps.sees("现在不能这样办")
    await lamps.says(resident.number())
    assert "退单" not in lamps.buttons


async def test_the_first_unit_answers_the_resident_until_somebody_else_has_accepted(our_town: Town) -> None:
    """首接负责: in between the resident's words reach whoever had it first, who may answer."""
    await our_town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},ty-lamps,")
    command, lamps = await our_town.staff(Role.COMMAND, DISTRICT), await our_town.staff(Role.OFFICER, "ty-lamps")
    city = await our_town.staff(Role.OFFICER, "ty-city")
    resident = await _filed(our_town)
    await lamps.presses("退单", "要由专业单位办")
    await resident.says("我的工单")
    await resident.says("1")
    await resident.presses("补充")
    await resident.says("门口那一盏也不亮")
    lamps.sees("居民补充", "门口那一盏")
    await lamps.says(resident.number())
    await lamps.presses("报进展")
    await lamps.says("先放了一盏临时灯")
    resident.sees("先放了一盏临时灯")
    await command.says(resident.number())
    await command.presses("派给单位", "天涯区综合行政执法局", "不用协办")
    await _unit_desk_gives(our_town, resident, city)
    lamps.looks_away()
    await resident.says("我的工单")
    await resident.says("1")
    await resident.presses("补充")
    await resident.says("今晚还是黑的")
    city.sees("今晚还是黑的")
    lamps.sees_nothing()


@pytest.mark.sample
async def test_after_three_returns_the_command_centre_decides_and_there_is_no_more_ping_pong(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    desk, command = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff(Role.COMMAND, DISTRICT)
    resident = await _filed(our_town)
    await worker.presses("退单", "不在我的网格")
    await captain.presses("退单", "要由专业单位办")
    desk.sees("路灯照明")
    await desk.presses("退单", "要由专业单位办")
    command.sees("请定由谁办")
    await command.says("待派")
    command.sees("退回（第3次）")
    await command.says("1")
    await command.presses("派给单位", "社区受理台", "不用协办")
    command.sees("已派给社区受理台（麦建明）")
    await desk.says(resident.number())
    assert "退单" not in desk.buttons
    assert {"签收", "办结"} <= set(desk.buttons)


async def test_after_three_returns_whoever_assigns_it_decides_finally_too(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    desk, command = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff(Role.COMMAND, DISTRICT)
    resident = await _filed(our_town)
    await worker.presses("退单", "不在我的网格")
    await captain.presses("转派")  # the first two returns are ordinary ones
    await captain.says("许慧娟")
    await worker.presses("退单", "不在我的网格")
    await captain.presses("退单", "要由专业单位办")
    command.sees("请定由谁办")
    await desk.says(resident.number())
    await desk.presses("转派")
    await desk.says("许慧娟")
    worker.looks_away()
    await worker.says(resident.number())
    assert "退单" not in worker.buttons
    assert {"签收", "办结"} <= set(worker.buttons)


async def test_a_reason_is_compulsory(our_town: Town) -> None:
    worker, _ = await our_town.staff(), await _filed(our_town)
    await worker.presses("退单")
    await worker.says(" ")
    await worker.says("。")
    worker.sees("请写几个字")


async def test_the_unit_desk_hands_to_its_officers_and_to_nobody_else(our_town: Town) -> None:
    await our_town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},ty-city,")
    desk, officer = await our_town.staff(Role.UNIT_DESK, "ty-city"), await our_town.staff(Role.OFFICER, "ty-city")
    resident = await _filed(our_town)
    await desk.says(resident.number())
    await desk.presses("转派")
    desk.sees("转给谁")
    assert desk.offered == ["黎明强（天涯区综合行政执法局经办人，手上0件）"]
    await desk.says("1")
    officer.sees("路灯照明")
    resident.sees("现由黎明强办理")


async def test_only_the_command_centre_of_the_area_dispatches(our_town: Town) -> None:
    captain, elsewhere = await our_town.staff(Role.CAPTAIN), await our_town.staff(Role.COMMAND, "460203000000")
    resident = await _filed(our_town)
    await captain.says(resident.number())
    assert "派给单位" not in captain.buttons
    await elsewhere.says(resident.number())
    elsewhere.sees("没有找到这张工单")
    await elsewhere.says("待派")
    elsewhere.sees("没有等着派的工单")


@pytest.mark.sample
async def test_a_community_calls_units_to_one_spot_and_the_supervisor_sees_who_did_not_come(our_town: Town) -> None:
    desk, supervisor = await our_town.staff(Role.DESK, COMMUNITY), await our_town.staff(Role.SUPERVISOR, DISTRICT)
    drains, city = (
        await our_town.staff(Role.UNIT_DESK, "ty-drains"),
        await our_town.staff(Role.UNIT_DESK, "ty-city"),
    )
    lamps = await our_town.staff(Role.OFFICER, "ty-lamps")
    resident = await _filed(our_town)
    await desk.says(resident.number())
    await desk.presses("吹哨")
    desk.sees("叫哪些单位到现场")
    await desk.presses("天涯区排水管护所", "天涯区综合行政执法局")
    await desk.says("路灯管理所")
    desk.sees("没看明白")
    await desk.says("天涯区路灯")
    await desk.presses("就这些")
    await desk.says("早点来")
    desk.sees("没看懂时间")
    await desk.says("今天下午3点半")
    await desk.says("一起看灯杆和管线")
    desk.sees("已叫天涯区排水管护所、天涯区综合行政执法局、天涯区路灯管理所", "15:30")
    drains.sees("吹哨", "15:30", "榕树里小区3栋", "一起看灯杆和管线")
    await drains.presses("会到")
    desk.sees("天涯区排水管护所：会到")
    await city.presses("来不了")
    await city.says("队员都在台风点位")
    desk.sees("天涯区综合行政执法局来不了", "台风点位")
    await our_town.until(datetime(2026, 11, 23, 15, 20, tzinfo=ZONE))
    await drains.presses("到了")
    desk.sees("天涯区排水管护所：已到场")
    await our_town.until(datetime(2026, 11, 23, 15, 44, tzinfo=ZONE))
    supervisor.sees_nothing("没到")
    await our_town.until(datetime(2026, 11, 23, 15, 46, tzinfo=ZONE))
    for person in (supervisor, desk):
        person.sees("没到：天涯区综合行政执法局（队员都在台风点位）、天涯区路灯管理所", "到场：天涯区排水管护所")
    assert lamps
    await drains.presses("办完了")
    await drains.says("管线已加固")
    desk.sees("天涯区排水管护所已完成", "管线已加固")
    resident.sees_nothing("吹哨")


async def test_when_everybody_came_nobody_is_told_of_absence(our_town: Town) -> None:
    captain, supervisor = await our_town.staff(Role.CAPTAIN), await our_town.staff(Role.SUPERVISOR, DISTRICT)
    drains = await our_town.staff(Role.UNIT_DESK, "ty-drains")
    resident = await _filed(our_town)
    await captain.says(resident.number())
    await captain.presses("吹哨", "天涯区排水管护所", "就这些", "一小时内")
    await captain.says("看一下井盖")
    await drains.presses("到了")
    await our_town.passes(hours=2)
    supervisor.sees_nothing("没到")


async def test_a_worker_may_not_whistle(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.says(resident.number())
    assert "吹哨" not in worker.buttons


async def test_what_has_no_place_at_all_is_the_command_centres(our_town: Town) -> None:
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    resident = await our_town.resident()
    await resident.says("请问居住证怎么办理")
    await resident.presses("确认")
    command.sees("请定由谁办", "居住证")
    await command.says("待派")
    command.sees("待派 1 件", "派单表里没有写")
    await command.says("1")
    await command.presses("办结")
    await command.says("带身份证到派出所办")
    await command.presses("没有照片")
    resident.sees("带身份证到派出所办")


async def test_on_a_boundary_the_command_centre_names_the_lead_and_the_other_grid_assists(our_town: Town) -> None:
    """Between 儋州村's third and 金鸡岭's first grid; the resident cannot say whose it is."""
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    lead, other = await our_town.staff(scope=THIRD), await our_town.staff(scope=NEIGHBOUR)
    resident = await our_town.resident()
    await resident.says("路灯坏了")
    await resident.sends_location(*between(THIRD, NEIGHBOUR))
    await resident.presses("确认")
    resident.sees("登记好了")
    command.sees("请定由谁办", "路灯照明")
    await command.says("待派")
    command.sees("在金鸡岭社区第一网格、儋州村社区第三网格交界处")
    await command.says("1")
    await command.presses("派给单位", "儋州村社区第三网格主办", "金鸡岭社区第一网格", "就这些", "配合主办单位办理")
    lead.sees("路灯照明", "最迟")
    other.sees("请协办", "路灯照明")
    await other.presses("办完了")
    await other.says("这边的灯查过了，是好的")
    lead.sees("金鸡岭社区第一网格已完成", "是好的")


async def test_a_joint_unit_of_both_sides_has_what_lies_on_the_boundary_and_passes_it_on_inside_only(
    our_town: Town,
) -> None:
    """党建联建: one unit with people of both grids; whoever of them does it, it never goes from grid to grid."""
    await our_town.imports("units", "code,name,area", f"lj-1,儋州村金鸡岭联建小组,{DISTRICT}")
    await our_town.imports(
        "people",
        "name,phone,roles",
        f"曾子轩,19900000040,网格员:{THIRD}|单位受理台:lj-1",
        f"周明辉,19900000043,网格员:{NEIGHBOUR}|单位经办人:lj-1",
    )
    command = await our_town.staff(Role.COMMAND, DISTRICT)
    one, other = await our_town.staff(scope=THIRD), await our_town.staff(scope=NEIGHBOUR)
    resident = await our_town.resident()
    await resident.says("路灯坏了")
    await resident.sends_location(*between(THIRD, NEIGHBOUR))
    await resident.presses("确认")
    await command.says("待派")
    await command.says("1")
    await command.presses("派给单位", "儋州村金鸡岭联建小组", "不用协办")
    one.sees("路灯照明", resident.number())
    resident.sees("曾子轩")
    await one.says(resident.number())
    await one.presses("转派")
    one.sees("转给谁")
    (only,) = one.offered
    assert only.startswith("周明辉（儋州村金鸡岭联建小组经办人")
    await one.says("1")
    other.sees("路灯照明", resident.number())
    await other.presses("签收", "办结")
    await other.says("两边一起换了灯头，亮了")
    await other.presses("没有照片")
    resident.sees("两边一起换了灯头", "解决了吗")
    command.looks_away()
    await command.says("待派")
    command.sees_nothing(resident.number())


def between(one: str, other: str) -> tuple[float, float]:
    """A position on the border of two grids of the demo: latitude, longitude."""
    features = json.loads((DATA / "grids.geojson").read_text("utf-8"))["features"]
    shapes = {each["properties"]["code"]: shape(each["geometry"]) for each in features}
    point = shapes[one].intersection(shapes[other]).interpolate(0.5, normalized=True)
    return point.y, point.x


async def _filed(town: Town, words: str = LAMP) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident


async def _undecided(town: Town) -> Somebody:
    """A matter that the table leaves to the command centre."""
    await town.imports("dispatch", TABLE, f"路灯照明,{DISTRICT},指挥中心,")
    return await _filed(town)


async def _unit_desk_gives(town: Town, resident: Somebody, officer: Somebody) -> None:
    desk = await town.staff(Role.UNIT_DESK, "ty-city")
    await desk.says(resident.number())
    await desk.presses("转派")
    await desk.says("1")
    await officer.presses("签收")
    officer.sees("办理中")
