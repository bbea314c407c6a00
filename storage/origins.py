"""How a ticket came in when nobody said it in a chat: the other system's number, the paper, and whom it speaks of."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select

from domain.ticket import Ticket
from domain.values import frozen
from storage.engine import Connection
from storage.records import columns_of, values_of
from storage.sealed import Seal
from storage.tables import origins, tickets
from storage.tickets import TICKET_FIELDS

P = bindparam


@frozen
class Origin:
    """Where one ticket comes from.

    `external` is its number in the system of `line`, `written` the moment it was written or said (ISO 8601, "" unknown),
    `box` the box a paper lay in, `contact` the person it is for (0 nobody).
    """

    ticket: int = 0
    line: str = ""
    external: str = ""
    written: str = ""
    box: str = ""
    contact: int = 0


class Origins:
    """The origins of the store; a ticket that somebody said themselves has none."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def keep(self, origin: Origin) -> None:
        self._db.run(KEEP, **values_of(origin))

    def of(self, ticket: int) -> Origin | None:
        row = self._db.one(OF, ticket=ticket)
        return Origin(*row) if row else None

    def known(self, line: str) -> dict[str, str]:
        """The numbers of a line that are here already, each with the number of its ticket."""
        return dict(self._db.all(KNOWN, line=line))

    def between(self, line: str, start: datetime, end: datetime) -> list[tuple[Ticket, Origin]]:
        """What came from a line and was filed in a span of time, the oldest first."""
        width = len(TICKET_FIELDS)
        rows = self._db.all(BETWEEN, line=line, start=start, end=end)
        return [(Ticket(*row[:width]), Origin(*row[width:])) for row in rows]

    def hide(self, words: str, person: int) -> str:
        """Words that a form keeps while it is filled in, so that nobody reads them in the store."""
        return self._seal.close(words, f"form:{person}").hex()

    def show(self, hidden: str, person: int) -> str:
        """What `hide` hid for the same person."""
        return self._seal.open(bytes.fromhex(hidden), f"form:{person}")


FIELDS = columns_of(origins, Origin)
KEEP = insert(origins)
OF = select(*FIELDS).where(origins.c.ticket == P("ticket"))
KNOWN = (
    select(origins.c.external, tickets.c.number)
    .join(tickets, tickets.c.id == origins.c.ticket)
    .where(origins.c.line == P("line"), origins.c.external != "")
)
BETWEEN = (
    select(*TICKET_FIELDS, *FIELDS)
    .join(origins, origins.c.ticket == tickets.c.id)
    .where(origins.c.line == P("line"), tickets.c.created_at >= P("start"), tickets.c.created_at < P("end"))
    .order_by(tickets.c.id)
)
