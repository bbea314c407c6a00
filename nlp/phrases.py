"""Finds staff-written phrases in a message: one pass for their words, then a closer look only where a word was seen.

The notation staff write in the word files: `(a|b)` is a or b, `…` is a gap of up to ten characters inside one
sentence, `~` is such a gap with its two sides in either order, everything else is literal. `电梯…(困|关)` finds
电梯把我困 and 电梯里关着人; `电梯~困` finds 困在电梯里 too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, product
from math import prod
from typing import Generic, TypeVar

import daachorse

from domain.errors import RuleError
from domain.values import frozen
from nlp.late import Late

T = TypeVar("T")
GAP = "…"
BLANK = "□"
GAP_REGEX = r"[^。！？!?；;\n]{0,10}?"
GROUP = re.compile(r"\(([^()]*)\)")
BRACKETS = frozenset("()|")
SPELT = 5000  # ways to read a gapless phrase that are all sought as words; of one with more, only how it begins


@frozen
class Hit(Generic[T]):
    """One phrase found at text[start:end], with what it stands for; `words` are the spans of its words without the gaps."""

    start: int
    end: int
    meaning: T
    words: tuple[tuple[int, int], ...] = ()


@frozen
class _Entry(Generic[T]):
    meaning: T
    regex: Late | None  # None: the phrase is a plain word, seeing it is enough
    opens: bool = True  # the word seen is the phrase's first: no need to look elsewhere


class Phrasebook(Generic[T]):
    """Many phrases, each with a meaning, looked for at once."""

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        entries: dict[str, list[_Entry[T]]] = {}
        for phrase, meaning in phrases:
            for word, entry in _entries(phrase, meaning):
                entries.setdefault(word, []).append(entry)
        words = list(entries)
        self._entries = [entries[word] for word in words]
        self._words = daachorse.CharwiseDoubleArrayAhoCorasick(words) if words else None

    def hits(self, text: str) -> list[Hit[T]]:
        """Every phrase in the text, overlapping ones too, in no particular order."""
        if self._words is None:
            return []
        seen = self._words.find_overlapping(text)
        if not seen:
            return []
        found: list[Hit[T]] = []
        tried: set[int] = set()
        for start, end, number in seen:
            for entry in self._entries[number]:
                if entry.regex is None:
                    found.append(Hit(start, end, entry.meaning, ((start, end),)))
                elif entry.opens:
                    if match := entry.regex.match(text, start):
                        found.append(Hit(*match.span(), entry.meaning, match.regs[1:]))
                elif id(entry) not in tried:
                    tried.add(id(entry))
                    found += [Hit(*match.span(), entry.meaning, match.regs[1:]) for match in entry.regex.finditer(text)]
        return found


def blanked(text: str, decoys: Phrasebook[None], firm: Phrasebook[None] | None = None) -> str:
    """The text with the words of every decoy (not what stands in its gaps) made unreadable, its length unchanged.

    A decoy that begins inside a firm word is none: 起火 stays 起火 in 起火爆炸, although 火爆 is a decoy.
    """
    kept = [(hit.start, hit.end) for hit in firm.hits(text)] if firm else []
    for decoy in decoys.hits(text):
        for start, end in decoy.words:
            if not any(first < start < last for first, last in kept):
                text = text[:start] + BLANK * (end - start) + text[end:]
    return text


def spelt_out(chunk: str) -> list[str]:
    """Every literal a gapless piece of a phrase stands for: 漏(水|电) → 漏水, 漏电."""
    return list(map("".join, product(*_options(chunk))))


def _options(chunk: str) -> list[list[str]]:
    """What may stand at each place of a gapless piece: 漏(水|电) → [漏], [水, 电]."""
    return [part.split("|") if number % 2 else [part] for number, part in enumerate(GROUP.split(chunk))]


def _entries(phrase: str, meaning: T) -> Iterable[tuple[str, _Entry[T]]]:
    if "~" in phrase:
        one, other = phrase.split("~", 1)
        yield from _entries(f"{one}{GAP}{other}", meaning)
        yield from _entries(f"{other}{GAP}{one}", meaning)
        return
    if GAP not in phrase and prod(map(len, _options(phrase))) > SPELT:
        yield from _begun(phrase, meaning)
        return
    chunks = [spelt_out(chunk) for chunk in phrase.split(GAP)]
    _must_be_sound(phrase, chain.from_iterable(chunks))
    if len(chunks) == 1:
        plain = _Entry(meaning, None)
        yield from ((word, plain) for word in chunks[0])
        return
    regex = GAP_REGEX.join(f"({_either(chunk)})" for chunk in chunks)
    opens = min(map(len, chunks[0])) > 1
    seen = chunks[0] if opens else max(chunks, key=lambda chunk: min(map(len, chunk)))
    entry = _Entry(meaning, Late(regex), opens or seen is chunks[0])
    yield from ((word, entry) for word in seen)


def _begun(phrase: str, meaning: T) -> Iterable[tuple[str, _Entry[T]]]:
    """A gapless phrase with too many ways to read it: how it begins is sought, in two characters or more, the rest read there."""
    options = _options(phrase)
    spelt = (list(map("".join, product(*options[:end]))) for end in range(1, len(options) + 1))
    seen = next((words for words in spelt if min(map(len, words)) > 1), [""])
    _must_be_sound(phrase, [*seen, "".join(chain.from_iterable(options))])
    regex = "".join(f"(?:{_either(option)})" for option in options)
    entry = _Entry(meaning, Late(f"({regex})"))
    yield from ((word, entry) for word in seen)


def _must_be_sound(phrase: str, words: Iterable[str]) -> None:
    if not all(word and BRACKETS.isdisjoint(word) for word in words):
        raise RuleError(f"phrase “{phrase}”: a part of it is empty or its brackets do not match")


def _either(words: Iterable[str]) -> str:
    """A regular expression for one of these, the longest that fits."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
