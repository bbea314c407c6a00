"""Tells what somebody wants with a message (诉求类型), among them micro-wishes, and which messages are commands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from nlp.phrases import Phrasebook
from nlp.wordfile import WORDS, load_words

LONGEST_COMMAND = 16


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
        self._kinds = Phrasebook((phrase, Kind(name)) for name, entry in table["kinds"].items() for phrase in entry)
        self._intents = {phrase: name for name, entry in table["intents"].items() for phrase in entry}

    def intent(self, text: str) -> str:
        """The command the whole message is, "" if it is content."""
        return self._intents.get(text.strip("。.!！?？~～ "), "") if len(text) <= LONGEST_COMMAND else ""

    def judge(self, text: str, title: str = "", *, open_ticket: bool = False) -> tuple[Kind, bool | None]:
        """The kind of a message and, for feedback, whether the matter is solved."""
        hits = self._kinds.hits(title or text)
        kind = hits[0].meaning if hits else Kind.HELP
        if kind is Kind.FEEDBACK:
            return kind, "还" not in text
        return kind, None
