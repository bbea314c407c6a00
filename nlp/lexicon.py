"""Words and senses found in a text in one pass, for sums of fitted weights (danger, wishes)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any

import daachorse

from domain.errors import RuleError

LITERAL = itemgetter(2)  # of a hit (start, end, literal)
Weights = Mapping[str, float]


class Lexicon:
    """Words and senses to look for; a key is known by its position in `keys`."""

    __slots__ = ("_automaton", "_meaningful", "_number", "_senses_of", "keys", "literals")

    def __init__(self, words: Iterable[str], senses: Mapping[str, Sequence[str]]) -> None:
        literals = list(dict.fromkeys([*words, *(word for members in senses.values() for word in members)]))
        self.literals = tuple(literals)
        self.keys = (*literals, *(f"{{{name}}}" for name in senses))
        self._number = number = {literal: index for index, literal in enumerate(literals)}
        self._senses_of: dict[int, set[int]] = {}
        for index, members in enumerate(senses.values(), start=len(literals)):
            for word in members:
                self._senses_of.setdefault(number[word], set()).add(index)
        self._meaningful = frozenset(self._senses_of)
        self._automaton: Any = daachorse.CharwiseDoubleArrayAhoCorasick(literals)

    def meant(self, literal: str) -> tuple[int, ...]:
        """Positions of one word and, after it, of its senses."""
        return (self._number[literal], *self._senses_of.get(self._number[literal], ()))

    def found(self, text: str) -> set[int]:
        """Positions of the words in a normalised text and of their senses."""
        seen = set(map(LITERAL, self._automaton.find_overlapping(text.lower())))
        return seen.union(*map(self._senses_of.__getitem__, seen & self._meaningful))


def weights_of(table: Mapping[str, Any], name: str, path: Path) -> dict[str, float]:
    """The words and their weights under `name` (none if it is not there). Raises RuleError naming the file."""
    said = table.get(name, {})
    if not isinstance(said, dict) or not all(isinstance(weight, int | float) for weight in said.values()):
        raise RuleError(f"{path.name} [{name}]: must hold words and their weights")
    return said
