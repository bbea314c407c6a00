"""举报: with a name or none, handled by nobody it accuses, and read with number and code only."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from stores import plain
from town import GRID, Somebody, Town

from domain.people import Post, Role
from handlers.scene import Scene
from handlers.supervisor.command import queue

COMMUNITY, DISTRICT, CITY = "460204198023", "460204000000", "460200000000"
WORDS = "我要举报榕树里小区3栋有人聚众赌博"


@pytest.mark.sample
async def test_news_says_nothing_and_the_code_opens_the_rest(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident()
    code = await _reports(resident, "留名，有进展提醒我")
    resident.looks_away()
    await supervisor.presses("签收", "报进展")
    await supervisor.says("已经派人去看过现场")
    news = resident.sees(resident.number(), "有新进展")
    assert "赌博" not in news
    assert not any("现场" in text for text in resident.fresh)
    await resident.says("我的工单")
    resident.sees("举报")
    resident.sees_nothing("赌博")
    await resident.says(resident.number())
    resident.sees("🔒", "提取码")
    resident.sees_nothing("现场")
    await resident.says(f"查询 {resident.number()} {code}")
    resident.sees("已经派人去看过现场", "办理中")


async def test_without_a_name_the_store_soon_knows_nothing_and_any_telephone_reads_the_answer(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident()
    code = await _reports(resident, "匿名，凭提取码查")
    number = resident.number()
    resident.sees("匿名举报登记好了", "一小时后")
    supervisor.sees("聚众赌博")
    await our_town.passes(hours=2)
    resident.looks_away()
    await supervisor.presses("签收", "办结")
    await supervisor.says("查实了，已经处罚")
    await supervisor.presses("没有照片")
    await our_town.passes(days=5)
    assert resident.fresh == []
    other = await our_town.resident()
    await other.says(f"查询 {number} {code.lower().replace('-', '')}")
    other.sees("查实了，已经处罚")
    store = await our_town.written(lambda uow: _everything_about(uow, resident.account[1]))
    assert store, "the account itself is known"
    assert not [row for row in store if "赌博" in row or number in row or code in row]


async def test_a_wrong_code_opens_nothing_and_five_shut_it_for_an_hour(our_town: Town) -> None:
    await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident, guesser = await our_town.resident(), await our_town.resident()
    code = await _reports(resident, "留名，有进展提醒我")
    for _ in range(5):
        await guesser.says(f"查询 {resident.number()} AAAA-AAAA")
        guesser.sees("提取码不对")
        guesser.looks_away()
    await resident.says(f"{resident.number()} {code}")
    resident.sees("提取码不对")
    await our_town.passes(hours=1, minutes=1)
    await resident.says(f"{resident.number()} {code}")
    resident.sees("🔒", "待签收")


async def test_whoever_is_accused_neither_gets_it_nor_sees_it(our_town: Town) -> None:
    """唐慧娟 supervises the district: the city's supervisor gets what accuses her."""
    accused = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    above = await our_town.staff(Role.SUPERVISOR, CITY)
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋有人聚众赌博，天涯区的唐慧娟收了钱不管")
    await _answers(resident, "留名，有进展提醒我")
    number = resident.number()
    above.sees("收了钱不管")
    await our_town.passes(days=10)
    for word in ("日报", "超时", number):
        await accused.says(word)
    accused.sees_nothing("收了钱")
    accused.sees_nothing("赌博")
    accused.sees("没有找到这张工单")


@pytest.mark.parametrize(
    ("words", "post", "also", "heard_by"),
    [
        ("我要举报儋州村社区受理台收了红包才给办证明", (Role.DESK, COMMUNITY), COMMUNITY, DISTRICT),
        ("我要举报儋州村社区乱收卫生费", (Role.DESK, COMMUNITY), COMMUNITY, DISTRICT),
        ("我要举报榕树里小区3栋的网格员收了红包", (Role.WORKER, GRID), COMMUNITY, DISTRICT),
        ("我要举报榕树里小区3栋，我们社区书记收了红包", (Role.CAPTAIN, GRID), COMMUNITY, DISTRICT),
        ("我要举报榕树里小区3栋修路灯，路灯所收了红包才来", (Role.OFFICER, "ty-lamps"), COMMUNITY, DISTRICT),
        ("我要举报儋州村居委会收了红包才给办证明", (Role.DESK, COMMUNITY), DISTRICT, CITY),
    ],
    ids=["desk", "community", "worker by role", "secretary by role", "unit by alias", "posts on two levels"],
)
async def test_an_accused_place_keeps_nothing_of_it(
    our_town: Town, words: str, post: tuple[Role, str], also: str, heard_by: str
) -> None:
    """Whoever works where it accuses also oversees an area: it goes above both, and they learn of nothing."""
    accused, above = await our_town.staff(*post), await our_town.staff(Role.SUPERVISOR, heard_by)
    await our_town.written(
        lambda uow: uow.people.hold(uow.people.with_post(post[0], (post[1],))[0], Post(Role.SUPERVISOR, also))
    )
    resident = await our_town.resident()
    await resident.says(words)
    await _answers(resident, "留名，有进展提醒我")
    above.sees("红包" if "红包" in words else "卫生费", resident.number())
    await _learns_nothing(our_town, accused, resident.number())


