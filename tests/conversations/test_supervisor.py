"""A supervisor: the digest once a day with figures one can recount, what is late and why, and a hand on every ticket."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from town import ZONE, Somebody, Town

from domain.people import Role

DISTRICT = "460204000000"
COMMUNITY = "460204198023"
SIX = datetime(2026, 11, 23, 18, 0, tzinfo=ZONE)


@pytest.mark.sample
async def test_the_digest_comes_at_six_with_a_picture(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await _filed(our_town)
    await our_town.until(SIX.replace(hour=17, minute=59))
    supervisor.sees_nothing("日报")
    await our_town.until(SIX.replace(minute=1))
    supervisor.sees_once("📊 11月23日 日报", "天涯区", "新增 1")
    assert supervisor.photos == 1


async def test_it_comes_once_a_day_whatever_restarts(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await our_town.until(SIX.replace(hour=17, minute=50))
    await our_town.rebuilt()
    await our_town.until(SIX.replace(minute=5))
    for _ in range(2):
        await our_town.rebuilt()
        await our_town.passes(minutes=10)
    assert sum("日报" in text for text in supervisor.fresh) == 1
    await our_town.passes(days=3)
    assert sum("日报" in text for text in supervisor.fresh) == 4


async def test_a_digest_missed_while_the_bot_was_down_is_caught_up(our_town: Town) -> None:
    """Down over six o'clock of the second day: it comes with the start, and counts up to six."""
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await our_town.until(SIX.replace(day=24, hour=12))
    supervisor.looks_away()
    our_town.clock.move_to(SIX.replace(day=24, hour=20))
    await our_town.rebuilt()
    await our_town.settle()
    supervisor.sees_once("11月24日 日报")


async def test_the_figures_equal_an_independent_count(our_town: Town) -> None:
    """Five tickets with different fates; the counts here are made by hand, not by our tables."""
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    worker = await our_town.staff(scope="460204198023003")
    residents = [await _filed(our_town, words) for words in MATTERS]
    await worker.says("待办")
    for number, (resident, fate) in enumerate(
        zip(residents, ("happy", "unhappy", "silent", "unsolved", "open"), strict=True)
    ):
        await worker.says(resident.number())
        await worker.presses("签收")
        if fate == "open":
            continue
        await worker.presses("办结")
        await worker.says(f"办好了{number}")
        await worker.presses("没有照片")
        if fate in ("happy", "unhappy"):
            await resident.presses("解决了", "满意" if fate == "happy" else "不满意", "不说了")
        if fate == "unsolved":
            await resident.presses("没解决", "没人来")
    await our_town.until(SIX.replace(minute=1))
    told = supervisor.sees_once("日报")
    assert numbers(told, "新增") == 5
    assert numbers(told, "办结") == 4
    assert numbers(told, "结案") == 2
    assert numbers(told, "超时") == 0
    assert numbers(told, "在办") == 2  # the open one and the one that came back
    assert "响应率 100.0%（5/5）" in told
    assert "解决率 66.7%（2/3）" in told
    assert "满意率 50.0%（1/2）" in told
    assert "没表态 0 件" in told


