"""What is remembered of reads is never older than what was written: by the transaction itself, by another, by another process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from stores import opened

from domain.people import Post, Role
from storage.engine import Connection
from storage.shelf import MOST, Shelf
from storage.unit_of_work import Storage

GRID = "460204198023001"
WORKER = Post(Role.WORKER, GRID)


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Storage]:
    """Another process at work on the same store."""
    storage = opened(tmp_path / "store.db", threaded=False)
    yield storage
    await storage.close()


def workers(uow) -> list[int]:
    return uow.people.with_post(Role.WORKER, (GRID,))


def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that go to the database from now on."""
    asked: list[str] = []
    for engine in Connection.__subclasses__():

        def hear(self, prepared, bound, execute=engine._execute):
            asked.append(prepared.sql.split("FROM ")[-1].split()[0])
            return execute(self, prepared, bound)

        monkeypatch.setattr(engine, "_execute", hear)
    return asked


async def test_what_seldom_changes_is_read_once_for_many_transactions(store, monkeypatch):
    store.write_now(workers)
    asked = heard(monkeypatch)
    for _ in range(3):
        store.write_now(workers)
    assert asked == ["meta"] * 3  # whether it is still so


async def test_what_another_process_writes_is_seen_at_the_next_transaction(store, other, now):
    person = store.write_now(lambda uow: uow.people.add(now))
    assert store.write_now(workers) == other.write_now(workers) == []
    other.write_now(lambda uow: uow.people.hold(person.id, WORKER))
    assert store.write_now(workers) == [person.id]
    store.write_now(lambda uow: uow.people.release(person.id, WORKER))
    assert other.write_now(workers) == []


async def test_a_transaction_sees_its_own_writes(store, now):
    def work(uow):
        person = uow.people.add(now)
        seen = [workers(uow), uow.people.get(person.id).posts]
        uow.people.hold(person.id, WORKER)
        seen += [workers(uow) == [person.id], uow.people.get(person.id).posts]
        uow.people.release(person.id, WORKER)
        return [*seen, workers(uow)]

    assert store.write_now(work) == [[], (), True, (WORKER,), []]


async def test_what_was_rolled_back_is_not_remembered(threaded, now):
    person = await threaded.write(lambda uow: uow.people.add(now))
    await threaded.write(workers)

    def fails(uow):
        uow.people.hold(person.id, WORKER)
        assert workers(uow) == [person.id]
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await threaded.write(fails)
    assert await threaded.write(workers) == []


async def test_a_row_read_twice_is_the_same_and_changes_when_it_is_written(store, now):
    def work(uow):
        person = uow.people.add(now)
        uow.people.note(person.id, "name", "李雷")
        first = uow.people.name(person.id), uow.people.name(person.id)
        uow.people.note(person.id, "name", "韩梅梅")
        return *first, uow.people.name(person.id)

    assert store.write_now(work) == ("李雷", "李雷", "韩梅梅")


def test_the_shelf_keeps_one_edition_and_not_without_end():
    shelf = Shelf()
    old = shelf.opened("a")
    old["question"] = [(1,)]
    assert shelf.opened("a") is old
    assert shelf.opened("b") == {}
    assert shelf.opened("a") == {}
    full = shelf.opened("a")
    full.update({number: [] for number in range(MOST + 1)})
    assert shelf.opened("a") == {}
