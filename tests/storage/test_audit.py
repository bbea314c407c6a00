"""The audit trail: a chain that shows any change of what was done, and that erasure of words does not break."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from domain.ticket import Action, Event, Party, Status, Ticket
from storage.audit import Act

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _done(uow, count=3, at=NOW):
    ticket = uow.tickets.add(Ticket(0, "", "help", Status.ASSIGNED, "城管", "路灯照明", "路灯坏了"), at, "20261123")
    for number in range(count):
        event = Event(
            ticket.id, Action.PROGRESS, 7, Party.ASSIGNEE, at + timedelta(seconds=number), None, Status.WORKING, "到了"
        )
        uow.tickets.record(event)
    uow.audit.did(Act(at, "operator", "export tickets", "3 rows"))


def test_a_chain_of_seals_holds_and_says_where_it_ends(store):
    def work(uow):
        _done(uow)
        first = uow.audit.seal(NOW + timedelta(hours=1))
        _done(uow, at=NOW + timedelta(hours=2))
        second = uow.audit.seal(NOW + timedelta(hours=3))
        assert (first.previous, second.previous) == ("", first.hash)
        assert uow.audit.seals() == [first, second]
        assert uow.audit.broken() is None
        assert uow.audit.seal(NOW + timedelta(hours=4)) == second  # nothing new, no new seal

    store.write_now(work)


def test_nothing_is_sealed_before_it_can_be_complete(store):
    def work(uow):
        _done(uow)
        assert uow.audit.seal(NOW + timedelta(seconds=30), timedelta(minutes=1)) is None
        assert uow.audit.seal(NOW + timedelta(seconds=90), timedelta(minutes=1)).acts == 1

    store.write_now(work)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE events SET by = 8 WHERE id = 2",
        "UPDATE events SET at = at - 60000 WHERE id = 2",
        "DELETE FROM events WHERE id = 2",
        "UPDATE acts SET detail = '0 rows' WHERE id = 1",
        "DELETE FROM seals WHERE id = 1",
        "UPDATE seals SET hash = 'f' WHERE id = 1",
    ],
)
def test_whatever_is_changed_afterwards_shows(store, sql):
    def work(uow):
        _done(uow)
        uow.audit.seal(NOW + timedelta(hours=1))
        _done(uow, at=NOW + timedelta(hours=2))
        uow.audit.seal(NOW + timedelta(hours=3))
        return uow.audit.broken()

    assert store.write_now(work) is None
    _behind_its_back(store, sql)
    assert store.write_now(lambda uow: uow.audit.broken()) is not None


def test_erased_words_do_not_break_it(store):
    def work(uow):
        _done(uow)
        uow.audit.seal(NOW + timedelta(hours=1))

    store.write_now(work)
    _behind_its_back(store, "UPDATE events SET note = ''")
    assert store.write_now(lambda uow: uow.audit.broken()) is None


def test_a_chain_that_was_forged_whole_is_not_the_one_whose_seal_somebody_kept(store):
    def first(uow):
        _done(uow)
        return uow.audit.seal(NOW + timedelta(hours=1)).hash

    def again(uow):
        uow.audit.seal(NOW + timedelta(hours=1))
        assert uow.audit.broken() is None
        return {seal.hash for seal in uow.audit.seals()}

    anchor = store.write_now(first)
    _behind_its_back(store, "DELETE FROM seals")
    _behind_its_back(store, "DELETE FROM events WHERE id = 2")
    assert anchor not in store.write_now(again)


def _behind_its_back(store, sql):
    """As somebody would who has the database in hand."""
    store.write_now(lambda uow: uow.audit._db._raw.execute(sql))