async def test_the_worst_grid_stands_first(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await _filed(our_town, "椰风雅苑路灯坏了")
    await our_town.passes(days=7)
    for words in ("渔港新村3栋的下水道堵了", "渔港新村4栋垃圾没人清运"):
        await _filed(our_town, words)
    supervisor.looks_away()
    await our_town.until(SIX.replace(day=30, minute=1))
    told = supervisor.sees_once("11月30日 日报")
    assert told.index("第三网格") < told.index("第四网格")


async def test_what_is_late_is_listed_with_the_reason(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("退单", "要由专业单位办")
    await our_town.passes(days=9)
    await supervisor.says("超时")
    supervisor.sees("超时 1 件", "路灯照明", "符思敏", "最后：退单", "要由专业单位办")
    await supervisor.says("1")
    supervisor.sees("🔴超时", "符思敏")
    assert {"转派", "催一下", "办结"} <= set(supervisor.buttons)


async def test_the_button_of_the_digest_opens_what_is_late(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await _filed(our_town)
    await our_town.passes(days=9)
    supervisor.looks_away()
    await supervisor.presses("看超时的")
    supervisor.sees("超时 1 件", "路灯照明")
    await supervisor.presses("看全部在办")
    supervisor.sees("在办 1 件")


async def test_reassigning_tells_the_new_and_the_resident(our_town: Town) -> None:
    supervisor, other = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff(scope="460204198023003")
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await supervisor.says(resident.number())
    await supervisor.presses("转派")
    supervisor.sees("转给谁")
    await supervisor.says("曾子轩")
    supervisor.sees("已转给曾子轩")
    other.sees("路灯照明", resident.number())
    resident.sees("现由曾子轩办理")


async def test_urging_from_above_reaches_the_worker(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await supervisor.says(resident.number())
    await supervisor.presses("催一下")
    supervisor.sees("已催办许慧娟")
    worker.sees("有人催办")


async def test_answering_for_a_unit_resolves_and_tells_the_worker(our_town: Town) -> None:
    supervisor, worker = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff()
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await supervisor.says(resident.number())
    await supervisor.presses("办结")
    await supervisor.says("路灯管理所答复：已更换灯杆")
    await supervisor.presses("没有照片")
    resident.sees("已更换灯杆", "真的解决了吗")
    worker.sees("上级已经答复办结", "不用再办")


async def test_a_low_score_is_somebodys_task(our_town: Town) -> None:
    captain, worker = await our_town.staff(Role.CAPTAIN), await our_town.staff()
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    await resident.presses("解决了", "不满意")
    resident.sees("哪里没做好")
    await resident.says("来得太慢")
    resident.sees("负责人会看到")
    captain.sees("居民不满意", "来得太慢", "许慧娟")


async def test_not_solved_is_told_to_the_captain(our_town: Town) -> None:
    captain, worker = await our_town.staff(Role.CAPTAIN), await our_town.staff()
    resident = await _filed(our_town, "榕树里小区3栋楼下路灯坏了")
    await worker.presses("办结")
    await worker.says("换了灯泡")
    await worker.presses("没有照片")
    await resident.presses("没解决", "别的原因")
    await resident.says("灯还是一闪一闪")
    resident.sees("重新办理")
    captain.sees("居民说没解决", "一闪一闪")
    worker.sees("一闪一闪")


async def test_a_captain_sees_all_their_grids_and_no_others(our_town: Town) -> None:
    captain = await our_town.staff(Role.CAPTAIN)
    for words in ("榕树里小区3栋楼下路灯坏了", "榕树里小区9栋垃圾没人清运", "椰风雅苑下水道堵了"):
        await _filed(our_town, words)
    await captain.says("日报")
    captain.sees("新增 2", "第一网格", "第二网格")
    await captain.presses("看全部在办")
    shown = captain.sees("在办 2 件")
    assert "下水道" not in shown


async def test_the_digest_is_for_those_who_oversee(our_town: Town) -> None:
    worker = await our_town.staff()
    await worker.says("日报")
    worker.sees("只发给督办人员")
    await our_town.passes(days=2)
    worker.sees_nothing("📊")


async def test_nobody_to_assign_is_told_and_solved_by_reassigning(our_town: Town) -> None:
    """A community whose people all left: the supervisor hears of it and finds somebody."""

    def leave(uow) -> None:
        for role in Role:
            for person, scope in uow.people.everybody_with(role):
                if role is not Role.SUPERVISOR:
                    uow.people.release(person, next(p for p in uow.people.get(person).posts if p.scope == scope))

    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await our_town.written(leave)
    await _filed(our_town)
    supervisor.sees("路灯照明")
    assert "办结" in supervisor.buttons


MATTERS = (
    "椰风雅苑路灯坏了",
    "椰风雅苑下水道堵了",
    "椰风雅苑垃圾没人清运",
    "椰风雅苑狗叫扰民",
    "椰风雅苑停水了",
)


def numbers(told: str, name: str) -> int:
    found = re.search(rf"{name} (\d+)", told)
    assert found, told
    return int(found[1])


async def _filed(town: Town, words: str = "椰风雅苑路灯坏了") -> Somebody:
    resident = await town.resident()
    await resident.says(words)
    await resident.presses("确认")
    resident.sees("登记好了")
    resident.looks_away()
    return resident


@pytest.mark.sample
async def test_the_digest_carries_the_seal_of_the_audit_trail(our_town: Town) -> None:
    """Whoever keeps the digest can prove later that nothing before it was changed."""
    supervisor = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    await _filed(our_town)
    await our_town.until(SIX.replace(minute=1))
    carried = re.search(r"存证 ([0-9a-f]{12})", supervisor.sees("日报"))
    assert carried
    seals = await our_town.written(lambda uow: uow.audit.seals())
    assert carried[1] in {seal.hash[:12] for seal in seals}
    assert await our_town.written(lambda uow: uow.audit.broken()) is None
