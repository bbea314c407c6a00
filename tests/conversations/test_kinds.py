"""Enquiry, suggestion, report of wrongdoing, praise, feedback: each goes to whom it is for."""

from __future__ import annotations

import re

from town import Somebody, Town

from domain.people import Role

COMMUNITY = "460204198023"
DISTRICT = "460204000000"
HOME = "h460204198023-c01-3"


async def test_an_enquiry_goes_to_the_community_desk_without_asking_where(our_town: Town) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    resident = await our_town.resident(HOME)
    await resident.says("请问居住证怎么办理")
    resident.sees("请看看对不对", "咨询", "麦建明")
    await resident.presses("确认")
    resident.sees("咨询记下了", "麦建明", "11月24日")
    desk.sees("居住证")
    worker.sees_nothing()
    await desk.presses("办结")
    await desk.says("带身份证和租房合同到党群服务中心办理")
    await desk.presses("没有照片")
    resident.sees("身份证和租房合同")


async def test_an_enquiry_from_nowhere_finds_somebody(our_town: Town) -> None:
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    resident = await our_town.resident()
    await resident.says("请问居住证怎么办理")
    await resident.presses("确认")
    resident.sees("邢晓琳")
    city.sees("居住证")
    await city.presses("转派")
    assert any("受理台" in line for line in [*city.buttons, city.last])
    await city.says("1")
    city.sees("已转给")


async def test_a_suggestion_is_thanked_and_read_by_the_desk(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, COMMUNITY)
    resident = await our_town.resident(HOME)
    await resident.says("建议在小区门口加装减速带")
    await resident.presses("确认")
    resident.sees("谢谢您的建议", "麦建明")
    desk.sees("减速带")


async def test_a_report_of_wrongdoing_reaches_the_supervisor_only_for_its_whole_life(our_town: Town) -> None:
    """Not accepted, late, urged, a person asked for, not solved: whatever happens, nobody below hears of it."""
    below = [
        await our_town.staff(),
        await our_town.staff(Role.CAPTAIN),
        await our_town.staff(Role.DESK, COMMUNITY),
    ]
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋有人聚众赌博")
    while "请看看对不对" not in resident.last:
        await resident.says("1")
    await resident.presses("确认")
    filed = resident.sees("举报登记好了", "保密")
    code = re.findall(r"提取码 ([A-Z2-9-]{9})", filed)[0]
    supervisor.sees("聚众赌博")
    await resident.says("催一下")
    await resident.says("人工")
    await our_town.passes(days=12)
    await supervisor.presses("办结")
    await supervisor.says("已移交派出所")
    await supervisor.presses("没有照片")
    resident.sees_nothing("移交派出所")
    await resident.says(f"查询 {resident.number()} {code}")
    resident.sees("移交派出所")
    await resident.presses("没解决", "没人来")
    resident.sees("重新办理")
    for somebody in below:
        somebody.sees_nothing("赌博")
        somebody.sees_nothing(resident.number())
        await somebody.says("日报")
        somebody.sees_nothing("赌博")
        if "看全部在办" in somebody.buttons:
            await somebody.presses("看全部在办")
            somebody.sees_nothing("赌博")
        await somebody.says(resident.number())
        somebody.sees("没有找到这张工单")


async def test_a_report_of_wrongdoing_is_reassigned_among_supervisors_only(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋有人聚众赌博")
    while "请看看对不对" not in resident.last:
        await resident.says("1")
    await resident.presses("确认")
    await supervisor.presses("转派")
    shown = " ".join([*supervisor.buttons, supervisor.last])
    assert "邢晓琳" in shown
    assert "网格" not in shown.replace("转给谁", "")


async def test_praise_is_passed_on(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident(HOME)
    await resident.says("感谢网格员小许，帮我奶奶搬东西，表扬")
    resident.sees("谢谢您", "表扬已经记下")
    worker.sees("居民表扬", "帮我奶奶搬东西")


async def test_solved_in_own_words_closes_and_asks_how_it_was(our_town: Town) -> None:
    resident = await _resolved(our_town)
    await resident.says("修好了，谢谢")
    resident.sees("这次办得怎么样")
    await resident.says("2")
    await resident.says("来得挺快")
    resident.sees("谢谢您的评价")


async def test_not_solved_in_own_words_reopens(our_town: Town) -> None:
    resident = await _resolved(our_town)
    await resident.says("还是没修好")
    resident.sees("哪里没解决")
    await resident.says("灯还是不亮")
    resident.sees("重新办理", "许慧娟")


async def test_solved_before_anybody_came(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await resident.says("灯亮了")
    resident.sees("已经好了吗")
    await resident.presses("是，好了")
    resident.sees("太好了", "结案")
    worker.sees("居民确认解决")


async def test_still_bad_while_it_is_in_work_reaches_the_worker(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await resident.says("还是不亮")
    resident.sees("知道了", "许慧娟")
    worker.sees("补充", "还是不亮")


async def test_solved_with_nothing_open_is_good_to_hear(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("修好了")
    resident.sees("太好了")


async def _resolved(town: Town) -> Somebody:
    worker, resident = await town.staff(), await town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    resident.sees("真的解决了吗")
    return resident
