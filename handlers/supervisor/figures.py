"""The figures of a day and of a month, read from what was counted as it happened."""

from __future__ import annotations

from datetime import date, datetime

from domain.digest import DayFigures, GridFigures, MonthFigures, together
from domain.measures import NOTHING, Counts, values
from domain.people import stem
from handlers.scene import Scene

SCOPES = ","  # between the codes of several areas that one person answers for


def day_figures(scene: Scene, scope: str, day: date, end: datetime) -> DayFigures:
    """The figures of the 24 hours up to the digest of a day, with what is open now and was due before `end`.

    `scope` is the code of an area, or several codes with commas between.
    """
    happened: dict[str, Counts] = {}
    unfinished: dict[str, int] = {}
    late: dict[str, int] = {}
    for below in map(stem, scope.split(SCOPES)):
        happened |= {tally.area: tally.counts for tally in scene.uow.counters.by_area(day.isoformat(), below)}
        unfinished |= scene.uow.counters.in_work(below)
        late |= scene.uow.tickets.overdue(below, end)
    grids = tuple(
        GridFigures(
            area,
            scene.world.grid_name(area) or area,
            **values(happened.get(area, NOTHING)) | {"open": unfinished.get(area, 0), "overdue": late.get(area, 0)},
        )
        for area in sorted(happened.keys() | unfinished.keys())
    )
    return DayFigures(day, scope, _name(scene, scope), grids)


def _name(scene: Scene, scope: str) -> str:
    """What the areas are called; those that make up whole zones (片区) by the names of these."""
    codes = scope.split(SCOPES)
    whole = [zone for zone in scene.world.organisation.zones.values() if zone.areas <= set(codes)]
    zones = [zone for zone in whole if not any(zone.areas < other.areas for other in whole)]
    alone = [code for code in codes if not any(code in zone.areas for zone in zones)]
    return "、".join(
        [*(zone.name for zone in zones), *(scene.world.gazetteer.in_words(code) or code for code in alone)]
    )


def month_figures(scene: Scene, scope: str, month: str) -> MonthFigures:
    """The figures of a month (2026-11), counted by the days of its digests: by community, within one by grid."""
    below = [stem(each) for each in scope.split(SCOPES)]
    within = all(len(each) >= COMMUNITY for each in below)
    areas: dict[str, list[GridFigures]] = {}
    categories: dict[str, list[GridFigures]] = {}
    units: dict[str, list[GridFigures]] = {}
    for each in below:
        for tally in scene.uow.counters.by_area_of(month, each, CATEGORY):
            code = tally.area if within else tally.area[:COMMUNITY]
            areas.setdefault(code, []).append(GridFigures(code, "", **values(tally.counts)))
        for kind, found in ((CATEGORY, categories), (UNIT, units)):
            for tally in scene.uow.counters.by_topic(month, each, kind):
                name = tally.topic.removeprefix(f"{kind}/")
                found.setdefault(name, []).append(GridFigures(name, name, **values(tally.counts)))
    return MonthFigures(
        month,
        scope,
        _name(scene, scope),
        tuple(together(code, scene.world.grid_name(code) or code, rows) for code, rows in sorted(areas.items())),
        tuple(together(name, name, rows) for name, rows in sorted(categories.items())),
        tuple(together(code, scene.world.grid_name(code) or code, rows) for code, rows in sorted(units.items())),
    )


CATEGORY, UNIT = "category", "unit"  # the kinds of topics that storage/counters.py keeps by month
COMMUNITY = 12  # digits of a community's code