async def test_our_own_grid_worker_is_the_one_of_the_home(our_town: Town) -> None:
    worker, above = await our_town.staff(), await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident("h460204198023-c01-3")
    await resident.says("我要举报我们网格员在友谊市场收了红包")
    await _answers(resident, "留名，有进展提醒我")
    above.sees("红包", resident.number())
    recused = await our_town.written(lambda uow: uow.tickets.by_number(resident.number()).recused)
    assert await our_town.written(lambda uow: set(uow.people.with_post(Role.WORKER, (GRID,)))) <= set(recused)
    await _learns_nothing(our_town, worker, resident.number())


async def test_where_nobody_above_is_left_another_districts_supervisor_gets_it(our_town: Town) -> None:
    other = await our_town.staff(Role.SUPERVISOR, "460203000000")
    accused = await our_town.staff(Role.SUPERVISOR, DISTRICT)
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋聚众赌博，区领导和邢晓琳收了红包")
    await _answers(resident, "留名，有进展提醒我")
    other.sees("红包", resident.number())
    await _learns_nothing(our_town, accused, resident.number())


@pytest.mark.parametrize("how", ["留名，有进展提醒我", "匿名，凭提取码查"])
async def test_when_everybody_is_accused_it_is_kept_and_the_resident_told_where_to_go(our_town: Town, how: str) -> None:
    accused = [await our_town.staff(Role.SUPERVISOR, scope) for scope in (CITY, DISTRICT)]
    resident = await our_town.resident()
    await resident.says("我要举报榕树里小区3栋聚众赌博，邢晓琳、唐慧娟、何春花收了红包")
    code = await _answers(resident, how)
    number = resident.number()
    resident.sees(number, "谁也没看到", "12388")
    await our_town.passes(days=3)
    for each in accused:
        await _learns_nothing(our_town, each, number, figures=False)
    await resident.says(f"查询 {number} {code}")
    resident.sees("🔒", number)


async def test_what_names_only_a_place_or_the_property_company_accuses_nobody(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident()
    await resident.says("我要举报天涯区儋州村社区榕树里小区3栋，小区里的物业收红包")
    await _answers(resident, "留名，有进展提醒我")
    supervisor.sees("红包")
    ticket = await our_town.written(lambda uow: uow.tickets.by_number(resident.number()))
    assert (ticket.recused, ticket.community) == ((), COMMUNITY)


async def _learns_nothing(town: Town, accused: Somebody, number: str, *, figures: bool = True) -> None:
    """Neither in lists, digest, by its number nor in the queue (whose page shows the same)."""
    for word in ("待办", "日报", "超时", "待派", number):
        await accused.says(word)
    for button in ("看全部在办",) if "看全部在办" in accused.buttons else ():
        await accused.presses(button)
    for word in ("红包", "赌博", "卫生费", "登记好了"):
        accused.sees_nothing(word)
    assert not [text for text in accused.fresh if number in text and "没有找到" not in text]
    for digest in (text for text in accused.fresh if "日报 ·" in text) if figures else ():
        assert "新增 0" in digest
        assert "在办 0" in digest
    waiting = await town.written(lambda uow: queue(Scene(uow, town.app.worlds.current, town.clock.now()), [CITY]))
    assert number not in [ticket.number for ticket in waiting]


async def test_a_report_left_unfinished_is_filed_with_its_code(our_town: Town) -> None:
    supervisor, resident = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.resident()
    await resident.says(WORDS)
    await our_town.passes(days=2)
    resident.sees("举报登记好了", "提取码")
    supervisor.sees("聚众赌博")


async def test_what_a_supervisor_leaves_lying_is_told_to_the_one_above(our_town: Town) -> None:
    """Neither captain nor desk nor command centre may hear of it, and silence must not be the end of it."""
    supervisor, above = await our_town.staff(Role.SUPERVISOR, DISTRICT), await our_town.staff(Role.SUPERVISOR, CITY)
    others = [await our_town.staff(Role.CAPTAIN), await our_town.staff(Role.COMMAND, DISTRICT)]
    resident = await our_town.resident()
    await _reports(resident, "留名，有进展提醒我")
    supervisor.sees("聚众赌博")
    above.sees_nothing(resident.number())
    await our_town.passes(days=1)
    above.sees("还没签收", resident.number())
    for other in others:
        other.sees_nothing(resident.number())


async def _reports(resident: Somebody, how: str) -> str:
    """Somebody reports wrongdoing; the code they are given."""
    await resident.says(WORDS)
    return await _answers(resident, how)


async def _answers(resident: Somebody, how: str) -> str:
    while "确认" not in resident.buttons:
        await resident.presses(how if how in resident.buttons else resident.buttons[0])
    await resident.presses("确认")
    return re.findall(r"提取码 ([A-Z2-9-]{9})", resident.sees("举报登记好了"))[0]


def _everything_about(uow, account: str) -> list[str]:
    """Every row of every table in which the account occurs, as text."""
    return list(_rows(uow.db, account))


def _rows(db, account: str) -> Iterator[str]:
    for table in ("inbox", "outbox", "conversations", "timers", "events", "tickets", "meta", "accounts"):
        for row in plain(db, f"SELECT * FROM {table}"):
            if re.search(rf"(?<!\d){account}(?!\d)", text := str(row)):  # not the digits of a moment
                yield text
