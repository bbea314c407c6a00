"""Which tickets belong to which campaign."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from domain.ticket import Ticket
from storage.engine import Connection, insert_new
from storage.tables import tags, tickets
from storage.tickets import TICKET_FIELDS

P = bindparam


class Tags:
    """The tags of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def add(self, ticket: int, tag: str) -> None:
        """Tag a ticket; a second time changes nothing."""
        self._db.run(ADD, ticket=ticket, tag=tag)

    def of(self, ticket: int) -> list[str]:
        return [tag for (tag,) in self._db.all(OF, ticket=ticket)]

    def tagged(self, tag: str) -> list[Ticket]:
        """Every ticket of a campaign, the oldest first."""
        return [Ticket(*row) for row in self._db.all(TAGGED, tag=tag)]


ADD = insert_new(tags, "ticket", "tag")
OF = select(tags.c.tag).where(tags.c.ticket == P("ticket")).order_by(tags.c.tag)
TAGGED = (
    select(*TICKET_FIELDS)
    .join(tags, tags.c.ticket == tickets.c.id)
    .where(tags.c.tag == P("tag"))
    .order_by(tickets.c.id)
)
