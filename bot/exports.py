"""Writes tickets, ledgers, the knowledge base and the audit trail to CSV or XLSX, for spreadsheets that must not run what residents wrote."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from bot.knowledge_sheets import COLUMNS as KNOWLEDGE
from domain.digest import GridFigures, MonthFigures, Trend
from domain.errors import ConfigError
from domain.ledgers import STABILITY
from domain.masking import masked
from domain.messages import Arg, Text, printable
from domain.points import Deed
from domain.sources import OWN, VISIT
from domain.ticket import Action, Status, Ticket, standing
from domain.values import frozen, replace
from handlers.cards import subject
from handlers.scene import Scene
from handlers.supervisor.late import holder, late_in
from handlers.world import World
from storage.unit_of_work import UnitOfWork
from storage.visits import Visit

Cell = str | int | datetime | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # OWASP, “CSV injection”: what a spreadsheet takes for a formula
WITHHELD = "（举报内容不导出）"  # a report may accuse the very people who read the sheet
OF_A_CHILD = "（儿童心愿，内容不导出）"
LONGEST_CELL = 32_767  # characters, the limit of Excel


@frozen
class Sheet:
    """What is written: heads and rows, moments in local time without zone."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tickets(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """One row for each ticket filed in the span; who reported it is not among the columns."""
    found = uow.tickets.filed_between(since, until)
    rows = ((*_ticket(world, ticket), "、".join(uow.tags.of(ticket.id)), *_way_in(uow, ticket)) for ticket in found)
    return Sheet("工单", (*TICKET_HEADS, "专项", "渠道", "外部编号"), tuple(rows))


def lines(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """What other systems sent, with the numbers they know and what became of it: to be given back to them."""
    rows: list[tuple[Cell, ...]] = []
    for line in world.sources.lines:
        for ticket, origin in uow.origins.between(line.code, since, until):
            answers = [e.note for e in standing(uow.tickets.history(ticket.id)) if e.action is Action.RESOLVE]
            told = (_withheld(ticket) or masked(answers[-1])) if answers else ""
            result = world.say(Text(f"result-{ticket.result}"), "zh-CN") if ticket.result else ""
            moments = (ticket.created_at, ticket.due_at, ticket.resolved_at, ticket.closed_at)
            times = (_local(world, moment) for moment in moments)
            rows.append((origin.external, line.name, ticket.number, STATUS[ticket.status], result, told, *times))
    return Sheet("回传", LINE_HEADS, tuple(rows))


def sources(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """How many tickets came in which way and by which channel, month by month."""
    found = Counter(
        (f"{_local(world, t.created_at):%Y-%m}", world.sources.name(t.source), CHANNELS.get(t.channel, t.channel))
        for t in uow.tickets.filed_between(since, until)
    )
    return Sheet("来源", ("月份", "来源", "渠道", "件数"), tuple((*key, count) for key, count in sorted(found.items())))


def from_one(sheet: Sheet, source: str) -> Sheet:
    """The rows of one source, by its name. ConfigError when the sheet has no sources."""
    if SOURCE_HEAD not in sheet.heads:
        raise ConfigError(f"--source: the sheet {sheet.name} has no column {SOURCE_HEAD}")
    at = sheet.heads.index(SOURCE_HEAD)
    return replace(sheet, rows=tuple(row for row in sheet.rows if row[at] == source))


def _way_in(uow: UnitOfWork, ticket: Ticket) -> tuple[str, str]:
    """Its channel, and the number it has in another system."""
    origin = uow.origins.of(ticket.id) if ticket.source not in OWN_SOURCES else None
    return CHANNELS.get(ticket.channel, ticket.channel), origin.external if origin else ""


def ledgers(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """The tickets and visits of the ledgers (台账), ledger by ledger; 社会稳定 is a sheet of its own, for supervisors."""
    return _ledgers(uow, world, since, until, lambda ledger: ledger not in ("", STABILITY))


def stability(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """The ledger 社会稳定, for supervisors only."""
    return _ledgers(uow, world, since, until, lambda ledger: ledger == STABILITY)


def _ledgers(uow: UnitOfWork, world: World, since: datetime, until: datetime, wanted: Callable[[str], bool]) -> Sheet:
    rows = [(t.ledger, *_ticket(world, t)) for t in uow.tickets.filed_between(since, until) if wanted(t.ledger)]
    rows += [(v.ledger, *_visit(world, v)) for v in uow.visits.between(since, until) if wanted(v.ledger)]
    return Sheet("台账", ("台账", *TICKET_HEADS), tuple(sorted(rows, key=lambda row: str(row[0]))))


def visits(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """One row for each visit (走访): when, by whom (a number), where, whether somebody was met, what they need; nobody's name."""
    rows = (
        (
            _local(world, visit.at),
            visit.worker,
            world.grid_name(visit.grid),
            masked(visit.place_words),
            "是" if visit.met else "否",
            masked(visit.need),
            visit.ledger,
            _local(world, visit.next_at),
        )
        for visit in uow.visits.between(since, until)
    )
    return Sheet("走访", VISIT_HEADS, tuple(rows))


