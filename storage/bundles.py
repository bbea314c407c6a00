"""What waits for somebody's next list, and how often they were disturbed today."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, func, insert, select

from domain.values import frozen
from storage.engine import Connection, counted_up
from storage.tables import bundled, pushes

P = bindparam


@frozen
class Bundled:
    """One line of a list to come: which ticket, and the key of the text that would have told it alone."""

    ticket: int
    text: str
    at: datetime


class Bundles:
    """The lists to come, and the pushes counted."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def add(self, person: int, line: Bundled) -> int:
        """Add a line to this person's next list; the number of the list's first line."""
        added = self._db.value(ADD, person=person, ticket=line.ticket, text=line.text, at=line.at)
        return int(self._db.value(FIRST, person=person) or added)

    def take(self, person: int) -> list[Bundled]:
        """Everything that waits for this person, in order; it waits no more."""
        lines = [Bundled(*row) for row in self._db.all(WAITING, person=person)]
        if lines:
            self._db.run(TAKE, of_person=person)
        return lines

    def pushed(self, person: int, day: str) -> int:
        """Count one push on this day; how many there are now."""
        return int(self._db.value(PUSHED, person=person, day=day, count=1))

    def pushes(self, person: int, day: str) -> int:
        """How many pushes this person had on this day."""
        return int(self._db.value(PUSHES, person=person, day=day) or 0)


ADD = insert(bundled).returning(bundled.c.id)
FIRST = select(func.min(bundled.c.id)).where(bundled.c.person == P("person"))
WAITING = (
    select(bundled.c.ticket, bundled.c.text, bundled.c.at).where(bundled.c.person == P("person")).order_by(bundled.c.id)
)
TAKE = delete(bundled).where(bundled.c.person == P("of_person"))
PUSHED = counted_up(pushes, "count", "day", "person").returning(pushes.c.count)
PUSHES = select(pushes.c.count).where(pushes.c.person == P("person"), pushes.c.day == P("day"))
