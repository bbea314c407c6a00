"""Days and their ends, counted one after the other: the arithmetic of a replay's own dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from domain.worktime import Term, Unit, WorkWeek

DAY = timedelta(days=1)
LAST_MINUTE = time(23, 59)
FAR = 1000  # days after which no date lies


def day_ends(start: datetime, unit: Unit, week: WorkWeek) -> Iterator[datetime]:
    """The ends of working (or calendar) days after a moment, in local time."""
    local = week.local(start)
    for number in range(FAR):
        day = local.date() + number * DAY
        end = _end(day, unit, week)
        if end and end > local:
            yield end


def _end(day: date, unit: Unit, week: WorkWeek) -> datetime | None:
    if unit is Unit.DAYS:
        return datetime.combine(day, LAST_MINUTE, week.zone)
    worked = week.on(day)
    return datetime.combine(day, worked[-1].end, week.zone) if worked else None


def after(start: datetime, term: Term, week: WorkWeek) -> datetime:
    """When a term is over; the day it starts on does not count."""
    if term.unit is Unit.HOURS:
        return start + timedelta(hours=term.amount)
    tomorrow = datetime.combine(week.local(start).date() + DAY, time(), week.zone)
    return nth(term.amount, day_ends(tomorrow, term.unit, week))


def moved(date: datetime, stopped: datetime, at: datetime, unit: Unit, week: WorkWeek) -> datetime:
    """What was left when it stopped runs on from `at`; nothing was left of what was late."""
    if stopped >= date:
        return date
    if unit is Unit.HOURS:
        return at + (date - stopped)
    left = sum(1 for _ in takewhile(lambda end: end <= date, day_ends(stopped, unit, week)))
    return nth(left, day_ends(at, unit, week)) if left else date


def nth(number: int, ends: Iterator[datetime]) -> datetime:
    return next(islice(ends, number - 1, None))
