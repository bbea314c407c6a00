"""Other systems: a hotline's sheet becomes tickets, all of it or nothing, and what became of them goes back with its numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from town import Town

from bot.exports import EXPORTS, from_one
from bot.request_imports import import_requests
from domain.errors import ConfigError, ImportFileError
from domain.people import Role
from domain.sources import Source, Sources
from handlers.scene import Scene

COMMUNITY = "460204198023"
HEAD = "工单编号,诉求内容,地址,来电人,联系电话,来电时间"
LAMP = "2026112100001,路灯坏了三天没人修,榕树里小区3栋,陈阿婆,13812345678,2026-11-21 10:30"
PIPE = "2026112100002,楼道一直漏水,榕树里小区2栋,,,"


async def test_a_hotlines_sheet_becomes_tickets_and_the_answer_goes_back_with_its_number(
    our_town: Town, tmp_path: Path
) -> None:
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _imports(our_town, tmp_path, "12345", LAMP, PIPE)
    card = worker.sees("路灯", "12345热线 2026112100001", "陈＊", "138****5678")
    assert "13812345678" not in card
    await worker.presses("签收", "问居民")
    await worker.says("是哪一盏？")
    desk.sees("要问本人", "哪一盏")
    await desk.presses("看联系方式")
    desk.sees("13812345678")
    await desk.says(worker.number())
    await desk.presses("回答")
    await desk.says("大门口那盏")
    worker.sees("大门口那盏")
    await worker.presses("办结") if "办结" in worker.buttons else await worker.says(worker.number())
    if "办结" in worker.buttons:
        await worker.presses("办结")
    await worker.says("灯泡换好了")
    await worker.presses("没有照片")
    desk.sees_nothing("记回访")
    sheet = await _export(our_town, "lines")
    (row,) = [row for row in sheet.rows if row[0] == "2026112100001"]
    assert row[1:6] == ("12345热线", row[2], "已结案", "已解决", "灯泡换好了")
    tickets = await _export(our_town, "tickets")
    assert {row[-2:] for row in from_one(tickets, "12345热线").rows} == {
        ("批量导入", "2026112100001"),
        ("批量导入", "2026112100002"),
    }
    assert from_one(tickets, "代报").rows == ()
    assert (await _export(our_town, "sources")).rows == (("2026-11", "12345热线", "批量导入", 2),)


async def test_a_number_that_is_here_already_is_refused_with_its_row_and_nothing_is_kept(
    our_town: Town, tmp_path: Path
) -> None:
    await _imports(our_town, tmp_path, "12345", LAMP)
    with pytest.raises(ImportFileError) as wrong:
        await _imports(our_town, tmp_path, "12345", PIPE, LAMP, PIPE, "3,,,,,", "4,噪音,,,12,", "5,噪音,,,,明天")
    assert [line.strip().split("：")[0] for line in str(wrong.value).splitlines()[1:]] == [
        f"第 {number} 行" for number in (3, 4, 5, 6, 7)
    ]
    assert "已经登记过，工单 261123-0001" in str(wrong.value)
    assert len((await _export(our_town, "lines")).rows) == 1
    await _imports(our_town, tmp_path, "12301", LAMP)  # another line has numbers of its own
    with pytest.raises(ConfigError, match="12345, 12301, gridapp"):
        await _imports(our_town, tmp_path, "12333", PIPE)


async def test_a_line_whose_residents_we_ring_asks_the_desk_for_the_call_back(our_town: Town, tmp_path: Path) -> None:
    worlds = our_town.app.worlds
    ringing = Sources((Source("gridapp", "网格通", line=True, calls_back=True),))
    worlds._current = replace(worlds.current, sources=ringing)
    worker, desk = await our_town.staff(), await our_town.staff(Role.DESK, COMMUNITY)
    await _imports(our_town, tmp_path, "gridapp", LAMP)
    await worker.presses("签收", "办结")
    await worker.says("灯泡换好了")
    await worker.presses("没有照片")
    desk.sees("请打电话或上门告诉本人")
    await desk.presses("记回访", "打电话", "解决了", "满意")
    desk.sees("结案")


async def test_heads_of_a_line_are_mapped_by_the_settings(our_town: Town, tmp_path: Path) -> None:
    worker = await our_town.staff()
    file = tmp_path / "sheet.csv"
    file.write_text("呼叫流水,群众说,在哪\n77,路灯坏了,榕树里小区3栋\n", "utf-8")
    columns = {"呼叫流水": "external", "群众说": "words", "在哪": "place"}
    await our_town.written(lambda uow: import_requests(_scene(our_town, uow), "12301", columns, file))
    await our_town.settle()
    worker.sees("12301旅游热线 77", "路灯")
    with pytest.raises(ConfigError, match="whatever is none of"):
        await our_town.written(lambda uow: import_requests(_scene(our_town, uow), "12301", {"x": "whatever"}, file))


async def test_no_danger_of_yesterday_alerts_and_wrongdoing_keeps_no_name(our_town: Town, tmp_path: Path) -> None:
    captain, supervisor = await our_town.staff(Role.CAPTAIN), await our_town.staff(Role.SUPERVISOR, "460204000000")
    fire = "1,楼下着火了快来人,榕树里小区3栋,,,2026-11-21 10:30"
    report = "2,举报榕树里小区3栋有人聚众赌博,榕树里小区3栋,陈阿婆,13812345678,"
    await _imports(our_town, tmp_path, "12345", fire, report)
    captain.sees_nothing("🚨")
    told = supervisor.sees("聚众赌博")
    assert "陈" not in told
    contacts = await our_town.written(lambda uow: [o.contact for _, o in _all(uow, our_town)])
    assert contacts == [0, 0]


def _all(uow, town: Town):
    now = town.clock.now()
    return uow.origins.between("12345", now - timedelta(days=1), now + timedelta(days=1))


def _scene(town: Town, uow) -> Scene:
    return Scene(uow, town.app.worlds.current, town.clock.now())


async def _imports(town: Town, folder: Path, line: str, *rows: str) -> None:
    file = folder / "sheet.csv"
    file.write_text("\n".join((HEAD, *rows)), "utf-8")
    await town.written(lambda uow: import_requests(_scene(town, uow), line, {}, file))
    await town.settle()


async def _export(town: Town, what: str):
    now = town.clock.now()
    span = (now - timedelta(days=30), now + timedelta(days=1))
    return await town.written(lambda uow: EXPORTS[what](uow, town.app.worlds.current, *span))
