"""Many callers: what is told is durable, what fails leaves nothing, and readers cannot write."""

from __future__ import annotations

import asyncio
import threading

import pytest
from sqlalchemy import insert
from stores import POSTGRES, opened, rows

from domain.errors import StorageError
from storage.meta import GET
from storage.tables import meta
from storage.tickets import NEXT_NUMBER


async def test_a_write_returns_what_the_work_returns_and_is_kept(threaded):
    await threaded.write(lambda uow: uow.meta.set("a", "1"))
    assert await threaded.write(lambda uow: uow.meta.get("a")) == "1"


async def test_a_write_that_fails_leaves_nothing_behind(store):
    def half(uow):
        uow.meta.set("a", "1")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await store.write(half)
    assert await store.write(lambda uow: uow.meta.get("a")) == ""


async def test_a_cancelled_caller_does_not_stop_its_write(threaded, tmp_path):
    free = threading.Event()

    def work(uow):
        free.wait()
        uow.meta.set("a", "1")

    task = asyncio.create_task(threaded.write(work))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    free.set()
    await threaded.close()  # waits for what is being written
    again = opened(tmp_path / "threaded.db", threaded=False)
    assert again.write_now(lambda uow: uow.meta.get("a")) == "1"
    again.close_now()


async def test_a_reader_cannot_write(threaded):
    async with threaded.read() as reader:
        with pytest.raises(Exception, match=r"readonly|query_only|read-only"):
            await reader.all(insert(meta), key="a", value="1")


async def test_a_reader_sees_what_is_committed_while_a_write_is_open(threaded):
    await threaded.write(lambda uow: uow.meta.set("a", "old"))
    inside, free = threading.Event(), threading.Event()

    def slow(uow):
        uow.meta.set("a", "new")
        inside.set()
        free.wait()

    task = asyncio.create_task(threaded.write(slow))
    await asyncio.to_thread(inside.wait)
    async with threaded.read() as reader:
        assert await reader.value(GET, key="a") == "old"
        free.set()
        await task
        assert await reader.value(GET, key="a") == "new"


async def test_what_was_asked_before_closing_is_done_and_nothing_after(tmp_path, threaded):
    tasks = [asyncio.create_task(threaded.write(lambda uow, n=n: uow.meta.set(f"k{n}", "1"))) for n in range(50)]
    await asyncio.sleep(0)
    await threaded.close()
    await asyncio.gather(*tasks)
    with pytest.raises(StorageError, match="closed"):
        await threaded.write(lambda uow: uow.meta.get("a"))
    await threaded.close()
    again = opened(tmp_path / "threaded.db", threaded=False)
    assert rows(again, "SELECT count(*) FROM meta") == [(50,)]
    await again.close()


async def test_a_caller_whose_loop_has_ended_does_not_stop_the_writer(threaded):
    inside, free = threading.Event(), threading.Event()

    def work(uow):
        inside.set()
        free.wait()
        uow.meta.set("a", "1")

    async def leave():
        task = asyncio.create_task(threaded.write(work))
        await asyncio.to_thread(inside.wait)
        task.cancel()

    await asyncio.to_thread(asyncio.run, leave())
    free.set()
    assert await threaded.write(lambda uow: uow.meta.get("a")) == "1"


def test_values_are_bound_and_never_become_sql(store):
    evil = "'); DROP TABLE meta; -- %(key)s :key"
    store.write_now(lambda uow: uow.meta.set(evil, evil))
    assert store.write_now(lambda uow: uow.meta.get(evil)) == evil


async def test_numbers_given_at_the_same_time_are_all_different(threaded):
    given = await asyncio.gather(
        *(threaded.write(lambda uow: uow.tickets._db.value(NEXT_NUMBER, day="d", last=1)) for _ in range(50))
    )
    assert sorted(given) == list(range(1, 51))


async def test_sqlite_has_one_node_and_its_own_clock_and_postgresql_many_and_one_clock(threaded):
    assert await threaded.leads("poller")
    assert (await threaded.moment() is not None) == threaded.shared == POSTGRES
