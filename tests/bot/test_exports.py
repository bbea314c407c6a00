"""What is exported: complete, in local time, without residents, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from openpyxl import load_workbook

from bot.exports import (
    STATUS,
    WITHHELD,
    Sheet,
    as_csv,
    as_xlsx,
    audit,
    ledgers,
    matter_sheet,
    month_sheet,
    stability,
    tickets,
    visits,
    write,
)
from domain.digest import GridFigures, MonthFigures, Trend
from domain.errors import ConfigError
from domain.sources import Sources
from domain.ticket import AT_ONCE, Action, Event, Party, Status, Ticket
from storage.visits import Visit

HOUR = timedelta(hours=1)
EVIL = ['=HYPERLINK("http://x","y")', "+1", "-2", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.fixture
def world(texts, clock):
    grid_name = {"460204198023001": "第一网格"}.get
    zone = clock.now().tzinfo
    week, sources = SimpleNamespace(zone=zone), Sources()
    return SimpleNamespace(say=texts.say, grid_name=lambda code: grid_name(code, code), week=week, sources=sources)


@pytest.fixture
def filed(storage, clock):
    """File a ticket an hour later than the one before."""

    def file(words, kind="complaint", ledger="", **more):
        blank = Ticket(0, "", kind, Status.ASSIGNED, "市政设施", "路灯", words, ledger=ledger, grid="460204198023001")
        now = clock.later(hours=1)

        def work(uow):
            ticket = uow.tickets.add(blank, now, "20261123")
            event = Event(ticket.id, Action.FILE, 7, Party.REPORTER, now, None, Status.ASSIGNED, **more)
            uow.tickets.record(event)
            return ticket

        return storage.write_now(work)

    return file


def export(what, storage, world, clock):
    span = (clock.now() - 24 * HOUR, clock.now() + HOUR)
    return storage.write_now(lambda uow: what(uow, world, *span))


def cells(sheet, head):
    return [row[sheet.heads.index(head)] for row in sheet.rows]


def test_tickets_are_exported_in_local_time_with_the_words_of_the_field(storage, world, clock, filed):
    filed("灯坏了")
    sheet = export(tickets, storage, world, clock)
    assert cells(sheet, "诉求") == ["灯坏了"]
    assert (cells(sheet, "类型"), cells(sheet, "状态"), cells(sheet, "网格")) == (["投诉"], ["待签收"], ["第一网格"])
    assert [f"{at:%H:%M}" for at in cells(sheet, "登记时间")] == ["10:00"]
    assert all(len(row) == len(sheet.heads) for row in sheet.rows)


def test_what_was_answered_at_once_says_so(storage, world, clock, filed):
    ticket = filed("请问火警电话是多少", kind="enquiry")
    answered = replace(ticket, status=Status.CLOSED, result=AT_ONCE, version=1)
    storage.write_now(lambda uow: uow.tickets.save(answered, 0))
    sheet = export(tickets, storage, world, clock)
    assert (cells(sheet, "类型"), cells(sheet, "状态"), cells(sheet, "办理结果")) == (["咨询"], ["已结案"], ["即答"])


def test_what_somebody_reported_of_wrongdoing_is_withheld(storage, world, clock, filed):
    filed("网格员收红包", kind="report", note="证据在抽屉里")
    for what in (tickets, audit):
        sheet = export(what, storage, world, clock)
        assert WITHHELD in sheet.rows[0]
        assert "红包" not in str(sheet)
        assert "抽屉" not in str(sheet)


def test_ledgers_hold_what_belongs_to_one_ledger_by_ledger(storage, world, clock, filed):
    filed("灯坏了")
    for ledger in ("矛盾纠纷", "安全隐患", "矛盾纠纷"):
        filed(f"为{ledger}", ledger=ledger)
    sheet = export(ledgers, storage, world, clock)
    assert cells(sheet, "台账") == ["安全隐患", "矛盾纠纷", "矛盾纠纷"]


def test_visits_stand_in_their_ledgers_and_the_stability_ledger_is_a_sheet_of_its_own(storage, world, clock, filed):
    filed("有人拉横幅", ledger="社会稳定")

    def visit(uow):
        person = uow.people.add(clock.now()).id
        for ledger, need in (("困难群众", "灯坏了"), ("社会稳定", "邻居吵架")):
            kept = Visit(person, clock.now(), "460204198023001", "甲", "榕树里3栋301", True, need, ledger)
            uow.visits.add(kept, "陈阿婆")

    storage.write_now(visit)
    sheets = {what: export(what, storage, world, clock) for what in (ledgers, stability, visits)}
    assert cells(sheets[ledgers], "台账") == ["困难群众"]
    assert (cells(sheets[ledgers], "来源"), cells(sheets[ledgers], "诉求")) == (["走访"], ["灯坏了"])
    assert cells(sheets[stability], "诉求") == ["有人拉横幅", "邻居吵架"]
    assert cells(sheets[visits], "需要") == ["灯坏了", "邻居吵架"]
    for sheet in sheets.values():
        assert all(len(row) == len(sheet.heads) for row in sheet.rows)
        assert "陈阿婆" not in str(sheet)
        assert "拉横幅" not in str(sheets[ledgers])


def test_the_audit_trail_holds_what_was_done_and_who_looked_in_the_order_of_time(storage, world, clock, filed):
    filed("灯坏了", note="一")

    def look(uow):
        person = uow.people.add(clock.now()).id
        uow.people.note(person, "phone", "13800138000")
        uow.people.view(person, "phone", 5, "回访", clock.later(minutes=1))

    storage.write_now(look)
    filed("树倒了", note="三")
    sheet = export(audit, storage, world, clock)
    assert cells(sheet, "说明") == ["一", "回访", "三"]
    assert cells(sheet, "谁（编号）") == [7, 5, 7]
    assert "13800138000" not in str(sheet)


def test_only_the_span_asked_for_is_exported(storage, world, clock, filed):
    for words in "一二三":
        filed(words)
    start = clock.now() - HOUR
    sheet = storage.write_now(lambda uow: tickets(uow, world, start, clock.now()))
    assert cells(sheet, "诉求") == ["二"]


@pytest.mark.parametrize("evil", EVIL, ids=repr)
def test_nothing_becomes_a_formula(evil):
    sheet = Sheet("表", ("甲", "乙"), ((evil, 5),))
    (_, (first, second)) = csv.reader(io.StringIO(as_csv(sheet).decode("utf-8-sig"), newline=""))
    assert first[0] not in "=+-@\t\r"
    assert second == "5"
    cell = load_workbook(io.BytesIO(as_xlsx(sheet))).worksheets[0]["A2"]
    assert cell.data_type == "s"


def test_what_a_sheet_cannot_hold_is_left_out():
    sheet = Sheet("表", ("甲",), (("a\x00b\x1f\ud83d" + "长" * 40_000,), (None,), ("两\n行",)))
    page = load_workbook(io.BytesIO(as_xlsx(sheet))).worksheets[0]
    assert page["A2"].value.startswith("ab长")
    assert (page["A3"].value, page["A4"].value) == (None, "两\n行")
    assert as_csv(sheet).decode("utf-8-sig").startswith("甲\r\n")


def test_a_file_is_written_whole_and_only_in_a_form_of_ours(tmp_path):
    sheet = Sheet("表", ("甲",), (("一",),))
    for name in ("a.csv", "b.XLSX"):
        write(sheet, tmp_path / name)
    with pytest.raises(ConfigError, match=r"\.csv or \.xlsx"):
        write(sheet, tmp_path / "c.ods")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.XLSX"]


def test_every_status_has_its_word():
    assert set(STATUS) == set(Status)


def test_a_bulletin_is_a_workbook_with_its_matters_by_place_and_the_month_before():
    """The matter first with all it has, then each place of it."""
    here = Trend(GridFigures("460204198023", "儋州村社区", new=2, due=2, on_time=1), before=3)
    lamps = Trend(
        GridFigures("matter/城乡建设/路灯照明", "路灯照明", new=2, due=2, on_time=1), before=4, places=(here,)
    )
    figures = MonthFigures("2026-11", "460204000000", "天涯区", (), (), matters=(lamps,))
    book = load_workbook(io.BytesIO(as_xlsx(month_sheet(figures), matter_sheet(figures))))
    assert book.sheetnames == ["2026-11 月通报", "堵点"]
    heads, *rows = [[cell.value for cell in row] for row in book["堵点"].iter_rows()]
    told = [dict(zip(heads, row, strict=True)) for row in rows]
    assert [(row["地区"], row["上月新增"], row["新增"], row["按时办结率"]) for row in told] == [
        ("全部", 4, 2, "50.0%"),
        ("儋州村社区", 3, 2, "50.0%"),
    ]
