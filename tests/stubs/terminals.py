"""Everybody at a terminal: lines typed into the real terminal channel, and what it prints."""

from __future__ import annotations

import io
import os
import re
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

from rich.console import Console
from stubs.chats import BOT_ID, Bubble, Chat, File, Key
from stubs.web_pages import picture

from bot.channels.console.client import ConsoleChannel
from bot.channels.console.render import CAPABILITIES
from bot.commands.chat import kept

if TYPE_CHECKING:
    from bot.app import App
    from bot.channel import Outgoing

MENU = re.compile(r"^(\d+)  (.+)$", re.MULTILINE)
PHOTO = "[照片]"


class Terminal:
    """One person's. The keyboard is a pipe: what is typed comes in as at a real one."""

    def __init__(self, who: int, now: Callable[[], float]) -> None:
        self.chat = Chat(who)
        self._printed = io.StringIO()
        self._now = now
        reading, self._keyboard = os.pipe()
        self._typed = os.fdopen(reading, encoding="utf-8")
        apart = timedelta(microseconds=who)  # at one moment of the virtual clock several sit down
        self.channel = ConsoleChannel(
            str(who),
            clock=lambda: datetime.fromtimestamp(now(), UTC) + apart,
            typed=self._typed,
            console=Console(file=self._printed, soft_wrap=True, highlight=False),
        )
        self._heard = self.channel.messages()

    async def types(self, app: App, line: str) -> None:
        os.write(self._keyboard, f"{line}\n".encode())
        await app.service.receive([await kept(app, self.channel, await anext(self._heard))])

    async def send(self, message: Outgoing, number: int) -> str:
        before = len(self._printed.getvalue())
        sent = await self.channel.send(self.channel.address, message)
        text = self._printed.getvalue()[before:].rstrip("\n")
        lines = text.splitlines()
        self.chat.bubbles.append(
            Bubble(
                id=number,
                chat=self.chat.id,
                sender=BOT_ID,
                date=int(self._now()),
                text=text,
                rows=tuple((Key(label, digits),) for digits, label in MENU.findall(text)),
                files=tuple(File(line, "photo", b"") for line in lines if line.startswith(PHOTO)),
            )
        )
        return sent

    async def leaves(self) -> None:
        os.close(self._keyboard)
        await self._heard.aclose()
        self._typed.close()


class Terminals:
    """All of them, and the switchboard that stands for each one's own process."""

    name = "console"
    capabilities = CAPABILITIES

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now
        self.terminals: dict[int, Terminal] = {}
        self.waiting: list[tuple[int, str]] = []
        self._numbers = count(1)
        self._folder = tempfile.TemporaryDirectory()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for terminal in self.terminals.values():
            await terminal.leaves()
        self._folder.cleanup()

    def terminal(self, who: int) -> Terminal:
        if who not in self.terminals:
            self.terminals[who] = Terminal(who, self.now)
        return self.terminals[who]

    def chat(self, who: int) -> Chat:
        return self.terminal(who).chat

    async def send(self, address: str, message: Outgoing) -> str:
        return await self.terminal(int(address)).send(message, next(self._numbers))

    # what people do

    def says(self, who: int, text: str) -> None:
        self.waiting.append((who, text))

    def starts(self, who: int, payload: str = "") -> None:
        self.says(who, f"/start {payload}".strip())

    def presses(self, who: int, label: str, *, message_id: int | None = None) -> None:
        """There is nothing to press: the number in the newest message, or the words of an older one."""
        shown = [bubble for bubble in self.chat(who).received if message_id in (None, bubble.id)]
        assert any(label in bubble.labels for bubble in shown), f"no {label!r} among {self.chat(who).labels}"
        newest = {key.label: key.data for row in shown[-1].rows for key in row}
        self.says(who, newest.get(label, label))

    def sends_photo(self, who: int, content: bytes = b"a photo", caption: str = "") -> None:
        file = Path(self._folder.name) / f"{next(self._numbers)}.jpg"
        file.write_bytes(picture(content))
        self.says(who, f"/photo {file} {caption}".strip())

    def sends_album(self, who: int, contents: list[bytes], caption: str = "") -> None:
        """A terminal sends one after the other."""
        for number, content in enumerate(contents):
            self.sends_photo(who, content, "" if number else caption)

    def sends_location(self, who: int, latitude: float, longitude: float) -> None:
        self.says(who, f"/at {latitude:.6f},{longitude:.6f}")

    async def type_all(self, app: App) -> int:
        """Type what people want to say, in that order; how much it was."""
        lines, self.waiting = self.waiting, []
        for who, line in lines:
            if line.strip():
                await self.terminal(who).types(app, line)
        return len(lines)
