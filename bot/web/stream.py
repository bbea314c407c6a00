"""Server-sent events: follows the chats of one or several accounts and never sends a message twice."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from starlette.responses import StreamingResponse

from bot.channels.web.render import render
from bot.web.backend import ChatBackend
from domain.values import frozen

log = logging.getLogger(__name__)

FIRST_PAGE = 300  # of a long chat only the newest messages are sent at the first opening


@frozen
class Event:
    """One server-sent event. `id` is what the browser sends back as Last-Event-ID after a break."""

    name: str
    data: Any
    id: str = ""

    def encode(self) -> bytes:
        """The event as bytes on the wire."""
        line = f"id: {self.id}\n" if self.id else ""
        return f"{line}event: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n".encode()


Queue = asyncio.Queue[Event | None]


class Hub:
    """Every open stream, so that all can be told something at once and closed when the server stops."""

    def __init__(self) -> None:
        self.queues: set[Queue] = set()
        self.closed = False

    def publish(self, event: Event) -> None:
        """Send one event to every open stream."""
        for queue in self.queues:
            queue.put_nowait(event)

    def end_streams(self) -> None:
        """End every open stream; browsers connect again by themselves."""
        for queue in self.queues:
            queue.put_nowait(None)

    def close(self) -> None:
        """End every stream and let none begin: the server stops."""
        self.closed = True
        self.end_streams()

    @contextlib.contextmanager
    def queue(self) -> Iterator[Queue]:
        """A queue that hears what is published while it is open."""
        queue: Queue = asyncio.Queue()
        self.queues.add(queue)
        if self.closed:
            queue.put_nowait(None)
        try:
            yield queue
        finally:
            self.queues.discard(queue)


@dataclass(slots=True)
class Follower:
    """Follows several accounts at once; one alone has the empty name. `after` holds the last message each was sent."""

    backend: ChatBackend
    accounts: Mapping[str, str]
    after: dict[str, int]
    zone: tzinfo
    ping: float
    prefix: str = ""

    def position(self) -> str:
        """Where this stream stands, in the form `parse_position` reads."""
        return self.prefix + ",".join(f"{who}={number}".lstrip("=") for who, number in self.after.items())

    async def follow(self, who: str, queue: Queue) -> None:
        """Put every new message of one account into the queue, for ever; ends the stream when the backend fails."""
        account, last, first = self.accounts[who], self.after[who], True
        try:
            while True:
                messages = await self.backend.history(account, last)
                for message in messages[-FIRST_PAGE:] if last == 0 else messages:
                    queue.put_nowait(Event("message", {"who": who, **render(message, self.zone)}))
                last = messages[-1].id if messages else last
                if first:
                    queue.put_nowait(Event("ready", {"who": who}))
                first = False
                await self.backend.changed(account, last, self.ping)
        except Exception:
            log.exception("a chat stream ended early")
            queue.put_nowait(None)

    def numbered(self, event: Event) -> Event:
        """A message event with the position after it; the position moves only when the event is really sent."""
        if event.name == "message":
            self.after[event.data["who"]] = event.data["id"]
        return Event(event.name, event.data, self.position())

    async def events(self, hub: Hub, greeting: tuple[Event, ...]) -> AsyncIterator[bytes]:
        """The bytes of the stream, until the client leaves or the hub ends it."""
        with hub.queue() as queue:
            for event in greeting:
                queue.put_nowait(event)
            tasks = [asyncio.create_task(self.follow(who, queue)) for who in self.accounts]
            try:
                yield b"retry: 1000\n\n"  # milliseconds until a browser connects again
                while (chunk := await self.next(queue)) is not None:
                    yield chunk
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def next(self, queue: Queue) -> bytes | None:
        """The next event, a ping when there is none for a while, None at the end."""
        try:
            async with asyncio.timeout(self.ping):
                event = await queue.get()
        except TimeoutError:
            return b": ping\n\n"
        return self.numbered(event).encode() if event else None


def parse_position(text: str, names: Mapping[str, str]) -> dict[str, int]:
    """Where a broken stream stood: "12", or "resident=12,worker=4"; whatever is missing or nonsense counts as 0."""
    after = dict.fromkeys(names, 0)
    for part in text.split(","):
        who, _, number = part.rpartition("=")
        if who in after and number.isascii() and number.isdigit():
            after[who] = min(int(number[:18]), 2**53)
    return after


def event_stream(content: AsyncIterator[bytes]) -> StreamingResponse:
    """A response no proxy buffers and no cache keeps."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(content, media_type="text/event-stream", headers=headers)
