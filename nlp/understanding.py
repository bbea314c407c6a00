"""One message → what it means: kind, category, place, emergency, ledger, tags, or the command it is."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Protocol

from domain.places import Level, Spot
from domain.values import frozen
from nlp import parts
from nlp.emergencies import Emergencies, Emergency, EmergencyAdvice
from nlp.intents import Intents
from nlp.kinds import Kind, Kinds
from nlp.normalise import Normaliser
from nlp.reasons import reasons
from nlp.refusals import Refusal, Refusals
from nlp.rules import SILENT, Guess, RuleBook, Verdict
from nlp.wordfile import WORDS

__all__ = ["Emergency", "EmergencyAdvice", "Guess", "Kind", "Understander", "Understanding"]

CHAT = 60  # characters; what is shorter was typed in a chat, where the matters a grid worker knows are the better guide
SURE = 0.6  # confidence from which a matter is believed
SURER = 0.9  # confidence from which a matter's parent may stand for a category that is UNSURE: on 1,082 titles kept out
UNSURE = 0.7  # of the fit, overruling surer categories cost two points of macro-F1, this costs a third of one
APART = 0.8  # confidence from which a piece of a message is a matter of its own
HAZARD = "安全隐患"  # the tag of a danger that is feared or past
LEDGER = "台账"  # the parent of those tags that are ledgers
CALM = (Kind.SMALLTALK, Kind.WISH, Kind.FEEDBACK, Kind.PRAISE, Kind.ENQUIRY)  # what a live emergency never is


@frozen
class Understanding:
    """What a message means.

    `category` is the level-1 label, `matter` the finer one or "", `alternatives` the runners-up (matters when a matter
    decided, else categories).
    `solved` is True or False for feedback, else None. `intent` is "" for content, else the command the message is.
    `parts` is the message cut into up to three separate matters (one when it holds one).
    `refusal` says why a message of one matter, without live danger, is not the community's to take, None for all others.
    """

    kind: Kind
    category: str = ""
    matter: str = ""
    confidence: float = 0.0
    alternatives: tuple[Guess, ...] = ()
    place: Spot | None = None
    emergency: Emergency | None = None
    ledger: str = ""
    tags: tuple[str, ...] = ()
    solved: bool | None = None
    intent: str = ""
    parts: tuple[str, ...] = ()
    refusal: Refusal | None = None
    verdict: Verdict = field(default=SILENT, repr=False, compare=False)

    @property
    def why(self) -> tuple[str, ...]:
        """Up to four words that spoke for the category or matter, as people may read them; worked out when asked for."""
        return reasons(self.verdict)


class Places(Protocol):
    """What we need of a gazetteer."""

    def read(self, text: str, home: str = "", home_words: str = "") -> Spot | None:
        """The place a normalised text speaks of; `home` and `home_words` answer 我们楼下."""


class Understander:
    """All word files of one folder made ready. Pure, synchronous, safe to share between threads.

    `categories` is a rule file to judge categories by instead of the folder's own (then matters never overrule it).
    """

    def __init__(self, words: Path = WORDS, gazetteer: Places | None = None, *, categories: Path | None = None) -> None:
        self._normalise = Normaliser(words / "typos.toml")
        self._kinds = Kinds(words / "kinds.toml")
        self._intents = Intents(words / "kinds.toml")
        self._emergencies = Emergencies(words / "emergencies.toml")
        self._categories = RuleBook.load(categories or words / "categories.toml")
        self._matters = RuleBook.load(words / "matters.toml")
        self._tags = RuleBook.load(words / "tags.toml")
        self._refusals = Refusals(words / "refusals.toml")
        self._own_categories = categories is None
        self._gazetteer = gazetteer

    def understand(
        self, text: str, *, title: str = "", home: str = "", home_words: str = "", open_ticket: bool = False
    ) -> Understanding:
        """What one message means. Never raises on any text.

        `home` is the code of the resident's grid, `home_words` how they said where they live (春晖里5栋).
        """
        text, title = self._normalise(text), self._normalise(title) if title else ""
        emergency = self._emergencies.judge(text, title)
        live = emergency is not None and emergency.live
        intent = "" if title or live else self._intent(text)
        if intent:
            return Understanding(Kind.SMALLTALK, intent=intent, parts=(text,))
        kind, solved = self._kind(text, title, open_ticket=open_ticket, live=live)
        place = self._place(text, title, home, home_words)
        category, matter, verdict = self._about(_without_name(text, place), title)
        ledger, tags = self._labels(text, title)
        pieces = (text,) if title else parts.split(text, self._matter)
        return Understanding(
            kind,
            category,
            matter,
            confidence=verdict.confidence,
            alternatives=tuple(guess for guess in verdict.ranked if guess.label != verdict.label),
            place=place,
            emergency=emergency,
            ledger=ledger,
            tags=tags if emergency is None or live or HAZARD in tags else (*tags, HAZARD),
            solved=solved,
            parts=pieces,
            refusal=None if live or len(pieces) > 1 else self._refusals.judge(text),
            verdict=verdict,
        )

    def asked_by_staff(self, text: str) -> str:
        """What a member of staff asks about their work or area ("late", "today" …), "" if it is no such question."""
        return self._intents.of_staff(self._normalise(text))

    def advice(self, type: str) -> EmergencyAdvice:  # noqa: A002 — the field's own name
        """What to tell somebody in this kind of danger. Raises KeyError for a type that does not exist."""
        return self._emergencies.advice[type]

    def refusal(self, name: str) -> Refusal | None:
        """The refusal of this name, None when the staff took it out of the file."""
        return self._refusals.by_name.get(name)

    def category_of(self, label: str) -> str:
        """The category a label stands for: a matter's parent, a category itself, "" for a label that does not exist."""
        if label in self._matters.rules:
            return self._matters.rules[label].parent
        return label if label in self._categories.rules else ""

    def _intent(self, text: str) -> str:
        if self._intents.is_address(text) and not self._kinds.weight(text):
            return "home"
        return self._intents.command(text)

    def _kind(self, text: str, title: str, *, open_ticket: bool, live: bool) -> tuple[Kind, bool | None]:
        kind, solved = self._kinds.judge(text, title, open_ticket=open_ticket)
        if live and kind in CALM:
            return Kind.HELP, None
        if not title and kind in (Kind.FEEDBACK, Kind.PRAISE) and not open_ticket and parts.starts_with_thanks(text):
            return Kind.COMPLAINT, None  # 先感谢…但…: what follows the thanks is the matter
        return kind, solved

    def _place(self, text: str, title: str, home: str, home_words: str) -> Spot | None:
        if self._gazetteer is None:
            return None
        return self._gazetteer.read(f"{title}\n{text}" if title else text, home, home_words)

    def _about(self, text: str, title: str) -> tuple[str, str, Verdict]:
        """Category, matter and the verdict that decided: the matter's in a chat when it is sure, else the category's."""
        matter = self._matters.judge(text, title)
        parent = self._matters.rules[matter.label].parent if matter.label else ""
        known = matter.label if matter.confidence >= SURE else ""
        category = self._categories.judge(text, title)
        if category.label == parent:
            return parent, known, matter if known else max(category, matter, key=lambda verdict: verdict.confidence)
        if not (known and self._own_categories and len(text) <= CHAT):
            return category.label, "", category
        if category.confidence < UNSURE and matter.confidence >= SURER:
            return parent, known, matter
        return category.label, known, matter

    def _matter(self, piece: str) -> str:
        verdict = self._matters.judge(piece)
        return verdict.label if verdict.confidence >= APART else ""

    def _labels(self, text: str, title: str) -> tuple[str, tuple[str, ...]]:
        """The ledger (the surest one) and the other tags."""
        found = [guess.label for guess in self._tags.all(text, title)]
        ledgers = [label for label in found if self._tags.rules[label].parent == LEDGER]
        return ledgers[0] if ledgers else "", tuple(label for label in found if label not in ledgers)


def _without_name(text: str, place: Spot | None) -> str:
    """The text without the name of the compound or road it speaks of: nobody in 榕树里 complains of trees by living there.

    The name of a landmark stays: a market says something about the matter.
    """
    return text.replace(place.words, " ") if place and place.words and place.level in NAMELESS else text


NAMELESS = (Level.COMPOUND, Level.ROAD)
