"""Cuts a message that clearly holds several matters into up to three of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

MOST = 3  # parts offered to the resident
LONG = 150  # characters; in longer texts only numbered points and words like 另外 part matters
SMALLEST = 4  # characters a part must have to say anything
NUMBERED = re.compile(
    r"(?:^|(?<=[\s。；;，,：:！!？?]))"
    r"(?:[1-9][、.．，)）](?!\d)|[(（][1-9一二三四五][)）]|[一二三四五六][、.，]|第[一二三四五][，、,:：]?|其[一二三四]|[一二三四]是)"
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
Label = Callable[[str], str]


def split(text: str, label: Label) -> tuple[str, ...]:
    """The separate matters of a normalised text, at most three; `label` names the matter of a piece ("" if none)."""
    if found := THANKS_BUT.match(text):
        return found.group(1).strip("，,。；; "), found.group(2)
    pieces = _cut(text, NUMBERED) or _cut(text, BESIDES)
    if not pieces and len(text) <= LONG:
        pieces = CLAUSE.findall(text)
    return _merged(pieces, label) if len(pieces) > 1 else (text,)


def starts_with_thanks(text: str) -> bool:
    """Whether the message thanks first and then comes to its matter with 但."""
    return bool(THANKS_BUT.match(text))


def _cut(text: str, marks: re.Pattern[str]) -> list[str]:
    """The text before each mark and after it; empty when there is no mark inside the text."""
    starts = [mark.start() for mark in marks.finditer(text)]
    if len(starts) < (2 if marks is NUMBERED else 1):
        return []
    edges = sorted({0, *starts, len(text)})
    return [text[start:end] for start, end in pairwise(edges)]


def _merged(pieces: list[str], label: Label) -> tuple[str, ...]:
    """Neighbouring pieces of one matter put together; a piece without a matter belongs to the one before it."""
    parts: list[tuple[str, str]] = []
    for piece in pieces:
        name = label(piece) if len(piece) >= SMALLEST and not WHO.match(piece) else ""
        if parts and (not name or not parts[-1][0] or name == parts[-1][0] or len(parts) == MOST):
            parts[-1] = (parts[-1][0] or name, parts[-1][1] + piece)
        else:
            parts.append((name, piece))
    if len({name for name, _ in parts}) < len(parts):  # the same matter twice: it is one story
        return ("".join(pieces),)
    return tuple(piece.strip(" ，,；;\n") for _, piece in parts)
