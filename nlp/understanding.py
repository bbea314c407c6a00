"""One message → what it means: kind, category, place, emergency, ledger, tags, or the command it is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from domain.places import Spot
from nlp.emergencies import Emergencies, Emergency, EmergencyAdvice
from nlp.intents import Intents
from nlp.kinds import Kind, Kinds
from nlp.normalise import Normaliser
from nlp.rules import Guess
from nlp.wordfile import WORDS

__all__ = ["Emergency", "EmergencyAdvice", "Guess", "Kind", "Understander", "Understanding"]


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a message means.

    `category` is the level-1 label, `matter` the finer one or "", `why` the words that spoke for the category.
    `solved` is True or False for feedback, else None. `intent` is "" for content, else the command the message is.
    `parts` is the message cut into up to three separate matters (one when it holds one).
    """

    kind: Kind
    category: str = ""
    matter: str = ""
    confidence: float = 0.0
    alternatives: tuple[Guess, ...] = ()
    why: tuple[str, ...] = ()
    place: Spot | None = None
    emergency: Emergency | None = None
    ledger: str = ""
    tags: tuple[str, ...] = ()
    solved: bool | None = None
    intent: str = ""
    parts: tuple[str, ...] = ()


class Places(Protocol):
    """What we need of a gazetteer."""

    def find(self, text: str, home: str = "") -> Spot | None:
        """The place a text speaks of."""


class Understander:
    """All word files of one folder made ready. Pure, synchronous, safe to share between threads."""

    def __init__(self, words: Path = WORDS, gazetteer: Places | None = None) -> None:
        self._normalise = Normaliser(words / "typos.toml")
        self._kinds = Kinds(words / "kinds.toml")
        self._intents = Intents(words / "kinds.toml")
        self._emergencies = Emergencies(words / "emergencies.toml")
        self._gazetteer = gazetteer

    def understand(self, text: str, *, title: str = "", home: str = "", open_ticket: bool = False) -> Understanding:
        """What one message means. Never raises on any text."""
        text, title = self._normalise(text), self._normalise(title)
        intent = "" if title else self._intent(text)
        if intent:
            return Understanding(Kind.SMALLTALK, intent=intent, parts=(text,))
        kind, solved = self._kinds.judge(text, title, open_ticket=open_ticket)
        return Understanding(
            kind,
            place=self._gazetteer.find(f"{title}\n{text}" if title else text, home) if self._gazetteer else None,
            emergency=self._emergencies.judge(text, title),
            solved=solved,
            parts=(text,),
        )

    def _intent(self, text: str) -> str:
        if self._intents.is_address(text) and not self._kinds.weight(text):
            return "home"
        return self._intents.command(text)

    def advice(self, type: str) -> EmergencyAdvice:  # noqa: A002 — the field's own name
        """What to tell somebody in this kind of danger. Raises KeyError for a type that does not exist."""
        return self._emergencies.advice[type]
