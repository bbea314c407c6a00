"""The ledger of volunteers' points: lines are added, never changed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, insert, select

from domain.points import Entry
from storage.engine import Connection
from storage.records import columns_of, values_of
from storage.tables import points

P = bindparam


class Points:
    """The points of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def add(self, entry: Entry) -> None:
        self._db.run(ADD, **values_of(entry))

    def balance(self, person: int) -> int:
        return int(self._db.value(BALANCE, person=person) or 0)

    def of_person(self, person: int, limit: int) -> list[Entry]:
        """Their newest lines."""
        return [Entry(*row) for row in self._db.all(OF_PERSON, person=person, limit=limit)]

    def of_ticket(self, ticket: int) -> list[Entry]:
        return [Entry(*row) for row in self._db.all(OF_TICKET, ticket=ticket)]

    def between(self, start: datetime, end: datetime) -> list[Entry]:
        return [Entry(*row) for row in self._db.all(BETWEEN, start=start, end=end)]


_ALL = select(*columns_of(points, Entry))
ADD = insert(points)
BALANCE = select(func.sum(points.c.points)).where(points.c.person == P("person"))
OF_PERSON = _ALL.where(points.c.person == P("person")).order_by(points.c.id.desc()).limit(P("limit"))
OF_TICKET = _ALL.where(points.c.ticket == P("ticket")).order_by(points.c.id)
BETWEEN = _ALL.where(points.c.at >= P("start"), points.c.at < P("end")).order_by(points.c.id)
