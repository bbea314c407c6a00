"""What a Telegram update says: one `Incoming`, or the reason why there is none. Nothing that arrives makes it raise.

It reads the JSON as it came and not the library's objects: those refuse an update that lacks any field they know, even
one nobody needs, and a refused update is a resident's message lost.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from telegram.constants import ChatID, ChatMemberStatus, ChatType

from domain.messages import Incoming, Media, MediaKind, Point
from domain.values import frozen

NAME = "telegram"
PRESS = "cb:"
GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
# What people send without words the bot could read; they get an answer all the same.
WORDLESS = ("contact", "sticker", "poll", "dice", "game", "story", "checklist")
LATEST = 1 << 32  # seconds; a time from here on is none (some servers count milliseconds)
Json = dict[str, Any]


class UnreadableError(ValueError):
    """A field nobody can do without is missing or of another type."""


@frozen
class Parsed:
    """What one update holds: a message, or the reason why it holds none.

    `update_id` is None when even that could not be read. `reachable` is set when the update tells that `chat` blocked
    the bot or removed it (False), or let it in again (True).
    """

    update_id: int | None
    incoming: Incoming | None = None
    reason: str = ""
    chat: str = ""
    reachable: bool | None = None


@frozen
class Envelope:
    """What is known of an update before its content is read."""

    update_id: int
    received_at: datetime
    username: str

    def nothing(self, reason: str) -> Parsed:
        return Parsed(self.update_id, reason=reason)


def parse(raw: object, received_at: datetime, username: str = "") -> Parsed:
    """Read one update as decoded from JSON.

    `received_at` stands in where Telegram gives no time (a button press). `username` is the bot's own, without @: a
    command that names another bot is not for us.
    """
    if not isinstance(raw, dict) or type(raw.get("update_id")) is not int:
        return Parsed(None, reason="not an update")
    envelope = Envelope(raw["update_id"], received_at, username)
    for kind, reader in READERS.items():
        if isinstance(raw.get(kind), dict):
            try:
                return reader(raw[kind], envelope)
            except UnreadableError as error:
                return envelope.nothing(f"broken {kind}: {error}")
    return envelope.nothing("unknown kind of update")


def read_message(message: Json, envelope: Envelope, *, edited: bool = False) -> Parsed:
    if reason := why_not(message, edited=edited):
        return envelope.nothing(reason)
    sender, chat = part(message, "from"), part(message, "chat")
    start, said, ours = command(words(message), envelope.username)
    if not ours:
        return envelope.nothing("a command for another bot")
    ref = f"{number(chat, 'id')}/{number(message, 'message_id')}"
    incoming = Incoming(
        channel=NAME,
        message_id=f"u{envelope.update_id}",
        sender=number(sender, "id"),
        chat=number(chat, "id"),
        sent_at=moment(message, "edit_date" if edited else "date", envelope.received_at),
        text=said,
        start=start,
        media=media(message),
        point=point(message),
        album=text(message, "media_group_id"),
        ref=ref,
        edits=ref if edited else "",
        group=chat.get("type") in GROUPS,
        sender_name=name_of(sender),
    )
    return Parsed(envelope.update_id, incoming)


def read_edit(message: Json, envelope: Envelope) -> Parsed:
    return read_message(message, envelope, edited=True)


def why_not(message: Json, *, edited: bool) -> str:
    """The reason why this message is not one that a person wrote to the bot; empty if it is."""
    sender = part(message, "from")
    if part(message, "chat").get("type") == ChatType.CHANNEL:
        return "channel post"
    if not sender or sender.get("id") == ChatID.ANONYMOUS_ADMIN or part(message, "sender_chat"):
        return "nobody to answer: posted anonymously or for a channel"
    if sender.get("is_bot") is True or part(message, "via_bot"):
        return "written by a bot"
    if edited and part(message, "location"):
        return "a live location moved on"
    content = words(message) or media(message) or point(message) or any(part(message, kind) for kind in WORDLESS)
    return "" if content else "service message"


def read_press(query: Json, envelope: Envelope) -> Parsed:
    """A pressed button. Its card may be too old for Telegram to show (then it has no text), or come from inline mode."""
    sender, card = part(query, "from"), part(query, "message")
    if sender.get("is_bot") is True or not text(query, "data"):
        return envelope.nothing("a press without data")
    chat = number(part(card, "chat") if card else sender, "id")
    incoming = Incoming(
        channel=NAME,
        message_id=f"{PRESS}{text(query, 'id') or envelope.update_id}",
        sender=number(sender, "id"),
        chat=chat,
        sent_at=envelope.received_at,
        pressed=text(query, "data"),
        ref=f"{chat}/{number(card, 'message_id')}" if card else "",
        group=part(card, "chat").get("type") in GROUPS,
        sender_name=name_of(sender),
    )
    return Parsed(envelope.update_id, incoming)


def read_membership(change: Json, envelope: Envelope) -> Parsed:
    """The person (or group) blocked the bot, or let it in."""
    gone = part(change, "new_chat_member").get("status") in GONE
    chat = number(part(change, "chat"), "id")
    return Parsed(envelope.update_id, None, "blocked or removed" if gone else "let in", chat, not gone)


def read_post(_: Json, envelope: Envelope) -> Parsed:
    return envelope.nothing("channel post")


def command(said: str, username: str) -> tuple[str, str, bool]:
    """Split "/start@bot PAYLOAD" into payload and command; tell whether it is for this bot."""
    if not said.startswith("/"):
        return "", said, True
    head, _, tail = said.partition(" ")
    verb, _, addressee = head.partition("@")
    ours = not addressee or not username or addressee.lower() == username.lower()
    if verb == "/start":
        return tail.strip(), verb, ours
    return "", f"{verb} {tail}".strip(), ours


def words(message: Json) -> str:
    """The text, or the caption, or the name and address of a venue (which stand beside its point)."""
    venue = part(message, "venue")
    place = f"{text(venue, 'title')} {text(venue, 'address')}".strip()
    return text(message, "text") or text(message, "caption") or place


def media(message: Json) -> tuple[Media, ...]:
    """The file of a message, by Telegram's file id: the largest size of a photo, or one of anything else."""
    sizes = message.get("photo")
    known = [size for size in sizes if isinstance(size, dict)] if isinstance(sizes, list) else []
    if known:
        return files(max(known, key=area), MediaKind.PHOTO)
    return next((files(part(message, name), kind) for name, kind in FILES.items() if part(message, name)), ())


