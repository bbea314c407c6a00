"""Find many words in a text at once: one Aho-Corasick pass, pairs of near words, and whole words checked with jieba.

How a word is written: "路灯" is a plain word; "路灯…不亮" means 路灯, then 不亮 soon after it in the same sentence;
"路灯~不亮" the same in either order.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise, product
from operator import itemgetter
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from domain.values import frozen

REACH = 8  # characters that may stand between two near words
SENTENCE_END = re.compile(r"[。！？!?\n;；]")
LITERAL = itemgetter(2)  # of a hit (start, end, literal)
Span = tuple[int, int]


class Words:
    """An immutable list of words to look for: plain ones, then near ones, then whole ones; known by their position."""

    __slots__ = ("_automaton", "_helpers", "_hide", "_near", "_plain", "_whole")

    def __init__(
        self, plain: Sequence[str], near: Sequence[str] = (), whole: Sequence[str] = (), hide: Sequence[str] = ()
    ) -> None:
        """Prepare to look for distinct words; none of them counts inside a longer phrase of `hide`."""
        helpers = [*(piece for word in near for piece in parts(word)), *whole, *hide]
        literals = {word: index for index, word in enumerate(dict.fromkeys([*plain, *helpers]))}
        self._automaton: Any = CharwiseDoubleArrayAhoCorasick(list(literals)) if literals else None
        self._plain = len(plain)
        self._helpers = frozenset(literals[word] for word in helpers)
        self._hide = frozenset(literals[phrase] for phrase in hide)
        self._near: dict[int, list[_Near]] = {}
        for index, word in enumerate(near, start=len(plain)):
            sought = tuple(literals[piece] for piece in parts(word))
            self._near.setdefault(sought[-1], []).append(_Near(index, sought, "~" in word))
        self._whole = {literals[word]: index for index, word in enumerate(whole, start=len(plain) + len(near))}

    def found(self, text: str) -> set[int]:
        """Positions of the words that `text` contains. About 2 µs for a title when nothing is doubtful."""
        if self._automaton is None:
            return set()
        hits = self._automaton.find_overlapping(text)
        found = set(map(LITERAL, hits))
        if self._helpers.isdisjoint(found):
            return found
        return self._doubtful(text, hits if self._hide.isdisjoint(found) else self._unhidden(hits))

    def _unhidden(self, hits: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
        """The hits without those inside a phrase that hides them."""
        covers = [(start, end) for start, end, literal in hits if literal in self._hide]
        return [hit for hit in hits if not _covered(hit[0], hit[1], covers)]

    def _doubtful(self, text: str, hits: list[tuple[int, int, int]]) -> set[int]:
        """The found words once near words and whole words are looked at by position."""
        spans: dict[int, list[Span]] = {}
        for start, end, literal in hits:
            if literal in self._helpers:
                spans.setdefault(literal, []).append((start, end))
        found = {literal for _, _, literal in hits if literal < self._plain}
        for literal in spans.keys() & self._near.keys():
            found.update(near.index for near in self._near[literal] if near.meets(text, spans))
        for literal in spans.keys() & self._whole.keys():
            if _stands_alone(text, spans[literal]):
                found.add(self._whole[literal])
        return found


@frozen
class _Near:
    """Pieces that must stand near each other, in the given order or in either."""

    index: int
    pieces: tuple[int, ...]
    either_order: bool

    def meets(self, text: str, spans: Mapping[int, list[Span]]) -> bool:
        if any(piece not in spans for piece in self.pieces):
            return False
        orders = (self.pieces, self.pieces[::-1]) if self.either_order else (self.pieces,)
        chains = (chain for order in orders for chain in product(*(spans[piece] for piece in order)))
        return any(all(_near(text, first, second) for first, second in pairwise(chain)) for chain in chains)


def is_near(word: str) -> bool:
    return "…" in word or "~" in word


def parts(word: str) -> list[str]:
    """The pieces of a near word, none for a plain one."""
    return [piece for piece in re.split(r"…+|~", word) if piece] if is_near(word) else []


def _covered(start: int, end: int, covers: list[Span]) -> bool:
    return any(first <= start and end <= last and last - first > end - start for first, last in covers)


def _near(text: str, first: Span, second: Span) -> bool:
    return 0 <= second[0] - first[1] <= REACH and not SENTENCE_END.search(text, first[1], second[0])


def _stands_alone(text: str, spans: list[Span]) -> bool:
    """Whether at least one of the hits starts and ends where jieba sees a word start and end."""
    edges = frozenset(accumulate(map(len, _cutter().cut(text)), initial=0))
    return any(start in edges and end in edges for start, end in spans)


@cache
def _cutter() -> Any:
    """The jieba tokenizer; its dictionary (0.4 s, 80 MB) is loaded at the first doubtful word, not before."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
