"""What a request can be called: the categories, matters and kinds that understanding knows."""

from __future__ import annotations

from pathlib import Path

from nlp.kinds import Kind
from nlp.rules import RuleBook
from nlp.wordfile import WORDS


class Labels:
    """Every name a ticket's kind, category or matter can have, read from the word files."""

    def __init__(self, words: Path = WORDS) -> None:
        self.categories = frozenset(RuleBook.load(words / "categories.toml").rules)
        self.matters = frozenset(RuleBook.load(words / "matters.toml").rules)
        self.kinds = frozenset(map(str, Kind))

    def knows(self, name: str) -> bool:
        return name in self.categories or name in self.matters or name in self.kinds
