"""The terminal as a channel: one person types, the bot prints."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from bot.channel import Outgoing, Refused, Unreachable
from bot.channels.console.parse import LineError, parse
from bot.channels.console.render import CAPABILITIES, render
from domain.messages import Incoming

PROMPT = "我> "
INDENT = 4


class ConsoleChannel:
    """One person at one terminal, known to the bot as `address`; implements `bot.channel.Channel`.

    Without a terminal (a pipe, a test) there is neither colour nor prompt.
    """

    name = "console"
    capabilities = CAPABILITIES

    def __init__(
        self,
        address: str,
        *,
        clock: Callable[[], datetime],
        typed: TextIO | None = None,
        console: Console | None = None,
    ) -> None:
        self.address = address
        self._clock = clock
        self._typed = typed or sys.stdin
        self._console = console or Console(highlight=False, soft_wrap=True)
        self._run = f"{clock():%Y%m%d%H%M%S%f}"  # makes message ids unique among all runs
        self._numbers = count(1)

    async def send(self, address: str, message: Outgoing) -> str:
        """Print the message; there is nobody but `address` here."""
        if address != self.address:
            raise Unreachable(f"only {self.address} sits at this terminal")
        words = Text(render(message), style="green")
        self._console.print(Padding(words, (0, 0, 1, INDENT)) if self._console.is_terminal else words)
        self._ask()
        return f"{address}/{self._run}-{next(self._numbers)}"

    async def messages(self) -> AsyncIterator[Incoming]:
        """What the person types, until the end of input; a wrong command is explained and typed again."""
        self._ask()
        async for line in lines(self._typed):
            try:
                if line.strip():
                    yield parse(line, self._envelope())
            except LineError as error:
                self._console.print(Text(str(error.detail), style="red"))
            self._ask()

    async def download(self, ref: str) -> bytes:
        """The content of a photo named with `/photo`."""
        try:
            return await asyncio.to_thread(Path(ref).read_bytes)
        except OSError as error:
            raise Refused(f"the file cannot be read: {error.strerror}") from None

    def _envelope(self) -> Incoming:
        number = f"{self._run}-{next(self._numbers)}"
        return Incoming(
            channel=self.name,
            message_id=number,
            sender=self.address,
            chat=self.address,
            sent_at=self._clock(),
            ref=f"{self.address}/{number}",
        )

    def _ask(self) -> None:
        if self._console.is_terminal:
            self._console.print(PROMPT, end="", style="bold")


async def lines(stream: TextIO) -> AsyncIterator[str]:
    """The lines of a blocking stream. A daemon thread reads, so that Ctrl-C need not wait for the next line."""
    queue: asyncio.Queue[str | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def read() -> None:
        try:
            for line in stream:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)
        except RuntimeError:  # the loop has ended; nobody waits for more
            return

    threading.Thread(target=read, name="typed lines", daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line
