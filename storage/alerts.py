"""Alerts of emergencies: who of the staff was told, in which wave, and who said 收到."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select, update

from domain.ticket import Ticket
from domain.values import frozen
from storage.engine import Connection
from storage.records import columns_of, values_of
from storage.tables import alerts, tickets
from storage.tickets import IN_AREA, TICKET_FIELDS

P = bindparam


@frozen
class Alert:
    """The alert of one ticket. `wave` counts from 0, repeats after the last wave included; `day` is the digest's.

    `told` are people's ids; `received_by` is 0 while nobody said 收到.
    """

    ticket: int
    kind: str
    wave: int
    told: tuple[int, ...]
    raised_at: datetime
    day: str
    received_by: int = 0
    received_at: datetime | None = None


class AlertsKept:
    """The alerts of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def add(self, alert: Alert) -> None:
        self._db.run(ADD, **values_of(alert))

    def raise_again(self, alert: Alert) -> None:
        """The alert of a ticket begins anew: nobody was told, nobody said 收到."""
        self._db.run(DROP, key=alert.ticket)
        self.add(alert)

    def find(self, ticket: int) -> Alert | None:
        row = self._db.one(FIND, ticket=ticket)
        return Alert(*row) if row else None

    def tell(self, ticket: int, wave: int, told: Iterable[int]) -> None:
        """Keep how far it has gone and who was told so far."""
        self._db.run(TELL, key=ticket, wave=wave, told=tuple(told))

    def receive(self, ticket: int, person: int, now: datetime) -> bool:
        """Somebody said 收到; False when somebody had before."""
        return bool(self._db.changed(RECEIVE, key=ticket, received_by=person, received_at=now))

    def unreceived(self, since: str) -> list[Alert]:
        """The alerts of this digest's day and later that nobody said 收到 to, the newest first."""
        return [Alert(*row) for row in self._db.all(UNRECEIVED, since=since)]

    def of_day(self, day: str, stem: str) -> list[tuple[Alert, Ticket]]:
        """The alerts a day's digest tells of in an area (code prefix), the oldest first, with their tickets."""
        width = len(_FIELDS)
        rows = self._db.all(OF_DAY, day=day, stem=f"{stem}%")
        return [(Alert(*row[:width]), Ticket(*row[width:])) for row in rows]


_FIELDS = columns_of(alerts, Alert)
ADD = insert(alerts)
DROP = delete(alerts).where(alerts.c.ticket == P("key"))
FIND = select(*_FIELDS).where(alerts.c.ticket == P("ticket"))
TELL = update(alerts).where(alerts.c.ticket == P("key")).values(wave=P("wave"), told=P("told"))
RECEIVE = (
    update(alerts)
    .where(alerts.c.ticket == P("key"), alerts.c.received_by == 0)
    .values(received_by=P("received_by"), received_at=P("received_at"))
)
UNRECEIVED = (
    select(*_FIELDS).where(alerts.c.day >= P("since"), alerts.c.received_by == 0).order_by(alerts.c.raised_at.desc())
)
OF_DAY = (
    select(*_FIELDS, *TICKET_FIELDS)
    .join(tickets, tickets.c.id == alerts.c.ticket)
    .where(alerts.c.day == P("day"), or_(IN_AREA, tickets.c.community == ""))
    .order_by(alerts.c.ticket)
)
