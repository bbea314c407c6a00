"""Which results may be shown to everybody; what is taken back is deleted, so nothing of it can be shown by mistake."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select, update

from domain.messages import Media
from domain.publication import Publication, Showing
from domain.ticket import Status, Ticket
from storage.engine import Connection, upsert, words
from storage.records import columns_of, values_of
from storage.tables import publications, tickets
from storage.tickets import TICKET_FIELDS

P = bindparam


class Publications:
    """The publications of the store, one for each ticket at most."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def keep(self, publication: Publication) -> None:
        self._db.run(KEEP, **values_of(publication))

    def of(self, ticket: int) -> Publication | None:
        row = self._db.one(OF, ticket=ticket)
        return Publication(*row) if row else None

    def remove(self, ticket: int) -> None:
        self._db.run(REMOVE, ticket=ticket)

    def fetched(self, ticket: int, media: tuple[Media, ...]) -> None:
        """Its photo lies in our own store now; nothing when it was taken back meanwhile."""
        self._db.run(FETCHED, of_ticket=ticket, media=media)

    def shown(self, limit: int, *, wishes: bool) -> list[tuple[Publication, Ticket]]:
        """The newest that are shown, of wishes or of requests; a ticket that was opened again is no result."""
        rows = self._db.all(WISHES if wishes else REQUESTS, limit=limit)
        return [(Publication(*row[: len(FIELDS)]), Ticket(*row[len(FIELDS) :])) for row in rows]

    def waiting(self) -> list[Ticket]:
        """The tickets whose words wait for a reader, the oldest first."""
        return [Ticket(*row) for row in self._db.all(WAITING)]


FIELDS = columns_of(publications, Publication)
KEEP = upsert(publications, "ticket")
OF = select(*FIELDS).where(publications.c.ticket == P("ticket"))
FETCHED = update(publications).where(publications.c.ticket == P("of_ticket"))
REMOVE = delete(publications).where(publications.c.ticket == P("ticket"))
_SHOWN = (
    select(*FIELDS, *TICKET_FIELDS)
    .join(tickets, tickets.c.id == publications.c.ticket)
    .where(
        publications.c.state == words(Showing.SHOWN)[0],
        tickets.c.status == words(Status.CLOSED)[0],
        tickets.c.reporter == publications.c.person,
        tickets.c.kind != words("report")[0],
    )
    .order_by(publications.c.at.desc(), publications.c.ticket.desc())
    .limit(P("limit"))
)
WISHES = _SHOWN.where(tickets.c.kind == words("wish")[0])
REQUESTS = _SHOWN.where(tickets.c.kind != words("wish")[0])
WAITING = (
    select(*TICKET_FIELDS)
    .join(publications, tickets.c.id == publications.c.ticket)
    .where(publications.c.state == words(Showing.WAITING)[0])
    .order_by(publications.c.at)
)
