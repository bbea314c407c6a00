"""PostgreSQL's own ways: lost connections, deadlocks, several nodes, one holder of an office, one clock."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import literal, select
from stores import opened, rows

from domain.errors import StorageError
from domain.messages import Incoming, Reply, Text
from storage.outbox import HEADS
from storage.tickets import NEXT_NUMBER
from storage.timers import Timer
from storage.unit_of_work import Storage

KILL_OTHERS = (  # and wait until each is gone: its locks go with it, not before
    "SELECT count(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
ONE = select(literal(1))
SECOND = timedelta(seconds=1)


@pytest.fixture
async def node(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = opened(tmp_path / "shared.db", postgres=True)
    yield storage
    await storage.close()


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = opened(tmp_path / "shared.db", postgres=True)
    yield storage
    await storage.close()


async def test_a_lost_connection_is_replaced_and_the_work_done_once(node, other):
    await asyncio.gather(*(node.write(lambda uow, n=n: uow.meta.set(f"k{n}", "1")) for n in range(20)))
    rows(other, KILL_OTHERS)
    runs = []

    def work(uow):
        runs.append(uow.meta.get("k0"))
        uow.tickets._db.value(NEXT_NUMBER, day="d", last=1)

    await node.write(work)
    assert runs == ["1"]
    assert rows(other, "SELECT last FROM numbers") == [(1,)]


async def test_a_connection_lost_in_the_middle_leaves_nothing_and_the_work_is_done_again(node, other):
    runs = []

    def work(uow):
        uow.meta.set(f"run{len(runs)}", "1")
        if not runs:
            rows(other, KILL_OTHERS)
        runs.append(len(runs))
        uow.meta.set("done", "1")

    await node.write(work)
    assert runs == [0, 1]
    assert rows(other, "SELECT key FROM meta ORDER BY key") == [("done",), ("run1",)]


async def test_a_reader_that_lost_its_connection_says_so_and_the_next_has_another(node, other):
    async with node.read() as reader:
        await reader.value(ONE)
    rows(other, KILL_OTHERS)
    with pytest.raises(StorageError):
        async with node.read() as reader:
            await reader.value(ONE)
    async with node.read() as reader:
        assert await reader.value(ONE)


async def test_of_two_that_wait_for_each_other_one_is_run_again(node, other):
    first, second = threading.Event(), threading.Event()

    def work(mine, theirs, own, others):
        def change(uow):
            uow.meta.set(own, "1")
            mine.set()
            theirs.wait(5)
            uow.meta.set(others, "1")

        return change

    await asyncio.gather(node.write(work(first, second, "a", "b")), other.write(work(second, first, "b", "a")))
    assert rows(node, "SELECT key FROM meta ORDER BY key") == [("a",), ("b",)]


async def test_a_character_postgresql_cannot_hold_is_left_out(node):
    await node.write(lambda uow: uow.meta.set("a\x00b", "c\x00"))
    assert rows(node, "SELECT key, value FROM meta") == [("ab", "c")]


async def test_an_office_is_held_by_one_until_it_goes(node, other):
    assert await node.leads("poller")
    assert not await other.leads("poller")
    assert await other.leads("another")
    assert await node.leads("poller")
    await node.close()
    assert await other.leads("poller")


async def test_who_lost_the_connection_lost_the_office(node, other):
    assert await node.leads("poller")
    assert rows(other, KILL_OTHERS)
    assert await other.leads("poller")
    assert not await node.leads("poller")
    assert not await node.leads("poller")


async def test_the_clock_of_the_database_is_everybodys(node, other):
    first, second = await node.moment(), await other.moment()
    assert timedelta() <= second - first < timedelta(minutes=1)


async def test_a_message_in_the_hands_of_one_node_is_no_other_nodes_and_neither_is_what_follows_it(node, other, now):
    for number, person in enumerate(("a", "a", "b")):
        incoming = Incoming("web", f"m{number}", person, person, now, text=str(number))
        await node.write(lambda uow, incoming=incoming: uow.inbox.put(incoming, now))
    ids = [row for (row,) in rows(node, "SELECT id FROM inbox ORDER BY id")]
    assert [row.id for row in await node.write(lambda uow: uow.inbox.next(9))] == [ids[0], ids[2]]

    def work(uow):
        assert uow.inbox.claim(ids[0])
        free = other.write_now(lambda uow: [row.id for row in uow.inbox.next(9)])
        claims = [other.write_now(lambda uow, row=row: uow.inbox.claim(row)) for row in ids]
        return free, claims

    assert await node.write(work) == (ids[2:], [False, False, True])


async def test_a_turn_that_failed_here_and_was_taken_there_is_not_put_back(node, now):
    await node.write(lambda uow: uow.inbox.put(Incoming("web", "m", "a", "a", now, text="x"), now))
    (row,) = await node.write(lambda uow: uow.inbox.next())
    await node.write(lambda uow: uow.inbox.done(row.id))
    assert not await node.write(lambda uow: uow.inbox.failed(row.id, 2, "late news"))
    assert rows(node, "SELECT state FROM inbox") == [("done",)]


async def test_a_timer_and_a_letter_are_taken_up_by_one_node(node, other, now):
    await node.write(lambda uow: uow.timers.start(Timer("t", "x", 1, now)))
    await node.write(lambda uow: uow.outbox.put("web", "a", "a", Reply(Text("plain")), now))

    def work(uow):
        assert (len(uow.timers.due(now)), len(uow.outbox.heads(now, 9))) == (1, 1)
        return other.write_now(lambda uow: (uow.timers.due(now), uow.outbox.heads(now, 9)))

    assert await node.write(work) == ([], [])


async def test_a_rate_is_one_for_all_nodes(node, other, now):
    """Many at once at the same moment: exactly the burst gets a slot."""
    take = [store.write(lambda uow: uow.outbox.take_slot("wire", now, SECOND, 4)) for store in (node, other) * 20]
    assert sum(await asyncio.gather(*take)) == 4


async def test_a_server_that_is_not_there_is_a_clear_error_without_the_password():
    with pytest.raises(StorageError) as failure:
        Storage("postgresql+psycopg://me:secret@127.0.0.1:1/none", None)
    assert "127.0.0.1" in str(failure.value)
    assert "secret" not in str(failure.value)


async def test_copies_are_made_with_postgresqls_own_tools(node, tmp_path):
    with pytest.raises(StorageError, match="pg_dump"):
        await node.backup(tmp_path / "copy")
    with pytest.raises(StorageError, match="pg_dump"):
        await node.replace_with(tmp_path / "copy")
    with pytest.raises(StorageError, match="store that is a file"):
        Storage.restore("postgresql+psycopg://me:secret@here/x", tmp_path / "copy", datetime(2026, 11, 23, tzinfo=UTC))


async def test_what_waits_to_be_sent_is_never_joined_with_all_that_waits(node):
    """What the planner last counted is from before the broadcast: nothing waited. A join of all with all then took seconds."""
    prepared = node.engine._statements.prepare(HEADS, {"now": 0, "limit": 0, "urgent": 0})

    values = prepared.bind({"now": datetime(2026, 11, 23, tzinfo=UTC), "limit": 50, "urgent": 0})
    rows(node, "ANALYZE outbox")
    plan = await node.engine.write(
        lambda db: str(db._session.run([*db._to_do(), (f"EXPLAIN {prepared.sql}", values)]).fetchall())
    )
    assert "SubPlan" in plan
    assert "Join" not in plan
