"""Cuts a message that clearly holds several matters into up to three of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

MOST = 3  # parts offered to the resident
CHAT = 150  # characters; in a longer text only numbered points are matters of their own
LETTER = 400  # characters; the points of a longer letter are arguments of one story
SHORT = 40  # characters of a message whose commas part matters
SMALLEST = 4  # characters a part must have to say anything
POINT = re.compile(
    r"(?:^|(?<=[\s。；;，,：:！!？?]))"
    r"(?:[1-9][、.．，)）](?!\d)|[(（][1-9一二三四五][)）]|[一二三四五六][、.，]|第[一二三四五][，、,:：]|其[一二三四][，、,:：是]|[一二三四]是)"
)
BESIDES = re.compile(
    r"(?:^|(?<=[。；;，,！!？?\n\s]))(?:另外|此外|还有就是|还有一个|还有一件|还有个事|还有|再就是|再有就是|顺便|顺带|同时还|第二件事|另一件事|再一个)"
)
CLAUSE = re.compile(r"[^，,。；;！!？?\n]+[，,。；;！!？?\n]*")
THANKS_BUT = re.compile(
    r"^(.{0,12}(?:感谢|谢谢|表扬|点赞|多亏).{2,40}?)[，,。；;！!\s]*(?:但是|但|可是|不过|就是|只是|然而)[，,]?(.{4,})$",
    re.DOTALL,
)
WHO = re.compile(r"(?:我|本人|我们|我家|咱们)(?:是|在|叫|姓|住)")  # who speaks is never a matter of its own
STORY = re.compile(r"导致|造成|所以|因此|因为|由于|致使|从而|为了|以便|使得|引起|影响")  # one thing leads to the other
ASKS = re.compile(
    r"[？?]|吗|如何|怎么|怎样|是否|能否|可否|什么|让|请|[，,](?:还|又|都|一直|拒|且|并|就|而|却|至今|仍|不)"
)
Label = Callable[[str], str]


def split(text: str, label: Label) -> tuple[str, ...]:
    """The separate matters of a normalised text, at most three.

    `label` names the matter of a piece, "" where it is not sure of one. Every part has a matter by itself, none twice.
    """
    chat = len(text) <= CHAT
    if chat and (found := THANKS_BUT.match(text)):
        return found.group(1).strip("，,。；; "), found.group(2)
    parts = (_points(text) if len(text) <= LETTER else []) or (
        _told(text, label) if chat and not STORY.search(text) else []
    )
    if not 1 < len(parts) <= MOST:
        return (text,)
    names = [label(part) for part in parts]
    fits = all(names) and len(set(names)) == len(names)
    return tuple(part.strip(" ，,；;\n") for part in parts) if fits else (text,)


def starts_with_thanks(text: str) -> bool:
    """Whether the message thanks first and then comes to its matter with 但."""
    return bool(THANKS_BUT.match(text))


def _points(text: str) -> list[str]:
    """The numbered points of a text, what stands before the first left to it; empty when there are not two."""
    pieces = _cut(text, POINT)
    numbered = [piece for piece in pieces if POINT.match(piece)]
    if len(numbered) < 2:  # noqa: PLR2004 — one point is no list
        return []
    return pieces if len(numbered) == len(pieces) else [pieces[0] + pieces[1], *pieces[2:]]


def _told(text: str, label: Label) -> list[str]:
    """The matters of a chat message parted by 另外, or of a short statement by commas."""
    if pieces := _cut(text, BESIDES):
        return _merged(pieces, label)
    clauses = CLAUSE.findall(text) if len(text) <= SHORT and not ASKS.search(text) else []
    return _merged(clauses, label) if len(clauses) > 1 else []


def _cut(text: str, marks: re.Pattern[str]) -> list[str]:
    """The text before each mark and after it; empty when there is no mark inside the text."""
    starts = [mark.start() for mark in marks.finditer(text)]
    edges = sorted({0, *starts, len(text)})
    return [text[start:end] for start, end in pairwise(edges)] if len(edges) > 2 else []  # noqa: PLR2004 — two pieces


def _merged(pieces: list[str], label: Label) -> list[str]:
    """Neighbouring pieces of one matter put together; a piece without a matter belongs to the one before it."""
    parts: list[tuple[str, str]] = []
    for piece in pieces:
        name = label(piece) if len(piece) >= SMALLEST and not WHO.match(piece) else ""
        if parts and (not name or not parts[-1][0] or name == parts[-1][0] or len(parts) == MOST):
            parts[-1] = (parts[-1][0] or name, parts[-1][1] + piece)
        else:
            parts.append((name, piece))
    return [piece for _, piece in parts]