def audit(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """What happened to tickets and who looked at personal fields, what operators did, and the seals over it, by time; people are numbers."""
    rows = sorted(_happened(uow, world, since, until), key=lambda row: row[0])
    return Sheet("审计", AUDIT_HEADS, tuple((_local(world, at), *rest) for at, *rest in rows))


def _happened(
    uow: UnitOfWork, world: World, since: datetime, until: datetime
) -> Iterator[tuple[datetime, str, str, int | str, str, str]]:
    for event, ticket in uow.tickets.between(since, until):
        note = WITHHELD if ticket.confidential and event.note else masked(event.note)
        done = world.say(Text(f"did-{event.action}"), "zh-CN")
        yield event.at, ticket.number, done, event.by, str(event.party), note
    for at, viewer, person, field, reason in uow.people.views_between(since, until):
        yield at, "", f"查看个人信息：{field}（{person} 号）", viewer, "", reason
    for act in uow.audit.acts_between(since, until):
        yield act.at, "", f"{act.what}（{act.detail}）", act.by, "", ""
    for seal in uow.audit.seals():
        if since <= seal.at < until:
            yield seal.at, "", f"存证 {seal.hash}", "bot", "", ""


def points(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """The ledger of volunteers' points, line by line; volunteers and staff by number (志愿服务条例 Art. 20)."""
    rows = (
        (
            _local(world, entry.at),
            entry.person,
            uow.tickets.get(entry.ticket).number,
            DEEDS[entry.deed],
            entry.points,
            entry.by,
            masked(entry.note),
        )
        for entry in uow.points.between(since, until)
    )
    return Sheet("积分", POINT_HEADS, tuple(rows))


def knowledge(uow: UnitOfWork, _world: World, _since: datetime, _until: datetime) -> Sheet:
    """Every entry as it is now, under the heads of the template: the file can be edited and imported again."""
    rows = (
        (
            *(each.code, "|".join(each.questions), each.answer, each.unit, each.source),
            *(each.until.isoformat() if each.until else "", each.area, "|".join(each.tags)),
        )
        for each in uow.knowledge.entries()
    )
    return Sheet("知识库", tuple(column.title for column in KNOWLEDGE["knowledge"]), tuple(rows))


def mediations(uow: UnitOfWork, world: World, since: datetime, until: datetime) -> Sheet:
    """One row for each mediation asked for in the span: area, where it stands, dates; nobody's name and no matter."""
    rows = (
        (
            *(
                each.number,
                world.grid_name(each.area),
                each.area,
                world.say(Text(f"mediation-stage-{each.stage}"), "zh-CN"),
            ),
            *(_local(world, at) for at in (each.created_at, each.consented_at, each.agreed_at, each.ended_at)),
        )
        for each in uow.mediations.between(since, until)
    )
    return Sheet("调解", MEDIATION_HEADS, tuple(rows))


def month_sheet(figures: MonthFigures) -> Sheet:
    """The bulletin as a table: one row for each area, category and unit, every rate beside its numbers."""
    rows = [
        ("全部", figures.total),
        *(("地区", row) for row in figures.areas),
        *(("类别", row) for row in figures.categories),
        *(("单位", row) for row in figures.units),
    ]
    return Sheet(f"{figures.month} 月通报", MONTH_HEADS, tuple((kind, *_month_row(row)) for kind, row in rows))


def matter_sheet(figures: MonthFigures) -> Sheet:
    """堵点: one row for each matter, then one for each place of it, with what there was the month before."""
    rows = [(matter.figures.name, each) for matter in figures.matters for each in (matter, *matter.places)]
    return Sheet("堵点", MATTER_HEADS, tuple(_matter_row(matter, each) for matter, each in rows))


def _matter_row(matter: str, each: Trend) -> tuple[Cell, ...]:
    code, name, *counts = _month_row(each.figures)
    place = ("全部", "") if each.places else (name, code)
    return (matter, *place, each.before, *counts)


def late_sheet(scene: Scene, scope: str) -> Sheet:
    """What is overdue in some areas at this moment, the longest first; 举报 are not among them."""
    rows = (
        (
            late.ticket.number,
            subject(late.ticket),
            scene.world.grid_name(late.ticket.area),
            _said(scene, holder(scene, late.ticket)),
            _local(scene.world, late.ticket.due_at),
            late.days,
            scene.world.say(Text(f"did-{late.last.action}"), "zh-CN"),
            masked(late.reason),
        )
        for late in late_in(scene, scope, LONGEST_LIST)
    )
    return Sheet("超时", LATE_HEADS, tuple(rows))


def _said(scene: Scene, arg: Arg) -> str:
    return scene.world.say(arg, "zh-CN") if isinstance(arg, Text) else str(arg)


def _month_row(row: GridFigures) -> tuple[Cell, ...]:
    rates = (
        (r.numerator, r.denominator, r.percent) for r in (row.response, row.punctuality, row.solution, row.satisfaction)
    )
    flat = (cell for rate in rates for cell in rate)
    return (
        row.grid,
        row.name,
        row.new,
        row.resolved,
        row.closed,
        *flat,
        row.solution.silent,
        row.partly,
        row.uncontacted,
        row.contact_asked,
        row.excluded,
        row.differing,
        row.revisited,
        row.called,
        row.called_solved,
        row.at_once,
        row.passed_on,
    )


def write(sheet: Sheet, file: Path, *more: Sheet) -> None:
    """Write the sheet in the form its name ends in, whole or not at all; `more` are further pages of a workbook.

    A CSV file holds the first alone. ConfigError when that is no form of ours.
    """
    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise ConfigError(f"--out {file}: the name must end in {' or '.join(FORMS)}")
    half = file.with_name(f"{file.name}.part")
    half.write_bytes(form(sheet, *more))
    half.replace(file)


def as_csv(sheet: Sheet, *_more: Sheet) -> bytes:
    """CSV with the mark by which Excel knows UTF-8; what would be a formula gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(sheet.heads)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(*sheets: Sheet) -> bytes:
    """A workbook whose texts are texts, whatever they begin with."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        page.freeze_panes = "A2"
        for row in (sheet.heads, *sheet.rows):
            cells = [WriteOnlyCell(page, _clean(value) if isinstance(value, str) else value) for value in row]
            for cell, value in zip(cells, row, strict=True):
                if isinstance(value, str):
                    cell.data_type = "s"  # never a formula
            page.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _plain(cell: Cell) -> str | int:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    text = _clean(cell) if isinstance(cell, str) else cell
    if text is None:
        return ""
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text


def _clean(text: str) -> str:
    return printable(text)[:LONGEST_CELL]


def _ticket(world: World, ticket: Ticket) -> tuple[Cell, ...]:
    moments = (ticket.created_at, ticket.due_at, ticket.resolved_at, ticket.closed_at)
    return (
        ticket.number,
        world.say(Text(f"kind-{ticket.kind}"), "zh-CN"),
        STATUS[ticket.status],
        world.say(Text(f"urgency-{ticket.urgency}"), "zh-CN"),
        ticket.category,
        ticket.matter,
        _withheld(ticket) or masked(ticket.words),
        world.grid_name(ticket.area),
        ticket.area,
        _withheld(ticket) or masked(ticket.place_words),
        world.sources.name(ticket.source),
        *(_local(world, moment) for moment in moments),
        ticket.episode,
        world.say(Text(f"result-{ticket.result}"), "zh-CN") if ticket.result else "",
    )


def _withheld(ticket: Ticket) -> str:
    """What stands in the place of words that do not leave the house; "" for the others."""
    if ticket.confidential:
        return WITHHELD
    return OF_A_CHILD if ticket.child else ""


def _visit(world: World, visit: Visit) -> tuple[Cell, ...]:
    """A visit in the columns of a ticket."""
    return (
        *("", "走访", "", "", "", "", masked(visit.need), world.grid_name(visit.grid), visit.grid),
        *(masked(visit.place_words), world.sources.name(VISIT), _local(world, visit.at), None, None, None, "", ""),
    )


def _local(world: World, moment: datetime | None) -> datetime | None:
    return moment.astimezone(world.week.zone).replace(tzinfo=None, microsecond=0) if moment else None


TICKET_HEADS = (
    *("单号", "类型", "状态", "紧急程度", "类别", "事项", "诉求", "网格", "网格编码", "地点"),
    *("来源", "登记时间", "期限", "办结时间", "结案时间", "办理次数", "办理结果"),
)
MONTH_HEADS = (
    *("分组", "代码", "名称", "新增", "办结", "结案"),
    *("按时响应", "应响应", "响应率", "按时办结", "应办结", "按时办结率"),
    *("已解决", "已回访", "解决率", "满意", "已评价", "满意率", "没表态"),
    *("部分解决", "说没人联系", "问过有没有人联系", "剔除", "抽查不一致", "抽查联系上", "代问", "代问说解决"),
    *("即答", "即答转人工"),
)
MATTER_HEADS = ("事项", "地区", "代码", "上月新增", *MONTH_HEADS[3:])
LATE_HEADS = ("单号", "事项", "地区", "谁在办", "期限", "超时工作日", "最后一步", "原因")
LONGEST_LIST = 10_000
VISIT_HEADS = ("时间", "谁（编号）", "网格", "住户", "见到人", "需要", "台账", "下次走访")
OWN_SOURCES = frozenset(source.code for source in OWN)
SOURCE_HEAD = "来源"
LINE_HEADS = (
    *("外部编号", "来源", "单号", "状态", "办理结果", "答复"),
    *("登记时间", "期限", "办结时间", "结案时间"),
)
CHANNELS = {"telegram": "Telegram", "web": "网页", "terminal": "终端", "import": "批量导入", "": "未记"}
MEDIATION_HEADS = ("编号", "地区", "地区编码", "状态", "申请时间", "双方同意", "达成协议", "结束")
AUDIT_HEADS = ("时间", "单号", "动作", "谁（编号）", "身份", "说明")
POINT_HEADS = ("时间", "志愿者（编号）", "单号", "事由", "积分", "谁确认（编号）", "说明")
DEEDS = {Deed.THING: "送达", Deed.FAVOUR: "帮忙", Deed.THANKED: "收到感谢", Deed.ANNULLED: "核减"}
STATUS = {
    Status.PENDING: "待派单",
    Status.ASSIGNED: "待签收",
    Status.WORKING: "办理中",
    Status.WAITING: "待居民答复",
    Status.PARKED: "挂账",
    Status.RESOLVED: "待回访",
    Status.REVIEWING: "待审核",
    Status.CHECKING: "待核实",
    Status.OPEN: "待认领",
    Status.CLAIMED: "已认领",
    Status.FULFILLED: "待确认",
    Status.DECLINED: "未通过",
    Status.CLOSED: "已结案",
    Status.WITHDRAWN: "已撤回",
    Status.MERGED: "已并单",
}
FORMS: dict[str, Callable[..., bytes]] = {".csv": as_csv, ".xlsx": as_xlsx}
EXPORTS: dict[str, Callable[[UnitOfWork, World, datetime, datetime], Sheet]] = {
    "tickets": tickets,
    "ledgers": ledgers,
    "stability": stability,
    "visits": visits,
    "lines": lines,
    "sources": sources,
    "audit": audit,
    "points": points,
    "knowledge": knowledge,
    "mediations": mediations,
}
