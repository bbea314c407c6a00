"""After the call-back: solved in part, reasons that reopen or ask the supervisor, bad ratings, what counts in the rates."""

from __future__ import annotations

from datetime import datetime

import pytest
from town import ZONE, Somebody, Town

from domain.people import Role

DISTRICT, CITY = "460204000000", "460200000000"
LAMP = "榕树里小区3栋楼下路灯坏了"


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


class Case:
    """One request that a worker has resolved, and everybody around it."""

    def __init__(self, town: Town, supervisor: Somebody, worker: Somebody, resident: Somebody) -> None:
        self.town, self.supervisor, self.worker, self.resident = town, supervisor, worker, resident
        self.number = resident.number()

    def all_look_away(self) -> None:
        for person in (self.supervisor, self.worker, self.resident):
            person.looks_away()


@pytest.fixture
async def resolved(our_town: Town) -> Case:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    case = Case(our_town, supervisor, worker, resident)
    await _resolve(case)
    return case


async def _resolve(case: Case) -> None:
    await case.worker.says(case.number)
    if "签收" in case.worker.buttons:
        await case.worker.presses("签收")
    await case.worker.presses("办结")
    await case.worker.says("办好了")
    await case.worker.presses("没有照片")
    case.all_look_away()


async def test_most_residents_press_two_buttons(resolved: Case) -> None:
    await resolved.resident.presses("解决了")
    resolved.resident.sees("办得怎么样")
    assert resolved.resident.buttons[:3] == ["满意", "基本满意", "不满意"]


async def test_who_was_never_contacted_says_so_at_the_end_and_counts(resolved: Case) -> None:
    """No word passed between them and the worker: asked once, in place of the sentence, when the rating is kept."""
    await resolved.resident.presses("解决了", "满意")
    resolved.resident.sees("有人联系过您吗")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("满意率 100.0%（1/1）")
    resolved.supervisor.sees_nothing("没人联系")
    await resolved.resident.says("没有")
    resolved.resident.sees("谢谢您的评价", "结案")
    resolved.supervisor.looks_away()
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("居民说没人联系 1 件（问了 1 件）", "解决率 100.0%（1/1）")


async def test_who_was_contacted_counts_among_those_asked_only(resolved: Case) -> None:
    await resolved.resident.presses("解决了", "基本满意", "联系过")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("居民说没人联系 0 件（问了 1 件）")