def files(found: Json, kind: MediaKind) -> tuple[Media, ...]:
    return (Media(kind, text(found, "file_id")),) if text(found, "file_id") else ()


def area(size: Json) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0


def point(message: Json) -> Point | None:
    """The place on earth a message carries."""
    location = part(message, "location")
    degrees: list[Any] = [location.get(name) for name in ("latitude", "longitude")]
    if not all(isinstance(degree, (int, float)) for degree in degrees):
        return None
    latitude, longitude = degrees
    on_earth = abs(latitude) <= 90 and abs(longitude) <= 180  # noqa: PLR2004  degrees
    return Point(float(latitude), float(longitude)) if on_earth else None


def name_of(user: Json) -> str:
    return f"{text(user, 'first_name')} {text(user, 'last_name')}".strip()


def part(raw: Json, name: str) -> Json:
    """The object under this name; an empty one if there is none."""
    found = raw.get(name)
    return found if isinstance(found, dict) else {}


def text(raw: Json, name: str) -> str:
    """The text under this name as every store takes it: no NUL, no half of a surrogate pair (JSON may carry both)."""
    found = raw.get(name)
    return found.replace("\0", "").encode("utf-8", "ignore").decode() if isinstance(found, str) else ""


def number(raw: Json, name: str) -> str:
    """An id, as a text; UnreadableError for anything but a whole number."""
    found = raw.get(name)
    if type(found) is not int:
        raise UnreadableError(f"{name} is not a whole number")
    return str(found)


def moment(raw: Json, name: str, otherwise: datetime) -> datetime:
    found = raw.get(name)
    return datetime.fromtimestamp(found, UTC) if type(found) is int and 0 < found < LATEST else otherwise


FILES = {
    "voice": MediaKind.VOICE,
    "video": MediaKind.VIDEO,
    "video_note": MediaKind.VIDEO,
    "animation": MediaKind.VIDEO,
    "audio": MediaKind.FILE,
    "document": MediaKind.FILE,
}
READERS: dict[str, Callable[[Json, Envelope], Parsed]] = {
    "message": read_message,
    "edited_message": read_edit,
    "callback_query": read_press,
    "my_chat_member": read_membership,
    "channel_post": read_post,
    "edited_channel_post": read_post,
}
UPDATES = [kind for kind in READERS if "post" not in kind]
"""The kinds of update to ask Telegram for."""
