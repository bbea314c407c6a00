"""举报: with a name or none, handled by nobody it accuses, and read with number and code only."""

from __future__ import annotations

import re
from collections.abc import Iterator

from town import Somebody, Town

from domain.people import Role

DISTRICT, CITY = "460204000000", "460200000000"
WORDS = "我要举报榕树里小区3栋有人聚众赌博"


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
    store = await our_town.written(lambda uow: _everything_about(uow, str(resident.chat_id)))
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
    return list(_rows(uow.tickets._db._raw, account))


def _rows(raw, account: str) -> Iterator[str]:
    for table in ("inbox", "outbox", "conversations", "timers", "events", "tickets", "meta", "accounts"):
        for row in raw.execute(f"SELECT * FROM {table}", ()).fetchall():
            if re.search(rf"(?<!\d){account}(?!\d)", text := str(tuple(row))):  # not the digits of a moment
                yield text
