"""What wishes keep beside their tickets, and which volunteers were checked for the wishes of children."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.wishes import Clearance, Terms
from storage.engine import Connection, upsert
from storage.records import columns_of, values_of
from storage.sealed import Seal
from storage.tables import clearances, wishes

P = bindparam


class Wishes:
    """The terms of wishes; the name of a guardian is sealed."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def keep(self, terms: Terms) -> None:
        """Keep or change them; a guardian's name that was noted stays."""
        values = values_of(terms)
        if not self._db.changed(CHANGE, of_ticket=terms.ticket, **{k: v for k, v in values.items() if k != "ticket"}):
            self._db.run(KEEP, **values, who=b"")

    def of(self, ticket: int) -> Terms:
        """The terms of a wish, blank ones if nothing was kept."""
        row = self._db.one(OF, ticket=ticket)
        return Terms(*row) if row else Terms(ticket)

    def name_guardian(self, ticket: int, name: str) -> None:
        self._db.run(NAME, of_ticket=ticket, who=self._seal.close(name, f"guardian:{ticket}"))

    def guardian(self, ticket: int) -> str:
        """The guardian's name in clear, "" if none was noted."""
        who = self._db.value(WHO, ticket=ticket)
        return self._seal.open(who, f"guardian:{ticket}") if who else ""

    def clear(self, clearance: Clearance) -> None:
        self._db.run(CLEAR, **values_of(clearance))

    def unclear(self, person: int) -> None:
        self._db.run(UNCLEAR, person=person)

    def cleared_until(self, person: int) -> datetime | None:
        """Until when the check of a volunteer is good, None if there never was one."""
        found: datetime | None = self._db.value(UNTIL, person=person)
        return found


KEEP = upsert(wishes, "ticket")
CHANGE = update(wishes).where(wishes.c.ticket == P("of_ticket"))
OF = select(*columns_of(wishes, Terms)).where(wishes.c.ticket == P("ticket"))
NAME = update(wishes).where(wishes.c.ticket == P("of_ticket"))
WHO = select(wishes.c.who).where(wishes.c.ticket == P("ticket"))
CLEAR = upsert(clearances, "person")
UNCLEAR = delete(clearances).where(clearances.c.person == P("person"))
UNTIL = select(clearances.c.until).where(clearances.c.person == P("person"))
