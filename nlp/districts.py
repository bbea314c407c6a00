"""Which district a text speaks of when it names districts, streets and communities: a vote of all the names in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from domain.places import Level
from domain.values import replace
from nlp.mentions import LARGE, Mention
from nlp.names import NameIndex
from nlp.naming import Kind


def pointed(index: NameIndex, text: str, mention: Mention) -> bool:
    """Whether a name is used as a place; a bare stem only in 在卓达, 月川那边, or where the stem is a street's name."""
    if mention.kind is not Kind.STEM or index.level(mention.places[0]) in LARGE:
        return True
    written = text[mention.start : mention.end]
    before = text[max(0, mention.start - 2) : mention.start]
    return (
        written == text
        or (len(written) > LONG and written[-1] in PLACE_ENDS)
        or before.endswith(("住", "在", "去", "到"))
        or bool(THERE.match(text, mention.end))
    )


def settled(index: NameIndex, text: str, found: Sequence[Mention]) -> list[Mention]:
    """The mentions in the district most of the text speaks for; none when it is of two minds."""
    found = _supported(index, found)
    votes = _votes(index, text, found)
    winner = max(votes, key=votes.__getitem__)
    if votes[winner] < MAJORITY * sum(votes.values()):
        return []
    narrowed = (
        replace(m, places=tuple(p for p in m.places if winner in (-1, *index.chain(p)))) if winner >= 0 else m
        for m in found
    )
    return [mention for mention in narrowed if mention.places]


def districts_of(index: NameIndex, found: Sequence[Mention]) -> list[int]:
    """All districts that the mentions may lie in, in the order of the text."""
    return [d for d in dict.fromkeys(_district(index, p) for m in found for p in m.places) if d >= 0]


def _supported(index: NameIndex, found: Sequence[Mention]) -> list[Mention]:
    """Names that several districts have, narrowed to the districts that the text names without doubt."""
    own = [{_district(index, place) for place in m.places} for m in found]
    alone = [(m, next(iter(districts))) for m, districts in zip(found, own, strict=True) if len(districts) == 1]
    named = {d for m, d in alone if m.kind < Kind.STEM} or {d for _, d in alone}
    return [
        replace(m, places=tuple(p for p in m.places if _district(index, p) in named)) if districts & named else m
        for m, districts in zip(found, own, strict=True)
    ]


def _votes(index: NameIndex, text: str, found: Sequence[Mention]) -> dict[int, float]:
    """How strongly the text speaks for each district (-1: for none, only where no smaller place is named)."""
    title = max(text.find("\n"), 0)
    votes: dict[int, float] = defaultdict(float)
    for m in [m for m in found if _district(index, m.places[0]) >= 0] or found:
        weight = WEIGHTS[m.kind] * (1 if m.sure else 0.5)
        weight *= (TITLE if m.start < title else 1) * (FIRST if m is found[0] else 1)
        districts = {_district(index, place) for place in m.places}
        for district in districts:
            votes[district] += weight / len(districts)
    return votes


def _district(index: NameIndex, place: int) -> int:
    return next((p for p in index.chain(place) if index.level(p) is Level.DISTRICT), -1)


WEIGHTS = {Kind.NAME: 3.0, Kind.ALIAS: 3.0, Kind.LOCAL: 1.0, Kind.TAIL: 0.5, Kind.STEM: 1.0}
MAJORITY = 0.6  # of all votes
TITLE = 3.0  # how much more a name in the title says
FIRST = 1.5  # and the first name of all
LONG = 2  # characters; 马路 is no name
PLACE_ENDS = frozenset("路街巷村里湾岭坡港")
THERE = re.compile(r"(?:这边|那边|这里|那里|附近|一带|这片|那片|片区|这儿|那儿|居民|居委|网格|社区)")
