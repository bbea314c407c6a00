"""Which grid answers for a place: decided by what the grids cover, asked when several could, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from domain.places import Area, Cover, Level, Relation, Spot
from domain.values import frozen

LONGEST_RUN = 200  # buildings in one "1-8栋"
ACROSS = 8  # how far the numbers of the two sides of a road may be apart
DOUBT = 0.4  # a spot of so little confidence is asked about even when all its candidates share a grid
LETTERS = 10_000  # A座 is number 10,001: letters and numbers never mix in one range


class Reason(StrEnum):
    """Why a routing came out as it did. The ask_ ones need an answer before the grid is sure."""

    WHOLE = "whole"  # the place lies in one grid
    NUMBER = "number"  # decided by the building or house number
    CROSSING = "crossing"  # the only grid the two roads share
    HOME = "home"  # where the resident lives
    ASK_PLACE = "ask_place"  # several places bear the name; the candidates are their codes
    ASK_NUMBER = "ask_number"  # split among the candidate grids; the building or house number decides
    ASK_GRID = "ask_grid"  # a boundary: the candidate grids share it
    UNKNOWN_NUMBER = "unknown_number"  # no grid covers this number; the candidates share the rest
    COMMUNITY = "community"  # no grid is known for it: the community's desk looks
    UNKNOWN = "unknown"  # nothing is known


@frozen
class Routing:
    """Where a ticket goes. `grid` is a grid's code; while one must be asked or is unknown, the community's (or "").

    `candidates` are the codes to choose from: grids, or places for ASK_PLACE (route the chosen place again).
    """

    grid: str
    candidates: tuple[str, ...] = ()
    reason: str = Reason.UNKNOWN

    @property
    def sure(self) -> bool:
        """Whether `grid` really is the grid."""
        return self.reason in SURE


def grid_for(spot: Spot, covers: Sequence[Cover], path: Sequence[Area] = ()) -> Routing:
    """The grid of a spot.

    `covers` are those of the areas in `path` and of the spot's candidates (others do no harm); `path` are the areas the
    spot's code lies in, itself included, from large to small.
    """
    if spot.candidates:
        return _among(spot, covers)
    for area in reversed(path):
        if area.level is Level.GRID:
            return Routing(area.code, (), Reason.HOME if spot.relation is Relation.HOME else Reason.WHOLE)
        own = [cover for cover in covers if cover.area == area.code]
        if own:
            return _decide(spot, area, own, _community(path))
        if area.level is Level.COMMUNITY:
            return Routing(area.code, (), Reason.COMMUNITY)
    return Routing(spot.code, (), Reason.UNKNOWN)


def building_number(words: str) -> int | None:
    """The number that orders a building among its neighbours: 3 of "3", "3-1" or "3号楼", 10,001 of "A座"."""
    match = re.match(r"(\d+)|([A-Za-z])(?![A-Za-z0-9])", words)
    if match is None:
        return None
    return int(match[1]) if match[1] else LETTERS + ord(match[2].upper()) - ord("A") + 1


def building_numbers(words: str, *, houses: bool = False) -> tuple[int, ...]:
    """All numbers meant: 3 and 5 of "3、5", 1 to 8 of "1-8", 3 of "3-1" (its first part), none of "" or "甲".

    Of `houses` "12-16" means 12, 14 and 16: they stand on one side of the road.
    """
    found: list[int] = []
    for part in filter(None, words.split("、")):
        first, _, last = part.partition("-")
        low, high = building_number(first), building_number(last or first)
        if low is None:
            return ()
        if high is None or high < low:
            high = low
        if high > low + LONGEST_RUN:
            found += (low, high)  # too long to count, but its ends are meant
            continue
        found += range(low, high + 1, 2 if houses and (high - low) % 2 == 0 else 1)
    return tuple(found)


def _among(spot: Spot, covers: Sequence[Cover]) -> Routing:
    """Several places: fine when one grid holds them all (or the crossing of them), a question otherwise."""
    grids = [{cover.grid for cover in covers if cover.area == code} or {""} for code in spot.candidates]
    shared = set.intersection(*grids) - {""}
    if spot.relation is Relation.CROSSING:
        if len(shared) == 1:
            return Routing(shared.pop(), (), Reason.CROSSING)
        known = sorted((shared or set.union(*grids)) - {""})
        return Routing(spot.code, tuple(known), Reason.ASK_GRID if known else Reason.COMMUNITY)
    several = len(grids) > 1 and spot.confidence > DOUBT
    if several and len(shared) == 1 and all(len(each) == 1 for each in grids):
        return Routing(shared.pop(), (), Reason.WHOLE)
    return Routing(spot.code, spot.candidates, Reason.ASK_PLACE)


def _decide(spot: Spot, area: Area, covers: Sequence[Cover], community: str) -> Routing:
    """One place and all covers of it: by number where ranges split it, else by who covers it whole."""
    said = spot.house if area.level is Level.ROAD else spot.building or spot.house
    numbers = building_numbers(said, houses=area.level is Level.ROAD)
    ranged = [cover for cover in covers if cover.low is not None]
    whole = _grids(cover for cover in covers if cover.low is None)
    everyone = _grids(covers)
    if not ranged:
        return _one(whole, community, Reason.WHOLE, Reason.ASK_GRID)
    if said in SIDES:
        return _one(_grids(c for c in ranged if c.side in ("", said)), community, Reason.NUMBER, Reason.ASK_NUMBER)
    if not numbers:
        alone = len(everyone) == 1 and (area.level is not Level.ROAD or bool(community))
        return Routing(everyone[0], (), Reason.WHOLE) if alone else Routing(community, everyone, Reason.ASK_NUMBER)
    if spot.relation is Relation.OPPOSITE and len(everyone) > 1 and any(cover.side for cover in ranged):
        numbers = tuple(range(max(1, numbers[0] - ACROSS), numbers[-1] + ACROSS + 1))
        facing = _grids(cover for cover in ranged if any(map(cover.holds, numbers)))
        return _one(facing or everyone, community, Reason.NUMBER, Reason.ASK_GRID)
    holding = [_grids(cover for cover in ranged if cover.holds(number)) or whole for number in numbers]
    if not all(holding):
        return Routing(community, everyone, Reason.UNKNOWN_NUMBER)
    return _one(tuple(sorted(set().union(*holding))), community, Reason.NUMBER, Reason.ASK_GRID)


def _one(grids: tuple[str, ...], community: str, sure: Reason, ask: Reason) -> Routing:
    return Routing(grids[0], (), sure) if len(grids) == 1 else Routing(community, grids, ask)


def _grids(covers: Iterable[Cover]) -> tuple[str, ...]:
    return tuple(sorted({cover.grid for cover in covers}))


def _community(path: Sequence[Area]) -> str:
    return next((area.code for area in reversed(path) if area.level is Level.COMMUNITY), "")


SIDES = ("odd", "even")
SURE = frozenset({Reason.WHOLE, Reason.NUMBER, Reason.CROSSING, Reason.HOME})
