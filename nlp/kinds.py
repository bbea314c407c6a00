"""Tells what somebody wants with a message (诉求类型), among them micro-wishes, and whether it answers an open ticket."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

from nlp.phrases import Hit, Phrasebook, blanked
from nlp.wishes import WishWords
from nlp.wordfile import WORDS, grouped, load_words, phrases

LETTER = 120  # characters; of a longer text the middle counts less than the beginning and the end
EDGE = 80  # characters of a letter's beginning and end that count in full
SHORT = 40  # characters; feedback and wishes are said briefly
SHORT_WISH = 20  # characters; "一台电风扇" alone is a wish already
WEIGHTS = {"sure": 6.0, "likely": 3.0, "slight": 1.0, "never": -6.0}
MIDDLE = 0.3  # how much a word in the middle of a letter counts
TITLE = 2.0  # how much a word of the title counts
OPENS = 2.0  # how much a word that opens the message counts: 建议…, 举报…, 咨询…
ENOUGH = 3.0  # below this the words say nothing, and a problem described is a request for help
LAUGHTER = frozenset("哈呵嘿嘻嗯哦啊额呃噢")


class Kind(StrEnum):
    """诉求类型: the six types of the 12345 hotlines, micro-wishes, answers about an open ticket, and talk."""

    COMPLAINT = "complaint"
    HELP = "help"
    ENQUIRY = "enquiry"
    SUGGESTION = "suggestion"
    REPORT = "report"
    PRAISE = "praise"
    WISH = "wish"
    FEEDBACK = "feedback"
    SMALLTALK = "smalltalk"


class Kinds:
    """The kinds word file made ready."""

    def __init__(self, path: Path = WORDS / "kinds.toml") -> None:
        table = load_words(path)
        groups: dict[str, str] = table.get("groups", {})
        self._decoys = Phrasebook((phrase, None) for phrase in grouped(table, "decoys", groups, path.name))
        kinds: dict[str, Any] = table.get("kinds", {})
        self._cues = Phrasebook(
            (phrase, (Kind(name), weight, number))
            for name, entry in kinds.items()
            for key, weight in WEIGHTS.items()
            for number, phrase in enumerate(grouped(entry, key, groups, path.name))
        )
        self._wishes = _weighted(table.get("wish", {}), groups, path)
        self._wish_words = WishWords(path.with_name("wishes.toml"), groups)
        feedback = table.get("feedback", {})
        self._feedback = Phrasebook(
            (phrase, key)
            for key in ("solved", "unsolved", "question")
            for phrase in grouped(feedback, key, groups, path.name)
        )
        self._talk = frozenset(phrases(table.get("around", {}), "talk", path.name))

    def judge(self, text: str, title: str = "", *, open_ticket: bool = False) -> tuple[Kind, bool | None]:
        """The kind of a message and, for feedback, whether the matter is solved. `text` and `title` are normalised."""
        whole = f"{title}\n{text}" if title else text
        if not title and self._is_talk(text):
            return Kind.SMALLTALK, None
        readable = blanked(whole, self._decoys)
        if self._is_wish(readable):
            return Kind.WISH, None
        scores = self._scores(readable, len(title))
        solved = None if title else self._solved(text, open_ticket=open_ticket)
        if solved is not None and not _is_another_matter(scores):
            return Kind.FEEDBACK, solved
        return _heaviest(scores), None

    def weight(self, text: str) -> float:
        """How much the words of a text want something: 0 for an address or a name."""
        return sum(abs(score) for score in self._scores(text, 0).values())

    def _is_talk(self, text: str) -> bool:
        if len(text) > LONGEST_TALK:
            return not any(map(str.isalnum, text))
        said = "".join(character for character in text if character.isalnum())
        return not said or said in self._talk or LAUGHTER.issuperset(said)

    def _is_wish(self, text: str) -> bool:
        if len(text) > LETTER:
            return False
        said = {hit.meaning for hit in self._wishes.hits(text)}
        if WEIGHTS["never"] in said:
            return False
        return sum(said) >= WEIGHTS["likely" if len(text) <= SHORT_WISH else "sure"] or self._wish_words.speak(text)

    def _scores(self, text: str, title: int) -> dict[Kind, float]:
        best: dict[tuple[Kind, float, int], float] = {}
        for hit in self._cues.hits(text):
            share = _share(hit, len(text), title)
            best[hit.meaning] = max(share, best.get(hit.meaning, 0.0))
        scores: dict[Kind, float] = {}
        for (kind, weight, _), share in best.items():
            scores[kind] = scores.get(kind, 0.0) + weight * share
        return scores

    def _solved(self, text: str, *, open_ticket: bool) -> bool | None:
        """Whether a short message says a matter is solved; None when it does not speak of that."""
        if len(text) > (2 * SHORT if open_ticket else SHORT):
            return None
        hits = self._feedback.hits(text)
        said = {hit.meaning for hit in hits}
        if "question" in said or not said:
            return None
        if "unsolved" in said:
            return False if open_ticket or _opens(hits, text) else None
        return True


def _opens(hits: list[Hit[str]], text: str) -> bool:
    """Whether the words about an old matter come early enough to be what the message is about."""
    return min(hit.start for hit in hits) <= OPENING or len(text) <= 2 * OPENING


def _share(hit: Hit[tuple[Kind, float, int]], length: int, title: int) -> float:
    if hit.start == 0 and hit.meaning[0] in OPENERS:
        return OPENS + TITLE if title else OPENS
    if hit.start < title:
        return TITLE
    if length <= LETTER or hit.start < title + EDGE or hit.start > length - EDGE:
        return 1.0
    return MIDDLE


def _weighted(table: dict[str, Any], groups: dict[str, str], path: Path) -> Phrasebook[float]:
    return Phrasebook(
        (phrase, weight) for key, weight in WEIGHTS.items() for phrase in grouped(table, key, groups, path.name)
    )


def _is_another_matter(scores: dict[Kind, float]) -> bool:
    """Whether a message that speaks of something solved or not also asks for something else."""
    return max(scores.get(kind, 0.0) for kind in ASKING) >= WEIGHTS["sure"]


def _heaviest(scores: dict[Kind, float]) -> Kind:
    kind = max(PRECEDENCE, key=lambda kind: scores.get(kind, 0.0)) if scores else Kind.HELP
    return kind if scores.get(kind, 0.0) >= ENOUGH else Kind.HELP


LONGEST_TALK = 12  # characters of 哈哈, 好的, 今天天气怎么样
OPENING = 12  # characters within which feedback begins
ASKING = (Kind.ENQUIRY, Kind.SUGGESTION, Kind.REPORT)
OPENERS = (Kind.REPORT, Kind.SUGGESTION, Kind.PRAISE)  # kinds that people announce
PRECEDENCE = (Kind.COMPLAINT, Kind.HELP, Kind.REPORT, Kind.ENQUIRY, Kind.SUGGESTION, Kind.PRAISE)
