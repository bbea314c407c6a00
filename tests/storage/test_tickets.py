"""What two people do to one ticket at once is done by one of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import NotAllowed
from domain.ticket import Status, Ticket


def test_who_acts_on_a_ticket_that_has_changed_meanwhile_is_refused_and_changes_nothing(store, now):
    wish = Ticket(0, "", "wish", Status.OPEN, "", "轮椅", "想要轮椅")
    seen = store.write_now(lambda uow: uow.tickets.add(wish, now, "20261123"))
    first, second = (replace(seen, status=Status.CLAIMED, claimant=who, version=1) for who in (5, 6))
    store.write_now(lambda uow: uow.tickets.save(first, seen.version))
    with pytest.raises(NotAllowed, match="changed meanwhile"):
        store.write_now(lambda uow: uow.tickets.save(second, seen.version))
    assert store.write_now(lambda uow: uow.tickets.get(seen.id)).claimant == 5
