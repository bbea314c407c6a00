"""One transaction and everything that can be kept in it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

from domain.errors import ConfigError, StorageError
from storage import backup
from storage.alerts import AlertsKept
from storage.audit import Audit
from storage.ballast import Ballast
from storage.bundles import Bundles
from storage.conversations import Conversations
from storage.counters import Counters
from storage.engine import Connection, Engine, Reader, shown
from storage.erasure import Erasure
from storage.followers import Followers
from storage.groups import Groups
from storage.inbox import Inbox
from storage.knowledge import KnowledgeBase
from storage.mediations import Mediations
from storage.meta import Meta
from storage.origins import Origins
from storage.outbox import Outbox
from storage.own_codes import OwnCodes
from storage.passes import Passes
from storage.people import People
from storage.places import Places
from storage.points import Points
from storage.publications import Publications
from storage.retrievals import Retrievals
from storage.revisits import Revisits
from storage.roster import Roster
from storage.sealed import Seal
from storage.sqlite import SqliteEngine
from storage.storms import Storms
from storage.tags import Tags
from storage.tasks import Tasks
from storage.tickets import Tickets
from storage.tidy import Tidy
from storage.timers import Timers
from storage.topics import Topics
from storage.transcript import Transcript
from storage.units import Units
from storage.visits import Visits
from storage.wishes import Wishes

T = TypeVar("T")
P = TypeVar("P")
SQLITE, POSTGRES = "sqlite:///", "postgresql+psycopg://"


class Part(Generic[P]):
    """A part of a transaction, made when it is first asked for. `functools.cached_property` locks; a transaction has one thread."""

    def __init__(self, make: Callable[[UnitOfWork], P]) -> None:
        self._make = make

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name = name

    def __get__(self, uow: UnitOfWork, _owner: type) -> P:
        part = self._make(uow)
        uow.__dict__[self._name] = part  # from now on found there, before this is asked again
        return part


class UnitOfWork:
    """What a turn may read and change; all of it is kept together or not at all."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self.db, self.seal = db, seal

    # each is made when it is first asked for: a turn needs a third of them
    people = Part(lambda it: People(it.db, it.seal))
    tickets = Part(lambda it: Tickets(it.db))
    counters = Part(lambda it: Counters(it.db))
    followers = Part(lambda it: Followers(it.db))
    topics = Part(lambda it: Topics(it.db))
    tags = Part(lambda it: Tags(it.db))
    wishes = Part(lambda it: Wishes(it.db, it.seal))
    publications = Part(lambda it: Publications(it.db))
    points = Part(lambda it: Points(it.db))
    visits = Part(lambda it: Visits(it.db, it.seal))
    knowledge = Part(lambda it: KnowledgeBase(it.db))
    mediations = Part(lambda it: Mediations(it.db, it.seal))
    tasks = Part(lambda it: Tasks(it.db))
    revisits = Part(lambda it: Revisits(it.db))
    alerts = Part(lambda it: AlertsKept(it.db))
    passes = Part(lambda it: Passes(it.db))
    groups = Part(lambda it: Groups(it.db))
    inbox = Part(lambda it: Inbox(it.db))
    outbox = Part(lambda it: Outbox(it.db))
    timers = Part(lambda it: Timers(it.db))
    audit = Part(lambda it: Audit(it.db))
    bundles = Part(lambda it: Bundles(it.db))
    storms = Part(lambda it: Storms(it.db))
    retrievals = Part(lambda it: Retrievals(it.db, it.seal))
    origins = Part(lambda it: Origins(it.db, it.seal))
    own_codes = Part(lambda it: OwnCodes(it.db))
    conversations = Part(lambda it: Conversations(it.db))
    places = Part(lambda it: Places(it.db))
    units = Part(lambda it: Units(it.db))
    roster = Part(lambda it: Roster(it.db))
    transcript = Part(lambda it: Transcript(it.db))
    meta = Part(lambda it: Meta(it.db))
    tidy = Part(lambda it: Tidy(it.db))
    erasure = Part(lambda it: Erasure(it.db))


