"""The web chat's other half: for this channel we are the platform, so what is sent is kept in words and shown live."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from weakref import WeakValueDictionary

from pydantic import TypeAdapter

from bot.channel import Capabilities, Outgoing
from bot.clock import Clock
from bot.files import FileStore
from bot.media import CHART, MediaDesk
from bot.service import Service
from bot.web.backend import ChatMedia, ChatMessage
from domain.messages import Incoming, MediaKind
from domain.values import replace
from storage.unit_of_work import Storage, UnitOfWork

NAME = "web"
CAPABILITIES = Capabilities(text=8000, caption=8000, buttons=12, label=40, edits=True, media=True, point=True)
LONGEST = 500  # messages of a chat that a page is shown when it is opened
SHAPE: TypeAdapter[ChatMessage] = TypeAdapter(ChatMessage)


class WebChannel:
    """The sending side: a message is delivered when it stands in the transcript."""

    name = NAME
    capabilities = CAPABILITIES

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock
        self.spoken = Bell()

    async def send(self, address: str, message: Outgoing) -> str:
        shown = ChatMessage(
            id=0,
            mine=False,
            text=message.text,
            at=self._clock.now(),
            buttons=message.buttons,
            media=tuple(ChatMedia(each.kind, each.ref, each.caption) for each in message.media),
            point=message.point,
        )

        def keep(uow: UnitOfWork) -> int:
            for each in shown.media:
                uow.meta.set(_media_key(address, each.ref), "1")
            return _write(uow, address, replace(shown, card=_card(uow, message)))

        row = await self._storage.write(keep)
        self.spoken.ring(address)
        return str(row)


class WebChat:
    """The receiving side, as the web pages see the bot (bot.web.backend.ChatBackend)."""

    def __init__(self, service: Service, channel: WebChannel, files: FileStore, desk: MediaDesk, clock: Clock) -> None:
        self._service = service
        self._channel = channel
        self._files = files
        self._desk = desk
        self._clock = clock

    async def receive(self, incoming: Incoming) -> None:
        """Keep the message and show it on the sender's own page; durable when this returns."""
        now = self._clock.now()

        def show(uow: UnitOfWork, new: int) -> None:
            if not new:  # posted again
                return
            if incoming.pressed:
                _mark_chosen(uow, incoming)
            elif not incoming.start:
                _write(uow, incoming.chat, _own(incoming, now))

        await self._service.receive([incoming], show)
        self._channel.spoken.ring(incoming.chat)

    async def history(self, account: str, after: int) -> list[ChatMessage]:
        def rows(uow: UnitOfWork) -> list[tuple[int, dict[str, Any]]]:
            if not after:  # the page is opened: of a long chat its end is wanted
                return uow.transcript.newest(account, LONGEST)[::-1]
            return uow.transcript.after(account, after)

        return [replace(_read(message), id=row) for row, message in await self._service.storage.write(rows)]

    async def changed(self, account: str, after: int, timeout: float) -> None:  # noqa: ASYNC109 — as its protocol says
        rung = self._channel.spoken.of(account)
        if await self._service.storage.write(lambda uow: uow.transcript.newer(account, after)):
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(rung.wait(), timeout)

    async def store_media(self, account: str, data: bytes, kind: MediaKind) -> str:
        ref = await asyncio.to_thread(self._files.keep, data, kind)
        await self._service.storage.write(lambda uow: uow.meta.set(_media_key(account, ref), "1"))
        return ref

    async def load_media(self, account: str, ref: str) -> tuple[bytes, str] | None:
        """A file this account sent or was sent, nobody else's; a chart is drawn when it is first looked at."""
        if not await self._service.storage.write(lambda uow: uow.meta.get(_media_key(account, ref))):
            return None
        if ref.startswith(CHART):
            ref = await self._desk.drawn(ref)
        return await asyncio.to_thread(self._files.load, ref)


class Bell:
    """Wakes whoever waits for an account; nothing is kept of accounts for which nobody waits."""

    def __init__(self) -> None:
        self._events: WeakValueDictionary[str, asyncio.Event] = WeakValueDictionary()

    def ring(self, account: str) -> None:
        if event := self._events.pop(account, None):
            event.set()

    def of(self, account: str) -> asyncio.Event:
        return self._events.setdefault(account, asyncio.Event())


def _card(uow: UnitOfWork, message: Outgoing) -> str:
    """The page shows the newest of each card: one that replaces another has its name, a new one a name of its own."""
    replaced = uow.transcript.get(int(message.replaces)) if message.replaces else None
    if replaced and replaced["card"]:
        return str(replaced["card"])
    return f"{message.card}#{secrets.token_hex(4)}" if message.card else ""


def _own(incoming: Incoming, now: datetime) -> ChatMessage:
    """The sender's own bubble."""
    return ChatMessage(
        id=0,
        mine=True,
        text=incoming.text,
        at=now,
        media=tuple(ChatMedia(each.kind, each.ref, each.caption) for each in incoming.media),
        point=incoming.point,
        source=incoming.message_id,
    )


def _mark_chosen(uow: UnitOfWork, incoming: Incoming) -> None:
    """A press shows on its button, not as a bubble."""
    for row, message in uow.transcript.newest(incoming.chat):
        if any(button["payload"] == incoming.pressed for button in message["buttons"]):
            uow.transcript.change(row, {**message, "chosen": incoming.pressed})
            return


def _write(uow: UnitOfWork, account: str, message: ChatMessage) -> int:
    return uow.transcript.add(account, SHAPE.dump_python(message, mode="json"), message.at, mine=message.mine)


def _read(message: Mapping[str, Any]) -> ChatMessage:
    return SHAPE.validate_python(message)


def _media_key(account: str, ref: str) -> str:
    return f"media:{account}:{ref}"
