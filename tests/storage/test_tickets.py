"""What two do to one ticket at once: one of them does it, and nothing another did is undone."""

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


def test_what_was_changed_by_the_way_since_a_ticket_was_read_is_not_written_back(store, now):
    """Two people turn out to be one while the ticket of the former is in hand; whoever saves it does not know."""
    request = Ticket(0, "", "help", Status.ASSIGNED, "", "路灯", "路灯坏了", reporter=5)
    seen = store.write_now(lambda uow: uow.tickets.add(request, now, "20261123"))

    def work(uow):
        ticket = uow.tickets.get(seen.id)
        uow.tickets.hand_over(5, 6)
        uow.tickets.save(replace(ticket, status=Status.WORKING, version=1), ticket.version)
        uow.tickets.save(replace(ticket, status=Status.RESOLVED, episode=1, version=2), 1)

    store.write_now(work)
    kept = store.write_now(lambda uow: uow.tickets.get(seen.id))
    assert kept == replace(seen, reporter=6, status=Status.RESOLVED, episode=1, version=2)
