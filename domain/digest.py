"""The figures of a day (日报) and of a month (月通报): counts, the three rates with their numbers, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import fields
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from domain.measures import MEASURES, Counts
from domain.values import frozen

SHOWN = 8  # grids of a day that words and picture tell of; the others are told as one
RESOLVED, ANSWERED, SOLVED = map(MEASURES.index, ("resolved", "answered", "solved"))
Badness = tuple[int, int, float, str]  # the smaller, the worse


@frozen
class Rate:
    """A share with its numbers: `numerator` of `denominator` who answered; `silent` are those who kept silent.

    Silence is not satisfaction: `percent` is of those who answered, `percent_of_all` counts the silent ones below.
    """

    numerator: int
    denominator: int
    silent: int = 0

    @property
    def share(self) -> float | None:
        """Between 0 and 1, of those who answered; None when nobody did."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def percent(self) -> str:
        """Like "96.7%"; "—" when nobody answered."""
        return _percent(self.numerator, self.denominator)

    @property
    def percent_of_all(self) -> str:
        return _percent(self.numerator, self.denominator + self.silent)


@frozen
class GridFigures(Counts):
    """The counts of one grid (or area, unit, matter) called `name`, over a day or a month.

    `open` (overdue ones included) and `overdue` are those at the end of it.
    """

    grid: str
    name: str
    overdue: int = 0

    @property
    def busy(self) -> bool:
        """Whether anything is open here or was resolved."""
        return bool(self.open or self.resolved)

    @property
    def waiting(self) -> int:
        """Open and still in time."""
        return self.open - self.overdue

    @property
    def response(self) -> Rate:
        """响应率: contacted in time, of those dispatched."""
        return Rate(self.responded, self.dispatched)

    @property
    def punctuality(self) -> Rate:
        """按时办结率: resolved by the date, of those resolved or past it."""
        return Rate(self.on_time, self.due)

    @property
    def falsehood(self) -> Rate:
        """抽查不一致: the resident says otherwise than the record, of those re-visited and reached."""
        return Rate(self.differing, self.revisited)

    @property
    def solution(self) -> Rate:
        """解决率: said to be solved, of the residents who answered."""
        return Rate(self.solved, self.answered, self.asked - self.answered)

    @property
    def satisfaction(self) -> Rate:
        """满意率: rated well, of the residents who rated."""
        return Rate(self.satisfied, self.rated, self.asked - self.rated)


COUNTS = tuple(field.name for field in fields(GridFigures) if field.name not in {"grid", "name"})
_counts_in_order = attrgetter(*COUNTS)


class GridDay(NamedTuple):
    """What a day left in one grid: `counts` in the order of MEASURES, and what is open and overdue at its end.

    A city has hundreds of them and tells of a few: only these become GridFigures.
    """

    grid: str
    counts: Sequence[int]
    open: int
    overdue: int

    @property
    def busy(self) -> bool:
        """Whether anything is open here or was resolved."""
        return bool(self.open or self.counts[RESOLVED])

    @property
    def badness(self) -> Badness:
        return _badness(self.grid, self.overdue, self.open, self.counts[SOLVED], self.counts[ANSWERED])

    def figures(self, name: str) -> GridFigures:
        return _at_end_of_day(self.grid, name, self.counts, self.open, self.overdue)


@frozen
class DayFigures:
    """The figures of one day for the area `scope` (its code) called `name`, by grid and by leading unit (主办).

    `total` is all grids as one, its rates from the sums and never from averaged rates; `grids` are those that are told
    of, busy ones first and the worst of them first of all; `busy` is how many there are with anything open or resolved.
    """

    day: date
    scope: str
    name: str
    total: GridFigures
    grids: tuple[GridFigures, ...]
    busy: int
    units: tuple[GridFigures, ...] = ()


