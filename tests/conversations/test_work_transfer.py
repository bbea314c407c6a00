"""交接: staff change, and everything in hand goes over with its story; nobody is told twice."""

from __future__ import annotations

from town import GRID, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
OTHER_DISTRICT = "460203000000"
THIRD_GRID = "460204198023003"


async def test_everything_in_hand_goes_over_in_one_list_and_each_resident_hears_once(our_town: Town) -> None:
    supervisor, former = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    successor = await our_town.staff(scope=THIRD_GRID)
    first = await _files(our_town, "榕树里小区3栋楼下路灯坏了", "榕树里小区3栋下水道堵了")
    second = await _files(our_town, "榕树里小区4栋垃圾桶满了没人清运")
    await former.says("待办")
    await former.says("1")
    await former.presses("报进展", "已联系维修，等配件")
    for somebody in (first, second):
        somebody.looks_away()
    names = await _names(our_town)
    await _hands_over(supervisor, names[GRID], names[THIRD_GRID], note="配件周三到，记得去拿")
    supervisor.sees(f"{names[GRID]}的 3 件已交给{names[THIRD_GRID]}")
    told = successor.sees_once("3 件工单交给您了", "路灯照明", "下水道堵塞", "等配件", "配件周三到")
    assert "用户" not in told
    former.sees_once("已交给", names[THIRD_GRID])
    first.sees_once("承办人换了", "路灯照明", "下水道堵塞", names[THIRD_GRID])
    second.sees_once("承办人换了", "垃圾满溢")
    await former.says("待办")
    former.sees("没有待办")
    await successor.says("待办")
    successor.sees("待办 3 件")


async def test_the_new_one_goes_on_where_the_old_one_was(our_town: Town) -> None:
    supervisor, former = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    successor = await our_town.staff(scope=THIRD_GRID)
    resident = await _files(our_town, "榕树里小区3栋楼下路灯坏了")
    await former.presses("签收")
    names = await _names(our_town)
    await _hands_over(supervisor, names[GRID], names[THIRD_GRID])
    await successor.says("待办")
    await successor.says("1")
    successor.sees("办理中", "签收")
    await successor.presses("办结")
    await successor.says("换了新灯泡")
    await successor.presses("没有照片")
    resident.sees("换了新灯泡", "真的解决了吗")
    await former.presses("办结")
    former.sees("没有找到这张工单")


async def test_who_changes_their_mind_hands_nothing_over(our_town: Town) -> None:
    supervisor, former = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    await _files(our_town, "榕树里小区3栋楼下路灯坏了")
    names = await _names(our_town)
    await _hands_over(supervisor, names[GRID], names[THIRD_GRID], sure="先不交")
    await former.says("待办")
    former.sees("待办 1 件")


async def test_a_supervisor_elsewhere_or_a_worker_cannot_do_it(our_town: Town) -> None:
    stranger, former = await our_town.staff(Role.SUPERVISOR, OTHER_DISTRICT), await our_town.staff()
    await _files(our_town, "榕树里小区3栋楼下路灯坏了")
    names = await _names(our_town)
    await stranger.says("交接")
    await stranger.says(names[GRID])
    stranger.sees("没看明白")
    await former.says("交接")
    former.sees_nothing("谁手上的工单")
    await former.says("待办")
    former.sees("待办 1 件")


async def _files(town: Town, *words: str) -> Somebody:
    resident = await town.resident()
    for each in words:
        await resident.says(each)
        await resident.presses("确认")
    return resident


async def _names(town: Town) -> dict[str, str]:
    def read(uow) -> dict[str, str]:
        return {scope: uow.people.name(uow.people.with_post(Role.WORKER, (scope,))[0]) for scope in (GRID, THIRD_GRID)}

    return await town.written(read)


async def _hands_over(supervisor: Somebody, former: str, to: str, note: str = "", sure: str = "确定交接") -> None:
    await supervisor.says("交接")
    supervisor.sees("谁手上的工单")
    await supervisor.says(former)
    await supervisor.says(to)
    if note:
        await supervisor.says(note)
    else:
        await supervisor.presses("没有要交代的")
    await supervisor.presses(sure)
