"""How much a short message sounds like danger happening now, and of what kind: a sum of fitted weights of words.

A key is a word (着火) or a sense ({kin}: any of the words for relatives in danger_senses.toml); each counts once. The
weights stand in danger.toml, learned from sentences by `benchmarks/fit_danger.py`; staff overrule them under [hand].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import daachorse

from domain.errors import RuleError
from nlp.lexicon import LITERAL, Lexicon, Weights, weights_of
from nlp.wordfile import WORDS, load_words

CALMING = -0.2  # weight from which a calming word counts in the ceiling; the weaker ones only make it slower


class Danger:
    """The two files made ready. Pure and immutable."""

    __slots__ = ("_bias", "_lexicon", "_live", "_notable", "_roughly", "_types", "least", "sure")

    def __init__(self, senses: Path = WORDS / "danger_senses.toml", weights: Path = WORDS / "danger.toml") -> None:
        table = load_words(weights)
        meta = table.get("meta", {})
        self._bias, self.least, self.sure = (float(meta.get(name, 0.0)) for name in ("bias", "least", "sure"))
        live = weights_of(table, "live", weights) | weights_of(table, "hand", weights)
        types: dict[str, Weights] = {name: weights_of(table["types"], name, weights) for name in table.get("types", {})}
        known = read_senses(senses)
        named = {key for said in (live, *types.values()) for key in said}
        _refuse_unknown(named, known, weights)
        self._lexicon = Lexicon((key for key in sorted(named) if not is_sense(key)), known)
        self._live = tuple(live.get(key, 0.0) for key in self._lexicon.keys)
        number = {key: index for index, key in enumerate(self._lexicon.keys)}
        self._types = {name: {number[key]: weight for key, weight in said.items()} for name, said in types.items()}

        most = {literal: self._most(literal) for literal in self._lexicon.literals}
        notable = [literal for literal, weight in most.items() if weight > 0 or weight < CALMING]
        self._roughly = tuple(map(most.__getitem__, notable))
        self._notable: Any = daachorse.CharwiseDoubleArrayAhoCorasick(notable)

    def ceiling(self, text: str) -> float:
        """The most `score` could be, by its plainest words alone: a µs or two in which most messages are done with."""
        seen = set(map(LITERAL, self._notable.find_overlapping(text.lower())))
        return sum(map(self._roughly.__getitem__, seen), self._bias)

    def score(self, text: str) -> float:
        """How much a normalised text sounds like danger now; from `least` on it is asked about, from `sure` on sure."""
        return sum(map(self._live.__getitem__, self._lexicon.found(text)), self._bias)

    def type(self, text: str) -> str:
        """The kind of danger the words of a normalised text fit best."""
        found = self._lexicon.found(text)
        return max(self._types, key=lambda name: sum(self._types[name].get(key, 0.0) for key in found))

    def _most(self, literal: str) -> float:
        """A word's own weight and what encourages in its senses (those may be counted twice: the ceiling stays one)."""
        own, *senses = self._lexicon.meant(literal)
        return self._live[own] + sum(max(0.0, self._live[sense]) for sense in senses)

    def explain(self, text: str) -> list[tuple[str, float]]:
        """Every key in the text that says something, strongest first."""
        said = [(self._lexicon.keys[key], self._live[key]) for key in self._lexicon.found(text) if self._live[key]]
        return sorted(said, key=lambda pair: -abs(pair[1]))


def read_senses(path: Path) -> dict[str, list[str]]:
    """The words of each sense. Raises RuleError naming the file."""
    table = load_words(path).get("senses", {})
    if not table or not all(isinstance(words, str) and words.split() for words in table.values()):
        raise RuleError(f"{path.name} [senses]: each must be one text with its words separated by spaces")
    return {name: words.lower().split() for name, words in table.items()}


def is_sense(key: str) -> bool:
    return key.startswith("{")


def _refuse_unknown(keys: Iterable[str], senses: Mapping[str, Any], path: Path) -> None:
    for key in keys:
        if is_sense(key) and key[1:-1] not in senses:
            raise RuleError(f"{path.name}: “{key}” is no sense of danger_senses.toml")