def figures_of(
    day: date,
    scope: str,
    name: str,
    grids: Collection[GridDay],
    *,
    named: Callable[[str], str],
    shown: int | None = None,
    units: tuple[GridFigures, ...] = (),
) -> DayFigures:
    """The figures of a day from its grids, of which `shown` are told of (None: all); `named` says what a grid is called."""
    counts = list(map(sum, zip(*(each.counts for each in grids), strict=True))) or [0] * len(MEASURES)
    total = _at_end_of_day(scope, name, counts, sum(each.open for each in grids), sum(each.overdue for each in grids))
    busy = [each for each in grids if each.busy]
    idle = [each for each in grids if not each.busy]
    ranked = [*sorted(busy, key=attrgetter("badness")), *sorted(idle)][:shown]
    return DayFigures(
        day, scope, name, total, tuple(each.figures(named(each.grid)) for each in ranked), len(busy), units
    )


@frozen
class Trend:
    """The figures of a matter (事项), or of a matter in one place, and how many were reported the month before."""

    figures: GridFigures
    before: int
    places: tuple[Trend, ...] = ()

    @property
    def change(self) -> int:
        """How many more (or, below zero, fewer) than the month before."""
        return self.figures.new - self.before


@frozen
class MonthFigures:
    """The figures of one month (2026-11) for the area `scope` called `name`: by community or grid, category, unit, matter.

    `open` and `overdue` belong to a moment, not to a month: here they say nothing. `matters` come most reported first,
    each with its places in the same order.
    """

    month: str
    scope: str
    name: str
    areas: tuple[GridFigures, ...]
    categories: tuple[GridFigures, ...]
    units: tuple[GridFigures, ...] = ()
    matters: tuple[Trend, ...] = ()

    @property
    def total(self) -> GridFigures:
        return together(self.scope, self.name, self.categories)

    @property
    def least_solved(self) -> tuple[GridFigures, ...]:
        """Areas whose residents said least often that it is solved; never ordered by how much was reported."""
        return least_solved(self.areas)


@frozen
class MatterBar:
    """How often a matter was reported in a month and in the one before."""

    name: str
    now: int
    before: int


@frozen
class MonthPicture:
    """As much of a month as its picture shows: the four rates (response, on time, solution, satisfaction), the first matters."""

    month: str
    scope: str
    name: str
    rates: tuple[Rate, Rate, Rate, Rate]
    matters: tuple[MatterBar, ...]


def picture_of(figures: MonthFigures, shown: int) -> MonthPicture:
    """The picture of a month, with so many matters."""
    total = figures.total
    rates = (total.response, total.punctuality, total.solution, total.satisfaction)
    bars = tuple(MatterBar(each.figures.name, each.figures.new, each.before) for each in figures.matters[:shown])
    return MonthPicture(figures.month, figures.scope, figures.name, rates, bars)


def least_solved(rows: Iterable[GridFigures]) -> tuple[GridFigures, ...]:
    """Those of whom residents said least often that it is solved first; last those nobody was asked about."""

    def solved(one: GridFigures) -> tuple[bool, float, str]:
        share = one.solution.share
        return (share is None, share or 0.0, one.grid)

    return tuple(sorted(rows, key=solved))


def most_reported(rows: Iterable[Trend]) -> tuple[Trend, ...]:
    """Matters and places of matters, never people or units: those have no order by how much is reported."""
    return tuple(sorted(rows, key=lambda one: (-one.figures.new, -one.before, one.figures.grid)))


def worst_first(grids: Iterable[GridFigures]) -> tuple[GridFigures, ...]:
    """Most overdue first, then most open, then fewest solved, then the code, so that the order is always the same."""
    return tuple(
        sorted(grids, key=lambda one: _badness(one.grid, one.overdue, one.open, one.solved, one.answered)),
    )


def _badness(grid: str, overdue: int, unfinished: int, solved: int, answered: int) -> Badness:
    return (-overdue, -unfinished, solved / answered if answered else 1.0, grid)


def together(code: str, name: str, grids: Iterable[GridFigures]) -> GridFigures:
    """Several grids as one line, their counts added."""
    sums = map(sum, zip(*map(_counts_in_order, grids), strict=True))
    return GridFigures(code, name, **dict(zip(COUNTS, sums, strict=False)))  # of none there are no sums


def _at_end_of_day(code: str, name: str, counts: Iterable[int], unfinished: int, overdue: int) -> GridFigures:
    happened = dict(zip(MEASURES, counts, strict=True))
    return GridFigures(code, name, **happened | {"open": unfinished, "overdue": overdue})


def _percent(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "—"
