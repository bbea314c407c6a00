"""The figures of a day, read from what was counted as it happened; and the lists of what is still in work."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from domain.digest import DayFigures, GridFigures
from domain.measures import Counts
from domain.people import stem
from handlers.scene import Scene
from storage.counters import EVER

SCOPES = ","  # between the codes of several areas that one person answers for


def day_figures(scene: Scene, scope: str, day: date, end: datetime) -> DayFigures:
    """The figures of the 24 hours up to the digest of a day, with what is open now and was due before `end`.

    `scope` is the code of an area, or several codes with commas between.
    """
    counts: dict[str, Counts] = {}
    late: dict[str, int] = {}
    for each in scope.split(SCOPES):
        below = stem(each)
        happened = {tally.area: tally.counts for tally in scene.uow.counters.by_area(day.isoformat(), below)}
        for tally in scene.uow.counters.by_area(EVER, below):
            if (of_day := happened.get(tally.area)) or tally.counts.open:
                counts[tally.area] = replace(of_day or Counts(), open=tally.counts.open)
        late |= scene.uow.tickets.overdue(below, end)
    grids = tuple(
        GridFigures(area, scene.world.grid_name(area) or area, overdue=late.get(area, 0), **asdict(count))
        for area, count in sorted(counts.items())
    )
    names = (scene.world.gazetteer.in_words(each) or each for each in scope.split(SCOPES))
    return DayFigures(day, scope, "、".join(names), grids)
