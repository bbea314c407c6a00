"""The channel the played town is on: Telegram, or another with HUIYING_TEST_CHANNEL=web.

A stand-in plays the platform and everybody's device. What people do (`says`, `presses`, ...) waits until `bring` takes it to
the bot; what they see (`chat`) is as of the last `look`. A new channel gets every story of tests/conversations by one.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable, Mapping
from typing import Any, Protocol, Self

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


class StandIn(Protocol):
    """What the town asks of every channel's stand-in."""

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

    def settings(self) -> dict[str, Any]:
        os.environ["HUIYING_TELEGRAM_TOKEN"] = self.token
        return {"telegram": Telegram(enabled=True, base_url=self.base_url, base_file_url=self.base_file_url)}


class OnConsole(Terminals):
    """Everybody sits at a terminal."""

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


CHANNELS: dict[str, Callable[..., StandIn]] = {"telegram": OnTelegram, "web": OnWeb, "console": OnConsole}


def stand_in(now: Callable[[], float]) -> StandIn:
    """The stand-in of the chosen channel."""
    return CHANNELS[CHANNEL](now=now)
