"""The figures of a day and of a month, read from what was counted as it happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

from domain.digest import (
    SHOWN,
    DayFigures,
    GridDay,
    GridFigures,
    MonthFigures,
    Trend,
    figures_of,
    most_reported,
    together,
)
from domain.grid_codes import COMMUNITY_DIGITS, GRID_DIGITS
from domain.measures import MEASURES, NOTHING, values
from domain.people import Role, outermost, stem
from domain.values import replace
from handlers.scene import Scene, Turn
from storage.counters import EVER, Tally

SCOPES = ","  # between the codes of several areas that one person answers for


def day_figures(scene: Scene, scope: str, day: date, end: datetime, *, shown: int | None = SHOWN) -> DayFigures:
    """The figures of the 24 hours up to the digest of a day, with what is open now and was due before `end`.

    `scope` is the code of an area, or several codes with commas between; `shown` of its grids are told of (None: all).
    """
    happened: dict[str, tuple[int, ...]] = {}
    unfinished: dict[str, int] = {}
    late, late_of_units = Counter[str](), Counter[str]()
    stems = [stem(each) for each in outermost(scope.split(SCOPES))]
    for below in stems:
        happened |= scene.uow.counters.of_day(day.isoformat(), below)
        unfinished |= scene.uow.counters.in_work(below)
        for (area, unit), count in scene.uow.tickets.overdue(below, end).items():
            late[area] += count
            late_of_units[unit] += count
    return figures_of(
        day,
        scope,
        _name(scene, scope),
        [
            GridDay(area, happened.get(area, NONE), unfinished.get(area, 0), late[area])
            for area in happened.keys() | unfinished.keys()
        ],
        named=lambda area: scene.world.grid_name(area) or area,
        shown=shown,
        units=_units_of_day(scene, stems, day, late_of_units),
    )


def _units_of_day(scene: Scene, stems: list[str], day: date, late: Counter[str]) -> tuple[GridFigures, ...]:
    """What units lead in these areas: what happened that day, and what they have now."""
    found: dict[str, list[GridFigures]] = {}
    for below in stems:
        unfinished = {_about(t)[0]: t.counts.open for t in scene.uow.counters.by_topic(EVER, below, UNIT)}
        happened = {_about(t)[0]: t.counts for t in scene.uow.counters.by_topic(day.isoformat(), below, UNIT)}
        for unit in happened.keys() | {unit for unit, count in unfinished.items() if count}:
            row = replace(GridFigures(unit, "", **values(happened.get(unit, NOTHING))), open=unfinished.get(unit, 0))
            found.setdefault(unit, []).append(row)
    whole = (together(unit, scene.world.grid_name(unit) or unit, rows) for unit, rows in sorted(found.items()))
    return tuple(replace(row, overdue=late[row.grid]) for row in whole)


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
    below = [stem(each) for each in outermost(scope.split(SCOPES))]
    digits = GRID_DIGITS if all(len(each) >= COMMUNITY_DIGITS for each in below) else COMMUNITY_DIGITS
    now, before = (
        [tally for each in below for tally in scene.uow.counters.by_place(when, each, MATTER, digits)]
        for when in (month, month_before(month))
    )
    units = [tally for each in below for tally in scene.uow.counters.by_topic(month, each, UNIT)]
    return MonthFigures(
        month,
        scope,
        _name(scene, scope),
        areas=_grouped(now, lambda tally: tally.area, lambda code: scene.world.grid_name(code) or code),
        categories=_grouped(now, lambda tally: _about(tally)[0], lambda name: name),
        units=_grouped(units, lambda tally: _about(tally)[0], lambda code: scene.world.grid_name(code) or code),
        matters=_trends(scene, now, before),
    )


def month_before(month: str) -> str:
    """2026-01 → 2025-12."""
    return f"{date.fromisoformat(f'{month}-01') - timedelta(days=1):%Y-%m}"


def _trends(scene: Scene, now: Iterable[Tally], before: Iterable[Tally]) -> tuple[Trend, ...]:
    """Each matter that was reported with its places, and what there was of it the month before."""
    earlier: Counter[tuple[str, str]] = Counter()
    for tally in before:
        earlier[tally.topic, tally.area] += tally.counts.new
    places: dict[str, list[Trend]] = {}
    for tally in now:
        name = scene.world.grid_name(tally.area) or tally.area
        row = GridFigures(tally.area, name, **values(tally.counts))
        places.setdefault(tally.topic, []).append(Trend(row, earlier[tally.topic, tally.area]))
    return most_reported(
        Trend(
            together(topic, _matter_name(topic), (place.figures for place in rows)),
            sum(count for (about, _), count in earlier.items() if about == topic),
            most_reported(rows),
        )
        for topic, rows in places.items()
        if any(place.figures.new or place.before for place in rows)
    )


def _matter_name(topic: str) -> str:
    """The matter; its category where it is not known closer."""
    _, category, matter = topic.split("/", 2)
    return matter or category or "—"


def _grouped(
    tallies: Iterable[Tally], key: Callable[[Tally], str], name: Callable[[str], str]
) -> tuple[GridFigures, ...]:
    found: dict[str, list[GridFigures]] = {}
    for tally in tallies:
        found.setdefault(key(tally), []).append(GridFigures("", "", **values(tally.counts)))
    return tuple(together(code, name(code), rows) for code, rows in sorted(found.items()))


def _about(tally: Tally) -> list[str]:
    """What a topic names after its kind: category and matter, or the unit."""
    return tally.topic.split("/", 2)[1:]


def own_scope(turn: Turn) -> str:
    """The areas this person answers for by the highest of their posts, "" if by none."""
    for role in OVERSEERS:
        if scopes := turn.person.areas_of(role):
            return SCOPES.join(scopes)
    return ""


def overseen(turn: Turn, scope: str) -> list[str]:
    """Those of the areas of a button that this person answers for: a button is a wish, never a permission."""
    areas = filter(None, scope.split(SCOPES))
    return [each for each in areas if any(turn.person.has(role, each) for role in OVERSEERS)]


OVERSEERS = (Role.SUPERVISOR, Role.DESK, Role.AREA_LEAD, Role.CAPTAIN)
NONE = (0,) * len(MEASURES)
MATTER, UNIT = "matter", "unit"  # the kinds of topics that storage/counters.py keeps by month
