"""Groups bound to a grid or a building: by its worker and with a word in private; what is said there is for that place."""

from __future__ import annotations

from datetime import timedelta

import pytest
from town import GRID, Somebody, Town

from domain.people import Role

pytestmark = pytest.mark.needs("groups")

GROUP = -1009001
NAME = "儋州村社区第一网格"


async def test_a_worker_binds_the_group_confirms_in_private_and_undoes_it(our_town: Town) -> None:
    worker = await our_town.staff()
    await _in_group(our_town, worker, "绑定本群")
    worker.sees("绑定到哪里")
    assert "私聊" in _last(our_town)
    assert NAME not in _last(our_town)
    await worker.presses(NAME)
    worker.sees("已绑定到", NAME)
    assert NAME in _last(our_town)
    await _in_group(our_town, worker, "解绑本群")
    await worker.presses("解绑")
    assert "已解绑" in _last(our_town)
    assert not await our_town.written(lambda uow: uow.groups.find("telegram", str(GROUP)))


async def test_residents_and_workers_of_other_grids_cannot_bind_or_undo(our_town: Town) -> None:
    worker, other = await our_town.staff(), await our_town.staff(scope="460204198008001")
    resident = await our_town.resident()
    await _in_group(our_town, resident, "绑定本群")
    resident.sees_nothing()
    await _bound(our_town, worker)
    for word in ("绑定本群", "解绑本群"):
        await _in_group(our_town, other, word)
    other.sees("已经绑定到", NAME)
    other.sees("不归您管")
    kept = await our_town.written(lambda uow: uow.groups.find("telegram", str(GROUP)))
    assert kept
    assert kept.scope == GRID


async def test_what_is_said_without_an_address_is_for_the_groups_grid_and_settled_in_private(our_town: Town) -> None:
    await our_town.imports("dispatch", "what,place,to,copies", "路灯照明,460204000000,网格,")
    worker = await our_town.staff()
    await _bound(our_town, worker)
    resident = await our_town.resident("h460203198001001")  # lives elsewhere
    await _in_group(our_town, resident, "路灯坏了三天了，我电话13800138000")
    assert "私聊" in _last(our_town)
    assert "13800138000" not in "".join(our_town.stub.chat(GROUP).texts)
    resident.sees("您在群里说的事", NAME)
    resident.sees("请看看对不对", "路灯照明")
    await resident.presses("确认")
    resident.sees("登记好了")
    worker.sees("路灯照明", resident.number())
    home = await our_town.written(lambda uow: uow.people.by_account(*resident.account))
    assert home
    assert home.home == "460203198001001"


async def test_who_never_wrote_to_the_bot_is_asked_to_and_nothing_is_kept(our_town: Town) -> None:
    await _bound(our_town, await our_town.staff())
    stranger = our_town.somebody()
    await _in_group(our_town, stranger, "榕树里小区3栋路灯坏了")
    assert "点我的头像私聊我" in _last(our_town)
    assert stranger.texts == []
    assert await our_town.written(lambda uow: uow.people.by_account(*stranger.account)) is None


async def test_danger_in_a_bound_group_is_answered_there_and_alerts_the_people_of_the_table(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN, GRID)
    await _bound(our_town, worker)
    worker.looks_away()
    stranger, neighbour = our_town.somebody(), await our_town.resident()
    await _in_group(our_town, stranger, "着火了！3栋冒黑烟，快救命")
    assert "119" in _last(our_town)
    worker.sees("🚨 特急")
    captain.sees_once("特急险情：火情")
    await _in_group(our_town, neighbour, "是啊着火了，烟很大，救命啊")
    captain.sees_once("特急险情：火情")
    assert stranger.texts == []


async def test_a_matter_for_the_police_is_sent_to_110_and_the_officer_of_the_place_hears_of_it(our_town: Town) -> None:
    """警民微信群: the group and 110 first; the people of the table and the police unit of the district are alerted."""
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN, GRID)
    police = await our_town.staff(Role.UNIT_DESK, "ty-police")
    await _bound(our_town, worker)
    stranger, neighbour = our_town.somebody(), await our_town.resident()
    await _in_group(our_town, neighbour, "3栋楼下有人持刀砍人，救命")
    assert "110" in _last(our_town)
    assert "119" not in _last(our_town)
    captain.sees_once("特急险情：暴力伤人", "3栋")
    worker.sees("🚨 特急")
    told = police.sees_once("特急险情：暴力伤人", "榕树里小区")
    assert "持刀砍人" not in told
    assert police.buttons == ["收到"]
    await _in_group(our_town, stranger, "快报警，有人持刀砍人")
    police.sees_once("特急险情")
    neighbour.sees("已报给网格和社区")
    await police.presses("收到")
    police.sees("收到，已记下")


async def test_what_is_no_matter_for_the_police_does_not_reach_them(our_town: Town) -> None:
    worker, police = await our_town.staff(), await our_town.staff(Role.UNIT_DESK, "ty-police")
    await _bound(our_town, worker)
    await _in_group(our_town, our_town.somebody(), "着火了！3栋冒黑烟，快救命")
    worker.sees("🚨 特急")
    police.sees_nothing()


async def test_after_the_time_of_the_settings_another_cry_is_a_danger_of_its_own(our_town: Town) -> None:
    worker, captain = await our_town.staff(), await our_town.staff(Role.CAPTAIN, GRID)
    await _bound(our_town, worker)
    with our_town.policy(same_danger_within=timedelta(minutes=2)):
        await _in_group(our_town, our_town.somebody(), "着火了！3栋冒黑烟，快救命")
        captain.sees_once("特急险情：火情")
        captain.looks_away()
        await our_town.passes(minutes=3)
        await _in_group(our_town, our_town.somebody(), "着火了！3栋冒黑烟，快救命")
        captain.sees("特急险情：火情")


async def test_a_group_that_is_not_bound_alerts_nobody(our_town: Town) -> None:
    captain = await our_town.staff(Role.CAPTAIN, GRID)
    await _in_group(our_town, our_town.somebody(), "着火了！3栋冒黑烟，快救命")
    assert "119" in _last(our_town)
    captain.sees_nothing()


async def test_the_group_of_a_building_speaks_of_that_building(our_town: Town) -> None:
    head = await our_town.staff(Role.BUILDING_HEAD, "460204198023-c01-5")
    await _in_group(our_town, head, "绑定本群")
    await head.presses("天涯区儋州村社区榕树里小区5栋")
    resident = await our_town.resident()
    await _in_group(our_town, resident, "楼道里堆满了杂物，走路都困难")
    resident.sees("请看看对不对", "榕树里小区5栋")


async def _bound(town: Town, worker: Somebody) -> None:
    await _in_group(town, worker, "绑定本群")
    await worker.presses(NAME)


async def _in_group(town: Town, person: Somebody, words: str) -> None:
    town.stub.says(person.chat_id, words, chat=GROUP)
    await town.settle()


def _last(town: Town) -> str:
    return town.stub.chat(GROUP).texts[-1]
