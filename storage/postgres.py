"""PostgreSQL: a pool of connections, each transaction in a thread of its own; several processes may share the store."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import queue
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import psycopg
from psycopg.errors import DeadlockDetected, SerializationFailure
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown
from sqlalchemy.dialects.postgresql import psycopg as dialect
from sqlalchemy.sql.expression import ClauseElement

from domain.errors import StorageError
from storage.engine import Connection, Cursor, Prepared, Reader, Row, Statements, shown
from storage.session import BEGIN, Session, UnknownCommit
from storage.shelf import Shelf

T = TypeVar("T")
POSTGRES = "postgresql+psycopg://"
SIZE = 8  # transactions at a time: a turn computes more than it waits, so more threads would only take turns
ATTEMPTS = 3
STATEMENTS = 1024  # more than there are in our code
CONFLICTS = (DeadlockDetected, SerializationFailure)
# A node whose machine died must be missed soon: PostgreSQL lets go of its locks when the connection is gone.
ALIVE = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "connect_timeout": 10}
# A node that stands still in the middle of a transaction must not hold its locks: all others would stand still with it.
RESTLESS = "SET idle_in_transaction_session_timeout = '10s'"
DURABLE = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
CARELESS = "SET synchronous_commit = off"
READ_ONLY = "SET default_transaction_read_only = on"
LOCK, UNLOCK = "SELECT pg_try_advisory_lock($1)", "SELECT pg_advisory_unlock_all()"
MOMENT = "SELECT clock_timestamp()"
OWN_TOOLS = "PostgreSQL is copied and restored with its own tools: pg_dump and pg_restore, or pg_basebackup"


class Printable(StrDumperUnknown):
    """PostgreSQL's text cannot hold the character NUL; nobody can type it, so it is left out."""

    def dump(self, obj: str) -> Any:
        return super().dump(obj.replace("\x00", ""))


