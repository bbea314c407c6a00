"""Who is on duty and who is away."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time

from sqlalchemy import bindparam, delete, insert, select, update

from domain.organisation import Leave, Shift
from domain.values import replace
from storage.engine import Connection
from storage.tables import leaves, shifts

P = bindparam


class Roster:
    """Shifts and leave of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def replace_shifts(self, found: Iterable[Shift]) -> None:
        self._db.run(CLEAR)
        for each in found:
            start, end = each.start.isoformat("minutes"), each.end.isoformat("minutes")
            self._db.run(ADD_SHIFT, scope=each.scope, person=each.person, days=each.days, start=start, end=end)

    def shifts_of(self, scope: str) -> list[Shift]:
        rows = self._db.all(SHIFTS, scope=scope)
        clock = time.fromisoformat
        return [Shift(of, person, days, clock(start), clock(end)) for of, person, days, start, end in rows]

    def take_leave(self, leave: Leave) -> Leave:
        """Keep a leave; it comes back with its id."""
        row = self._db.value(
            ADD_LEAVE, person=leave.person, start=leave.start, until=leave.until, stand_in=leave.stand_in
        )
        return replace(leave, id=row)

    def leave(self, leave: int) -> Leave | None:
        row = self._db.one(GET_LEAVE, id=leave)
        return Leave(*row) if row else None

    def leave_of(self, person: int, now: datetime) -> Leave | None:
        """The leave somebody is on now, None if they are there."""
        known = (
            Leave(*row) for row in self._db.all(LEAVES_OF, person=person)
        )  # all of them: so they stay on the shelf
        return next((leave for leave in known if leave.start <= now < leave.until), None)

    def end_leave(self, person: int, now: datetime) -> bool:
        """They are back, or will not go: whether there was a leave to end."""
        return bool(self._db.changed(END_LEAVE, of_person=person, now=now, until=now))


LEAVE_FIELDS = (leaves.c.person, leaves.c.start, leaves.c.until, leaves.c.stand_in, leaves.c.id)
CLEAR = delete(shifts)
ADD_SHIFT = insert(shifts)
SHIFTS = (
    select(shifts.c.scope, shifts.c.person, shifts.c.days, shifts.c.start, shifts.c.end)
    .where(shifts.c.scope == P("scope"))
    .order_by(shifts.c.id)
)
ADD_LEAVE = insert(leaves).returning(leaves.c.id)
GET_LEAVE = select(*LEAVE_FIELDS).where(leaves.c.id == P("id"))
LEAVES_OF = select(*LEAVE_FIELDS).where(leaves.c.person == P("person")).order_by(leaves.c.until.desc())
END_LEAVE = update(leaves).where(leaves.c.person == P("of_person"), leaves.c.until > P("now"))
