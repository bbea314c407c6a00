"""Which closed tickets may be drawn for a re-visit (抽查), and what was drawn: tasks of that kind are what is kept of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, case, func, select

from domain.sampling import Candidate
from domain.task import TaskKind, TaskStatus
from domain.ticket import Status
from storage.engine import Connection, words
from storage.tables import events, tasks, tickets
from storage.tickets import IN_AREA

P = bindparam


class Revisits:
    """The re-visits of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def candidates(self, start: datetime, end: datetime) -> list[Candidate]:
        """Requests that were closed after a resolution in a span of time and still are; never 举报, wishes, 剔除."""
        return [Candidate(*row) for row in self._db.all(CANDIDATES, start=start, end=end)]

    def asked_since(self, moment: datetime) -> set[int]:
        """The residents who were drawn since a moment."""
        return {person for (person,) in self._db.all(ASKED, since=moment)}

    def drawn(self, start: datetime, end: datetime, stem: str) -> tuple[int, int]:
        """How many were drawn in a span of time in an area (code prefix), and how many of them wait still."""
        row = self._db.one(DRAWN, start=start, end=end, stem=f"{stem}%")
        return (int(row[0] or 0), int(row[1] or 0)) if row else (0, 0)


_REVISIT = tasks.c.kind == words(TaskKind.REVISIT)[0]
_CLOSED = select(events.c.ticket).where(
    events.c.at >= P("start"), events.c.at < P("end"), events.c.after == words(Status.CLOSED)[0]
)
CANDIDATES = (
    select(tickets.c.id, tickets.c.number, tickets.c.community, tickets.c.reporter)
    .where(
        tickets.c.id.in_(_CLOSED),
        tickets.c.status == words(Status.CLOSED)[0],
        tickets.c.closed_at >= P("start"),
        tickets.c.closed_at < P("end"),
        tickets.c.resolved_at.is_not(None),
        tickets.c.kind.not_in(words("wish", "report")),
        tickets.c.excluded == words("")[0],
        tickets.c.reporter != 0,
    )
    .order_by(tickets.c.id)
)
ASKED = select(tasks.c.by).where(_REVISIT, tasks.c.created_at >= P("since"))
DRAWN = (
    select(func.count(), func.sum(case((tasks.c.status == words(TaskStatus.GIVEN)[0], 1), else_=0)))
    .join(tickets, tickets.c.id == tasks.c.ticket)
    .where(
        _REVISIT,
        tasks.c.created_at >= P("start"),
        tasks.c.created_at < P("end"),
        IN_AREA,
    )
)