class Storage:
    """Two verbs: `write` runs a plain function in one durable transaction, `read` lends a connection that cannot write."""

    def __init__(self, url: str, seal: Seal, *, threaded: bool = True, durable: bool = True) -> None:
        self.engine = _engine(url, threaded=threaded, durable=durable)
        self._seal = seal
        self._name = shown(url)

    @property
    def name(self) -> str:
        """Its address without the password, for logs."""
        return self._name

    @property
    def ballast(self) -> Ballast | None:
        """What keeps room on the disk of the store; None where the disk is a server's."""
        return self.engine.ballast

    @property
    def shared(self) -> bool:
        """Whether several processes may work on it at the same time."""
        return self.engine.shared

    async def write(self, work: Callable[[UnitOfWork], T]) -> T:
        return await self.engine.write(lambda db: work(UnitOfWork(db, self._seal)))

    def write_now(self, work: Callable[[UnitOfWork], T]) -> T:
        """The same without an event loop: for commands, set-up and virtual time."""
        return self.engine.write_now(lambda db: work(UnitOfWork(db, self._seal)))

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Reader]:
        async with self.engine.read() as reader:
            yield reader

    async def leads(self, office: str) -> bool:
        """Whether this process holds an office that only one may hold (the poller); asking takes it if it is free."""
        return await self.engine.leads(office)

    async def moment(self) -> datetime | None:
        """The clock that all processes of the store go by; None when there is only ours."""
        return await self.engine.moment()

    async def settle_down(self, *, rewrite: bool = False) -> bool:
        """Leave no copy of what was overwritten beside the store, with `rewrite` nor in it; False when it must wait."""
        return await self.engine.settle_down(rewrite=rewrite)

    async def replace_with(self, other: Path) -> None:
        """Make this store hold what another file holds: for restores and the demo's new start."""
        await self.engine.replace_with(other)

    async def backup(self, target: Path) -> None:
        """A consistent copy of everything that is durable now."""
        await self.engine.backup(target)

    def last_restore(self) -> datetime | None:
        """When a backup became this store; None if it never did."""
        return self.engine.write_now(backup.last_restore)

    @staticmethod
    def put_in_place(part: Path, file: Path) -> None:
        """Check a copy and give it its name, with its checksum beside it. StorageError when it is damaged."""
        backup.put_in_place(part, file)

    @staticmethod
    def restore(url: str, file: Path, now: datetime) -> Path | None:
        """Put a backup in the place of the store, which nobody may have open; where the old one is kept, None if none.

        What may have been sent since the backup is marked; `now` is local time. StorageError when the backup is
        damaged, no store of ours, or of a newer release; nothing is changed then.
        """
        if not url.startswith(SQLITE):
            raise StorageError(f"{shown(url)}: a file can only be restored to a store that is a file")
        return backup.restore(Path(url.removeprefix(SQLITE)), file, now)

    async def close(self) -> None:
        await self.engine.close()

    def close_now(self) -> None:
        """The same where no event loop runs."""
        self.engine.close_now()


def _engine(url: str, *, threaded: bool, durable: bool) -> Engine:
    if url.startswith(SQLITE):
        return SqliteEngine(Path(url.removeprefix(SQLITE)), threaded=threaded, durable=durable)
    if not url.startswith(POSTGRES):
        raise ConfigError(f"[storage] url = {shown(url)!r}: write sqlite:///PATH or {POSTGRES}USER@HOST/DATABASE")
    try:
        from storage.postgres import PostgresEngine
    except ImportError as error:
        raise ConfigError(f"[storage] url: for PostgreSQL install requirements-postgres.lock too ({error})") from error
    return PostgresEngine(url, threaded=threaded, durable=durable)
