"""What a Telegram update says: one `Incoming`, or the reason why there is none. Nothing that arrives makes it raise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from telegram import CallbackQuery, ChatMemberUpdated, Location, Message, Update, User
from telegram.constants import ChatID, ChatMemberStatus, ChatType

from domain.messages import Incoming, Media, MediaKind, Point

NAME = "telegram"
PRESS = "cb:"
GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
# What people send without words the bot could read; they get an answer all the same.
WORDLESS = ("contact", "sticker", "poll", "dice", "game", "story", "checklist")


@dataclass(frozen=True, slots=True)
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


def parse(raw: object, received_at: datetime, username: str = "") -> Parsed:
    """Read one update as decoded from JSON.

    `received_at` stands in where Telegram gives no time (a button press). `username` is the bot's own, without @: a
    command that names another bot is not for us.
    """
    update_id = raw.get("update_id") if isinstance(raw, dict) else None
    if not isinstance(raw, dict) or type(update_id) is not int:
        return Parsed(None, reason="not an update")
    try:
        parsed = read(Update.de_json(raw, None), received_at, username)
    except Exception as error:  # noqa: BLE001  the shape is Telegram's, and any of it may be missing or of another type
        return Parsed(update_id, reason=f"broken update: {type(error).__name__}")
    return replace(parsed, update_id=update_id)


def read(update: Update, received_at: datetime, username: str) -> Parsed:
    """Find the part of the update that is filled and read it."""
    for part, reader in READERS.items():
        if (value := getattr(update, part)) is not None:
            return reader(update, value, received_at, username)
    return nothing("unknown kind of update")


def nothing(reason: str) -> Parsed:
    return Parsed(None, reason=reason)


def read_message(update: Update, message: Message, received_at: datetime, username: str) -> Parsed:
    if reason := why_not(message):
        return nothing(reason)
    assert message.from_user is not None
    words = message.text or message.caption or place_words(message)
    start, words, ours = command(words, username)
    if not ours:
        return nothing("a command for another bot")
    chat = number(message.chat.id)
    ref = f"{chat}/{number(message.message_id)}"
    edited = update.edited_message is not None
    incoming = Incoming(
        channel=NAME,
        message_id=f"u{update.update_id}",
        sender=number(message.from_user.id),
        chat=chat,
        sent_at=(message.edit_date if edited else message.date) or received_at,
        text=clean(words),
        start=clean(start),
        media=media(message),
        point=point(message.location),
        album=clean(message.media_group_id or ""),
        ref=ref,
        edits=ref if edited else "",
        group=message.chat.type in GROUPS,
        sender_name=name_of(message.from_user),
    )
    return Parsed(None, incoming)


def why_not(message: Message) -> str:
    """The reason why this message is not one that a person wrote to the bot; empty if it is."""
    sender = message.from_user
    if message.chat.type == ChatType.CHANNEL:
        return "channel post"
    if sender is None or sender.id == ChatID.ANONYMOUS_ADMIN or message.sender_chat is not None:
        return "nobody to answer: posted anonymously or for a channel"
    if sender.is_bot or message.via_bot is not None:
        return "written by a bot"
    if message.edit_date is not None and message.location is not None:
        return "a live location moved on"
    if not any((message.text, message.caption, media(message), message.location)) and not any(
        getattr(message, kind, None) for kind in WORDLESS
    ):
        return "service message"
    return ""


def read_press(update: Update, query: CallbackQuery, received_at: datetime, username: str) -> Parsed:
    """A pressed button. Its card may be too old for Telegram to show (then it has no text), or come from inline mode."""
    _ = update, username
    if query.from_user.is_bot or not query.data:
        return nothing("a press without data")
    message = query.message
    chat = number(query.from_user.id if message is None else message.chat.id)
    incoming = Incoming(
        channel=NAME,
        message_id=f"{PRESS}{clean(query.id)}",
        sender=number(query.from_user.id),
        chat=chat,
        sent_at=received_at,
        pressed=clean(query.data),
        ref="" if message is None else f"{chat}/{number(message.message_id)}",
        group=message is not None and message.chat.type in GROUPS,
        sender_name=name_of(query.from_user),
    )
    return Parsed(None, incoming)


def read_membership(update: Update, change: ChatMemberUpdated, received_at: datetime, username: str) -> Parsed:
    _ = update, received_at, username
    gone = change.new_chat_member.status in GONE
    return Parsed(
        None, reason="blocked or removed" if gone else "let in", chat=number(change.chat.id), reachable=not gone
    )


def read_post(update: Update, message: Message, received_at: datetime, username: str) -> Parsed:
    _ = update, message, received_at, username
    return nothing("channel post")


def command(words: str, username: str) -> tuple[str, str, bool]:
    """Split "/start@bot PAYLOAD" into payload and command; tell whether it is for this bot."""
    if not words.startswith("/"):
        return "", words, True
    head, _, tail = words.partition(" ")
    verb, _, addressee = head.partition("@")
    ours = not addressee or not username or addressee.lower() == username.lower()
    if verb == "/start":
        return tail.strip(), verb, ours
    return "", f"{verb} {tail}".strip(), ours


def media(message: Message) -> tuple[Media, ...]:
    """The files of a message, by Telegram's file id: the largest size of a photo, and one of anything else."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return (Media(MediaKind.PHOTO, clean(largest.file_id)),)
    for attribute, kind in FILES.items():
        if (found := getattr(message, attribute)) is not None:
            return (Media(kind, clean(found.file_id)),)
    return ()


def point(location: Location | None) -> Point | None:
    if location is None:
        return None
    if not (abs(location.latitude) <= 90 and abs(location.longitude) <= 180):  # noqa: PLR2004  degrees
        raise ValueError("no such place on earth")
    return Point(float(location.latitude), float(location.longitude))


def place_words(message: Message) -> str:
    """The name and address of a venue, which stand beside its point."""
    return "" if message.venue is None else f"{message.venue.title} {message.venue.address}".strip()


def name_of(user: User) -> str:
    return clean(" ".join(part for part in (user.first_name, user.last_name) if part))


def number(value: object) -> str:
    """An id of Telegram's as a text; TypeError for anything but a whole number."""
    if type(value) is not int:
        raise TypeError("an id is a whole number")
    return str(value)


def clean(text: str) -> str:
    """A text every store takes: no NUL, and no half of a surrogate pair (JSON may carry both)."""
    return text.replace("\0", "").encode("utf-8", "ignore").decode()


FILES = {
    "voice": MediaKind.VOICE,
    "video": MediaKind.VIDEO,
    "video_note": MediaKind.VIDEO,
    "animation": MediaKind.VIDEO,
    "audio": MediaKind.FILE,
    "document": MediaKind.FILE,
}
Reader = Callable[[Update, Any, datetime, str], Parsed]
READERS: dict[str, Reader] = {
    "message": read_message,
    "edited_message": read_message,
    "callback_query": read_press,
    "my_chat_member": read_membership,
    "channel_post": read_post,
    "edited_channel_post": read_post,
}
UPDATES = [kind for kind in READERS if "post" not in kind]
"""The kinds of update to ask Telegram for."""
