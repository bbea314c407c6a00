"""Units, zones, and who of their people is there: desks, duty rosters, leave with a stand-in."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from domain.values import frozen


@frozen
class Unit:
    """An office or company that does what a grid cannot (承办单位). `area` is the code of the area it serves.

    `hours` are its office hours as staff wrote them ("08:30-12:00 14:30-17:30"), "" for those of the house.
    """

    code: str
    name: str
    area: str
    phone: str = ""
    hours: str = ""


@frozen
class Zone:
    """A part of the town that is no division (片区, 大社区, 育才生态区): the grids, communities or districts in it.

    `areas` are their codes, those of zones inside it written out.
    """

    code: str
    name: str
    areas: frozenset[str]


@frozen
class Shift:
    """When somebody is on duty for a unit or an area. `days` is a date (2026-11-23) or digits of weekdays, 1 is Monday.

    `end` at or before `start` is on the next day.
    """

    scope: str
    person: int
    days: str
    start: time
    end: time

    def covers(self, local: datetime) -> bool:
        """Whether a moment in local time lies in it."""
        at = local.time()
        if self.start < self.end:
            return self._on(local.date()) and self.start <= at < self.end
        yesterday = local.date() - timedelta(days=1)
        return (at >= self.start and self._on(local.date())) or (at < self.end and self._on(yesterday))

    def _on(self, day: date) -> bool:
        return day.isoformat() == self.days or ("-" not in self.days and str(day.isoweekday()) in self.days)


@frozen
class Leave:
    """Somebody is away from `start` until `until`; `stand_in` does their work meanwhile (0: whoever comes next)."""

    person: int
    start: datetime
    until: datetime
    stand_in: int = 0
    id: int = 0
