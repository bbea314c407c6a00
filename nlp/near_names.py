"""Names written with one wrong character (海红花园 for 海虹花园): never decided, only asked about."""

from __future__ import annotations

import re
from operator import ne
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from domain.places import Area
from nlp.normalise import normalise

SHORTEST = 4  # characters; shorter names resemble too much
CROWD = 50  # names that share a half: such a half (花园) says nothing


class NearNames:
    """One wrong character leaves one half of a name whole: find the halves, then compare the rest."""

    def __init__(self, areas: list[tuple[int, Area]]) -> None:
        """`areas` with their place in the name index."""
        halves: dict[str, list[tuple[str, int, int]]] = {}
        for place, area in areas:
            for name in {normalise(written) for written in (area.name, *area.aliases)}:
                middle = len(name) // 2
                if len(name) >= SHORTEST:
                    halves.setdefault(name[:middle], []).append((name, 0, place))
                    halves.setdefault(name[middle:], []).append((name, middle, place))
        kept = {half: names for half, names in halves.items() if len(names) <= CROWD}
        self._names = list(kept.values())
        self._automaton: Any = CharwiseDoubleArrayAhoCorasick(list(kept)) if kept else None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """Names that differ from the text by one character, the longest of them, as (start, end, place)."""
        halves = self._automaton.find_overlapping(text) if self._automaton else ()
        if not halves:
            return []
        found = {
            (begin, begin + len(name), place)
            for start, _, half in halves
            for name, offset, place in self._names[half]
            if (begin := start - offset) >= 0 and _one_wrong(text[begin : begin + len(name)], name)
        }
        longest = max((end - start for start, end, _ in found), default=0)
        return sorted(hit for hit in found if hit[1] - hit[0] == longest)


def _one_wrong(written: str, name: str) -> bool:
    """Whether exactly one character differs, and not one that makes another kind of place of it (花园, 公园)."""
    if len(written) != len(name) or sum(map(ne, written, name)) != 1:
        return False
    return written[-2:] == name[-2:] or not (KINDS.search(name) or KINDS.search(written))


KINDS = re.compile(r"(?:小学|中学|市场|广场|站|中心|公园|村|大院|码头)$")
