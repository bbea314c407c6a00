"""Why the words of somebody who asked to be forgotten may still be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.retention import Reason, Retention
from domain.ticket import Status, Ticket

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULES = Retention(reports=timedelta(days=100), holds=frozenset({"held"}))
CLOSED = Ticket(1, "free", "help", Status.CLOSED, "", "", "words", closed_at=NOW)


@pytest.mark.parametrize(
    ("changed", "days", "reason"),
    [
        ({}, 0, None),
        ({"kind": "wish"}, 0, None),
        ({"closed_at": None}, 500, Reason.OPEN),
        ({"kind": "report"}, 0, Reason.REPORT),
        ({"kind": "report"}, 99, Reason.REPORT),
        ({"kind": "report"}, 100, None),
        ({"number": "held"}, 500, Reason.HOLD),
        ({"number": "held", "closed_at": None}, 0, Reason.HOLD),
    ],
)
def test_words_go_when_nothing_speaks_for_keeping_them(changed, days, reason):
    assert RULES.reason(replace(CLOSED, **changed), NOW + timedelta(days=days)) is reason
