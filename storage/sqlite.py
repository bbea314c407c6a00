"""SQLite: one writer, many of whose transactions share one durable commit; readers beside it."""

from __future__ import annotations

import asyncio
import contextlib
import queue
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.dialects import sqlite

from domain.errors import StorageError
from storage.ballast import Ballast
from storage.engine import Connection, Cursor, Prepared, Reader, Statements
from storage.shelf import Shelf
from storage.turnstile import Turnstile, bears_two_writers

if TYPE_CHECKING:
    import aiosqlite

T = TypeVar("T")
STATEMENTS = 1024  # more than there are in our code: none is parsed twice
GROUP = 64  # turns that may share one commit: beyond it latency grows and the gain does not


@dataclass(slots=True)
class _Job:
    work: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    alone: bool = False  # outside any transaction


_Outcome = tuple[_Job, Any, BaseException | None]  # what a job gave, or why it failed


class _Transaction(Connection):
    """One transaction on a connection of sqlite3."""

    def __init__(self, raw: sqlite3.Connection, statements: Statements, shelf: Shelf) -> None:
        super().__init__(statements, shelf)
        self._raw = raw

    def _execute(self, prepared: Prepared, bound: list[Any]) -> Cursor:
        return self._raw.execute(prepared.sql, bound)


class SqliteEngine:
    """SQLite with one writer: whole transactions as plain functions, many of them in one durable commit.

    `threaded=False` runs each write at once in the caller: for virtual time, where a thread would be a second clock.
    `durable=False` does not wait for the disk: for stores that are made anew each time, like a rehearsal's.
    """

    shared = False

    _statements = Statements(sqlite.dialect(paramstyle="qmark"))  # for all stores of this process

    def __init__(self, path: Path, *, threaded: bool = True, durable: bool = True) -> None:
        self.path = path
        self.ballast = Ballast(path)
        self._raw = _open(path, PRAGMAS if durable else (*PRAGMAS, *CARELESS))
        self._turnstile = Turnstile(path, needed=durable and not bears_two_writers())
        self._closed = False
        self._shelf = Shelf()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._readers: list[aiosqlite.Connection] = []
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True) if threaded else None
        if self._thread:
            self._thread.start()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction; it is durable when this returns. Cancelling the caller does not stop it."""
        return await self._ask_writer(work) if self._thread else self.write_now(work)

    async def _ask_writer(self, work: Callable[[Connection], T], *, alone: bool = False) -> T:
        self._must_be_open()
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future(), alone)
        self._jobs.put(job)
        result: T = await asyncio.shield(job.future)
        return result

    def write_now(self, work: Callable[[Connection], T]) -> T:
        """The same, here and now, for set-up and for virtual time."""
        self._must_be_open()
        with self._turnstile.one_at_a_time(), self._disk_heeded():
            self._raw.execute("BEGIN IMMEDIATE")
            try:
                result = work(self._connection())
                self._raw.execute("COMMIT")
            except BaseException:
                if self._raw.in_transaction:
                    self._raw.execute("ROLLBACK")
                raise
            return result

    def _connection(self) -> Connection:
        """For one transaction."""
        return _Transaction(self._raw, self._statements, self._shelf)

    @contextlib.contextmanager
    def _disk_heeded(self) -> Iterator[None]:
        """StorageError for what is no mistake in a statement but the disk's (or another process's) doing, and may pass.

        A full disk is given the ballast: the next try, which all callers make, finds room.
        """
        try:
            yield
        except sqlite3.OperationalError as error:
            if _code(error) == sqlite3.SQLITE_FULL:
                self.ballast.let_go()
            if _code(error) not in PASSING:
                raise
            raise StorageError(f"{self.path}: {error}") from error

    def _must_be_open(self) -> None:
        if self._closed:
            raise StorageError(f"{self.path} is closed")

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        """A read connection from the pool."""
        self._must_be_open()
        raw = self._readers.pop() if self._readers else await _open_reader(self.path)
        try:
            yield Reader(raw.execute_fetchall, self._statements)  # type: ignore[arg-type]  # its rows are tuples
        finally:
            self._readers.append(raw)

    async def leads(self, office: str) -> bool:  # noqa: ARG002
        """Always: nobody else works on the file."""
        return True

    async def moment(self) -> datetime | None:
        """Ours is the only clock."""
        return None

    async def close(self) -> None:
        """Finish what was asked for, then close; closing again does nothing."""
        for reader in self._readers:
            await reader.close()
        self._readers.clear()
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        """The same without an event loop, for a store nobody reads from."""
        if self._closed:
            return
        self._closed = True
        if self._thread:
            self._jobs.put(None)
            self._thread.join()
        with self._turnstile.one_at_a_time():  # the last connection to close checkpoints
            self._raw.close()
        self._turnstile.close()

    async def backup(self, target: Path) -> None:
        """Copy everything committed to a new file, through the writer, so that nothing is written meanwhile."""
        await self._between_commits(lambda: _copy(self._raw, target))

    async def replace_with(self, source: Path) -> None:
        """Overwrite the whole content with that of another file."""

        def copy_in() -> None:
            with _told(source), contextlib.closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as other:
                other.backup(self._raw)
            self._shelf = Shelf()

        await self._between_commits(copy_in)

    async def settle_down(self, *, rewrite: bool = False) -> bool:
        """Empty the write-ahead log, which holds pages as they were before; with `rewrite` make the file anew as well.

        secure_delete overwrites a row where it stands, not the copies that SQLite leaves in the unused part of a page
        when it splits one. VACUUM takes about as much room on the disk as the store, for a moment.
        """
        busy = [True]

        def checkpoint() -> None:
            with self._turnstile.one_at_a_time():
                if rewrite:
                    self._raw.execute("PRAGMA temp_store=FILE")
                    self._raw.execute("VACUUM")
                    self._raw.execute("PRAGMA temp_store=MEMORY")
                busy[0] = bool(self._raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])

        try:
            await self._between_commits(checkpoint)
        except sqlite3.OperationalError:  # no room for it, or somebody has the store locked: the next night
            return False
        return not busy[0]

    async def _between_commits(self, work: Callable[[], None]) -> None:
        """Run something on the writer's own connection while no transaction is open."""
        if self._thread:
            await self._ask_writer(lambda _db: work(), alone=True)
        else:
            work()

    def _serve(self) -> None:
        held: _Job | None = None
        while (job := held or self._jobs.get()) is not None:
            held = None
            if job.alone:
                self._run_alone(job)
                continue
            jobs = [job]
            while len(jobs) < GROUP and not self._jobs.empty():
                following = self._jobs.get()
                if following is None:
                    self._jobs.put(None)
                    break
                if following.alone:
                    held = following
                    break
                jobs.append(following)
            self._commit_together(jobs)

    def _run_alone(self, job: _Job) -> None:
        try:
            job.work(self._connection())
        except Exception as error:  # noqa: BLE001 — handed to the caller
            _tell([(job, None, error)])
        else:
            _tell([(job, None, None)])

    def _commit_together(self, jobs: list[_Job]) -> None:
        """One BEGIN IMMEDIATE, a SAVEPOINT for each job, one COMMIT; nobody is told before the commit is durable."""
        outcomes: list[_Outcome] = []
        try:
            with self._turnstile.one_at_a_time():
                self._raw.execute("BEGIN IMMEDIATE")
                outcomes.extend((job, *self._guarded(job)) for job in jobs)
                self._raw.execute("COMMIT")
        except BaseException as error:  # noqa: BLE001 — the disk is full or gone: every caller must hear of it
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
            if _code(error) == sqlite3.SQLITE_FULL:
                self.ballast.let_go()
            outcomes = [(job, None, StorageError(f"{self.path}: {error}")) for job in jobs]
        _tell(outcomes)

    def _guarded(self, job: _Job) -> tuple[Any, BaseException | None]:
        self._raw.execute("SAVEPOINT job")
        try:
            with self._disk_heeded():
                result = job.work(self._connection())
        except Exception as error:  # noqa: BLE001 — handed to the caller; the others' work goes on
            self._raw.execute("ROLLBACK TO job")
            self._raw.execute("RELEASE job")
            return None, error
        self._raw.execute("RELEASE job")
        return result, None


