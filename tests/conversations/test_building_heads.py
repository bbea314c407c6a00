"""楼长: told first of what concerns their building, with no words and no door; may help, and take it where that is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from town import Somebody, Town

from domain.people import Role

BUILDING = "460204198023-c01-5"
HOME = "h460204198023-c01-5"


@pytest.fixture
def offering(our_town: Town) -> Iterator[Town]:
    """A town whose settings let a 楼长 take tickets."""
    worlds = our_town.app.worlds
    before = worlds._current
    worlds._current = replace(worlds.current, policy=replace(worlds.current.policy, building_offer=True))
    yield our_town
    worlds._current = before


async def test_a_building_head_hears_what_and_where_but_no_words_and_no_door(our_town: Town) -> None:
    head, worker = await our_town.staff(Role.BUILDING_HEAD, BUILDING), await our_town.staff()
    resident = await _filed(our_town, "榕树里小区5栋2单元301门口楼道堆物，是老王家的旧沙发")
    told = head.sees("楼道堆物", resident.number(), "榕树里小区5栋")
    assert not {"301", "2单元", "老王", "沙发"} & {word for word in ("301", "2单元", "老王", "沙发") if word in told}
    worker.sees(resident.number())
    assert "我来办" not in head.buttons
    await head.presses("我知道情况")
    await head.says("是二楼搬家临时放的，明天就清走")
    head.sees("谢谢")
    worker.sees("楼长苏丽娟", "明天就清走")
    resident.sees_nothing("苏丽娟")


async def test_other_buildings_and_other_matters_are_not_theirs(our_town: Town) -> None:
    head = await our_town.staff(Role.BUILDING_HEAD, BUILDING)
    await _filed(our_town, "榕树里小区4栋楼道堆物，走不了路")
    await _filed(our_town, "榕树里小区5栋楼下有人占道经营卖烧烤")
    head.sees_nothing()


async def test_who_reports_it_themselves_is_not_told_and_files_like_any_resident(our_town: Town) -> None:
    head = await our_town.staff(Role.BUILDING_HEAD, BUILDING)
    await head.says("榕树里小区5栋电梯坏了")
    await head.presses("确认")
    head.sees("登记好了")
    head.sees_nothing("您楼里有一件事")


async def test_danger_in_the_building_is_told_at_once_but_never_what_happens_behind_a_door(our_town: Town) -> None:
    head = await our_town.staff(Role.BUILDING_HEAD, BUILDING)
    resident = await our_town.resident(HOME)
    await resident.says("我们楼着火了，烟很大")
    await resident.presses("正在发生")
    head.sees("您楼里有险情", "榕树里小区5栋", "119")
    head.looks_away()
    other = await our_town.resident(HOME)
    await other.says("老公正在打我，救命")
    await other.presses("正在发生")
    head.sees_nothing()


async def test_where_it_is_offered_they_take_it_once_and_give_it_back_to_the_worker(offering: Town) -> None:
    head, worker = await offering.staff(Role.BUILDING_HEAD, BUILDING), await offering.staff()
    resident = await _filed(offering, "榕树里小区5栋楼道堆物，走不了路")
    await head.presses("我来办")
    head.sees("由您来办")
    worker.sees("楼长苏丽娟来办")
    await head.presses("签收")
    await head.presses("退单")
    worker.looks_away()
    await head.says("东西太多，要社区派车")
    worker.sees(resident.number(), "要社区派车")


async def test_what_is_accepted_already_is_not_taken_away(offering: Town) -> None:
    head, worker = await offering.staff(Role.BUILDING_HEAD, BUILDING), await offering.staff()
    resident = await _filed(offering, "榕树里小区5栋楼道堆物，走不了路")
    await worker.presses("签收")
    await head.presses("我来办")
    head.sees("现在不能")
    await worker.says(resident.number())
    worker.sees("办理中")


async def test_neighbours_see_the_name_only_after_the_head_said_so(our_town: Town) -> None:
    resident = await our_town.resident(HOME)
    head = await our_town.staff(Role.BUILDING_HEAD, BUILDING)
    await resident.says("我的网格员是谁")
    resident.sees("您的网格员是")
    resident.sees_nothing("苏丽娟")
    await head.says("公开我的名字")
    await resident.says("我的网格员是谁")
    resident.sees("您的楼长是苏丽娟")
    resident.looks_away()
    await head.presses("不再公开")
    await resident.says("我的网格员是谁")
    resident.sees_nothing("苏丽娟")


async def _filed(town: Town, words: str) -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    return resident
