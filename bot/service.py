"""The bot at work: keeps what comes in, takes turns, fires timers, sends what goes out. One pass of each is a method."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.deliver import Delivery
from domain.errors import StorageError
from domain.messages import Incoming
from handlers import daily
from handlers.handing_on import look_soon
from handlers.scene import Scene
from handlers.timers import fire
from handlers.turn import sorry, take
from handlers.world import World
from storage.inbox import Received
from storage.timers import Timer
from storage.unit_of_work import Storage, UnitOfWork

log = logging.getLogger(__name__)
TURNS = 64
TIMERS = 50
RETRY_TIMER = timedelta(minutes=5)
EVERY = {"day": ("%Y%m%d", daily.begin), "hour": ("%Y%m%d%H", daily.each_hour)}


class Service:
    """Everything a process does with the store; `surroundings` gives the current World (it may be swapped any time)."""

    def __init__(self, storage: Storage, surroundings: Callable[[], World], delivery: Delivery, clock: Clock) -> None:
        self.storage = storage
        self.delivery = delivery
        self._world = surroundings
        self._clock = clock
        self._restored = storage.last_restore() or datetime.min.replace(tzinfo=UTC)
        self._done: dict[str, str] = {}  # what is done now and then → the day or hour it was last done
        self._one_at_a_time = asyncio.Lock()
        self._stopping = False
        self.work_came = asyncio.Event()

    async def receive(self, messages: Iterable[Incoming], note: Callable[[UnitOfWork, int], None] | None = None) -> int:
        """Keep messages; they are durable when this returns, and only then may a platform be told. How many were new.

        `note`, which is told that too, is kept in the same transaction (the offset of a poll).
        """
        now = self._clock.now()
        kept = tuple(messages)

        def work(uow: UnitOfWork) -> int:
            count = sum(uow.inbox.put(incoming, now) for incoming in kept)
            if note:
                note(uow, count)
            return count

        count = await self.storage.write(work)
        self.work_came.set()
        return count

    async def turns(self) -> int:
        """Handle the first waiting message of each conversation; how many were taken up.

        They wait for the disk together. What another node holds is left to it.
        """
        rows = await self.storage.write(lambda uow: uow.inbox.next(TURNS))
        return sum(await asyncio.gather(*map(self._turn, rows)))

    async def _turn(self, row: Received) -> bool:
        """Whether it was ours to handle: claimed and handled in one transaction, so a crash gives it back."""
        now = self._clock.now()

        def work(uow: UnitOfWork) -> bool:
            claimed = uow.inbox.claim(row.id)
            if claimed:
                with self._marked(uow, min(row.received_at, row.incoming.sent_at)):
                    take(uow, self._world(), row, now)
            return claimed

        try:
            return await self.storage.write(work)
        except StorageError:  # not the message's fault: it stays as new as it is until the disk takes it
            raise
        except Exception as error:
            log.exception("turn of inbox row %d failed", row.id)
            reason = f"{type(error).__name__}: {error}"
            last = await self.storage.write(lambda uow: uow.inbox.failed(row.id, row.attempts, reason))
            if last and not row.incoming.group:
                await self._apologise(row, now)
            return True

    async def _apologise(self, row: Received, now: datetime) -> None:
        """A row that fails again and again is set aside; its sender is told that a person will look."""
        try:
            await self.storage.write(lambda uow: sorry(uow, self._world(), row.incoming, now))
        except Exception:
            log.exception("nobody could be told that inbox row %d failed", row.id)

    async def timers(self) -> int:
        """Fire what is due; begin a new day. How many timers were taken up."""
        now = self._clock.now()
        for name, (stamp, work) in EVERY.items():
            moment = now.astimezone(self._world().week.zone).strftime(stamp)
            if moment != self._done.get(name):
                await self._at(now, work)
                self._done[name] = moment
        due = await self.storage.write(lambda uow: uow.timers.due(now, TIMERS))
        return sum([await self._fire(timer, now) for timer in due])

    async def _at(self, now: datetime, work: Callable[[Scene], None]) -> None:
        """When it fails, timers and letters go on all the same; the next day or hour tries again."""
        try:
            await self.storage.write(lambda uow: work(Scene(uow, self._world(), now)))
        except StorageError:
            raise
        except Exception:
            log.exception("the work of a new day or hour failed")

    def look_round(self, uow: UnitOfWork) -> None:
        """Somebody became unreachable: what they have in hand goes on."""
        look_soon(uow.timers, self._clock.now())

    async def _fire(self, timer: Timer, now: datetime) -> bool:
        """Whether it was ours to fire; its mark and everything it does are one transaction."""

        def work(uow: UnitOfWork) -> bool:
            fired = uow.timers.fired(timer)
            if fired:
                with self._marked(uow, timer.due_at):
                    fire(Scene(uow, self._world(), now), timer)
            return fired

        try:
            return await self.storage.write(work)
        except StorageError:
            raise
        except Exception as error:
            log.exception("timer %s failed", timer.key)
            reason = f"{type(error).__name__}: {error}"
            await self.storage.write(lambda uow: uow.timers.failed(timer, now + RETRY_TIMER, reason))
            return True

    @contextmanager
    def _marked(self, uow: UnitOfWork, since: datetime) -> Iterator[None]:
        """What was to be done before a backup became this store was perhaps done then: letters about it are marked."""
        if since > self._restored:
            yield
            return
        before = uow.outbox.newest()
        yield
        uow.outbox.doubt(after=before)

    async def tidy(self, words_kept: timedelta, letters_kept: timedelta) -> int:
        """Forget old words and letters, a batch at a time; how many rows went."""
        now = self._clock.now()
        gone = await self.storage.write(lambda uow: uow.tidy.letters(now - letters_kept))
        while batch := await self.storage.write(lambda uow: uow.tidy.messages(now - words_kept)):
            gone += batch
        return gone

    @asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Nothing is taken up while the block runs; what comes in is kept all the same."""
        async with self._one_at_a_time:
            yield

    async def settle(self) -> None:
        """Do everything that can be done at this moment."""
        async with self._one_at_a_time:
            while not self._stopping and await self.turns() + await self.timers() + await self.delivery.once():
                pass

    async def stop(self) -> None:
        """Take up nothing more; returns when what was begun has its outcome in the store."""
        self._stopping = True
        async with self._one_at_a_time:
            return

    async def next_moment(self) -> datetime | None:
        """When there is something to do again if nothing comes in."""
        now = self._clock.now()

        def work(uow: UnitOfWork) -> list[datetime | None]:
            return [uow.timers.next_at(), uow.outbox.next_at(now)]

        return min((moment for moment in await self.storage.write(work) if moment), default=None)
