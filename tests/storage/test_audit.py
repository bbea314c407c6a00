"""The audit trail: a chain that shows any change of what was done, and that erasure of words does not break."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from stores import plain

from domain.ticket import Action, Event, Party, Status, Ticket
from storage import audit
from storage.audit import Act

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def _done(uow, count=3, at=NOW):
    ticket = uow.tickets.add(Ticket(0, "", "help", Status.ASSIGNED, "城管", "路灯照明", "路灯坏了"), at, "20261123")
    for number in range(count):
        event = Event(
            ticket.id, Action.PROGRESS, 7, Party.ASSIGNEE, at + timedelta(seconds=number), None, Status.WORKING, "到了"
        )
        event = replace(event, data={"why": "legal", "basis": "王小明说的"}, day="2026-11-23")
        uow.tickets.record(event)
    resident = uow.people.add(at)
    uow.people.note(resident.id, "phone", "13800000000")
    uow.people.view(resident.id, "phone", 7, "re-visit 261123-0001", at)
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
        "UPDATE events SET data = replace(data, 'legal', 'force') WHERE id = 2",
        "UPDATE events SET data = replace(data, '}', ',\"days\":\"5\"}') WHERE id = 2",
        "UPDATE events SET data = '{}' WHERE id = 2",
        "UPDATE events SET day = '2026-11-22' WHERE id = 2",
        "UPDATE views SET viewer = 8 WHERE id = 1",
        "UPDATE views SET person = 8 WHERE id = 1",
        "UPDATE views SET field = 'name' WHERE id = 1",
        "UPDATE views SET reason = 'asked' WHERE id = 1",
        "UPDATE views SET at = at - 60000 WHERE id = 1",
        "DELETE FROM views WHERE id = 1",
        "UPDATE acts SET detail = '0 rows' WHERE id = 1",
        "DELETE FROM seals WHERE id = 1",
        "UPDATE seals SET hash = 'f' WHERE id = 1",
        "UPDATE seals SET form = 1",
        "UPDATE seals SET form = 1 WHERE id = 2",
        "UPDATE seals SET form = 3",
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
    _behind_its_back(store, "UPDATE events SET data = replace(data, '王小明说的', '')")
    assert store.write_now(lambda uow: uow.audit.broken()) is None
    _behind_its_back(store, """UPDATE events SET data = '{"why":"legal"}'""")
    assert store.write_now(lambda uow: uow.audit.broken()) is None


def test_seals_of_an_older_release_hold_and_those_after_them_cover_more(store, monkeypatch):
    def sealed(uow, at):
        _done(uow, at=at)
        return uow.audit.seal(at + timedelta(hours=1)).form

    monkeypatch.setattr(audit, "FORM", 1)
    assert store.write_now(lambda uow: sealed(uow, NOW)) == 1
    monkeypatch.undo()
    assert store.write_now(lambda uow: sealed(uow, NOW + timedelta(hours=2))) == 2
    assert store.write_now(lambda uow: uow.audit.broken()) is None
    _behind_its_back(store, "UPDATE events SET data = '{}' WHERE id = 2")  # covered by no seal of the first form
    assert store.write_now(lambda uow: uow.audit.broken()) is None
    _behind_its_back(store, "UPDATE events SET data = '{}' WHERE id = 5")
    assert store.write_now(lambda uow: uow.audit.broken()).id == 2


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
    store.write_now(lambda uow: plain(uow.db, sql))
