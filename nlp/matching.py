"""Find many words in a text at once: one Aho-Corasick pass, pairs of near words, and whole words checked with jieba.

How a word is written: "路灯" is a plain word; "路灯…不亮" means 路灯, then 不亮 soon after it in the same sentence;
"路灯~不亮" the same in either order.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, pairwise, product
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

REACH = 8  # characters that may stand between two near words
SENTENCE_END = re.compile(r"[。！？!?\n;；]")
Span = tuple[int, int]


class Words:
    """An immutable list of words to look for; a found word is told by its position in `words` followed by `whole`."""

    __slots__ = ("_automaton", "_helpers", "_hide", "_near", "_value", "_watched", "_whole")

    def __init__(self, words: Sequence[str], *, whole: Sequence[str] = (), hide: Sequence[str] = ()) -> None:
        """Prepare to look for `words`, for `whole` (whole words only), and for none of them inside a phrase of `hide`."""
        size = len(words) + len(whole)
        literals = {word: index for index, word in enumerate(words) if not is_near(word)}
        pieces = [piece for word in words for piece in parts(word)]
        for literal in [*pieces, *whole, *hide]:
            literals.setdefault(literal, size + len(literals))
        self._automaton: Any = CharwiseDoubleArrayAhoCorasick(list(literals)) if literals else None
        self._value = tuple(literals.values())
        self._helpers = frozenset(value for value in self._value if value >= size)
        self._hide = frozenset(literals[phrase] for phrase in hide)
        self._whole = {index: literals[word] for index, word in enumerate(whole, start=len(words))}
        self._near = {
            index: (tuple(literals[piece] for piece in parts(word)), "~" in word)
            for index, word in enumerate(words)
            if is_near(word)
        }
        last_pieces = {sought[-1] for sought, _ in self._near.values()}
        self._watched = self._hide | last_pieces | set(self._whole.values())

    def found(self, text: str) -> set[int]:
        """Positions of the words that `text` contains. About 1 µs for a title when nothing is doubtful."""
        if self._automaton is None:
            return set()
        value = self._value
        hits = self._automaton.find_overlapping(text)
        found = {value[literal] for _, _, literal in hits}
        if not self._watched.isdisjoint(found):
            found = self._doubtful(text, [(start, end, value[literal]) for start, end, literal in hits])
        return found - self._helpers if self._helpers else found

    def _doubtful(self, text: str, hits: list[tuple[int, int, int]]) -> set[int]:
        """The found words once hidden phrases, whole words and near words are looked at by position."""
        spans: dict[int, list[Span]] = {}
        covers = [(start, end) for start, end, value in hits if value in self._hide]
        for start, end, value in hits:
            if not any(a <= start and end <= b and b - a > end - start for a, b in covers):
                spans.setdefault(value, []).append((start, end))
        found = set(spans)
        found.update(word for word, literal in self._whole.items() if _stands_alone(text, spans.get(literal, [])))
        found.update(word for word, sought in self._near.items() if _meet(text, spans, *sought))
        return found


def is_near(word: str) -> bool:
    return "…" in word or "~" in word


def parts(word: str) -> list[str]:
    """The pieces of a near word, none for a plain one."""
    return [piece for piece in re.split(r"…+|~", word) if piece] if is_near(word) else []


def _meet(text: str, spans: dict[int, list[Span]], sought: tuple[int, ...], either_order: bool) -> bool:
    """Whether the pieces stand near each other, in the given order or in either."""
    if not all(piece in spans for piece in sought):
        return False
    orders = (sought, sought[::-1]) if either_order else (sought,)
    chains = (chain for order in orders for chain in product(*(spans[piece] for piece in order)))
    return any(all(_near(text, first, second) for first, second in pairwise(chain)) for chain in chains)


def _near(text: str, first: Span, second: Span) -> bool:
    return 0 <= second[0] - first[1] <= REACH and not SENTENCE_END.search(text, first[1], second[0])


def _stands_alone(text: str, spans: list[Span]) -> bool:
    """Whether at least one of the hits starts and ends where jieba sees a word start and end."""
    if not spans:
        return False
    edges = frozenset(accumulate(map(len, _cutter().cut(text)), initial=0))
    return any(start in edges and end in edges for start, end in spans)


@cache
def _cutter() -> Any:
    """The jieba tokenizer; its dictionary (0.4 s, 80 MB) is loaded at the first doubtful word, not before."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba
