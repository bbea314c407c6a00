"""How long words are kept after their writer asked to be forgotten, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from domain.ticket import Ticket
from domain.values import frozen


class Reason(StrEnum):
    """Why the words of an erased person are still kept (PIPL Art. 47: stored, and used for nothing else)."""

    OPEN = "open"  # the matter is being dealt with, and nobody could without its words (PIPL Art. 13(3))
    REPORT = "report"  # 举报 is evidence for as long as the operator's rules say
    HOLD = "hold"  # a court or an inquiry asked to keep it


@frozen
class Retention:
    """`reports` counts from the closing of a 举报; `holds` are the numbers of tickets nobody may touch."""

    reports: timedelta = timedelta(days=1095)
    holds: frozenset[str] = frozenset()

    def reason(self, ticket: Ticket, now: datetime) -> Reason | None:
        """Why the words of this ticket must stay for now; None when nothing speaks against forgetting them."""
        if ticket.number in self.holds:
            return Reason.HOLD
        if ticket.closed_at is None:
            return Reason.OPEN
        if ticket.confidential and now < ticket.closed_at + self.reports:
            return Reason.REPORT
        return None
