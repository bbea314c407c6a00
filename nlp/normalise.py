"""Brings what people type to one spelling before it is understood: width, script, invisible signs, typos, dialect."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import daachorse

from domain.errors import RuleError
from nlp.wordfile import WORDS, load_words

PUNCTUATION = "，。！？；：、（）《》“”‘’【】…—～·"  # stays Chinese: it says where a sentence ends
ORDINARY = re.compile(rf"[^\n -~\u4e00-\u9fff{PUNCTUATION}]")
INVISIBLE = {"Cc", "Cf", "Co", "Cs"}
SPACES = {"\n": "\n", "\t": " ", "\u2028": "\n", "\u2029": "\n", "\ufe0e": "", "\ufe0f": ""}


def normalise(text: str) -> str:
    """The text in one spelling, by the shipped typo table. Microseconds when there is nothing to change."""
    return shipped()(text)


class Normaliser:
    """A typo table made ready. Text → text; never raises on any text."""

    def __init__(self, path: Path = WORDS / "typos.toml") -> None:
        table = load_words(path)
        script = {pair[0]: pair[1:] for pair in _items(table, "traditional", path)}
        words = script | _pairs(table, "typos", path) | _pairs(table, "dialect", path)
        words |= {word: word for word in _items(table, "right", path)}
        self._characters = _Characters({ord(old): new for old, new in script.items()})
        self._script = frozenset(script)
        self._replacements = list(words.values())
        self._finder = daachorse.CharwiseDoubleArrayAhoCorasick(
            list(words), match_kind=daachorse.MATCH_KIND_LEFTMOST_LONGEST
        )

    def __call__(self, text: str) -> str:
        if ORDINARY.search(text):
            text = text.translate(self._characters)
        found = self._finder.find(text)
        if found and not self._script.isdisjoint(text):
            text = text.translate(self._characters)
            found = self._finder.find(text)
        return self._replaced(text, found).strip() if found else text.strip()

    def _replaced(self, text: str, found: list[tuple[int, int, int]]) -> str:
        parts: list[str] = []
        done = 0
        for start, end, number in found:
            parts += (text[done:start], self._replacements[number])
            done = end
        return "".join((*parts, text[done:]))


@cache
def shipped() -> Normaliser:
    """The table that ships with the program, read once."""
    return Normaliser()


class _Characters(dict[int, str]):
    """str.translate's table, filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        plain = SPACES.get(sign, "" if unicodedata.category(sign) in INVISIBLE else unicodedata.normalize("NFKC", sign))
        self[code] = sign if sign in PUNCTUATION else plain
        return self[code]


def _items(table: dict[str, Any], key: str, path: Path) -> list[str]:
    value = table.get(key, "")
    if not isinstance(value, str):
        raise RuleError(f"{path.name}: “{key}” must be one text with its words separated by spaces")
    return value.split()


def _pairs(table: dict[str, Any], key: str, path: Path) -> dict[str, str]:
    words = _items(table, key, path)
    if len(words) % 2:
        raise RuleError(f"{path.name}: “{key}” must hold pairs: wrong right, line by line")
    return dict(zip(words[::2], words[1::2], strict=True))
