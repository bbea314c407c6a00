"""A resident reports something: asked for what is missing, one question at a time, and nothing said is lost."""

from __future__ import annotations

import pytest
from town import GRID, Town

from domain.people import Role

LAMP = "我们榕树里小区3栋楼下路灯坏了三天，晚上太黑了"


async def test_everything_said_at_once_needs_one_confirmation(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    card = resident.sees_once("请看看对不对", "路灯照明", "榕树里小区3栋", "许慧娟", "最迟11月30日（周一）17:30前")
    assert "三亚市" not in card
    assert resident.buttons == ["确认", "修改"]
    resident.looks_away()
    await resident.presses("确认")
    resident.sees_once("登记好了", "261123-0001", "许慧娟负责", "最迟11月30日")


async def test_missing_things_are_asked_one_at_a_time(our_town: Town) -> None:
    """No place, then a place that is split among grids: one question each, then the card."""
    resident = await our_town.resident()
    await resident.says("路灯坏了，晚上太黑")
    assert len(resident.fresh) == 1
    resident.sees("在什么地方", "小区名")
    resident.looks_away()
    await resident.says("榕树里小区")
    assert resident.fresh == ["是榕树里小区的几栋？"]
    await resident.says("9")
    resident.sees("请看看对不对", "榕树里小区9栋", "何晓琳")


async def test_a_building_nobody_knows_goes_to_the_community(our_town: Town) -> None:
    desk = await our_town.staff(role=Role.DESK, scope="460204198023")
    resident = await our_town.resident()
    await resident.says("榕树里小区路灯坏了")
    await resident.presses("不清楚", "确认")
    resident.sees("登记好了", "麦建明负责")
    desk.sees("路灯照明", resident.number())


async def test_a_place_two_compounds_bear_is_chosen_from(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("幸福里小区垃圾没人清")
    resident.sees("不止一个")
    assert len([label for label in resident.buttons if "幸福里" in label]) == 2
    await resident.presses(next(label for label in resident.buttons if "月川" in label))
    resident.sees("请看看对不对", "月川社区幸福里小区")


async def test_a_place_no_map_knows_is_kept_as_it_was_said(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("下水道堵了，污水都漫出来了")
    await resident.says("老李家后面那条沟")
    resident.sees("没找到这个地方", "小区名")
    await resident.says("就是老李家后面那条沟")
    resident.sees("请看看对不对", "老李家后面那条沟")


async def test_who_cannot_say_where_is_called_by_a_person(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("下水道堵了，污水都漫出来了")
    await resident.presses("说不清，请人联系我", "确认")
    resident.sees("登记好了", "单号")


async def test_home_is_offered_as_the_place(our_town: Town) -> None:
    resident = await our_town.resident("h460204198023001")
    await resident.says("垃圾桶满了没人清运")
    await resident.presses(next(label for label in resident.buttons if label.startswith("我家附近")))
    resident.sees("请看看对不对", "第一网格")


async def test_downstairs_means_home(our_town: Town) -> None:
    resident = await our_town.resident("h460204198023-c01-3")
    await resident.says("我们楼下路灯坏了")
    resident.sees("请看看对不对", "许慧娟")


async def test_several_messages_are_one_request(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says_at_once("路灯坏了，晚上太黑", "椰风雅苑")
    resident.sees("请看看对不对", "椰风雅苑")
    resident.looks_away()
    await resident.says("晚上走路都看不清")
    resident.sees("补充的话记下了", "请看看对不对", "看不清")
    await resident.says("1")
    resident.sees("登记好了")


async def test_a_photo_may_come_before_in_the_middle_and_after(our_town: Town) -> None:
    worker = await our_town.staff(scope="460204198023003")
    resident = await our_town.resident()
    await resident.sends_photo()
    resident.sees_once("照片收到了", "一句话")
    resident.looks_away()
    await resident.says("下水道堵了，污水都漫出来了")
    resident.sees("在什么地方")
    resident.looks_away()
    await resident.sends_photo()
    resident.sees("照片收到了", "在什么地方")
    await resident.says("椰风雅苑")
    resident.sees("照片 2 张")
    await resident.presses("确认")
    resident.sees("登记好了")
    worker.sees("下水道堵塞")
    assert worker.photos == 2
    resident.looks_away()
    await resident.sends_photo()
    resident.sees("是同一件事吗")
    await resident.presses("是，补充进去")
    resident.sees("已补充到", resident.number())
    assert worker.photos == 3


async def test_an_album_is_one_message(our_town: Town) -> None:
    """Three photos with one caption: one card, which counts them all."""
    worker = await our_town.staff(scope="460204198023003")
    resident = await our_town.resident()
    await resident.sends_album(3, "椰风雅苑下水道堵了")
    resident.sees_once("请看看对不对", "照片 3 张")
    assert len(resident.fresh) == 1
    await resident.presses("确认")
    worker.sees("下水道堵塞")
    assert worker.photos == 3


async def test_an_album_without_words_asks_once_what_it_is(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.sends_album(3)
    resident.sees_once("照片收到了", "一句话")
    assert len(resident.fresh) == 1
    await resident.says("椰风雅苑下水道堵了")
    resident.sees("照片 3 张")


@pytest.mark.needs("pictures one by one")
async def test_a_late_photo_of_an_album_joins_the_filed_ticket(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑下水道堵了")
    our_town.stub.sends_album(resident.chat_id, [b"1", b"2"])
    late = our_town.stub.pending.pop()
    await our_town.settle()
    await resident.presses("确认")
    resident.looks_away()
    our_town.stub.sends_raw({"message": late["message"]})
    await our_town.settle()
    resident.sees("已补充到")


async def test_a_position_may_come_first_or_as_the_answer(our_town: Town) -> None:
    latitude, longitude = our_town.middle_of(GRID)
    early, late = await our_town.resident(), await our_town.resident()
    await early.sends_location(latitude, longitude)
    early.sees("位置收到了", "什么事")
    await early.says("路灯坏了，晚上太黑")
    early.sees("请看看对不对", "儋州村社区第一网格", "许慧娟")
    await late.says("路灯坏了，晚上太黑")
    await late.sends_location(latitude, longitude)
    late.sees("请看看对不对", "儋州村社区第一网格", "许慧娟")


async def test_a_position_outside_the_city_is_told(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("路灯坏了，晚上太黑")
    await resident.sends_location(39.9, 116.4)
    resident.sees("不在我们的辖区")


async def test_the_place_can_be_changed_before_filing(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("修改", "地点")
    resident.sees("在什么地方")
    await resident.says("椰风雅苑")
    resident.sees("请看看对不对", "路灯照明", "椰风雅苑")


async def test_the_topic_can_be_changed_before_filing(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says("2")
    resident.sees("改哪里")
    await resident.presses("类别", "其他")
    resident.looks_away()
    await resident.presses("确认")
    resident.sees("登记好了")


async def test_the_words_can_be_changed_before_filing(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("修改", "内容")
    resident.sees("请说说是什么事")
    resident.looks_away()
    await resident.says("3栋楼下的井盖丢了")
    resident.sees("请看看对不对", "井盖", "榕树里小区3栋")


async def test_nothing_is_filed_when_the_resident_changes_their_mind(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("修改", "不报了")
    resident.sees("这件事不报了")
    await resident.says("我的工单")
    resident.sees("您还没有工单")


async def test_changing_ones_mind_while_the_card_is_shown_again(our_town: Town) -> None:
    """好的 confirms, 不对 changes; both as people say them."""
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says("不对")
    resident.sees("改哪里")
    await resident.presses("地点")
    await resident.says("椰风雅苑")
    await resident.says("好的")
    resident.sees("登记好了")


async def test_two_matters_become_two_tickets(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了，还有垃圾好几天没人清运")
    resident.sees("您说了 2 件事", "路灯坏了", "垃圾")
    resident.looks_away()
    await resident.presses("分开办")
    resident.sees("请看看对不对", "路灯照明")
    resident.looks_away()
    await resident.presses("确认")
    resident.sees("登记好了", "261123-0001")
    resident.sees("请看看对不对", "垃圾", "椰风雅苑")
    await resident.presses("确认")
    resident.sees("登记好了", "261123-0002")


async def test_two_matters_stay_one_ticket_if_the_resident_likes(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("椰风雅苑路灯坏了，还有垃圾好几天没人清运")
    await resident.presses("一起办")
    resident.sees("请看看对不对", "路灯坏了", "垃圾")


async def test_the_same_matter_again_becomes_an_addition(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await our_town.passes(days=1)
    resident.looks_away()
    worker.looks_away()
    await resident.says("榕树里小区3栋路灯还不修，太黑了")
    if "是同一件事吗" in resident.last:
        await resident.presses("是，补充进去")
    worker.sees("补充", "路灯还不修")


async def test_the_same_matter_elsewhere_is_new(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.looks_away()
    await resident.says("椰风雅苑的路灯也坏了")
    resident.sees_nothing("是同一件事吗")
    resident.sees("请看看对不对", "椰风雅苑")


async def test_a_matter_said_in_two_goes_is_one_matter(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says("水")
    resident.sees("在什么地方")
    await resident.says("漏水了")
    await resident.says("椰风雅苑2栋")
    resident.sees("请看看对不对", "漏水（求助）", "椰风雅苑2栋")


async def test_a_vague_sentence_right_after_filing_is_offered_as_an_addition(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    await resident.says("晚上更黑了，都不敢走")
    resident.sees("是同一件事吗")
    await resident.says("是的")
    resident.sees("已补充到")


@pytest.mark.needs("edits")
async def test_an_edited_message_changes_the_draft(our_town: Town) -> None:
    resident = await our_town.resident()
    message = await resident.says("椰风雅苑路灯坏了")
    resident.looks_away()
    await resident.edits(message, "椰风雅苑下水道堵了")
    resident.sees("改好了", "请看看对不对", "下水道堵塞")
    await resident.presses("确认")
    resident.sees("登记好了")


@pytest.mark.needs("edits")
async def test_an_edited_message_follows_into_the_filed_ticket(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    message = await resident.says(LAMP)
    await resident.presses("确认")
    resident.looks_away()
    await resident.edits(message, "榕树里小区4栋楼下路灯坏了三天")
    resident.sees("已补充到")
    worker.sees("更正", "4栋")


async def test_a_draft_left_alone_is_reminded_after_half_an_hour_and_filed_after_a_day(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    resident.looks_away()
    await our_town.passes(minutes=29)
    resident.sees_nothing()
    await our_town.passes(minutes=2)
    resident.sees_once("还差一步", "路灯坏了")
    worker.sees_nothing()
    resident.looks_away()
    await our_town.passes(hours=25)
    resident.sees_once("先按您说的登记了", "许慧娟")
    worker.sees("路灯照明")


async def test_a_draft_answered_in_time_is_not_reminded(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.presses("确认")
    resident.looks_away()
    await our_town.passes(hours=2)
    resident.sees_nothing("还差一步")
