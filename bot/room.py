"""Whether the disk of the store has room: holds the ballast, and tells the supervisors when it had to go."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from bot.clock import Clock
from handlers.alarm import tell_supervisors
from handlers.scene import Scene
from handlers.world import World
from storage.unit_of_work import Storage, UnitOfWork

SHORT = "room:short"  # since when, in the store, so that a new start does not tell again


class Room:
    """The room one store has; `size` is that of its ballast in bytes, 0 for none."""

    def __init__(self, storage: Storage, surroundings: Callable[[], World], clock: Clock, size: int) -> None:
        self._storage = storage
        self._world = surroundings
        self._clock = clock
        self._size = size

    @property
    def enough(self) -> bool:
        """Whether the ballast is where it should be."""
        return not self._size or not self._storage.ballast or self._storage.ballast.held

    @property
    def free(self) -> int | None:
        """Bytes free on the disk of the store; None where the disk is a server's."""
        return self._storage.ballast.free() if self._storage.ballast else None

    async def look(self) -> None:
        """Take the ballast up again where there is room; tell once when it went, and once when it is back."""
        if not self._size or not self._storage.ballast:
            return
        await asyncio.to_thread(self._storage.ballast.hold, self._size)
        await self._storage.write(self._tell)

    def _tell(self, uow: UnitOfWork) -> None:
        known = not uow.meta.get(SHORT)
        if known is self.enough:
            return
        now = self._clock.now()
        uow.meta.set(SHORT, "" if self.enough else now.isoformat())
        tell_supervisors(Scene(uow, self._world(), now), "alarm-room-again" if self.enough else "alarm-disk-full")
