"""Working time: when something is due, how much working time lies between two moments, when a push may disturb.

One engine serves deadlines, pauses and reports. Every moment is a timezone-aware datetime; elapsed time is counted in
real (UTC) time, so that a day on which the clocks change is neither longer nor shorter than it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, islice, takewhile
from zoneinfo import ZoneInfo

from domain.errors import ConfigError, HuiyingError
from domain.values import frozen, replace

MIDNIGHT = time(0)
DAY = timedelta(days=1)
LAST_MINUTE = time(23, 59)  # of a calendar day: what "within 15 days" lasts until


class TimeError(HuiyingError):
    """A moment or a span of time cannot be used."""


@frozen
class Period:
    """A part of a day, `start` included, `end` not. An end before the start lies on the next day (22:00–06:00)."""

    start: time
    end: time

    def __contains__(self, moment: time) -> bool:
        if self.start < self.end:
            return self.start <= moment < self.end
        return self.start != self.end and (moment >= self.start or moment < self.end)


class Unit(StrEnum):
    """What a term is counted in."""

    WORKING_DAYS = "working_days"  # 工作日, the receiving day is day 0, ends when the last day's office closes
    WORKING_HOURS = "working_hours"  # 工作时, runs only in office hours
    HOURS = "hours"  # clock hours, through nights and holidays
    DAYS = "days"  # calendar days, the receiving day is day 0, ends at 23:59


@frozen
class Term:
    """How long something may take."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ConfigError(f"A term of {self.amount} {self.unit} is not at least 1.")


@frozen
class Due:
    """When something is due; `provisional` while the holidays of a year it reaches into are not announced yet."""

    at: datetime
    provisional: bool = False


@frozen
class Season:
    """Other hours from `first` to `last`, both included: days of one year (2026-07-01) or of every year (05-01).

    A season of every year may pass the turn of the year (11-01 to 02-28).
    """

    first: str
    last: str
    periods: tuple[tuple[Period, ...], ...]

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        said = day.isoformat()[-len(self.first) :]
        if self.first <= self.last:
            return self.first <= said <= self.last
        return said >= self.first or said <= self.last


