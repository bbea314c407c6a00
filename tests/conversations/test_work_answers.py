"""How a request is answered: results other than solved, templates, and the second reader before anything goes out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from town import Somebody, Town

from domain.people import Role

LAMP = "榕树里小区3栋楼下路灯坏了"
DISTRICT = "460204000000"
COMMUNITY = "460204198023"
OTHER_DISTRICT = "460203000000"


async def test_a_template_is_filled_in_and_sent_with_two_presses(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("办结", "已修好")
    worker.sees("路灯照明（天涯区儋州村社区榕树里小区3栋）")
    assert "就这样发" in worker.buttons
    await worker.presses("就这样发", "没有照片")
    resident.sees("维修人员已到现场修好", "榕树里小区3栋", "真的解决了吗")


async def test_a_template_can_be_edited_before_it_goes_out(our_town: Town) -> None:
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("办结", "已修好")
    await worker.says("换了一只新的太阳能路灯")
    await worker.presses("没有照片")
    told = resident.sees("换了一只新的太阳能路灯")
    assert "维修人员已到现场" not in told


async def test_only_templates_of_the_matter_and_result_are_offered(our_town: Town) -> None:
    worker = await our_town.staff()
    await _filed(our_town, "榕树里小区3栋垃圾桶满了没人清运")
    await worker.presses("办结")
    assert "已清理" in worker.last + "".join(worker.buttons)
    assert "已修好" not in worker.last + "".join(worker.buttons)


@pytest.mark.sample
async def test_an_explanation_is_read_by_a_second_person_first(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    await _explains(worker)
    worker.sees("已送审", "期限照算")
    resident.sees_nothing("物业下周换")
    captain.sees("请审核许慧娟的答复", "解释说明", "物业下周换")
    await resident.says("我的工单")
    await resident.says("1")
    shown = resident.sees("📋 路灯照明", "办理中")
    assert "审" not in shown
    resident.looks_away()
    await captain.presses("同意发出")
    resident.sees_once("的答复", "物业下周换", "说清楚了吗")
    worker.sees("审核通过")
    await resident.presses("清楚了", "满意", "不说了")
    resident.sees("结案")


async def test_sent_back_it_is_written_again_and_the_resident_hears_nothing(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    await _explains(worker)
    resident.looks_away()
    await captain.presses("退回修改")
    await captain.says("写清楚是哪一天")
    captain.sees("已退回修改")
    worker.sees("退回修改", "写清楚是哪一天")
    resident.sees_nothing()
    await _explains(worker, "配件12月1日到，到了当天就换")
    await captain.presses("同意发出")
    resident.sees_once("12月1日")


async def test_the_author_may_never_approve_their_own_answer(our_town: Town) -> None:
    captain, desk = await our_town.staff(Role.CAPTAIN), await our_town.staff(Role.DESK, COMMUNITY)
    worker, resident = await our_town.staff(), await _filed(our_town)
    await worker.presses("退单", "要由专业单位办")
    await captain.presses("办结", "不是解决了，选别的结果")
    await captain.presses("解释说明")
    await captain.says("路灯属于市政，已约好下周修")
    captain.sees("已送审")
    desk.sees("请审核符思敏的答复")
    await captain.says(captain.number())
    assert "同意发出" not in captain.buttons
    await captain.says("待办")
    captain.sees_nothing("待办 1 件")
    await desk.presses("同意发出")
    resident.sees("下周修")


async def test_a_refusal_names_the_law_and_may_be_contested(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    await worker.presses("办结", "不是解决了，选别的结果")
    await worker.presses("依法不予办理")
    await worker.says("")
    await worker.says("这盏灯在开发商未移交的地块上，社区不能动")
    worker.sees("依据哪条")
    await worker.says("城市道路管理条例第二十条")
    captain.sees("依法不予办理", "城市道路管理条例第二十条")
    await captain.presses("同意发出")
    resident.sees("不能办理", "开发商未移交", "依据：城市道路管理条例第二十条")
    captain.looks_away()
    await resident.presses("还有问题")
    resident.sees("请说一句")
    await resident.says("去年就移交了，有文件")
    resident.sees("重新办理")
    worker.sees("去年就移交了")
    captain.sees("居民说没解决", "去年就移交了")


async def test_what_is_not_ours_comes_with_the_right_channel(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    await worker.presses("办结", "不是解决了，选别的结果")
    await worker.presses("不归我们办，告知渠道", "告知渠道")
    await worker.presses("就这样发")
    worker.sees("该找哪个单位")
    await worker.says("市路灯管理所 0898-00000000")
    await captain.presses("同意发出")
    resident.sees("不归社区办理", "该找谁：市路灯管理所 0898-00000000")


async def test_unfounded_is_an_answer_too(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    await worker.presses("办结", "不是解决了，选别的结果")
    await worker.presses("经查不实")
    await worker.says("晚上8点到现场看，3栋路灯都亮着")
    await captain.presses("同意发出")
    resident.sees("核实过了", "路灯都亮着")
    resident.sees_nothing("不能办理")


async def test_a_silent_second_reader_does_not_stop_anything(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    stranger = await our_town.staff(Role.SUPERVISOR, OTHER_DISTRICT)
    await _explains(worker)
    captain.looks_away()
    await our_town.passes(days=1)
    captain.sees("请审核")
    supervisor.sees("还没人审核", "路灯照明")
    supervisor.looks_away()
    await our_town.passes(days=1)
    supervisor.sees("还没人审核")
    await our_town.passes(days=8)
    worker.sees("已超时")
    resident.sees("没能按时")
    stranger.sees_nothing("审核")
    await supervisor.presses("同意发出")
    resident.sees("物业下周换")


async def test_an_urgent_matter_is_read_even_when_solved(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    resident = await _filed(our_town, "榕树里小区3栋停电了")
    await worker.presses("办结")
    await worker.says("跳闸了，已合上")
    await worker.presses("没有照片")
    worker.sees("已送审")
    resident.sees_nothing("已合上")
    await captain.presses("同意发出")
    resident.sees("已合上", "真的解决了吗")


async def test_with_nobody_else_to_read_it_the_answer_goes_out(our_town: Town) -> None:
    """Above the whole city there is nobody: the only supervisor answers by themselves."""
    city = await our_town.staff(Role.SUPERVISOR, "460200000000")
    resident = await our_town.resident()
    await resident.says("请问居住证怎么办理")
    await resident.presses("确认")
    await city.presses("办结", "不是解决了，选别的结果")
    await city.presses("解释说明")
    await city.says("带身份证到派出所办")
    resident.sees("带身份证到派出所办")


async def test_an_old_button_of_an_answer_that_was_sent_back_does_nothing(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await _explains(worker)
    await our_town.passes(days=1)
    supervisor.sees("还没人审核")
    await captain.presses("退回修改")
    await captain.says("写清楚是哪一天")
    resident.looks_away()
    await supervisor.presses("同意发出")
    supervisor.sees("现在不能这样办")
    resident.sees_nothing()


async def test_the_reader_finds_it_in_their_list(our_town: Town) -> None:
    worker, captain, _ = await _with_captain(our_town)
    await _explains(worker)
    await worker.says("待办")
    worker.sees("没有待办")
    await captain.says("待办")
    captain.sees("待办 1 件", "路灯照明")
    await captain.says("1")
    captain.sees("请审核", "物业下周换")


async def test_what_staff_found_is_read_and_then_closed(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    await worker.says("榕树里小区3栋停电了")
    await worker.presses("已当场解决")
    await worker.says("跳闸了，已合上")
    await worker.presses("没有照片")
    worker.sees("已送审")
    await captain.presses("同意发出")
    worker.sees("审核通过")
    await captain.says(worker.number())
    captain.sees("已结案")


@pytest.mark.needs("pictures one by one")
async def test_further_photos_of_an_answer_that_is_read_do_not_reach_the_resident_before_it(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN)
    resident = await _filed(our_town, "榕树里小区3栋停电了")
    await worker.presses("办结")
    await worker.sends_album(3, "跳闸了，已合上")
    worker.sees("已送审")
    worker.sees("只带上了第一张照片")
    assert resident.photos == 0
    await captain.presses("同意发出")
    resident.sees("已合上")
    assert resident.photos == 1


async def test_who_joined_gets_the_answer_by_its_kind(our_town: Town) -> None:
    worker, captain, _ = await _with_captain(our_town)
    second = await our_town.resident()
    await second.says(LAMP)
    await second.presses("我也遇到了")
    await _explains(worker)
    second.sees_nothing("物业下周换")
    await captain.presses("同意发出")
    second.sees("物业下周换", "说清楚了吗")
    await second.presses("清楚了", "满意", "不说了")
    second.sees("已记下")


async def test_the_reminder_asks_whether_the_answer_is_clear(our_town: Town) -> None:
    worker, captain, resident = await _with_captain(our_town)
    await _explains(worker)
    await captain.presses("同意发出")
    await our_town.passes(seconds=(timedelta(days=1, hours=1)).total_seconds())
    resident.sees("的答复清楚了吗")


async def _with_captain(town: Town) -> tuple[Somebody, Somebody, Somebody]:
    worker, captain, resident = await town.staff(), await town.staff(Role.CAPTAIN), await _filed(town)
    return worker, captain, resident


async def _filed(town: Town, words: str = LAMP) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident


async def _explains(worker: Somebody, words: str = "路灯是物业的，物业下周换") -> None:
    await worker.presses("办结", "不是解决了，选别的结果")
    await worker.presses("解释说明")
    await worker.says(words)
