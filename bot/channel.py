"""What every channel can be asked, what it may answer, and the numbered menu for channels without enough buttons."""

from __future__ import annotations

from typing import Protocol

from domain.messages import Media, Point
from domain.values import frozen, replace


@frozen
class Capabilities:
    """What a channel can show. Lengths are in the units the platform counts (UTF-16 units on Telegram)."""

    text: int
    caption: int
    buttons: int
    label: int
    edits: bool
    media: bool
    point: bool


@frozen
class Button:
    """One tappable choice: an opaque payload for us and a label for the person."""

    payload: str
    label: str


@frozen
class Outgoing:
    """One message in words, ready for a channel. `replaces` is the channel's id of the message it takes the place of."""

    text: str
    buttons: tuple[Button, ...] = ()
    media: tuple[Media, ...] = ()
    point: Point | None = None
    replaces: str = ""
    card: str = ""


class SendError(Exception):
    """A message was not confirmed as sent."""


class NotSent(SendError):
    """Certainly not delivered (no connection): may be tried again freely."""


class Ambiguous(SendError):
    """Perhaps delivered (no answer, or an answer that does not tell): the class of the message decides."""


class Refused(SendError):
    """The platform will never take this message (malformed, too long): trying again is pointless."""


class Unreachable(SendError):
    """The person blocked the bot or left: nothing will reach them here until they write again."""


class RetryLater(SendError):
    """The platform asks to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class Channel(Protocol):
    """One chat platform. Parsing what comes in is each channel's own business; sending is the same for all."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def send(self, address: str, message: Outgoing) -> str:
        """Deliver one message and return the platform's id of it; raise a SendError otherwise."""
        ...


def fit(message: Outgoing, can: Capabilities) -> Outgoing:
    """Make the message one this channel can show: too many or too long buttons become a numbered menu in the text.

    The number a person types back is the place of the choice in the list, on every channel.
    """
    menu = len(message.buttons) > can.buttons or any(len(button.label) > can.label for button in message.buttons)
    text = with_menu(message.text, message.buttons) if menu else message.text
    text = shorten(text, can.caption if message.media and can.media else can.text)
    replaces = message.replaces if can.edits else ""
    if not menu and (text, replaces) == (message.text, message.replaces):  # as nearly all are
        return message
    return replace(message, text=text, buttons=() if menu else message.buttons, replaces=replaces)


def with_menu(text: str, buttons: tuple[Button, ...]) -> str:
    """The text followed by one numbered line for each choice."""
    return "\n".join([text, *(f"{number}  {button.label}" for number, button in enumerate(buttons, start=1))])


def shorten(text: str, limit: int) -> str:
    """Cut a text to `limit` UTF-16 units, keeping its end (where the menu stands) and saying that something is left out."""
    if len(text) * 2 <= limit:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) // 2 <= limit:
        return text
    gap = "\n……\n"
    tail = limit // 3
    head = limit - tail - len(gap)
    return units[: head * 2].decode("utf-16-le", "ignore") + gap + units[-tail * 2 :].decode("utf-16-le", "ignore")