@frozen
class WorkWeek:
    """When the office works: periods of the seven weekdays (Monday first), days off, make-up days, and the zone.

    `off` are holidays; `makeup` are days of rest that are worked (调休上班), with the hours of the first working weekday
    where the weekday has none. A day of a year outside `known_years` follows the plain week and makes a due date
    provisional. The first of `seasons` a day lies in has its hours. ConfigError when periods overlap, no weekday has
    any, or a day is both off and made up.
    """

    periods: tuple[tuple[Period, ...], ...]
    off: frozenset[date]
    makeup: frozenset[date]
    known_years: frozenset[int]
    zone: ZoneInfo
    seasons: tuple[Season, ...] = ()
    _spans: dict[date, tuple[tuple[datetime, datetime], ...]] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def __post_init__(self) -> None:
        for week in (self.periods, *(season.periods for season in self.seasons)):
            if len(week) != 7 or not any(week):  # noqa: PLR2004 — days of a week
                raise ConfigError("A working week needs seven weekdays and at least one period of work.")
            for day in week:
                minutes = [moment for period in day for moment in _minutes(period)]
                if minutes != sorted(minutes):
                    raise ConfigError(
                        "Periods of one day must be in order, must not overlap and must not pass midnight."
                    )
        if both := self.off & self.makeup:
            raise ConfigError(f"{min(both)} is both off and a make-up day.")

    def on(self, day: date) -> tuple[Period, ...]:
        """The periods worked on this day."""
        if day in self.off:
            return ()
        week = next((season.periods for season in self.seasons if season.holds(day)), self.periods)
        usual = week[day.weekday()]
        return usual or (next(filter(None, week)) if day in self.makeup else ())

    def spans(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The worked spans of this day in UTC, in order and apart, also when the clocks change within one."""
        if day not in self._spans:
            self._spans[day] = tuple(self._worked(day))
        return self._spans[day]

    def _worked(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        last = datetime.min.replace(tzinfo=UTC)
        for period in self.on(day):
            start = max(self.moment(day, period.start), last)
            last = max(start, self.moment(day if period.end != MIDNIGHT else day + DAY, period.end))
            if start < last:
                yield start, last

    def moment(self, day: date, wall: time) -> datetime:
        """This wall-clock time of this day, in UTC."""
        return datetime.combine(day, wall, self.zone).astimezone(UTC)

    def close(self, day: date) -> datetime | None:
        """The end of the last worked span of this day, in UTC; None on a day without work."""
        spans = self.spans(day)
        return spans[-1][1] if spans else None

    def local(self, moment: datetime) -> datetime:
        return moment.astimezone(self.zone)


def due(start: datetime, term: Term, week: WorkWeek) -> Due:
    """When a term that starts at `start` ends, in the zone of the week. TimeError for a naive `start`."""
    begun = _aware(start)
    match term.unit:
        case Unit.HOURS:
            return Due(week.local(begun + timedelta(hours=term.amount)))
        case Unit.WORKING_HOURS:
            return add_working(start, timedelta(hours=term.amount), week)
        case Unit.WORKING_DAYS | Unit.DAYS:
            day = week.local(begun).date()
            return _nth(term.amount, _day_ends(day + DAY, week, term.unit), day, week, term.unit)


def add_working(start: datetime, duration: timedelta, week: WorkWeek) -> Due:
    """The first moment at which `duration` of working time has passed since `start`."""
    begun, left = _aware(start), duration
    if left < timedelta(0):
        raise TimeError("Working time to add is negative.")
    first = week.local(begun).date()
    if not left:
        return Due(week.local(begun), provisional=first.year not in week.known_years)
    for day in _days(first):
        for opened, closed in week.spans(day):
            worked = max(closed - max(opened, begun), timedelta(0))
            if worked >= left:
                return _due(max(opened, begun) + left, first, week)
            left -= worked
    raise AssertionError("the days never end")


def working_between(a: datetime, b: datetime, week: WorkWeek) -> timedelta:
    """Working time from `a` to `b`; negative when `b` is the earlier one (how long something is overdue)."""
    begun, ended = _aware(a), _aware(b)
    if ended < begun:
        return -working_between(b, a, week)
    total = timedelta(0)
    for day in _days(week.local(begun).date(), week.local(ended).date() + DAY):
        for opened, closed in week.spans(day):
            total += max(min(closed, ended) - max(opened, begun), timedelta(0))
    return total


def working_days_between(a: datetime, b: datetime, week: WorkWeek) -> int:
    """How many working days ended after `a` and not after `b`: the whole working days something is overdue."""
    ended = _aware(b)
    return sum(1 for _ in takewhile(lambda end: end <= ended, _day_ends_after(_aware(a), week, Unit.WORKING_DAYS)))


def shift_for_pause(current: Due, paused_from: datetime, paused_until: datetime, week: WorkWeek, term: Term) -> Due:
    """The due date after a pause (挂账, waiting for the resident), in the unit of its term.

    Hours move by the pause itself, working hours by the working time in it, days by the day ends in it: a term in
    days still ends with a day. Two pauses in a row move as much as one. A pause after the due date mends nothing.
    """
    begun, ended = _aware(paused_from), _aware(paused_until)
    if ended < begun:
        raise TimeError("A pause ends before it begins.")
    at = _aware(current.at)
    if begun >= at:
        return current
    match term.unit:
        case Unit.HOURS:
            return replace(current, at=week.local(at + (ended - begun)))
        case Unit.WORKING_HOURS:
            moved = add_working(at, working_between(begun, ended, week), week)
        case Unit.WORKING_DAYS | Unit.DAYS:
            passed = sum(1 for _ in takewhile(lambda end: end <= ended, _day_ends_after(begun, week, term.unit)))
            ends, day = _day_ends_after(at, week, term.unit), week.local(at).date()
            moved = _nth(passed, ends, day, week, term.unit) if passed else current
    return replace(moved, provisional=moved.provisional or current.provisional)


def next_allowed(now: datetime, quiet: Period, zone: ZoneInfo) -> datetime:
    """`now`, or the end of the quiet hours it lies in. Night is 22:00–06:00 (噪声污染防治法 2021, Art. 88)."""
    local = _aware(now).astimezone(zone)
    if local.time() not in quiet:
        return local
    day = local.date() if local.time() < quiet.end else local.date() + DAY
    return datetime.combine(day, quiet.end, zone).astimezone(UTC).astimezone(zone)


def _nth(number: int, ends: Iterator[datetime], first: date, week: WorkWeek, unit: Unit) -> Due:
    end = next(islice(ends, number - 1, None))
    return _due(end, first, week) if unit is Unit.WORKING_DAYS else Due(week.local(end))


def _day_ends_after(moment: datetime, week: WorkWeek, unit: Unit) -> Iterator[datetime]:
    """The day ends later than a moment. An office open until midnight closes on the date after its day."""
    yesterday = week.local(moment).date() - DAY
    return (end for end in _day_ends(yesterday, week, unit) if end > moment)


def _day_ends(first: date, week: WorkWeek, unit: Unit) -> Iterator[datetime]:
    """When the days from `first` on that count in this unit end, in UTC."""
    for day in _days(first):
        end = week.close(day) if unit is Unit.WORKING_DAYS else week.moment(day, LAST_MINUTE)
        if end:
            yield end


def _due(at: datetime, first: date, week: WorkWeek) -> Due:
    local = week.local(at)
    years = range(first.year, local.year + 1)
    return Due(local, provisional=not week.known_years.issuperset(years))


def _days(first: date, stop: date | None = None) -> Iterator[date]:
    """The days from `first` up to, not including, `stop`; without end when there is none."""
    length = range((stop - first).days) if stop else count()
    return (first + timedelta(days=n) for n in length)


def _minutes(period: Period) -> tuple[int, int]:
    start, end = (moment.hour * 60 + moment.minute for moment in (period.start, period.end))
    return start, end or 24 * 60


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise TimeError(f"{moment.isoformat()} has no time zone.")
    return moment.astimezone(UTC)
