"""Visits (走访) of workers to households; who was met is sealed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, distinct, func, insert, select

from domain.values import frozen
from storage.engine import Connection
from storage.records import columns_of, values_of
from storage.sealed import Seal
from storage.tables import visits

P = bindparam


@frozen
class Visit:
    """One visit. `household` is the address as far as it was understood: by it the same household counts once a month.

    `met` says whether anybody was at home; `need` is what they need, in words, `ticket` the ticket that came of it.
    """

    worker: int
    at: datetime
    grid: str
    household: str
    place_words: str
    met: bool
    need: str = ""
    ledger: str = ""
    ticket: int = 0
    next_at: datetime | None = None
    id: int = 0


class Visits:
    """The visits of the store."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def add(self, visit: Visit, who: str) -> int:
        """Keep a visit; `who` was met is encrypted, bound to the household and the moment."""
        return int(self._db.value(ADD, **values_of(visit, but="id"), who=self._seal.close(who, _row(visit))))

    def find(self, visit: int) -> Visit | None:
        row = self._db.one(GET, id=visit)
        return Visit(*row) if row else None

    def who(self, visit: Visit) -> str:
        """Who was met, in clear, for the worker who was there."""
        return self._seal.open(self._db.value(WHO, id=visit.id), _row(visit))

    def of_worker(self, worker: int, start: datetime, end: datetime) -> list[Visit]:
        """The newest first."""
        return [Visit(*row) for row in self._db.all(OF_WORKER, worker=worker, start=start, end=end)]

    def households(self, worker: int, start: datetime, end: datetime) -> int:
        """How many different households somebody was met in."""
        return int(self._db.value(HOUSEHOLDS, worker=worker, start=start, end=end))

    def between(self, start: datetime, end: datetime) -> list[Visit]:
        return [Visit(*row) for row in self._db.all(BETWEEN, start=start, end=end)]


def _row(visit: Visit) -> str:
    return f"visit:{visit.household}:{visit.at.timestamp():.0f}"


FIELDS = columns_of(visits, Visit)
_SPAN = (visits.c.at >= P("start"), visits.c.at < P("end"))
ADD = insert(visits).returning(visits.c.id)
GET = select(*FIELDS).where(visits.c.id == P("id"))
WHO = select(visits.c.who).where(visits.c.id == P("id"))
OF_WORKER = select(*FIELDS).where(visits.c.worker == P("worker"), *_SPAN).order_by(visits.c.at.desc())
HOUSEHOLDS = select(func.count(distinct(visits.c.household))).where(
    visits.c.worker == P("worker"), visits.c.met, *_SPAN
)
BETWEEN = select(*FIELDS).where(*_SPAN).order_by(visits.c.id)
