"""Names written with characters that sound or look alike (海红花园 for 海虹花园): never decided, only asked about."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from domain.places import Area
from nlp.normalise import normalise
from nlp.wordfile import WORDS, load_words

SHORTEST = 3  # characters; shorter names resemble too much


class NearNames:
    """Looks for names as they sound: of every group of characters that are written for each other stands the first."""

    def __init__(self, areas: list[tuple[int, Area]]) -> None:
        """`areas` with their place in the name index."""
        sounds: dict[str, dict[int, None]] = {}
        for place, area in areas:
            for name in {normalise(written) for written in (area.name, *area.aliases)}:
                if len(name) >= SHORTEST:
                    sounds.setdefault(name.translate(alike()), {})[place] = None
        self._places = [tuple(places) for places in sounds.values()]
        self._automaton: Any = CharwiseDoubleArrayAhoCorasick(list(sounds)) if sounds else None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Names that the text may mean, the longest of them, as (start, end, place)."""
        hits = self._automaton.find_overlapping(text.translate(alike())) if self._automaton else ()
        if not hits:
            return []
        longest = max(end - start for start, end, _ in hits)
        return [
            (start, end, place) for start, end, name in hits if end - start == longest for place in self._places[name]
        ]


class _Characters(dict[int, int]):
    """str.translate's table: a character without a group stands for itself."""

    def __missing__(self, code: int) -> int:
        self[code] = code
        return code


@cache
def alike(path: Path = WORDS / "typos.toml") -> dict[int, int]:
    """For each character the first of its group in the word file."""
    groups = load_words(path).get("alike", "").split()
    return _Characters({ord(character): ord(group[0]) for group in groups for character in group})
