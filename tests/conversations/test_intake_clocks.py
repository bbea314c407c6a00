"""特别期限: tourist disputes are taken up within half an hour, by night and on holidays; 办不成事 has three clocks.

法定期限: what a law gives a term has that one, and the resident reads which law says so.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from town import GRID, ZONE, Town, town

from domain.people import Role

DISTRICT = "460204000000"
DISPUTE = "榕树里小区3栋楼下海鲜店宰客，游客被多收了两千块"
NATIONAL_DAY = datetime(2026, 10, 1, 23, 10, tzinfo=ZONE)


async def test_a_tourist_dispute_on_the_night_of_a_holiday_has_half_an_hour(tmp_path: Path) -> None:
    async with town(tmp_path, NATIONAL_DAY) as our_town:
        desk, resident = await our_town.staff(Role.UNIT_DESK, "sy-travel"), await our_town.resident()
        await _reports(resident, DISPUTE)
        resident.sees("30分钟内有人联系您")
        desk.sees("⏱ 急件", "30分钟内要有人签收")
        await our_town.passes(minutes=12)
        desk.looks_away()
        await desk.says("急件")
        desk.sees("急件 1 件", "还剩 1")
        await our_town.passes(minutes=19)
        desk.sees("还没签收")
        await desk.says("急件")
        desk.sees("已过")
        await desk.presses(desk.buttons[0], "签收")
        resident.sees("已签收")
        desk.looks_away()
        await desk.says("急件")
        desk.sees("没有等着接的急件")


async def test_an_ordinary_request_of_the_same_night_waits_for_the_office(tmp_path: Path) -> None:
    async with town(tmp_path, NATIONAL_DAY) as our_town:
        worker, resident = await our_town.staff(), await our_town.resident(home=f"h{GRID}")
        await _reports(resident, "榕树里小区3栋路灯坏了")
        await our_town.passes(minutes=40)
        worker.sees_nothing("还没签收")
        await worker.says("急件")
        worker.sees("没有等着接的急件")


async def test_a_supervisor_gives_what_a_window_would_not_do_its_clock_and_takes_it_back(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(home=f"h{GRID}")
    await resident.says("办不成事")
    await resident.says("居住证跑了三趟没办下来")
    await resident.says("社区服务窗口，上周三")
    await resident.presses("让我找别的部门", "没有")
    resident.sees("办不成事", "11月30日")
    for label, day in (("特殊事项", "12月7日"), ("办不了的说明", "11月26日"), ("恢复一般期限", "11月30日")):
        supervisor.looks_away()
        resident.looks_away()
        await supervisor.says(resident.number())
        await supervisor.presses("更多", "调整缓急", label)
        supervisor.sees("最迟", day)
        resident.sees("最迟", day)


async def test_other_tickets_are_not_offered_these_clocks(our_town: Town) -> None:
    captain, resident = await our_town.staff(Role.CAPTAIN), await our_town.resident(home=f"h{GRID}")
    await _reports(resident, "榕树里小区3栋路灯坏了")
    await captain.says(resident.number())
    await captain.presses("更多", "调整缓急")
    assert "特殊事项" not in captain.buttons


async def test_a_consumer_complaint_goes_by_the_law_first_to_its_acceptance_then_to_the_end_of_the_mediation(
    our_town: Town,
) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(home=f"h{GRID}")
    await _reports(resident, "健身房跑路了，办的卡不退钱")
    resident.sees("最迟12月2日", "7 个工作日内告诉您是否受理", "第十四条")
    resident.looks_away()
    await supervisor.says(resident.number())
    supervisor.sees("第十四条")
    await supervisor.presses("更多", "调整缓急", "市场监管投诉调解")
    supervisor.sees("最迟1月26日", "第二十一条")
    resident.sees("市场监管投诉调解", "最迟1月26日（周二）17:30（暂定）", "45 个工作日", "第二十一条")


async def test_a_request_for_disclosure_registered_all_the_same_has_the_twenty_days_of_its_law(our_town: Town) -> None:
    resident = await our_town.resident(home=f"h{GRID}")
    await resident.says("我要申请政府信息公开，要那份征地补偿方案")
    await resident.presses("不是这个意思，照常登记")
    await _confirms(resident)
    resident.sees("登记好了", "最迟12月21日", "20 个工作日内书面答复", "《政府信息公开条例》")


async def test_a_petition_is_given_its_calendar_days_by_those_above_only(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident(home=f"h{GRID}")
    await _reports(resident, "榕树里小区3栋路灯坏了，我去过信访局，让我来这里反映")
    resident.sees("最迟11月30日")
    resident.sees_nothing("《信访工作条例》")
    await supervisor.says(resident.number())
    await supervisor.presses("更多", "调整缓急", "信访办理")
    resident.sees("最迟1月22日（周五）23:59前", "60 天内办结", "《信访工作条例》")
    supervisor.looks_away()
    await supervisor.says(resident.number())
    await supervisor.presses("更多", "调整缓急", "恢复一般期限")
    supervisor.sees("最迟11月30日")
    supervisor.sees_nothing("改为", "《信访工作条例》")


async def test_a_report_against_a_shop_has_the_fifteen_days_of_the_market_regulator(our_town: Town) -> None:
    await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident(home=f"h{GRID}")
    await resident.says("我要举报榕树里小区门口超市卖过期食品")
    await _confirms(resident)
    resident.sees("举报登记好了", "最迟12月14日", "15 个工作日内核查", "第三十一条")


async def _reports(resident, words: str) -> None:
    await resident.says(words)
    await _confirms(resident)


async def _confirms(resident) -> None:
    for _ in range(5):
        if "确认" in resident.buttons:
            break
        await resident.presses(resident.buttons[0])
    await resident.presses("确认")