async def test_where_the_history_knows_it_nobody_is_asked(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    case = Case(our_town, supervisor, worker, resident)
    await worker.says(case.number)
    await worker.presses("签收", "报进展")
    await worker.says("明天上午带灯泡过去")
    await _resolve(case)
    await resident.presses("解决了", "满意")
    resident.sees("还想说一句吗")
    await resident.presses("不说了")
    await supervisor.says("日报")
    supervisor.sees_nothing("没人联系")


async def test_words_instead_are_taken_as_a_sentence(resolved: Case) -> None:
    await resolved.resident.presses("解决了", "满意")
    await resolved.resident.says("师傅做事很利索，谢谢")
    resolved.resident.sees("谢谢您的评价")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("满意率 100.0%（1/1）")
    resolved.supervisor.sees_nothing("没人联系")


async def test_a_new_matter_said_there_is_reported_and_no_answer(resolved: Case) -> None:
    await resolved.resident.presses("解决了", "满意")
    await resolved.resident.says("榕树里小区5栋下水道堵了")
    resolved.resident.sees("请看看对不对", "下水道堵塞")


async def test_what_is_not_solved_is_done_again_at_once_and_who_came_is_asked_afterwards(resolved: Case) -> None:
    await resolved.resident.presses("没解决", "又坏了")
    resolved.worker.sees("路灯照明", "又坏了")
    resolved.resident.sees("重新办理")
    resolved.resident.sees("再问一句", "有人联系过您吗")
    await resolved.resident.presses("没人联系我")
    resolved.resident.sees("记下了")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("居民说没人联系 1 件（问了 1 件）", "解决率 0.0%（0/1）")
    await _resolve(resolved)
    await resolved.resident.presses("解决了", "满意")
    resolved.resident.sees("有人联系过您吗")


async def test_who_presses_that_nobody_came_is_not_asked_once_more(resolved: Case) -> None:
    await resolved.resident.presses("没解决", "没人来")
    resolved.resident.sees_nothing("有人联系过您吗")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("居民说没人联系 1 件（问了 1 件）")


@pytest.mark.sample
async def test_solved_in_part_goes_back_at_once_when_something_is_left_to_do(resolved: Case) -> None:
    await resolved.resident.presses("部分解决")
    resolved.resident.sees("还差什么")
    await resolved.resident.presses("还有没办完的")
    resolved.resident.sees("重新办理", "许慧娟", "最迟")
    resolved.worker.sees("路灯照明", "还有没办完的")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("解决率 0.0%（0/1）", "部分解决 1 件，不算解决")


async def test_what_is_done_again_reaches_who_has_it_the_nearest_above_and_the_supervisor(resolved: Case) -> None:
    captain = await resolved.town.staff(Role.CAPTAIN)
    await resolved.resident.presses("没解决")
    await resolved.resident.says("只换了一个灯泡，另一个还是坏的")
    resolved.worker.sees("路灯照明", "另一个还是坏的")
    for above in (captain, resolved.supervisor):
        above.sees_once("居民说没解决", resolved.number, "另一个还是坏的")


async def test_where_the_supervisor_is_the_nearest_above_they_hear_of_it_once(resolved: Case) -> None:
    city = await resolved.town.staff(Role.SUPERVISOR, CITY)
    await resolved.resident.presses("没解决", "没人来")
    resolved.supervisor.sees_once("居民说没解决", "没人来")
    city.sees_nothing()


async def test_a_supervisor_who_lets_it_be_done_again_is_not_told_of_it(resolved: Case) -> None:
    await resolved.resident.presses("没解决", "不认可处理结果")
    await resolved.supervisor.presses("重办")
    resolved.supervisor.sees_nothing("居民说没解决")
    resolved.worker.sees("路灯照明", "不认可")


async def test_solved_in_part_but_badly_is_for_the_supervisor_who_says_yes(resolved: Case) -> None:
    await resolved.resident.presses("部分解决", "办得不好")
    resolved.resident.sees("督办来定", "11月24日")
    resolved.worker.sees_nothing("办得不好")
    resolved.supervisor.sees("居民请求重办", resolved.number, "办得不好")
    await resolved.supervisor.presses("重办")
    resolved.supervisor.sees("已转回", "许慧娟")
    resolved.resident.sees("重新办理", "许慧娟", "最迟")
    resolved.worker.sees("路灯照明", "办得不好")


@pytest.mark.sample
async def test_the_supervisor_says_no_and_the_resident_hears_why_and_has_a_way_on(resolved: Case) -> None:
    resident, supervisor = resolved.resident, resolved.supervisor
    await resident.presses("没解决", "不认可处理结果")
    await supervisor.presses("不重办")
    await supervisor.says("灯杆归物业管，已书面告知物业月底前换")
    resident.sees("这次不重新办", "灯杆归物业管")
    assert resident.buttons == ["报一件事", "找工作人员"]
    resident.looks_away()
    supervisor.looks_away()
    await resident.says("没解决")
    await resident.presses("不认可处理结果")
    resident.sees("已经答复过您")
    supervisor.sees_nothing("请求重办")
    await resident.says("没解决")
    await resident.presses("又坏了")
    resident.sees("重新办理")


async def test_while_it_is_decided_old_buttons_change_nothing_and_say_so(resolved: Case) -> None:
    await resolved.resident.presses("没解决", "不认可处理结果")
    for label in ("解决了", "部分解决", "没解决"):
        resolved.resident.looks_away()
        await resolved.resident.presses(label)
        resolved.resident.sees("督办来定", "11月24日")
    resolved.supervisor.looks_away()
    await resolved.supervisor.presses("重办")
    resolved.supervisor.looks_away()
    resolved.town.stub.presses(resolved.supervisor.chat_id, "不重办")
    await resolved.town.settle()
    resolved.supervisor.sees("不能这样办")


async def test_a_silent_supervisor_means_it_is_done_again(resolved: Case) -> None:
    await resolved.resident.presses("部分解决", "别的原因")
    await resolved.resident.says("只换了一个灯泡，另一个没换")
    resolved.supervisor.sees("居民请求重办", "另一个没换")
    resolved.all_look_away()
    await resolved.town.until(at(11, 24, 18))
    resolved.resident.sees("重新办理", "许慧娟")
    resolved.worker.sees("路灯照明", "另一个没换")


async def test_a_bad_rating_is_the_supervisors_own_task_until_they_did_something(resolved: Case) -> None:
    resident, supervisor = resolved.resident, resolved.supervisor
    await resident.presses("解决了", "不满意", "态度不好")
    resident.sees("对不起没让您满意")
    supervisor.sees("请您亲自跟进", "态度不好")
    supervisor.looks_away()
    await supervisor.says("待办")
    supervisor.sees("待跟进")
    resident.looks_away()
    await supervisor.presses(f"{resolved.number} 态度不好", "已跟进")
    await supervisor.says("已上门向您道歉，网格员已批评教育")
    supervisor.sees("已告诉居民")
    resident.sees("负责人跟进了", "道歉")
    supervisor.looks_away()
    await supervisor.says("待办")
    supervisor.sees_nothing("待跟进")


async def test_a_bad_rating_nobody_follows_up_comes_again_and_then_to_those_above(resolved: Case) -> None:
    resident, supervisor = resolved.resident, resolved.supervisor
    city = await resolved.town.staff(Role.SUPERVISOR, CITY)
    await resident.presses("解决了", "不满意", "态度不好")
    supervisor.looks_away()
    await resolved.town.until(at(11, 26, 18))
    supervisor.sees_once("还没跟进（3 天了）", "态度不好")
    city.sees_nothing("差评")
    await resolved.town.until(at(12, 1, 18))
    supervisor.sees("还没跟进（8 天了）")
    city.sees_once("还没跟进居民的差评", "态度不好")
    supervisor.looks_away()
    await supervisor.says("待办")
    await supervisor.presses(f"{resolved.number} 态度不好", "已跟进")
    await supervisor.says("已上门向您道歉")
    supervisor.looks_away()
    await resolved.town.until(at(12, 10, 18))
    supervisor.sees_nothing("还没跟进")


@pytest.mark.needs("blocking")
async def test_a_bad_rating_of_a_supervisor_who_left_is_the_next_ones(resolved: Case) -> None:
    city = await resolved.town.staff(Role.SUPERVISOR, CITY)
    await resolved.resident.presses("解决了", "不满意", "态度不好")
    resolved.supervisor.sees("请您亲自跟进")
    resolved.town.stub.blocks(resolved.supervisor.chat_id)
    await resolved.town.until(at(11, 26, 17, 45))
    city.sees_once("还没跟进（3 天了）", "态度不好")
    assert "已跟进" in city.buttons


async def test_solved_but_badly_may_still_be_done_again_and_stays_solved_in_the_figures(resolved: Case) -> None:
    await resolved.resident.presses("解决了", "不满意", "办得不好")
    resolved.supervisor.sees("居民请求重办", "办得不好")
    resolved.supervisor.sees_nothing("亲自跟进")
    await resolved.supervisor.presses("重办")
    resolved.worker.sees("路灯照明", "办得不好")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("解决率 100.0%（1/1）", "满意率 0.0%（0/1）", "在办 1 件")


async def test_that_nobody_came_is_a_reason_and_counted_beside_the_response_rate(resolved: Case) -> None:
    await resolved.resident.presses("没解决", "没人来")
    await resolved.supervisor.says("日报")
    resolved.supervisor.sees("响应率 100.0%（1/1）", "居民说没人联系 1 件")


async def test_the_time_to_reopen_counts_from_the_resolution_not_from_the_closing(resolved: Case) -> None:
    """Resolved on the 23rd, closed silently on the 26th: fifteen days are over on the 8th, not on the 11th."""
    await resolved.town.until(at(12, 9, 9))
    await resolved.resident.presses("没解决")
    resolved.resident.sees("已经过了重新办理的时间")


async def test_silence_is_no_satisfaction(resolved: Case) -> None:
    await resolved.town.until(at(11, 27, 9))
    await resolved.supervisor.says("月报")
    resolved.supervisor.sees("解决率 —（0/0）", "满意率 —（0/0）", "没表态 1 件")


async def test_a_supervisor_takes_a_ticket_out_of_the_rates_with_a_reason_and_back(resolved: Case) -> None:
    supervisor = resolved.supervisor
    await resolved.resident.presses("没解决", "没人来")
    await supervisor.says(resolved.number)
    await supervisor.presses("更多", "不计入三率")
    supervisor.sees("为什么")
    await supervisor.presses("台风等不可抗力")
    supervisor.sees("不再计入三率", "台风等不可抗力")
    supervisor.looks_away()
    await supervisor.says("月报")
    supervisor.sees("新增 1", "解决率 —（0/0）", "剔除 1 件")
    await supervisor.presses("看全部数字")
    supervisor.sees("新增 1", "响应率 —（0/0）", "解决率 —（0/0）", "剔除 1 件")
    await resolved.worker.says(resolved.number)
    assert "不计入三率" not in resolved.worker.buttons
    await _resolve(resolved)
    await resolved.resident.presses("解决了", "满意", "不说了")
    supervisor.looks_away()
    await supervisor.says("月报")
    supervisor.sees("解决率 —（0/0）", "剔除 1 件")
    await supervisor.says(resolved.number)
    await supervisor.presses("更多", "恢复计入三率")
    supervisor.looks_away()
    await supervisor.says("月报")
    told = supervisor.sees("解决率 50.0%（1/2）", "满意率 100.0%（1/1）")
    assert "剔除" not in told


async def test_the_bulletin_names_the_units_by_their_rates(our_town: Town) -> None:
    """A unit's rates are its own, with numerator and denominator; the grid it came from counts in its area."""
    supervisor, command = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff(Role.COMMAND, DISTRICT)
    lamps, resident = await our_town.staff(Role.OFFICER, "ty-lamps"), await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await command.says(resident.number())
    await command.presses("派给单位", "天涯区路灯管理所", "不用协办")
    await lamps.presses("签收", "办结")
    await lamps.says("换了灯杆")
    await lamps.presses("没有照片")
    await resident.presses("部分解决", "还有没办完的")
    await supervisor.says("月报")
    await supervisor.presses("看全部数字")
    told = supervisor.sees("主办单位，解决率从低到高")
    assert (
        "天涯区路灯管理所：响应率 100.0%（1/1），按时办结率 100.0%（1/1），解决率 0.0%（0/1），满意率 —（0/0）" in told
    )
    assert "部分解决 1 件" in told
    await supervisor.says("日报")
    supervisor.sees("—— 主办单位", "天涯区路灯管理所：在办 1（超时 0），办结 1，按时办结率 100.0%（1/1）")