def _tell(outcomes: list[_Outcome]) -> None:
    """Each loop is woken once for all its callers."""
    for loop in dict.fromkeys(job.loop for job, _, _ in outcomes):
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody is left to hear it
            loop.call_soon_threadsafe(_settle, [outcome for outcome in outcomes if outcome[0].loop is loop])


def _settle(outcomes: list[_Outcome]) -> None:
    for job, result, failure in outcomes:
        if job.future.done():
            continue
        if failure is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(failure)


def _copy(raw: sqlite3.Connection, target: Path) -> None:
    with _told(target), contextlib.closing(sqlite3.connect(target)) as copy:
        raw.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, whole in itself


def _code(error: BaseException) -> int:
    """The primary code of an error of SQLite, 0 if it has none."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """What SQLite says of a file, as an error of ours."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StorageError(f"{path}: {error}") from error


def check_file(path: Path) -> str:
    """What is wrong with a store file, "" if nothing: SQLite's own integrity check, and whether it is one of ours."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as raw:
            found = [row[0] for row in raw.execute("PRAGMA integrity_check").fetchall()]
            ours = raw.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "; ".join(found) if found != ["ok"] else "" if ours else "it is no store of Huiying"


def _open(path: Path, pragmas: Sequence[str]) -> sqlite3.Connection:
    with _told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, timeout=5, cached_statements=STATEMENTS
        )
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")
    return raw


async def _open_reader(path: Path) -> aiosqlite.Connection:
    """Readers must never checkpoint: SQLite before 3.51.3 can lose commits when two connections do (WAL-reset bug)."""
    import aiosqlite  # the turn and the sender do not read through it

    raw = await aiosqlite.connect(f"file:{path}?mode=ro", uri=True, isolation_level=None)
    await raw.execute("PRAGMA wal_autocheckpoint=0")
    await raw.execute("PRAGMA query_only=ON")
    return raw


# The primary codes (https://sqlite.org/rescode.html) of errors that another try may not meet.
PASSING = frozenset(
    {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
)
# For stores that are thrown away: no waiting for the disk, no sharing with other processes.
CARELESS = ("synchronous=OFF", "locking_mode=EXCLUSIVE", "wal_autocheckpoint=100000")
# WAL + FULL lost nothing in 6,474 power-cut images; NORMAL lost acknowledged commits in 3,712 of 6,090.
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "busy_timeout=5000",
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "journal_size_limit=67108864",
    "wal_autocheckpoint=1000",
    "mmap_size=0",
    "secure_delete=ON",
)
