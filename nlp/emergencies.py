"""Tells a live emergency from a past, feared, denied or figurative one.

A short message is weighed as a whole (nlp/danger.py). In a letter, and for dangers that are not live, signs (着火) decide:
phrases that name a type of danger, looked for after decoys (火锅) are blanked out, with the moods (万一, 正在) around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from pathlib import Path
from typing import Any

from domain.errors import RuleError
from domain.values import frozen
from nlp.danger import Danger
from nlp.phrases import Hit, Phrasebook, blanked, spelt_out
from nlp.wordfile import WORDS, grouped, load_words, phrases

SENTENCE_END = re.compile(r"[。！？!?；;\n]")
CHAT = 120  # characters; longer texts are letters, and letters tell of the past unless they say otherwise
NAMED = 0.3  # how far below the least (and below sure) a message may stay that names a danger outright
SHOUT = 10  # characters of a message that may be a single word
REACH = 30  # characters a mood carries within its sentence
BETWEEN = re.compile(r"[\W_]+")  # what a whole message is compared without
BESIDE = re.compile(r"[\W啊呀了啦快来]+")  # what may stand beside a sign that is the whole message


@frozen
class Emergency:
    """What danger a message speaks of.

    `type` is gas, fire, lift, drowning, suicide, shock, violence, domestic, medical, traffic, fraud, flood or missing.
    `live` means it may be happening now: the safety line is shown and 正在发生吗 is asked at once. Not live (past,
    feared, over) means a hazard: an ordinary ticket with a tag. `sure`: so plainly live that no answer is an answer too.
    `threat`: somebody says what they will do to themselves if nobody helps: live, and nothing needs to be asked first.
    """

    type: str
    live: bool
    sure: bool = field(default=False, compare=False)
    threat: bool = field(default=False, compare=False)


@frozen
class EmergencyAdvice:
    """What the resident must do at once (`safety`, at most 60 characters) and whom to ring.

    A number in braces ({gas_repair}) is a placeholder for a configured local number. Who of the staff is told stands in
    locales/zh-CN/alerts.toml.
    """

    type: str
    safety: str
    numbers: tuple[str, ...]


class Sign(StrEnum):
    """How much a sign says by itself."""

    CRY = "cries"  # live in any text, even a long letter
    SIGN = "signs"  # names a danger; live in a letter only beside a word that says now


class Mood(StrEnum):
    """What words around a sign do to it."""

    DENIED = "denied"  # right before it: there is no such thing
    FEARED = "feared"  # in its sentence: it may come one day
    RISK = "risk"  # the same
    NOW = "now"  # in its sentence: it happens this minute; the only word that makes a letter live


@frozen
class _Meaning:
    type: str
    sign: Sign


class Emergencies:
    """The emergency word files made ready. In emergencies.toml, graver types stand before lesser ones."""

    def __init__(self, path: Path = WORDS / "emergencies.toml", danger: Danger | None = None) -> None:
        table = load_words(path)
        types: dict[str, Any] = table.get("types", {})
        self.advice = {name: _advice(name, entry, path) for name, entry in types.items()}
        self._danger = danger or Danger()
        self._order = {name: place for place, name in enumerate(types)}
        self._whole = {name: _shouted(phrases(entry, "whole", path.name)) for name, entry in types.items()}
        self._signs = Phrasebook(_signs(types, table.get("groups", {}), path))
        self._decoys = Phrasebook((phrase, None) for phrase in phrases(table, "decoys", path.name))
        self._calm = {said for phrase in phrases(table, "calm", path.name) for said in spelt_out(phrase)}
        self._praise = Phrasebook(
            (phrase, None) for phrase in grouped(table, "praise", table.get("groups", {}), path.name)
        )
        self._threats = Phrasebook(_threats(types, table.get("groups", {}), path))
        self._unmeant = Phrasebook((phrase, None) for phrase in phrases(table, "unmeant", path.name))
        self._firm = Phrasebook((phrase, None) for phrase in phrases(table, "firm", path.name))
        moods = table.get("moods", {})
        self._moods = Phrasebook((word, mood) for mood in Mood for word in phrases(moods, mood, path.name))

    def judge(self, text: str, title: str = "") -> Emergency | None:
        """The danger the text speaks of (a live one before a hazard, the graver of two), None if there is none."""
        whole = f"{title}。{text}。" if title else f"{text}。"
        if threatened := self._threatened(whole):
            return Emergency(threatened, live=True, sure=True, threat=True)
        if len(whole) > CHAT:
            return self._in_letter(whole, len(title))
        return self._in_chat(text, whole)

    def explain(self, text: str) -> list[tuple[str, float]]:
        """The words of a normalised message that speak for or against danger now, strongest first."""
        return self._danger.explain(text)

    def _in_chat(self, text: str, whole: str) -> Emergency | None:
        """A short message is weighed as a whole."""
        if len(text) <= SHOUT and (cry := self._cry(text)):
            return Emergency(cry, live=True, sure=True)
        if BETWEEN.sub("", text) in self._calm:
            return None
        danger, named = self._danger, self._named(whole)[0]
        nearer = NAMED if named else 0.0
        least = danger.least - nearer
        if danger.ceiling(whole) >= least and (score := danger.score(whole)) >= least:
            if not named and self._praise.hits(whole):
                return None
            return Emergency(danger.type(whole), live=True, sure=score >= danger.sure - nearer)
        return self._graver((hit, False) for hit in named)

    def _threatened(self, text: str) -> str:
        """The type of what somebody says they will do to themselves, "" when nobody does, or does not mean it."""
        if not self._threats.hits(text) or self._unmeant.hits(text):
            return ""
        return next((hit.meaning for hit in self._threats.hits(blanked(text, self._decoys, self._firm))), "")

    def _cry(self, text: str) -> str:
        """The type whose one word, said once or shouted thrice, is the whole message."""
        bare = BESIDE.sub("", text)
        return next((name for name, whole in self._whole.items() if whole and bare and whole.fullmatch(bare)), "")

    def _in_letter(self, text: str, title: int) -> Emergency | None:
        """A letter tells of the past, unless a sentence names a danger, says now, and sounds like it."""
        named, moods = self._named(text)
        live = [(hit, True) for hit in named if self._is_live(hit, moods, text)]
        return self._graver(live or ((hit, False) for hit in named if _is_hazard(hit, moods, text, title)))

    def _named(self, text: str) -> tuple[list[Hit[_Meaning]], list[Hit[Mood]]]:
        """The signs that stand in a text and are not denied, and its moods."""
        if not self._signs.hits(text):
            return [], []
        masked = blanked(text, self._decoys, self._firm)
        moods = self._moods.hits(masked)
        denied = {mood.end for mood in moods if mood.meaning is Mood.DENIED}
        return [hit for hit in self._signs.hits(masked) if hit.start not in denied], moods

    def _is_live(self, hit: Hit[_Meaning], moods: list[Hit[Mood]], text: str) -> bool:
        start, end = _around(hit, text)
        now = any(mood.meaning is Mood.NOW and start <= mood.start < end for mood in moods)
        return (now or hit.meaning.sign is Sign.CRY) and self._danger.score(text[start:end]) >= self._danger.least

    def _graver(self, found: Iterable[tuple[Hit[_Meaning], bool]]) -> Emergency | None:
        places = [(self._order[hit.meaning.type], live) for hit, live in found]
        if not places:
            return None
        place, live = min(places)
        return Emergency(list(self._order)[place], live=live, sure=live)


def _is_hazard(hit: Hit[_Meaning], moods: list[Hit[Mood]], text: str, title: int) -> bool:
    """Whether a danger in a letter is worth a tag: only one that is feared, or stands in the title."""
    start, end = _around(hit, text)
    feared = any(mood.meaning in (Mood.FEARED, Mood.RISK) and start <= mood.start < end for mood in moods)
    return feared or hit.start < title


def _around(hit: Hit[_Meaning], text: str) -> tuple[int, int]:
    """Start and end of the sentence a hit stands in, cut to the reach of a mood."""
    before = [end.end() for end in SENTENCE_END.finditer(text, max(0, hit.start - REACH), hit.start)]
    after = SENTENCE_END.search(text, hit.end, hit.end + REACH)
    return before[-1] if before else max(0, hit.start - REACH), after.start() if after else hit.end + REACH


def _shouted(words: list[str]) -> re.Pattern[str] | None:
    return re.compile(f"(?:{'|'.join(map(re.escape, words))})+") if words else None


def _signs(types: dict[str, Any], groups: dict[str, str], path: Path) -> Iterable[tuple[str, _Meaning]]:
    for name, entry in types.items():
        for sign in Sign:
            for phrase in grouped(entry, sign, groups, path.name):
                yield phrase, _Meaning(name, sign)


def _threats(types: dict[str, Any], groups: dict[str, str], path: Path) -> Iterable[tuple[str, str]]:
    for name, entry in types.items():
        for phrase in grouped(entry, "threats", groups, path.name):
            yield phrase, name


def _advice(name: str, entry: dict[str, Any], path: Path) -> EmergencyAdvice:
    safety, numbers = entry.get("safety", ""), entry.get("numbers", [])
    if not isinstance(safety, str) or not 0 < len(safety) <= LONGEST_SAFETY_LINE or not numbers:
        raise RuleError(f"{path.name} [types.{name}]: needs a safety line of at most 60 characters, and numbers")
    return EmergencyAdvice(name, safety, tuple(numbers))


LONGEST_SAFETY_LINE = 60
