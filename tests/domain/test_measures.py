"""What one event of a ticket's life adds to the figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from domain.measures import facts
from domain.ticket import Action, Event, Party, Status, Ticket

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TICKET = Ticket(1, "261123-0001", "help", Status.CLOSED, "", "", "")


@pytest.mark.parametrize(
    ("action", "party", "after", "added"),
    [
        (Action.CLOSE, Party.SYSTEM, Status.CLOSED, {"asked": 1, "closed": 1}),
        (Action.CONFIRM, Party.REPORTER, Status.CLOSED, {"asked": 1, "answered": 1, "solved": 1, "closed": 1}),
        (Action.REFUTE, Party.REPORTER, Status.ASSIGNED, {"asked": 1, "answered": 1, "open": 1}),
    ],
)
def test_silence_is_asked_and_neither_answered_nor_solved(action, party, after, added):
    event = Event(1, action, 7, party, NOW, Status.RESOLVED, after)
    assert {fact.measure: fact.count for fact in facts(TICKET, [event])} == added
