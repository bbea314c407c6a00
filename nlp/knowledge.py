"""Finds the answer to an enquiry among the entries of the knowledge base, or says that none fits.

How: what says nothing (请问, 怎么) is left out, words of one meaning become one, and what is left is compared by pairs of
characters, rare ones counting more. An entry fits when it covers most of what was asked and most of one of its own
questions is asked for. Precision before recall: a wrong answer costs more than a ticket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from math import log
from pathlib import Path
from typing import Any

import daachorse

from domain.knowledge import Entry
from domain.values import frozen
from nlp.normalise import normalise
from nlp.wordfile import WORDS, load_words

SURE = 0.55  # score from which an entry is given as the answer
AHEAD = 0.06  # by how much it must be ahead of the next one
LIKELY = 0.47  # score from which it is offered
OFFERED = 3
BESIDE = 0.6  # what is left of the score when something else about the thing is asked than the entry tells
ASKS = re.compile(r"[?？吗哪几谁]|怎么|什么|多少|如何|怎样|能不能|可不可以|会不会|是不是|可以不")
RUN = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")


@frozen
class Found:
    """One entry that may answer, with its score between 0 and 1 and the words that spoke for it."""

    entry: Entry
    score: float
    why: tuple[str, ...]


@frozen
class Result:
    """`sure` answers it; else `likely` (up to three, the best first) may; else nothing fits."""

    sure: Found | None = None
    likely: tuple[Found, ...] = ()


class Knowledge:
    """The entries of a knowledge base made ready. Immutable, safe to share between threads."""

    def __init__(self, entries: Iterable[Entry] = (), version: int = 0) -> None:
        self.version = version
        self.entries = {entry.code: entry for entry in entries}
        self._asked = [
            (entry, [terms(question) for question in entry.questions], terms(" ".join(entry.tags)))
            for entry in self.entries.values()
        ]
        self._rows: dict[str, list[int]] = {}
        for row, (_, questions, tags) in enumerate(self._asked):
            for term in set().union(tags, *questions):
                self._rows.setdefault(term, []).append(row)
        self._weights = {term: self._rarity(len(rows)) for term, rows in self._rows.items()}
        self._unknown = self._rarity(0)

    def search(self, text: str, usable: Callable[[Entry], bool] = lambda _: True) -> Result:
        """What answers `text`, among the entries that are `usable` (valid today, true for the place)."""
        asked = terms(text)
        rows = {row for term in asked for row in self._rows.get(term, ())}
        found = [
            Found(entry, score, _together(text, asked & known))
            for entry, score, known in (self._score(row, asked) for row in sorted(rows))
            if score >= LIKELY and usable(entry)
        ]
        found.sort(key=lambda each: -each.score)
        if found and found[0].score >= SURE and (len(found) == 1 or found[0].score - found[1].score >= AHEAD):
            return Result(found[0], tuple(found[:OFFERED]))
        return Result(None, tuple(found[:OFFERED]))

    def _score(self, row: int, asked: set[str]) -> tuple[Entry, float, set[str]]:
        """How well an entry fits: the share of the question it knows, times the share of its best wording that is asked."""
        entry, questions, tags = self._asked[row]
        known = tags.union(*questions)
        covered = self._share(asked, known)
        told = max(self._share(question, asked) for question in questions)
        beside = (asked & _words_file().aspects) - known
        return entry, round((covered * told) ** 0.5 * (BESIDE if beside else 1.0), 4), known

    def _share(self, whole: set[str], part: set[str]) -> float:
        """How much of the weight of `whole` lies in `part`."""
        weight = sum(map(self._weight, whole))
        return sum(self._weight(term) for term in whole & part) / weight if weight else 0.0

    def _weight(self, term: str) -> float:
        return self._weights.get(term, self._unknown)

    def _rarity(self, count: int) -> float:
        """Rare terms count more (the inverse document frequency of BM25, never negative)."""
        return log(1 + (len(self._asked) - count + 0.5) / (count + 0.5))


def asks(text: str) -> bool:
    """Whether the words ask something at all, for messages whose kind says they do not."""
    return ASKS.search(text) is not None


def terms(text: str) -> set[str]:
    """What a question is about: pairs of neighbouring characters, words in letters and numbers whole."""
    return {term for run in _runs(text) for term in _terms_of(run)}


def _runs(text: str) -> list[str]:
    found: list[str] = RUN.findall(_words_file()(normalise(text).lower()))
    return found


def _terms_of(run: str) -> list[str]:
    if len(run) == 1 or run[0].isascii():
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def _together(text: str, matched: set[str]) -> tuple[str, ...]:
    """The matched pairs as the words they stood in, in the order of the question: 公积 and 积金 are 公积金."""
    words: list[str] = []
    for run in _runs(text):
        open_ = False
        for term in _terms_of(run):
            if term not in matched:
                open_ = False
            elif open_:
                words[-1] += term[-1]
            else:
                words.append(term)
                open_ = True
    return tuple(dict.fromkeys(words))


class _Plain:
    """The word file made ready: text → the same with empty words left out and one word for each meaning."""

    def __init__(self, path: Path = WORDS / "knowledge.toml") -> None:
        table = load_words(path)
        self.aspects = frozenset(table.get("aspects", "").split())
        words = dict.fromkeys(table.get("empty", "").split(), " ") | {word: f" {word} " for word in self.aspects}
        for line in filter(None, map(str.split, table.get("same", "").splitlines())):
            words |= dict.fromkeys(line, f" {line[0]} ")
        self._instead = list(words.values())
        self._finder: Any = daachorse.CharwiseDoubleArrayAhoCorasick(
            list(words), match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST
        )

    def __call__(self, text: str) -> str:
        parts: list[str] = []
        done = 0
        for start, end, number in self._finder.find(text):
            parts += (text[done:start], self._instead[number])
            done = end
        return "".join((*parts, text[done:]))


@cache
def _words_file() -> _Plain:
    return _Plain()
