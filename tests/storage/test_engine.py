"""One writer, many callers: what is told is durable, what fails fails alone, and readers cannot write."""

from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest
from sqlalchemy import insert

from domain.errors import StorageError
from storage.engine import SqliteEngine
from storage.meta import GET, SET
from storage.tables import meta


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


class Crowd:
    """Many writes that share one commit: the writer is kept busy until all of them are queued."""

    def __init__(self, storage) -> None:
        self.storage = storage
        self.commits = 0
        self.storage.engine._raw.set_trace_callback(self._hear)

    def _hear(self, statement: str) -> None:
        self.commits += statement == "COMMIT"

    async def write(self, *works):
        free = threading.Event()
        blocker = asyncio.create_task(self.storage.write(lambda _uow: free.wait()))
        await asyncio.sleep(0)
        tasks = [asyncio.create_task(self.storage.write(work)) for work in works]
        await asyncio.sleep(0)
        self.commits = 0
        free.set()
        await blocker
        return await asyncio.gather(*tasks, return_exceptions=True)


def fails_after_writing(uow):
    uow.meta.set("bad", "1")
    raise ValueError("bad")


async def test_a_failing_job_among_good_ones_fails_alone_in_a_shared_commit(threaded):
    crowd = Crowd(threaded)
    good = [lambda uow, n=n: uow.meta.set(f"good{n}", "1") for n in range(5)]
    outcomes = await crowd.write(*good[:2], fails_after_writing, *good[2:])
    assert [type(outcome) for outcome in outcomes] == [type(None)] * 2 + [ValueError] + [type(None)] * 3
    kept = await threaded.write(lambda uow: [uow.meta.get(f"good{n}") for n in range(5)] + [uow.meta.get("bad")])
    assert kept == ["1"] * 5 + [""]


async def test_waiting_writes_share_one_commit(threaded):
    crowd = Crowd(threaded)
    await crowd.write(*[lambda uow, n=n: uow.meta.set(f"k{n}", "1") for n in range(20)])
    assert crowd.commits <= 2  # the one that blocked may still be counted


async def test_no_write_sees_half_of_another(threaded):
    seen = []

    def count(uow):
        value = int(uow.meta.get("n", "0"))
        seen.append(value)
        uow.meta.set("n", str(value + 1))

    await asyncio.gather(*(threaded.write(count) for _ in range(100)))
    assert seen == list(range(100))


async def test_a_cancelled_caller_does_not_stop_its_write(threaded):
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
    assert await threaded.write(lambda uow: uow.meta.get("a")) == "1"


async def test_when_the_commit_fails_every_caller_hears_of_it_and_the_next_write_works(threaded, monkeypatch):
    real = threaded.engine._raw

    class FullDisk:
        def __getattr__(self, name):
            return getattr(real, name)

        def execute(self, sql, *values):
            if sql == "COMMIT":
                raise sqlite3.OperationalError("database or disk is full")
            return real.execute(sql, *values)

    monkeypatch.setattr(threaded.engine, "_raw", FullDisk())
    with pytest.raises(StorageError, match="disk is full"):
        await threaded.write(lambda uow: uow.meta.set("a", "1"))
    monkeypatch.undo()
    assert await threaded.write(lambda uow: uow.meta.get("a")) == ""


async def test_a_reader_cannot_write(threaded):
    async with threaded.read() as reader:
        with pytest.raises(sqlite3.OperationalError, match=r"readonly|query_only"):
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
    with sqlite3.connect(tmp_path / "threaded.db") as raw:
        assert raw.execute("SELECT count(*) FROM meta").fetchone() == (50,)
    raw.close()
    with pytest.raises(StorageError, match="closed"):
        await threaded.write(lambda uow: uow.meta.get("a"))
    await threaded.close()


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


def test_values_are_bound_and_never_become_sql(tmp_path):
    async def try_it():
        engine = SqliteEngine(tmp_path / "x.db", threaded=False)
        engine._raw.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
        evil = "'); DROP TABLE meta; --"
        await engine.write(lambda db: db.run(SET, key=evil, value=evil))
        found = await engine.write(lambda db: db.value(GET, key=evil))
        await engine.close()
        return found, evil

    found, evil = asyncio.run(try_it())
    assert found == evil


def test_a_file_that_is_no_database_is_a_clear_error(tmp_path):
    (tmp_path / "x.db").write_text("not a database, but long enough to be read as one " * 20)
    with pytest.raises(StorageError, match=r"x\.db: file is not a database"):
        SqliteEngine(tmp_path / "x.db", threaded=False)


async def test_a_lasting_store_waits_for_the_disk_and_a_rehearsal_does_not(tmp_path):
    lasting, rehearsal = (SqliteEngine(tmp_path / f"{d}.db", threaded=False, durable=d) for d in (True, False))
    levels = [engine._raw.execute("PRAGMA synchronous").fetchone()[0] for engine in (lasting, rehearsal)]
    assert levels == [2, 0]  # FULL, OFF
    await lasting.close()
    await rehearsal.close()
