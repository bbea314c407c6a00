"""Tells a live emergency from a past, feared, denied or figurative one.

A sign (着火) speaks for a type of danger. Decoys (火锅) are blanked out before signs are looked for; moods around the
sign (去年, 万一, 没有) say whether it happens now. All words stand in words/emergencies.toml.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.errors import RuleError
from nlp.phrases import Hit, Phrasebook, blanked
from nlp.wordfile import WORDS, grouped, load_words, phrases

SENTENCE_END = re.compile(r"[。！？!?；;\n]")
CHAT = 120  # characters; longer texts are letters, and letters tell of the past unless they say otherwise
REACH = 30  # characters a mood carries within its sentence
BESIDE = re.compile(r"[\W啊呀了啦快来]+")  # what may stand beside a sign that is the whole message
ONCE = re.compile(r"过(?![来去不敏程年路道节])")  # 着火过 is past, 追过来 is not


@dataclass(frozen=True, slots=True)
class Emergency:
    """What danger a message speaks of.

    `type` is gas, fire, lift, drowning, suicide, shock, violence, domestic, medical, traffic, fraud, flood or missing.
    `live` means it may be happening now: the safety line is shown and 正在发生吗 is asked at once. Not live (past,
    feared, over) means a hazard: an ordinary ticket with a tag.
    """

    type: str
    live: bool


@dataclass(frozen=True, slots=True)
class EmergencyAdvice:
    """What the resident must do at once (`safety`, at most 60 characters) and whom to ring.

    A number in braces ({gas_repair}) is a placeholder for a configured local number. `staff_alert` means the law
    wants staff to be told even when the resident rings 110 (未成年人保护法 11, 反家庭暴力法 14).
    """

    type: str
    safety: str
    numbers: tuple[str, ...]
    staff_alert: bool


class Sign(StrEnum):
    """How much a sign says by itself."""

    CRY = "cries"  # live in any text, even a long letter
    SIGN = "signs"  # live in a chat message, unless a mood says otherwise
    HINT = "hints"  # live only together with an urgent word
    WHOLE = "whole"  # live only when it is the whole message
    PAST = "past"  # never live


class Mood(StrEnum):
    """What words around a sign do to it."""

    DENIED = "denied"  # right before it: there is no such thing
    FEARED = "feared"  # before it: it may come one day
    RISK = "risk"  # after it: the same
    LONG_AGO = "long_ago"  # before it: it is over
    EARLIER = "earlier"  # before it: it is over, unless the sentence says it goes on
    HABIT = "habit"  # before it: it happens now and then
    OVER = "over"  # after it: it is over
    AFTERMATH = "aftermath"  # anywhere: the talk is about what followed
    PRESENT = "present"  # in its sentence: it goes on
    NOW = "now"  # in its sentence: it happens this minute; the only word that makes a letter live
    URGENT = "urgent"  # anywhere: somebody calls for help


@dataclass(frozen=True, slots=True)
class _Meaning:
    type: str
    sign: Sign


class Emergencies:
    """The emergency word file made ready. In the file, graver types stand before lesser ones."""

    def __init__(self, path: Path = WORDS / "emergencies.toml") -> None:
        table = load_words(path)
        types: dict[str, Any] = table.get("types", {})
        self.advice = {name: _advice(name, entry, path) for name, entry in types.items()}
        self._order = {name: place for place, name in enumerate(types)}
        self._lasting = frozenset(name for name, entry in types.items() if entry.get("lasting", False))
        self._signs = Phrasebook(_signs(types, table.get("groups", {}), path))
        self._decoys = Phrasebook((phrase, None) for phrase in phrases(table, "decoys", path.name))
        self._firm = Phrasebook((phrase, None) for phrase in phrases(table, "firm", path.name))
        moods = table.get("moods", {})
        self._moods = Phrasebook((word, mood) for mood in Mood for word in phrases(moods, mood, path.name))

    def judge(self, text: str, title: str = "") -> Emergency | None:
        """The gravest danger the text speaks of (a live one before a hazard), None if there is none."""
        whole = f"{title}。{text}。" if title else f"{text}。"
        if not self._signs.hits(whole):
            return None
        masked = blanked(whole, self._decoys, self._firm)
        hits = [hit for hit in self._signs.hits(masked) if not _is_part(hit, masked)]
        if not hits:
            return None
        moods = self._moods.hits(masked)
        verdicts = [
            (not live, self._order[hit.meaning.type])
            for hit in hits
            if not _denied(hit, moods)
            and ((live := self._is_live(hit, moods, masked)) or _is_hazard(hit, moods, masked, len(title)))
        ]
        if not verdicts:
            return None
        calm, place = min(verdicts)
        return Emergency(list(self._order)[place], live=not calm)

    def _is_live(self, hit: Hit[_Meaning], moods: list[Hit[Mood]], text: str) -> bool:
        sign = hit.meaning.sign
        if sign is Sign.PAST or ONCE.match(text, hit.end):
            return False
        here = _around(hit, text)
        near = [mood for mood in moods if here[0] <= mood.start < here[1]]
        if len(text) > CHAT and sign is not Sign.CRY and not any(mood.meaning is Mood.NOW for mood in near):
            return False
        if sign is Sign.HINT and not any(mood.meaning in CALLS for mood in moods):
            return False
        lasting = hit.meaning.type in self._lasting
        return not any(_calms(mood, hit, near, lasting=lasting) for mood in (*near, *_anywhere(moods)))


def _is_hazard(hit: Hit[_Meaning], moods: list[Hit[Mood]], text: str, title: int) -> bool:
    """Whether a danger that is not live is worth a tag: in a letter only one that is feared, or stands in the title."""
    if len(text) <= CHAT or hit.start < title:
        return True
    start, end = _around(hit, text)
    return any(mood.meaning in (Mood.FEARED, Mood.RISK) and start <= mood.start < end for mood in moods)


def _around(hit: Hit[_Meaning], text: str) -> tuple[int, int]:
    """Start and end of the sentence a hit stands in, cut to the reach of a mood."""
    before = [end.end() for end in SENTENCE_END.finditer(text, max(0, hit.start - REACH), hit.start)]
    after = SENTENCE_END.search(text, hit.end, hit.end + REACH)
    return before[-1] if before else max(0, hit.start - REACH), after.start() if after else hit.end + REACH


def _anywhere(moods: list[Hit[Mood]]) -> list[Hit[Mood]]:
    return [mood for mood in moods if mood.meaning in (Mood.AFTERMATH, Mood.OVER)]


def _calms(mood: Hit[Mood], hit: Hit[_Meaning], near: list[Hit[Mood]], *, lasting: bool) -> bool:
    """Whether this mood says that the sign does not happen now."""
    if lasting and mood.meaning in (Mood.HABIT, Mood.EARLIER):
        return False
    revived = REVIVED_BY.get(mood.meaning)
    if revived and any(other.meaning in (Mood.PRESENT, Mood.NOW) and revived(mood, other, hit) for other in near):
        return False
    return mood.meaning in CALMING and CALMING[mood.meaning](mood, hit)


def _denied(hit: Hit[_Meaning], moods: list[Hit[Mood]]) -> bool:
    return any(mood.meaning is Mood.DENIED and mood.end == hit.start for mood in moods)


def _is_part(hit: Hit[_Meaning], text: str) -> bool:
    """Whether a sign that must be the whole message (said once or shouted thrice) is only a part of it."""
    return hit.meaning.sign is Sign.WHOLE and bool(BESIDE.sub("", text).replace(text[hit.start : hit.end], ""))


def _before(mood: Hit[Mood], hit: Hit[_Meaning]) -> bool:
    return mood.start < hit.end and mood.end <= hit.end


def _after(mood: Hit[Mood], hit: Hit[_Meaning]) -> bool:
    return mood.start >= hit.start


def _between(mood: Hit[Mood], present: Hit[Mood], hit: Hit[_Meaning]) -> bool:
    return mood.end <= present.start <= hit.start


def _whatever(*_: Hit[Any]) -> bool:
    return True


CALLS = (Mood.URGENT, Mood.PRESENT, Mood.NOW)
CALMING: dict[Mood, Callable[[Hit[Mood], Hit[_Meaning]], bool]] = {
    Mood.FEARED: _before,
    Mood.RISK: _after,
    Mood.LONG_AGO: _before,
    Mood.EARLIER: _before,
    Mood.HABIT: _before,
    Mood.OVER: _after,
    Mood.AFTERMATH: _whatever,
}
REVIVED_BY: dict[Mood, Callable[[Hit[Mood], Hit[Mood], Hit[_Meaning]], bool]] = {
    Mood.FEARED: _between,
    Mood.EARLIER: _whatever,
    Mood.HABIT: _between,
    Mood.AFTERMATH: _whatever,
}


def _signs(types: dict[str, Any], groups: dict[str, str], path: Path) -> Iterable[tuple[str, _Meaning]]:
    for name, entry in types.items():
        for sign in Sign:
            for phrase in grouped(entry, sign, groups, path.name):
                yield phrase, _Meaning(name, sign)


def _advice(name: str, entry: dict[str, Any], path: Path) -> EmergencyAdvice:
    safety, numbers = entry.get("safety", ""), entry.get("numbers", [])
    if not isinstance(safety, str) or not 0 < len(safety) <= LONGEST_SAFETY_LINE or not numbers:
        raise RuleError(f"{path.name} [types.{name}]: needs a safety line of at most 60 characters, and numbers")
    return EmergencyAdvice(name, safety, tuple(numbers), bool(entry.get("staff_alert", False)))


LONGEST_SAFETY_LINE = 60
