"""Whose office hours count: those of a unit or an area, by weekday and by season, where the house's do not hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from domain.values import frozen, replace
from domain.worktime import Period, Season, WorkWeek

HOUSE = ""  # the scope of rows that hold wherever no others do
Week = tuple[tuple[Period, ...], ...]


@frozen
class OfficeHours:
    """One row: the periods of some weekdays ("12345", 1 is Monday) of a unit, zone or area ("" for the house).

    `first` and `last` bound a season, as days of one year (2026-07-01) or of every year (05-01); "" for the whole year.
    """

    scope: str
    days: str
    periods: tuple[Period, ...]
    first: str = ""
    last: str = ""


def weeks_of(rows: Iterable[OfficeHours], house: WorkWeek) -> Mapping[str, WorkWeek]:
    """The working week of every scope that has rows; `house` lends calendar and zone, and its hours where a row is missing.

    Raises ConfigError when the periods of a day overlap or a season has none.
    """
    by_scope: dict[str, list[OfficeHours]] = {}
    for row in rows:
        by_scope.setdefault(row.scope, []).append(row)
    base = _week(by_scope.pop(HOUSE, []), house)
    return {HOUSE: base} | {scope: _week(found, base) for scope, found in by_scope.items()}


def _week(rows: list[OfficeHours], like: WorkWeek) -> WorkWeek:
    """Seasons of one year go before those of every year; without rows for the whole year these hold as they did."""
    seasons: dict[tuple[str, str], list[OfficeHours]] = {}
    for row in rows:
        seasons.setdefault((row.first, row.last), []).append(row)
    always = seasons.pop(("", ""), None)
    own = [Season(first, last, _periods(found)) for (first, last), found in seasons.items()]
    own.sort(key=lambda season: (-len(season.first), season.first))
    base = replace(like, periods=_periods(always), seasons=()) if always else like
    return replace(base, seasons=(*own, *base.seasons))


def _periods(rows: list[OfficeHours]) -> Week:
    days = [[p for row in rows if str(day) in row.days for p in row.periods] for day in range(1, 8)]
    return tuple(tuple(sorted(found, key=lambda period: period.start)) for found in days)
