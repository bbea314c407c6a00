"""What the web pages need from the bot behind them: two protocols and the values that cross them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.channel import Button
from domain.messages import Incoming, MediaKind, Point
from domain.values import frozen


@frozen
class ChatMedia:
    """A file of a message; `ref` is `store:<sha256>` and can be loaded by the account whose message it is in."""

    kind: MediaKind
    ref: str
    caption: str = ""


@frozen
class ChatMessage:
    """One message of one account's chat, as it stands in the history.

    `id` grows within the account. `mine` marks what the account's own person sent. A message with a `card` takes the
    place of the earlier one with the same card. `chosen` is the payload of the button that was picked, empty while
    none was. `source` is the `message_id` of the Incoming a message of one's own came from (the page replaces its
    "sending" bubble by it). `state` says how far delivery is; the page shows "failed" and ignores the rest.
    """

    id: int
    mine: bool
    text: str
    at: datetime
    buttons: tuple[Button, ...] = ()
    media: tuple[ChatMedia, ...] = ()
    point: Point | None = None
    card: str = ""
    state: str = ""
    chosen: str = ""
    source: str = ""


class ChatBackend(Protocol):
    """The bot as the web chat sees it. An `account` is the web channel's address of one person."""

    async def receive(self, incoming: Incoming) -> None:
        """Keep the message; it is durable when this returns. The same (channel, message_id) again changes nothing."""

    async def history(self, account: str, after: int) -> list[ChatMessage]:
        """The account's messages with id > after, in order of id; of one card at least the newest. After 0: the newest ones."""
        ...

    async def changed(self, account: str, after: int, timeout: float) -> None:  # noqa: ASYNC109 — no timeout is an error here
        """Return when there may be a message with id > after (at once if there is one), or after `timeout` seconds."""

    async def store_media(self, account: str, data: bytes, kind: MediaKind) -> str:
        """Keep a file and return its ref; raise HuiyingError when it is too large or not what `kind` says."""
        ...

    async def load_media(self, account: str, ref: str) -> tuple[bytes, str] | None:
        """The bytes and content type of a file this account sent or was sent; None for anything else."""
        ...


@frozen
class DemoPerson:
    """Somebody whose phone the demo page can hold. `who` is the name in URLs, e.g. "resident" or "worker2".

    `role` is "resident" or a value of domain.people.Role and decides which phone the person appears on.
    """

    who: str
    account: str
    name: str
    role: str
    subtitle: str


@frozen
class DemoSpot:
    """A place of the demo community that can be sent as a location without a real one."""

    name: str
    point: Point


class DemoBackend(ChatBackend, Protocol):
    """The bot on a made-up community with a clock that can be moved."""

    def people(self) -> list[DemoPerson]:
        """Everybody whose phone can be shown; the first of each role is shown at the start."""
        ...

    def spots(self) -> list[DemoSpot]:
        """Places to pick a location from; may be empty."""
        ...

    def now(self) -> datetime:
        """The demo's time, timezone-aware."""
        ...

    async def advance(self, minutes: int) -> datetime:
        """Move the clock forward, doing everything that falls due on the way; returns the new time."""
        ...

    async def advance_to(self, hour: int, minute: int) -> datetime:
        """Move the clock forward to the next time it shows hour:minute; returns the new time."""
        ...

    async def reset(self) -> None:
        """Start the demo anew: people, chats and clock as at the beginning."""
