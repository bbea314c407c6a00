"""Who among staff is told of an emergency, by its kind: at once, and when nobody says 收到."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta

from domain.people import Role
from domain.ticket import Ticket
from domain.values import frozen

OTHER = "other"  # the row for a ticket somebody ranked 特急 by hand, and for a kind without a row


@frozen
class AlertRule:
    """One row of the table (domain.md §10.1: say first, ask second, log always).

    `waves` are told one after the other besides whoever has the ticket: the first at once, the next when nobody has
    said 收到 `within` that time. `units` are told with the first: codes, or a word of their names (派出所), which means the
    nearest so called. With `mandatory` the law wants the
    community itself to know and report (反家庭暴力法 14, 未成年人保护法 11): the 签收 of whoever has the ticket is not
    enough. A `discreet` alert names no door: telephones lie open. `calm` are the rungs a matter that is past or only
    feared goes to instead of the grid; () is the ordinary way. A row with `words` is for requests that are no danger to
    life but want somebody above at once (群体性): those that hold one of the words, of `matters` or (without) of any.
    """

    kind: str
    waves: tuple[tuple[Role, ...], ...]
    within: timedelta
    units: tuple[str, ...] = ()
    mandatory: bool = False
    discreet: bool = False
    calm: tuple[Role, ...] = ()
    words: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()

    def fits(self, ticket: Ticket) -> bool:
        """Whether its words make this request one for this row."""
        about = not self.matters or ticket.matter in self.matters or ticket.category in self.matters
        return about and any(word in ticket.words for word in self.words)


@frozen
class Alerts:
    """The whole table, and how often all who were told are told again when the last wave is silent too."""

    rules: Mapping[str, AlertRule] = field(default_factory=dict)
    again_after: timedelta = timedelta(minutes=10)
    repeats: int = 6

    def by_words(self, ticket: Ticket) -> str:
        """The kind of the row whose words a request holds, "" for none."""
        return next((rule.kind for rule in self.rules.values() if rule.words and rule.fits(ticket)), "")

    def rule(self, kind: str) -> AlertRule:
        return self.rules.get(kind) or self.rules.get(OTHER) or DEFAULT


DEFAULT = AlertRule(OTHER, ((Role.CAPTAIN, Role.SUPERVISOR), (Role.DESK, Role.COMMAND)), timedelta(minutes=5))
