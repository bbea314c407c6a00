"""SQLite's one writer: transactions share a commit and fail alone, and nobody is told before it is durable."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from stores import opened

from domain.errors import StorageError
from storage.sqlite import SqliteEngine
from storage.unit_of_work import Storage


@pytest.fixture
async def threaded(tmp_path: Path) -> AsyncIterator[Storage]:
    storage = opened(tmp_path / "threaded.db", postgres=False)
    yield storage
    await storage.close()


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


async def test_what_was_deleted_is_overwritten_where_it_stood(tmp_path):
    file = tmp_path / "store.db"
    storage = opened(file, postgres=False)
    await storage.write(lambda uow: uow.meta.set("secret", "我的肾病是隐私" * 20))
    await storage.engine.settle_down()
    assert "肾病".encode() in file.read_bytes()
    await storage.write(lambda uow: uow.meta.set("secret", ""))
    await storage.engine.settle_down()
    left = [path.name for path in tmp_path.iterdir() if "肾病".encode() in path.read_bytes()]
    await storage.close()
    assert not left
