"""特别期限, 法定期限: requests answered sooner, or that may take longer, than their category says; rows that staff edit."""

from __future__ import annotations

from datetime import timedelta

from domain.ticket import Ticket
from domain.values import frozen, replace
from domain.worktime import Term


@frozen
class Special:
    """One row, for tickets whose matter, category, kind or source is among `about` and whose words hold one of `words`.

    Where either is empty, all are meant; `kinds` says of which kinds alone.

    `answer_within` is how soon somebody has taken it up, through nights and holidays; `term` how long it may take. What
    is `chosen` is offered to those above who rank such a ticket, and is never found by itself. A row of a `law` is a legal
    clock (法定期限): `says` is what the law wants done by then. It counts from the filing, which is never later than the law
    counts.
    """

    name: str
    about: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    answer_within: timedelta | None = None
    term: Term | None = None
    chosen: bool = False
    kinds: frozenset[str] = frozenset()
    law: str = ""
    says: str = ""

    def fits(self, ticket: Ticket) -> bool:
        if self.kinds and ticket.kind not in self.kinds:
            return False
        named = {ticket.matter, ticket.category, ticket.kind, ticket.source}
        if self.about and not self.about & named:
            return False
        return not self.words or any(word in ticket.words for word in self.words)


def marked(rows: tuple[Special, ...], ticket: Ticket) -> Ticket:
    """The ticket under the first row that is for it by itself; what has a clock already keeps it."""
    row = next((row for row in rows if not row.chosen and row.fits(ticket)), None)
    if ticket.clock or row is None:
        return ticket
    rush = int(row.answer_within.total_seconds() // 60) if row.answer_within else 0
    return replace(ticket, clock=row.name, rush=rush)


def offered(rows: tuple[Special, ...], ticket: Ticket) -> tuple[Special, ...]:
    """The rows those above may choose for this ticket."""
    return tuple(row for row in rows if row.chosen and row.fits(ticket))
