"""Takes in requests that another system sends as a sheet (a hotline, a platform): all of a file, or nothing and every reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from bot.rows import ROUNDED, BadRow, Checks, ascii_code, filled, phone_number, read_all
from bot.sheets import Column, Row
from domain.errors import ConfigError
from domain.people import Role
from domain.sources import Source
from domain.ticket import Ticket
from domain.values import frozen, replace
from handlers.dispatch import last_resort, with_role
from handlers.intake import Contact, Heard, draft, given, keep_contact, take_in
from handlers.scene import Scene
from storage.origins import Origin

CHANNEL = "import"
LONGEST_NUMBER = 64
MOMENT = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?)?")


@frozen
class Arrival:
    """One row: the number it has in the other system, what and where, who (as far as known), and when it was said there."""

    external: str
    words: str
    place: str
    contact: Contact
    said_at: datetime | None
    area: str


def import_requests(scene: Scene, line: str, columns: Mapping[str, str], file: Path) -> int:
    """File every row of a sheet of a line; how many. ImportFileError lists every bad row, ConfigError an unknown line.

    `columns` maps heads of the sheet to our columns. What is written down was said some time ago: no danger in it alerts.
    """
    source = scene.world.sources.line(line)
    if source is None:
        known = ", ".join(each.code for each in scene.world.sources.lines)
        raise ConfigError(
            f"--line {line!r} is none of {known}; add --line CODE, or the line under [intake] in the settings"
        )
    zone, policy = scene.world.week.zone, scene.world.policy
    reader = _Reader(scene.uow.origins.known(line), scene.now, zone, policy.longest_words)
    rows = read_all(file, mapped(columns), reader.arrival, scene.uow.places.codes())
    for row in rows:
        _file(scene, source, row)
    return len(rows)


def mapped(columns: Mapping[str, str]) -> tuple[Column, ...]:
    """Our columns with the heads that a line uses for them. ConfigError for a column that we do not have."""
    ours = {column.name for column in COLUMNS}
    if wrong := sorted(set(columns.values()) - ours):
        raise ConfigError(f"[intake] lines, columns: {', '.join(wrong)} is none of {', '.join(sorted(ours))}")
    heads = {name: tuple(head for head, ours in columns.items() if ours == name) for name in ours}
    return tuple(replace(column, heads=(*column.heads, *heads[column.name])) for column in COLUMNS)


@frozen
class _Reader:
    """Reads rows; `known` are the numbers that are here already, with the tickets they became."""

    known: Mapping[str, str]
    now: datetime
    zone: tzinfo
    longest: int

    def arrival(self, row: Row, checks: Checks) -> Arrival:
        external = filled(row, "external")[:LONGEST_NUMBER]
        if ROUNDED.fullmatch(external):
            raise BadRow(f"{row.title('external')}“{external}”：被 Excel 改成了约数。把这一列的格式改成文本，再填一次")
        checks.once(row, row.title("external"), external)
        if external in self.known:
            raise BadRow(f"{row.title('external')} {external} 已经登记过，工单 {self.known[external]}，删掉这一行")
        words = "\n".join(filter(None, (row["title"], filled(row, "words"))))
        if len(words) > self.longest:
            raise BadRow(f"内容太长，最多 {self.longest} 个字")
        area = ascii_code(row["area"], row.title("area")) if row["area"] else ""
        if area:
            checks.exists(area, "地方")
        contact = Contact(row["name"], phone_number(row) if row["phone"] else "")
        return Arrival(external, words, row["place"], contact, self._moment(row["at"]), area)

    def _moment(self, text: str) -> datetime | None:
        found = MOMENT.fullmatch(text) if text else None
        try:
            parts = [int(part or 0) for part in found.groups()] if found else []
            moment = datetime(*parts, tzinfo=self.zone) if parts else None  # type: ignore[misc,arg-type]
        except ValueError:
            moment = None
        if text and moment is None:
            raise BadRow(f"“{text}”不是时间，写成 2026-11-23 09:30 这样")
        if moment and moment > self.now:
            raise BadRow(f"时间“{text}”还没有到")
        return moment


def _file(scene: Scene, source: Source, row: Arrival) -> Ticket:
    heard = Heard(row.words, row.area, source.code, row.place)
    ticket = replace(draft(scene, heard, 0, live=False), called_back=source.calls_back, channel=CHANNEL)
    ticket = given(scene, ticket)
    contact = 0
    if (row.contact.name or row.contact.phone) and not ticket.confidential:
        contact = keep_contact(scene, row.contact)
        ticket = replace(ticket, reporter=contact, proxy=_proxy(scene, ticket))
    written = row.said_at.isoformat() if row.said_at else ""
    return take_in(scene, ticket, 0, Origin(0, source.code, row.external, written, contact=contact))


def _proxy(scene: Scene, ticket: Ticket) -> int:
    """Who rings the resident when something is asked: the community desk, else whoever has it, else whoever decides."""
    found = (*with_role(scene, ticket, Role.DESK), ticket.assignee, *last_resort(scene, ticket))
    return next(filter(None, found), 0)


COLUMNS = (
    Column(
        "external", "工单编号", "20261121008765", ("工单号", "编号", "流水号", "受理编号", "热线工单号"), coded=True
    ),
    Column("words", "诉求内容", "榕树里小区3栋路灯坏了三天", ("内容", "主要内容", "诉求", "来电内容", "反映内容")),
    Column("title", "标题", "路灯不亮", ("主题", "诉求标题"), required=False),
    Column("place", "地址", "榕树里小区3栋", ("事发地址", "反映地址", "被反映地址", "地点"), required=False),
    Column("name", "来电人", "陈阿婆", ("姓名", "联系人", "诉求人"), required=False),
    Column("phone", "联系电话", "0898-88000009", ("电话", "来电号码", "手机", "手机号"), required=False, coded=True),
    Column("at", "来电时间", "2026-11-21 10:30", ("受理时间", "登记时间", "时间"), required=False, coded=True),
    Column("area", "网格或社区编码", "460204198023", ("网格编码", "社区编码"), required=False, coded=True),
)
