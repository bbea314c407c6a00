"""The channel the played town is on: Telegram, or with HUIYING_TEST_CHANNEL the web chat or the terminal.

A stand-in plays the platform and everybody's device. What people do (`says`, `presses`, ...) waits until `bring` takes it to
the bot; what they see (`chat`) is as of the last `look`. A new channel gets every story of tests/conversations by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Protocol, Self

from stubs.chats import Chat
from stubs.telegram import TelegramStub
from stubs.terminals import Terminals
from stubs.web_pages import WebPages

from bot.app import App
from bot.channel import Channel
from bot.config import Telegram, Web
from bot.site import pages
from bot.web.app import web_server

CHANNEL = os.environ.get("HUIYING_TEST_CHANNEL", "telegram")


ON_WEB = {
    "groups": "the web chat has no groups",
    "stickers": "the page has no stickers",
    "blocking": "nobody can block their own page",
    "failing calls": "for the web chat we are the platform: nothing is on a wire that could break",
    "edits": "the page cannot change what was said",
    "pictures one by one": "pictures picked together are one message",
    "updates": "no updates with numbers; a page that posts twice is in tests/bot/test_webchat.py",
    "voice": "the page does not record voices",
    "blank messages": "the page does not send nothing",
}
ON_CONSOLE = {
    "groups": "at a terminal one is alone",
    "stickers": "a terminal has no stickers",
    "blocking": "whoever leaves the terminal has ended the program",
    "failing calls": "what is printed is seen",
    "edits": "what was typed stands",
    "pictures one by one": "a terminal has no albums",
    "albums": "a terminal has no albums",
    "updates": "a line is typed once",
    "voice": "a terminal has no microphone",
    "blank messages": "an empty line is not sent",
    "forged presses": "a terminal has no buttons: what is typed is words",
}


class StandIn(Protocol):
    """What the town asks of every channel's stand-in. `lacks` tells what there is no story of, and why."""

    lacks: ClassVar[Mapping[str, str]]

    @property
    def channels(self) -> Mapping[str, Channel]:
        """The channels a bot is given from outside."""
        ...

    def settings(self) -> dict[str, Any]:
        """The sections of the settings that connect a bot with this stand-in."""
        ...

    async def bring(self, app: App) -> int:
        """Take what people did to the bot; how much it was."""
        ...

    async def look(self) -> None:
        """Everybody looks at their chat."""

    def account(self, who: int) -> tuple[str, str]:
        """The channel's name, and who this person is there."""
        ...

    def called(self, who: int) -> str:
        """The name the platform tells the bot with every message; empty where it tells none."""
        ...

    def chat(self, who: int) -> Chat: ...
    def says(self, who: int, text: str) -> Any: ...
    def starts(self, who: int, payload: str = "") -> Any: ...
    def presses(self, who: int, label: str, *, message_id: int | None = None) -> Any: ...
    def forges(self, who: int, data: str) -> Any: ...
    def sends_photo(self, who: int, content: bytes = ..., caption: str = "") -> Any: ...
    def sends_album(self, who: int, contents: list[bytes], caption: str = "") -> Any: ...
    def sends_location(self, who: int, latitude: float, longitude: float) -> Any: ...
    async def __aenter__(self) -> Self: ...
    async def __aexit__(self, *_: object) -> None: ...


class OnTelegram(TelegramStub):
    """Everybody has Telegram."""

    lacks: ClassVar[Mapping[str, str]] = {}

    def settings(self) -> dict[str, Any]:
        os.environ["HUIYING_TELEGRAM_TOKEN"] = self.token
        return {"telegram": Telegram(enabled=True, base_url=self.base_url, base_file_url=self.base_file_url)}


class OnConsole(Terminals):
    """Everybody sits at a terminal."""

    lacks: ClassVar[Mapping[str, str]] = ON_CONSOLE

    @property
    def channels(self) -> dict[str, Channel]:
        return {self.name: self}

    def settings(self) -> dict[str, Any]:
        return {}

    async def bring(self, app: App) -> int:
        return await self.type_all(app)

    async def look(self) -> None:
        """Nothing to do: what is printed is seen."""

    def account(self, who: int) -> tuple[str, str]:
        return self.name, str(who)

    def called(self, who: int) -> str:  # noqa: ARG002
        return ""


class OnWeb(WebPages):
    """Everybody has the page of the web chat, staff too: they join by the link of their invitation."""

    lacks: ClassVar[Mapping[str, str]] = ON_WEB

    channels: Mapping[str, Channel] = {}

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        super().__init__(now)
        self._app: App | None = None
        self._served = contextlib.AsyncExitStack()
        self._address = ""

    def settings(self) -> dict[str, Any]:
        os.environ["HUIYING_WEB_SECRET"] = "the browsers know it again after a restart"
        return {"web": Web(enabled=True)}

    async def bring(self, app: App) -> int:
        if app is not self._app:
            await self._served.aclose()
            self._address = await self._served.enter_async_context(served(app))
            self._app = app
        return await self.post_all(self._address)

    async def look(self) -> None:
        await self.read_all(self._address)

    def account(self, who: int) -> tuple[str, str]:
        return "web", self.pages[who].account

    def called(self, who: int) -> str:  # noqa: ARG002
        return ""

    async def __aexit__(self, *error: object) -> None:
        await super().__aexit__(*error)
        await self._served.aclose()


@contextlib.asynccontextmanager
async def served(app: App):
    """The pages of a bot at an address of their own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = web_server(pages(app, []))
        task = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            await task


CHANNELS: dict[str, type[OnTelegram | OnWeb | OnConsole]] = {"telegram": OnTelegram, "web": OnWeb, "console": OnConsole}


def stand_in(now: Callable[[], float]) -> StandIn:
    """The stand-in of the chosen channel."""
    return CHANNELS[CHANNEL](now=now)
