"""What the page of the public board asks of the bot: one read at a time, however many look."""

from __future__ import annotations

import asyncio

from bot.clock import Clock
from bot.files import STORE, FileStore
from bot.media import MediaDesk
from bot.service import Service
from bot.worlds import Worlds
from handlers import board
from handlers.board import Board
from storage.unit_of_work import UnitOfWork

ANY = "board"  # no channel's own: every photo is fetched into our store


class BoardPage:
    """The bot behind bot/web/board.py."""

    def __init__(self, service: Service, worlds: Worlds, desk: MediaDesk, files: FileStore, clock: Clock) -> None:
        self._service = service
        self._worlds = worlds
        self._desk = desk
        self._files = files
        self._clock = clock
        self._busy = asyncio.Lock()
        self._fetching = asyncio.Lock()  # one photo at a time: a slow platform does not hold up the board
        self._next: asyncio.Task[Board] | None = None

    async def read(self) -> Board:
        """The board as it was after this was asked: whoever asks while one read goes on shares the one after it."""
        if self._next is None:
            self._next = asyncio.create_task(self._read())
        return await asyncio.shield(self._next)

    async def _read(self) -> Board:
        async with self._busy:
            self._next = None
            now = self._clock.now()
            return await self._service.storage.write(lambda uow: board.read(uow, self._worlds.current, now))

    async def photo(self, ticket: int) -> tuple[bytes, str] | None:
        """The photo of a wish that is shown now; one that is still at its platform is fetched once."""
        async with self._fetching:
            media = await self._service.storage.write(lambda uow: board.photo(uow, ticket))
            if media is None:
                return None
            if not media.ref.startswith(STORE):
                ready = await self._desk.for_channel(ANY, (media,))
                if not ready:
                    return None
                media = ready[0]

                def fetched(uow: UnitOfWork) -> None:
                    uow.publications.fetched(ticket, ready)

                await self._service.storage.write(fetched)
        return await asyncio.to_thread(self._files.load, media.ref)
