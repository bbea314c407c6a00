"""Everybody's browser with the page of the web chat open: posts what the page posts, and shows what the page shows.

What the real page (bot/web/static/js) does with the same HTTP is played in tests/bot/web with a real browser.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import count
from typing import Self

import aiohttp
from PIL import Image
from stubs.chats import BOT_ID, Bubble, Chat, File, Key

COOKIE = "huiying"
PATIENCE = aiohttp.ClientTimeout(total=60)
PHOTO = b"a photo"
MINE = "/api/chat/me"


@dataclass(frozen=True)
class Act:
    """Something a person does on the page that is to be posted; with neither a body nor pictures the page is only opened."""

    who: int
    body: dict = field(default_factory=dict)
    pictures: tuple[bytes, ...] = ()


class Page:
    """One browser with the chat open. Every edition of a card stands where the first one stood, as while it is in view."""

    def __init__(self, who: int) -> None:
        self.chat = Chat(who)
        self.session = aiohttp.ClientSession(
            cookie_jar=aiohttp.CookieJar(unsafe=True), timeout=PATIENCE, raise_for_status=True
        )
        self._cards: dict[str, Bubble] = {}
        self._last = 0

    @property
    def account(self) -> str:
        """Who this browser is to the bot: what its cookie says."""
        (cookie,) = [cookie.value for cookie in self.session.cookie_jar if cookie.key == COOKIE]
        return cookie.partition(".")[0]

    async def open(self, address: str) -> None:
        async with self.session.get(f"{address}/chat"):
            return

    async def post(self, address: str, act: Act, number: int) -> None:
        """Upload the pictures, then post the message, as the outbox of the page does."""
        media = [await self._uploaded(address, picture) for picture in act.pictures]
        body = {"id": f"browser-{number:08d}", **act.body, "media": media}
        async with self.session.post(f"{address}{MINE}/messages", json=body) as answer:
            assert answer.status == 202, await answer.text()

    async def read(self, address: str) -> None:
        """Follow the stream from where it broke until everything there is has been shown."""
        async with self.session.get(f"{address}{MINE}/stream", params={"after": self._last}) as stream:
            async for name, data in _events(stream.content):
                if name == "ready":
                    return
                if name == "message":
                    await self._shows(address, data)

    async def _uploaded(self, address: str, picture: bytes) -> dict:
        form = aiohttp.FormData({"kind": "photo"})
        form.add_field("file", picture, filename="photo.jpg")
        async with self.session.post(f"{address}{MINE}/media", data=form) as answer:
            return await answer.json()

    async def _shows(self, address: str, message: dict) -> None:
        self._last = message["id"]
        point = message["point"]
        bubble = Bubble(
            id=message["id"],
            chat=self.chat.id,
            sender=self.chat.id if message["mine"] else BOT_ID,
            date=int(datetime.fromisoformat(message["at"]).timestamp()),
            text=message["text"],
            rows=tuple((Key(button["label"], button["payload"]),) for button in message["buttons"]),
            files=tuple([await self._loaded(address, media) for media in message["media"]]),
            point=(point["latitude"], point["longitude"]) if point else None,
        )
        earlier = self._cards.get(message["card"])
        if earlier:
            earlier.text, earlier.rows, earlier.files, earlier.edited = bubble.text, bubble.rows, bubble.files, True
            return
        self.chat.bubbles.append(bubble)
        if message["card"]:
            self._cards[message["card"]] = bubble

    async def _loaded(self, address: str, media: dict) -> File:
        """A picture is only seen when its reader may load it."""
        async with self.session.get(f"{address}{MINE}/media/{media['ref']}") as answer:
            return File(media["ref"], media["kind"], await answer.read())


class WebPages:
    """The pages of everybody. What they do waits until `post_all`; what they see is as of the last `read_all`."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self.now = now
        self.pages: dict[int, Page] = {}
        self.waiting: list[Act] = []
        self._numbers = count(1)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for page in self.pages.values():
            await page.session.close()

    def chat(self, who: int) -> Chat:
        return self.pages[who].chat if who in self.pages else Chat(who)

    # what people do

    def says(self, who: int, text: str) -> None:
        """The page sends nothing when there are only spaces."""
        if text.strip():
            self.waiting.append(Act(who, {"text": text}))

    def starts(self, who: int, payload: str = "") -> None:
        """Open the page by a link or QR code; without one, press the button of the empty page."""
        assert payload or not self.chat(who).bubbles, "only an empty page has the button"
        self.waiting.append(Act(who, {"start": payload or "begin"}))

    def presses(self, who: int, label: str, *, message_id: int | None = None) -> None:
        """Press a button really shown: the newest with this label, or the one under a message."""
        there = self.chat(who)
        shown = [
            key
            for bubble in there.received
            if message_id in (None, bubble.id)
            for row in bubble.rows
            for key in row
            if key.label == label
        ]
        assert shown, f"no button {label!r} in the chat; there are {there.labels}"
        self.forges(who, shown[-1].data)

    def forges(self, who: int, data: str) -> None:
        """A press with any data, as a modified page can post it."""
        self.waiting.append(Act(who, {"pressed": data}))

    def sends_photo(self, who: int, content: bytes = PHOTO, caption: str = "") -> None:
        self.sends_album(who, [content], caption)

    def sends_album(self, who: int, contents: list[bytes], caption: str = "") -> None:
        """Pictures picked together are one message."""
        self.waiting.append(Act(who, {"text": caption}, tuple(map(picture, contents))))

    def sends_location(self, who: int, latitude: float, longitude: float) -> None:
        self.waiting.append(Act(who, {"point": {"latitude": latitude, "longitude": longitude}}))

    # how it reaches the server and comes back

    async def post_all(self, address: str) -> int:
        """Post what people did, in that order; how much it was."""
        acts, self.waiting = self.waiting, []
        for act in acts:
            if act.who not in self.pages:
                self.pages[act.who] = Page(act.who)
                await self.pages[act.who].open(address)
            await self.pages[act.who].post(address, act, next(self._numbers))
        return len(acts)

    async def read_all(self, address: str) -> None:
        for page in self.pages.values():
            await page.read(address)


async def _events(stream: aiohttp.StreamReader) -> AsyncIterator[tuple[str, dict]]:
    """Name and data of the events of a stream."""
    name = ""
    async for line in stream:
        field_name, _, value = line.decode().rstrip("\n").partition(": ")
        if field_name == "event":
            name = value
        elif field_name == "data":
            yield name, json.loads(value)


@cache
def picture(content: bytes) -> bytes:
    """The JPEG the page makes of a picture; what is none stands for one of its own colour."""
    try:
        picture = Image.open(io.BytesIO(content)).convert("RGB")
    except OSError:
        red, green, blue = hashlib.sha256(content).digest()[:3]
        picture = Image.new("RGB", (16, 16), (red, green, blue))
    out = io.BytesIO()
    picture.save(out, "JPEG")
    return out.getvalue()
