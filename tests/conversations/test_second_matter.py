"""Something else is said while a card is read back: another matter, more of the same, a question, impatience, thanks."""

from __future__ import annotations

from town import Town

LAMP = "我们榕树里小区3栋楼下路灯坏了三天，晚上太黑了"
RUBBISH = "还有垃圾桶满了没人清"


async def test_a_second_matter_is_offered_as_one_and_comes_next(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    resident.looks_away()
    await resident.says(RUBBISH)
    resident.sees_once("是另外一件事吗", "垃圾桶满了")
    await resident.presses("另外一件，接着办")
    card = resident.sees("请看看对不对", "路灯照明", "确认后接着办另外 1 件")
    assert "垃圾桶" not in card
    resident.looks_away()
    await resident.presses("确认")
    resident.sees("登记好了", "261123-0001")
    resident.sees("请看看对不对", "垃圾满溢", "榕树里小区3栋")
    await resident.presses("确认")
    resident.sees("登记好了", "261123-0002")
    worker.sees("路灯照明", "261123-0001")
    worker.sees("垃圾满溢", "261123-0002")


async def test_the_same_matter_elsewhere_is_offered_and_can_be_taken_back(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says("椰风雅苑的路灯也坏了")
    await resident.presses("同一件，补充进去")
    resident.sees("请看看对不对", "椰风雅苑的路灯也坏了", "📍 天涯区儋州村社区椰风雅苑")
    resident.looks_away()
    await resident.presses("撤掉刚补充的")
    card = resident.sees("请看看对不对", "📍 天涯区儋州村社区榕树里小区3栋")
    assert "椰风雅苑" not in card
    assert resident.buttons == ["确认", "修改"]


async def test_more_of_the_same_is_added_and_can_be_taken_back(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says("老人晚上走路看不清")
    resident.sees("补充的话记下了", "老人晚上走路看不清")
    assert resident.buttons == ["确认", "修改", "撤掉刚补充的"]
    resident.looks_away()
    await resident.says("3")
    assert "老人" not in resident.sees("请看看对不对")


async def test_a_question_beside_the_request_does_not_go_into_it(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says("低保怎么申请")
    await resident.presses("不用管这句")
    assert "低保" not in resident.sees("请看看对不对", "路灯照明")


async def test_who_is_impatient_hears_what_to_do(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    resident.looks_away()
    await resident.says("快点啊")
    assert "快点" not in resident.sees("知道您急", "马上转给许慧娟", "请看看对不对")


async def test_what_waits_beside_a_card_that_is_left_is_filed_with_it(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says(RUBBISH)
    await our_town.passes(hours=25)
    resident.sees("先按您说的登记了")
    worker.sees("路灯坏了三天", "垃圾桶满了")


async def test_a_person_is_told_of_both_matters(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says(RUBBISH)
    await resident.presses("另外一件，接着办")
    await resident.says("人工")
    worker.sees("路灯坏了三天", "垃圾桶满了")


async def test_the_first_matter_dropped_the_second_still_comes(our_town: Town) -> None:
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says(RUBBISH)
    await resident.presses("另外一件，接着办", "修改", "不报了")
    resident.sees("这件事不报了")
    assert "垃圾满溢" in resident.last


async def test_danger_in_between_takes_everything_said_with_it(our_town: Town) -> None:
    worker = await our_town.staff()
    resident = await our_town.resident()
    await resident.says(LAMP)
    await resident.says(RUBBISH)
    await resident.says("煤气泄漏了快来人")
    await resident.presses("正在发生")
    resident.sees("已经通知许慧娟")
    worker.sees("燃气泄漏", "垃圾桶满了", "煤气泄漏了快来人")


async def test_a_workers_question_is_no_part_of_the_patrol_report(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("3栋门口垃圾桶倒了")
    worker.looks_away()
    await worker.says("怎么退单")
    assert "怎么退单" not in worker.sees("先没写进去", "3栋门口垃圾桶倒了")
    worker.looks_away()
    await worker.says("谢谢")
    assert "谢谢" not in worker.sees("3栋门口垃圾桶倒了")
    await worker.presses("把那句写进去")
    worker.sees("3栋门口垃圾桶倒了", "怎么退单")


async def test_thanks_are_no_patrol_report(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("报单")
    await worker.says("谢谢")
    assert worker.texts[-2:] == [worker.last] * 2
    assert "看到什么问题" in worker.last


async def test_a_request_while_a_wish_is_read_back_goes_first_and_the_wish_waits(our_town: Town) -> None:
    resident = await our_town.resident("h460204198023-c01-3")
    await resident.says("我想要一台轮椅")
    await resident.says("1")
    resident.looks_away()
    await resident.says("什么时候能送到")
    assert "什么时候能送到" not in resident.sees("先没写进去", "我想要一台轮椅")
    await resident.says("我家楼下路灯坏了")
    assert "轮椅" not in resident.sees("请看看对不对", "路灯照明")
    resident.looks_away()
    await resident.presses("确认")
    resident.sees("登记好了")
    wish = resident.sees("接着刚才那件事", "我想要一台轮椅")
    assert "路灯" not in wish
    await resident.presses("同意，许愿")
    resident.sees("心愿记下了")
