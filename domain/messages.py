"""What people and the bot say to each other, the same on every channel."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from enum import IntEnum, StrEnum

from domain.values import frozen


class MediaKind(StrEnum):
    """What a file is, so that a channel knows how to show it."""

    PHOTO = "photo"
    VOICE = "voice"
    VIDEO = "video"
    FILE = "file"


@frozen
class Media:
    """A file somebody sent or gets. `ref` is the channel's own file id, or `store:<sha256>` for one we keep."""

    kind: MediaKind
    ref: str
    caption: str = ""


@frozen
class Point:
    """A position on the map, WGS-84 degrees."""

    latitude: float
    longitude: float


@frozen
class Incoming:
    """One message, button press or location as a channel understood it.

    `message_id` is unique within the channel for ever (it is the key against duplicates); `ref` names the message
    inside its chat, so that a later edit (`edits`) can be matched with it. `chat` is where an answer goes: the same
    as `sender` in a private chat. `pressed` is the payload of a button, `start` that of a deep link or QR code.
    """

    channel: str
    message_id: str
    sender: str
    chat: str
    sent_at: datetime
    text: str = ""
    pressed: str = ""
    start: str = ""
    media: tuple[Media, ...] = ()
    point: Point | None = None
    album: str = ""
    ref: str = ""
    edits: str = ""
    group: bool = False
    sender_name: str = ""


@frozen
class Text:
    """A sentence by key and arguments; it becomes words only when it is sent, in the receiver's language."""

    key: str
    args: Mapping[str, Arg] = field(default_factory=dict)


Arg = str | int | Text


@frozen
class Choice:
    """One thing the receiver can pick: an id for the program and a label for the person."""

    id: str
    label: Text


class Lane(IntEnum):
    """Which message goes first when many wait. Order inside one chat wins over the lane, except for URGENT."""

    URGENT = 0
    ASSIGNMENT = 1
    CONFIRMATION = 2
    SURVEY = 3
    DIGEST = 4


# After an outcome nobody can know, these are sent again (marked as ambiguous); the others never twice.
AT_LEAST_ONCE = frozenset({Lane.URGENT, Lane.ASSIGNMENT, Lane.CONFIRMATION})


@frozen
class Reply:
    """One message to one person.

    `choices` can be picked by button, number or label. `card` names a message that later replies with the same
    card replace (edited where the channel can, sent anew where it cannot). `answers_person` marks a direct answer to
    something the receiver just did: such a reply may be sent in quiet hours.
    """

    text: Text
    choices: tuple[Choice, ...] = ()
    media: tuple[Media, ...] = ()
    point: Point | None = None
    card: str = ""
    lane: Lane = Lane.CONFIRMATION
    answers_person: bool = True


NUMERALS = {word: number for number, word in enumerate("一二三四五六七八九十", start=1)}
LONGEST_NUMBER = 2  # digits; a menu has at most 99 lines, and "12345" is a hotline, not a choice


def picked(choices: tuple[Choice, ...], labels: tuple[str, ...], typed: str) -> Choice | None:
    """The choice that a typed number (１, 一, "1.", "①", "第一个") or label stands for; None if it is none of them.

    `labels` are the words the receiver saw, in the order of `choices`.
    """
    words = plain(typed)
    said = words.removeprefix("第").removesuffix("个")
    number = int(said) if said.isdecimal() and len(said) <= LONGEST_NUMBER else NUMERALS.get(said, 0)
    if 1 <= number <= len(choices):
        return choices[number - 1]
    matches = [choice for choice, label in zip(choices, labels, strict=True) if words and words == plain(label)]
    return matches[0] if len(matches) == 1 else None


def plain(label: str) -> str:
    """Words without emoji, and without punctuation and spaces around them: the same for a label and for its copy by hand."""
    kept = [c for c in unicodedata.normalize("NFKC", label) if unicodedata.category(c)[0] in "LNZP"]
    return "".join(kept).strip().strip("。.、,!！ ()（）")


def printable(words: str) -> str:
    """The words without control, invisible and direction-changing characters, and without towers of combining marks."""
    kept: list[str] = []
    marks = 0
    for character in unicodedata.normalize("NFC", _without_towers(words)):
        category = unicodedata.category(character)
        marks = marks + 1 if category == "Mn" else 0
        if character == "\n" or (category not in UNPRINTABLE and marks <= MARKS_AT_ONCE):
            kept.append(character)
    return "".join(kept)


def _without_towers(words: str) -> str:
    """To normalise a long run of combining marks takes time by its square: a minute for 100,000."""
    if len(words) <= SOON_NORMALISED:
        return words
    kept: list[str] = []
    height = 0
    for character in words:
        height = height + 1 if unicodedata.combining(character) else 0
        if height <= TOWER:
            kept.append(character)
    return "".join(kept)


UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
MARKS_AT_ONCE = 3
TOWER = 16
SOON_NORMALISED = 500  # characters