class PostgresEngine:
    """The same verbs as SQLite's engine; a write takes a connection of the pool for one READ COMMITTED transaction.

    What two nodes could do at once is decided by row locks, unique keys and conditions of the UPDATE, never by what was
    read before. A transaction that PostgreSQL stops for a deadlock, or whose connection was lost before COMMIT, is run
    again: nothing of it has happened. `threaded` and `durable` as for SQLite.
    """

    shared = True
    ballast = None  # the disk is the server's

    _statements = Statements(dialect.dialect(paramstyle="numeric_dollar"))  # type: ignore[no-untyped-call]

    def __init__(self, url: str, *, threaded: bool = True, durable: bool = True) -> None:
        self.url = shown(url)
        self._address = url.replace(POSTGRES, "postgresql://", 1)
        self._settings = DURABLE if durable else CARELESS
        self._shelf = Shelf()
        self._free: queue.LifoQueue[Session] = queue.LifoQueue()
        self._readers: list[psycopg.AsyncConnection[Row]] = []
        self._offices = Offices(self._connect)
        self._pool = ThreadPoolExecutor(SIZE, thread_name_prefix="writer") if threaded else None
        self._closed = False
        self._free.put(Session(self._connect()))

    async def write(self, work: Callable[[Connection], T]) -> T:
        self._must_be_open()
        if self._pool is None:
            return self._transact(work)
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._pool, self._transact, work))

    def write_now(self, work: Callable[[Connection], T]) -> T:
        self._must_be_open()
        return self._transact(work)

    def _must_be_open(self) -> None:
        if self._closed:
            raise StorageError(f"{self.url} is closed")

    def _transact(self, work: Callable[[Connection], T]) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            session = self._taken()
            try:
                connection = Gathering(session, self._statements, self._shelf)
                result = work(connection)
                connection.commit()
            except UnknownCommit as error:  # never tried again
                session.raw.close()
                raise StorageError(f"{self.url}: {error}") from error
            except BaseException as error:
                lost = self._undo(session)
                if not (lost or isinstance(error, CONFLICTS)):
                    raise
                if attempt == ATTEMPTS:
                    raise StorageError(f"{self.url}: {error}") from error
            else:
                self._free.put(session)
                return result
        raise AssertionError("the last attempt returns or raises")

    def _undo(self, session: Session) -> bool:
        """Roll back; True when the connection is lost, and with it perhaps every other (the server was restarted)."""
        with contextlib.suppress(psycopg.Error):
            session.raw.rollback()
        if not session.raw.closed:
            self._free.put(session)
            return False
        self._drop_free()
        return True

    def _taken(self) -> Session:
        try:
            return self._free.get_nowait()
        except queue.Empty:
            return Session(self._connect())

    def _connect(self) -> psycopg.Connection[Row]:
        with _told(self.url):
            raw = psycopg.connect(self._address, cursor_factory=psycopg.RawCursor, **ALIVE)  # type: ignore[arg-type]
            _settle_in(raw)
            raw.execute(RESTLESS)
            raw.execute(self._settings)
            raw.commit()
        return raw

    def _drop_free(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().raw.close()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        self._must_be_open()
        raw = self._readers.pop() if self._readers else await self._open_reader()

        async def fetch(sql: str, values: list[Any]) -> Iterable[Row]:
            try:
                return await (await raw.execute(sql, values)).fetchall()
            except psycopg.OperationalError as error:
                raise StorageError(f"{self.url}: {error}") from error

        try:
            yield Reader(fetch, self._statements)
        finally:
            if not raw.closed:
                self._readers.append(raw)

    async def _open_reader(self) -> psycopg.AsyncConnection[Row]:
        with _told(self.url):
            raw = await psycopg.AsyncConnection.connect(
                self._address,
                autocommit=True,
                cursor_factory=psycopg.AsyncRawCursor,
                **ALIVE,  # type: ignore[arg-type]
            )
            _settle_in(raw)
            await raw.execute(READ_ONLY)
        return raw

    async def leads(self, office: str) -> bool:
        self._must_be_open()
        return await asyncio.to_thread(self._offices.hold, office)

    async def moment(self) -> datetime | None:
        return await asyncio.to_thread(self._moment)

    def _moment(self) -> datetime:
        session = self._taken()
        try:
            row = session.raw.execute(MOMENT).fetchone()
            session.raw.rollback()
        except psycopg.Error as error:
            self._undo(session)
            raise StorageError(f"{self.url}: {error}") from error
        self._free.put(session)
        assert row is not None
        found: datetime = row[0]
        return found.astimezone(UTC)

    async def backup(self, target: Path) -> NoReturn:
        raise StorageError(f"{target}: {OWN_TOOLS}")

    async def replace_with(self, source: Path) -> NoReturn:
        raise StorageError(f"{source}: {OWN_TOOLS}")

    async def settle_down(self, *, rewrite: bool = False) -> bool:  # noqa: ARG002
        """Nothing: what a row held stays in the server's files until its own VACUUM and its log's end (docs/privacy.md)."""
        return True

    async def close(self) -> None:
        for reader in self._readers:
            await reader.close()
        self._readers.clear()
        await asyncio.to_thread(self.close_now)

    def close_now(self) -> None:
        if self._closed:
            return
        self._closed = True
        if self._pool:
            self._pool.shutdown()
        self._offices.close()
        self._drop_free()


class Gathering(Connection):
    """A transaction whose writes go over together with the next read of their tables, or with the COMMIT.

    So most of a turn's statements wait for no answer, and what is locked for all (a counter) is locked late. BEGIN goes
    over with the first statement.
    """

    def __init__(self, session: Session, statements: Statements, shelf: Shelf) -> None:
        super().__init__(statements, shelf)
        self._session = session
        self._begun = False
        self._gathered: list[tuple[str, list[Any]]] = []
        self._written: set[str] = set()

    def run(self, statement: ClauseElement, **values: Any) -> None:
        prepared = self._statements.prepare(statement, values)
        self._forget(prepared)
        self._gathered.append((prepared.sql, prepared.bind(values)))
        self._written |= prepared.tables

    def commit(self) -> None:
        """Do what was gathered, and COMMIT; nothing, when nothing was asked for."""
        if self._begun or self._gathered:
            self._session.commit(self._to_do())

    def _execute(self, prepared: Prepared, bound: list[Any]) -> Cursor:
        needs_them = prepared.writes or not self._written.isdisjoint(prepared.tables)
        before = self._to_do() if needs_them or not self._begun else []
        return (
            self._session.run([*before, (prepared.sql, bound)])
            if before
            else self._session.run_one(prepared.sql, bound)
        )

    def _to_do(self) -> list[tuple[str, list[Any]]]:
        """What was gathered, in its order; it is gathered no more."""
        gathered, self._gathered = self._gathered, []
        self._written.clear()
        if not self._begun:
            self._begun = True
            gathered.insert(0, (BEGIN, []))
        return gathered


class Offices:
    """What only one process may be at a time (the poller): advisory locks on one connection, gone when it is gone."""

    def __init__(self, connect: Callable[[], psycopg.Connection[Row]]) -> None:
        self._connect = connect
        self._raw: psycopg.Connection[Row] | None = None
        self._held: set[str] = set()
        self._one_at_a_time = threading.Lock()

    def hold(self, office: str) -> bool:
        """Whether it is ours now. The question goes over the very connection that holds it, so a lost one is noticed."""
        with self._one_at_a_time:
            try:
                return self._asked(office)
            except (psycopg.Error, StorageError):
                self.close()
                return False

    def _asked(self, office: str) -> bool:
        if self._raw is None:
            self._raw = self._connect()
            self._raw.autocommit = True
        if office in self._held:
            self._raw.execute("SELECT 1")
            return True
        row = self._raw.execute(LOCK, [_number(office)]).fetchone()
        if row and row[0]:
            self._held.add(office)
        return office in self._held

    def close(self) -> None:
        self._held.clear()
        if self._raw is not None:
            with contextlib.suppress(psycopg.Error):  # at once: the server notices a closed connection a little later
                self._raw.execute(UNLOCK)
            self._raw.close()
            self._raw = None


def _settle_in(raw: psycopg.Connection[Row] | psycopg.AsyncConnection[Row]) -> None:
    """How values go over, and that all our statements stay prepared: they are more than psycopg keeps by default."""
    raw.adapters.register_dumper(str, Printable)
    raw.adapters.register_dumper(int, Int8Dumper)  # one type for all numbers: a statement is prepared once
    raw.prepared_max = STATEMENTS


def _number(office: str) -> int:
    """The number of an advisory lock: 64 bits, signed."""
    return int.from_bytes(hashlib.sha256(f"huiying:{office}".encode()).digest()[:8], signed=True)


@contextlib.contextmanager
def _told(url: str) -> Any:
    """What PostgreSQL says of a connection, as an error of ours."""
    try:
        yield
    except psycopg.Error as error:
        raise StorageError(f"{url}: {error}") from error
