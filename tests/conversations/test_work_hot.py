"""Many people, one matter: supervisors hear of it once in a while, with the list, and may put the tickets together."""

from __future__ import annotations

from datetime import timedelta

from town import Town

from domain.people import Role

DISTRICT = "460204000000"
OTHER_DISTRICT = "460203000000"


async def test_the_third_person_of_a_grid_makes_it_a_hot_topic_told_once(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    stranger = await our_town.staff(Role.SUPERVISOR, OTHER_DISTRICT)
    for building in (1, 2):
        await _reports(our_town, f"榕树里小区{building}栋停水了")
    supervisor.sees_nothing("热点")
    await _reports(our_town, "榕树里小区3栋停水了")
    told = supervisor.sees_once("🔥 热点", "儋州村社区第一网格", "3 人", "停水", "榕树里小区2栋")
    assert "用户" not in told
    await _reports(our_town, "榕树里小区4栋停水了")
    supervisor.sees_once("🔥 热点")
    stranger.sees_nothing("热点")
    await supervisor.says("热点")
    supervisor.sees("最近 7 天的热点", "停水", "3 人")
    with our_town.policy(hot_topics_listed_for=timedelta(days=2)):
        await our_town.passes(days=2, hours=1)
        await supervisor.says("热点")
        supervisor.sees("最近 2 天没有热点")


async def test_who_joins_counts_and_one_person_counts_once(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    first = await _reports(our_town, "榕树里小区3栋停水了")
    await first.says("榕树里小区5栋也停水了")
    await first.presses("不是，新的事")
    await first.presses("确认")
    second = await our_town.resident()
    await second.says("榕树里小区3栋停水了")
    await second.presses("我也遇到了")
    supervisor.sees_nothing("热点")
    third = await our_town.resident()
    await third.says("榕树里小区3栋停水了，没水做饭")
    await third.presses("我也遇到了")
    supervisor.sees_once("🔥 热点", "3 人")


async def test_grids_of_one_community_add_up(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    for words in ("榕树里小区1栋停电了", "榕树里小区8栋停电了", "榕树里小区9栋停电了", "椰风雅苑停电了"):
        await _reports(our_town, words)
    supervisor.sees_nothing("热点")
    await _reports(our_town, "渔港新村3栋停电了")
    supervisor.sees_once("🔥 热点", "儋州村社区", "5 人", "停电")


async def test_after_the_window_it_is_told_again(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    for _ in range(2):
        for building in (1, 2, 3):
            await _reports(our_town, f"榕树里小区{building}栋停水了")
        await our_town.passes(days=4)
    assert sum("🔥 热点" in text for text in supervisor.fresh) == 2


async def test_slow_complaints_and_confidential_reports_are_no_hot_topic(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    for building in (1, 2, 3):
        await _reports(our_town, f"榕树里小区{building}栋停水了")
        await our_town.passes(days=2)
    for building in (1, 2, 3):
        resident = await our_town.resident()
        await resident.says(f"我要举报榕树里小区{building}栋有人乱倒垃圾")
        await resident.presses("留名，有进展提醒我", "确认")
        resident.sees("举报登记好了")
    supervisor.sees_nothing("🔥 热点")


async def test_without_any_the_list_says_so(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await supervisor.says("热点")
    supervisor.sees("没有热点")


async def _reports(town: Town, words: str):
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    resident.sees("登记好了")
    return resident
