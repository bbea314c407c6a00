"""What people really write who were told nothing: openers, thanks, numbers, second thoughts, remarks in passing."""

from __future__ import annotations

import pytest
from town import Town

from domain.people import Role

DISTRICT = "460204000000"


@pytest.mark.parametrize("opener", ["你好我想说个事", "我要反映个问题", "我有个事想说"])
async def test_an_opener_is_asked_what_it_is_about(our_town: Town, opener: str) -> None:
    resident = await our_town.resident()
    await resident.says(opener)
    assert resident.fresh == ["请说说是什么事？一句话就行，也可以发照片。"]


async def test_thanks_to_whoever_it_is_are_thanks(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("谢谢你啊小姑娘")
    resident.sees_once("不客气")


async def test_a_number_alone_is_asked_about(our_town: Town) -> None:
    resident, worker = await our_town.resident(), await our_town.staff()
    for number in ("123", "13800138000", "460204198801010012"):
        resident.looks_away()
        await resident.says(number)
        resident.sees_once("只看到一串数字", "报事请说一句")
    await worker.says("12345")
    worker.sees_once("没看明白", "待办", "报单")


async def test_a_telephone_number_answers_the_worker_who_asked_for_it(our_town: Town) -> None:
    resident, worker = await our_town.resident(), await our_town.staff()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await worker.says(resident.number())
    await worker.presses("问居民")
    await worker.says("您的电话是多少？")
    await resident.says("13800138000")
    resident.sees("已转给许慧娟")


async def test_never_mind_drops_the_request_that_is_read_back(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.says("算了，不用了")
    resident.sees("这件事不报了")


async def test_a_misspelt_place_is_confirmed_by_yes_or_by_its_building(our_town: Town) -> None:
    one, other = await our_town.resident(), await our_town.resident()
    for resident in (one, other):
        await resident.says("路灯坏了，晚上太黑")
        await resident.says("蓉树里小区")
        resident.sees("「蓉树里小区」是这里吗")
    await one.says("三栋")
    one.sees("请看看对不对", "榕树里小区3栋")
    await other.says("对的")
    other.sees("是榕树里小区的几栋")


async def test_who_is_complained_of_by_name_does_not_get_the_complaint(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋，我要投诉网格员许慧娟态度差，来了就骂人")
    assert "许慧娟 ·" not in resident.sees("请看看对不对", "符思敏")
    await resident.presses("确认")
    worker.sees_nothing()
    captain.sees("态度差")


async def test_a_complaint_about_a_community_goes_to_those_above_it(our_town: Town) -> None:
    supervisor, desk = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff(Role.DESK, "460204198023")
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋，你们社区不作为，什么都不管，推诿扯皮")
    resident.sees("请看看对不对", "干部作风")
    await resident.presses("确认")
    supervisor.sees("不作为")
    desk.sees_nothing("不作为")


async def test_a_remark_of_staff_is_no_patrol_report(our_town: Town) -> None:
    worker = await our_town.staff()
    for remark in ("在路上了", "谁最慢"):
        worker.looks_away()
        await worker.says(remark)
        worker.sees_once("没看明白")
        assert worker.buttons == ["待办", "报单"]
    await worker.says("井盖丢了")
    worker.sees("井盖", "最迟")


async def test_not_returning_after_all_returns_nothing(our_town: Town) -> None:
    resident, worker = await our_town.resident(), await our_town.staff()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await worker.says(resident.number())
    await worker.presses("退单")
    worker.looks_away()
    await worker.says("不退了")
    worker.sees_once("先不说这个")
    await worker.says("我有几件没办")
    worker.sees("待办 1 件", "路灯照明")


async def test_a_worker_accepts_everything_at_once_but_danger(our_town: Town) -> None:
    worker = await our_town.staff()
    residents = [await our_town.resident() for _ in range(2)]
    for resident, words in zip(residents, ("榕树里小区3栋楼下路灯坏了", "榕树里小区2栋下水道堵了"), strict=True):
        await resident.says(words)
        await resident.presses("确认")
    danger = await our_town.resident()
    await danger.says("榕树里小区3栋着火了快来人")
    await danger.presses("正在发生")
    for resident in (*residents, danger):
        resident.looks_away()
    await worker.says("全部签收")
    worker.sees("已签收 2 件")
    for resident in residents:
        resident.sees("许慧娟已签收")
    danger.sees_nothing("已签收")
    await worker.says("全部签收")
    worker.sees("没有等着签收的工单", "特急的请打开")


async def test_more_words_instead_of_a_photo_belong_to_the_answer(our_town: Town) -> None:
    resident, worker = await our_town.resident(), await our_town.staff()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await worker.says(resident.number())
    await worker.presses("签收", "办结")
    await worker.says("换了灯泡")
    await worker.says("三楼那盏也换了")
    worker.sees("补充的话记下了", "有照片吗")
    await worker.presses("没有照片")
    resident.sees("换了灯泡", "三楼那盏也换了")


async def test_who_works_on_their_own_report_is_not_asked_as_its_reporter(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("3栋门口井盖丢了")
    await worker.presses("报单")
    assert not {"解决了", "没解决", "补充"} & set(worker.buttons)


async def test_staff_who_greet_see_what_they_can_do(our_town: Town) -> None:
    desk = await our_town.staff(Role.DESK, "460204198023")
    await desk.says("你好")
    assert "日报" in desk.buttons
    assert "许个微心愿" not in desk.buttons


async def test_a_volunteer_without_a_promise_is_told_so(our_town: Town) -> None:
    volunteer = await our_town.volunteer()
    await volunteer.says("我的认领")
    volunteer.sees("现在没有认领的心愿")
    await volunteer.says("帮助")
    volunteer.sees("我的认领、背景核查")


async def test_what_is_settled_before_it_was_filed_is_not_filed(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    resident.looks_away()
    await resident.says("已经修好了")
    resident.sees_once("太好了", "不报了")
    await resident.says("我的工单")
    resident.sees("您还没有工单")


async def test_danger_is_not_settled_by_a_word(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("家里进水了快淹了救命")
    resident.sees("正在发生吗")
    resident.looks_away()
    await resident.says("有水了")
    resident.sees("正在发生")
    resident.sees_nothing("不报了")


async def test_what_to_do_in_danger_is_said_once_and_the_question_stays(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("老人喘不上气快来人")
    safety = resident.sees("让病人侧卧")
    resident.looks_away()
    await resident.says("你是机器人吗")
    again = resident.sees_once("记下了", "120", "现在正在发生吗")
    assert len(again) < len(safety)
    assert resident.buttons == ["正在发生", "以前发生的", "担心会发生"]


async def test_none_of_the_topics_is_an_answer(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("修改", "类别")
    resident.looks_away()
    await resident.says("都不对")
    assert "都不对" not in resident.sees("请看看对不对", "其他（求助）")


async def test_who_asks_for_a_leader_gets_a_person(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    worker.looks_away()
    await resident.says("我要找你们领导")
    resident.sees("已请工作人员联系您")


async def test_fever_is_no_fire(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("我孩子发烧了去哪看病")
    resident.sees_nothing("119")


async def test_staff_hear_where_their_work_is_and_how_to_reach_a_resident(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("撤回")
    worker.sees_once("您自己没有报过", "待办")
    await worker.says("居民电话")
    worker.sees_once("问居民")
    await worker.says("明天请假")
    worker.sees_once("从哪天起请假")


async def test_staff_ask_in_their_own_words_what_is_not_accepted_late_or_left(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident()
    await resident.says("榕树里小区3栋楼下路灯坏了")
    await resident.presses("确认")
    await our_town.passes(hours=1)
    asked = {
        captain: {
            "谁还没签收": ("还没签收 1 件", "许慧娟 · 路灯照明"),
            "还有多少没办？": ("在办 1 件", "路灯照明"),
            "我手上还有几件": ("没有待办",),
        },
        supervisor: {
            "请问哪些没签收": ("还没签收 1 件", "许慧娟"),
            "哪些超时了": ("没有这样的工单",),
            "今天有几件": ("新增 1",),
            "这个月怎么样": ("11月",),
        },
        worker: {"还有几件没办": ("待办 1 件", "路灯照明"), "哪些超时了": ("待办 1 件", "超时 0 件")},
    }
    for person, questions in asked.items():
        for question, told in questions.items():
            person.looks_away()
            await person.says(question)
            person.sees(*told)
            person.sees_nothing("没看明白")
    await worker.says(resident.number())
    await worker.presses("签收")
    await captain.says("没签收的有哪些")
    captain.sees("没有这样的工单")


async def test_residents_are_not_answered_as_staff(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("哪些超时了")
    resident.sees_nothing("没有这样的工单")


async def test_anonymous_may_be_typed(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋有人私设赌场")
    await resident.says("匿名")
    resident.sees("请看看对不对")
    await resident.presses("确认")
    resident.sees("匿名举报登记好了")
