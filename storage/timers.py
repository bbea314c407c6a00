"""Things to do at a time: rows, not jobs in memory, so that no restart forgets one and none is done twice."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from functools import cache

from sqlalchemy import Update, bindparam, func, select, update

from domain.values import frozen
from storage.engine import Connection, insert_new, words
from storage.records import columns_of
from storage.tables import timers

P = bindparam
(PENDING,) = words("pending")


@frozen
class Timer:
    """One thing to do. `key` makes it unique: a second timer with the same key is the same timer."""

    key: str
    kind: str
    subject: int
    due_at: datetime
    data: dict[str, str] = field(default_factory=dict)
    id: int = 0
    attempts: int = 0


class Timers:
    """The timers of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def start(self, timer: Timer) -> None:
        """Keep a timer; nothing happens when one with its key was kept before, whatever became of it."""
        self._db.run(
            START,
            key=timer.key,
            kind=timer.kind,
            subject=timer.subject,
            due_at=timer.due_at,
            state="pending",
            data=timer.data,
            attempts=0,
            error="",
        )

    def due(self, now: datetime, limit: int = 50) -> list[Timer]:
        """What is due and not in the hands of another node."""
        return [Timer(*row) for row in self._db.all(DUE, now=now, limit=limit)]

    def fired(self, timer: Timer) -> bool:
        """Mark it done in the transaction that does it; False when another did."""
        return bool(self._db.changed(FIRED, row=timer.id))

    def failed(self, timer: Timer, retry_at: datetime, error: str) -> None:
        """It could not be done: try again later; it stays visible with its error."""
        self._db.run(FAILED, row=timer.id, due_at=retry_at, attempts=timer.attempts + 1, error=error[:500])

    def stop(self, subject: int, *kinds: str) -> None:
        """End the waiting timers of these kinds for one subject."""
        self._db.run(_stop(kinds), of_subject=subject)

    def next_at(self) -> datetime | None:
        found: datetime | None = self._db.value(NEXT)
        return found

    def late(self, now: datetime) -> int:
        return int(self._db.value(LATE, now=now))


@cache
def _stop(kinds: tuple[str, ...]) -> Update:
    """One statement for all of them; there are few such lists in the code."""
    these = (timers.c.subject == P("of_subject"), timers.c.kind.in_(words(*kinds)), timers.c.state == PENDING)
    return update(timers).where(*these).values(state="stopped")


START = insert_new(timers, "key")
DUE = (
    select(*columns_of(timers, Timer))
    .where(timers.c.state == PENDING, timers.c.due_at <= P("now"))
    .order_by(timers.c.due_at, timers.c.id)
    .limit(P("limit"))
    .with_for_update(skip_locked=True)
)
FIRED = update(timers).where(timers.c.id == P("row"), timers.c.state == PENDING).values(state="done")
FAILED = update(timers).where(timers.c.id == P("row"), timers.c.state == PENDING)
NEXT = select(func.min(timers.c.due_at)).where(timers.c.state == PENDING)
LATE = select(func.count()).where(timers.c.state == PENDING, timers.c.due_at <= P("now"))
