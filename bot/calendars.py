"""Builds the working week of the office: its hours, the holidays of China, and what override files say of them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from chinese_calendar.constants import holidays, workdays

from domain.errors import ConfigError
from domain.values import frozen
from domain.worktime import MIDNIGHT, Period, WorkWeek

# The thirteen statutory days (全国年节及纪念日放假办法, 2024) of years whose exchange of days is not announced yet.
PROVISIONAL = Path(__file__).parent / "calendar_data"
YEARS = range(2004, 2036)  # the library begins with 2004; years it does not know cost nothing
NATIONAL_DAY = (10, 1)
SATURDAY = 5


@frozen
class Days:
    """Days off, make-up days, and the years whose announcement is complete."""

    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()

    def corrected(self, later: Days) -> Days:
        """These days with what `later` says of single days taken over."""
        off = (self.off - later.makeup) | later.off
        makeup = (self.makeup - later.off) | later.makeup
        return Days(off, makeup, self.known_years | later.known_years)

    def of_years(self, years: frozenset[int]) -> Days:
        off, makeup = (frozenset(day for day in days if day.year in years) for days in (self.off, self.makeup))
        return Days(off, makeup, self.known_years & years)


def work_week(
    weekdays: Sequence[str],
    saturday: Sequence[str] = (),
    sunday: Sequence[str] = (),
    zone: str = "Asia/Shanghai",
    overrides: Iterable[Path] = (),
) -> WorkWeek:
    """The working week of office hours like ["08:30-12:00", "14:30-17:30"] and the newest calendar there is.

    `overrides` are CSV files `date,kind,name` (kind off or work), the later file wins. A file that gives October 1 off
    is a whole year's announcement and makes the year known; any other only corrects single days.
    ConfigError names the file and line, or the hours, that cannot be used.
    """
    announced = library_days()
    for file in overrides:
        announced = announced.corrected(read_days(file))
    days = _provisional_days().of_years(frozenset(YEARS) - announced.known_years).corrected(announced)
    periods = (*[hours(weekdays)] * 5, hours(saturday), hours(sunday))
    try:
        return WorkWeek(periods, days.off, days.makeup, days.known_years, ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(f"There is no time zone “{zone}”.") from error


def hours(texts: Sequence[str]) -> tuple[Period, ...]:
    """Periods written like "08:30-12:00"; "24:00" is midnight at the end of the day."""
    return tuple(_period(text) for text in texts)


def read_days(file: Path) -> Days:
    """The days of one override file; ConfigError with file and line for what is not a day."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error
    rows = csv.DictReader(lines)
    if not {"date", "kind"} <= set(rows.fieldnames or ()):
        raise ConfigError(f"{file}:1: the first line must be date,kind,name")
    found: dict[str, set[date]] = {"off": set(), "work": set()}
    for row in rows:
        try:
            found[row["kind"].strip()].add(date.fromisoformat(row["date"].strip()))
        except (KeyError, ValueError, AttributeError) as error:
            raise ConfigError(f"{file}:{rows.line_num}: needs a date like 2027-02-06 and off or work") from error
    if both := found["off"] & found["work"]:
        raise ConfigError(f"{file}: {min(both)} is both off and work")
    years = {day.year for day in found["off"] if (day.month, day.day) == NATIONAL_DAY}
    return Days(frozenset(found["off"]), frozenset(found["work"]), frozenset(years))


@cache
def library_days() -> Days:
    """What chinesecalendar knows: the announcements of the State Council, year by year."""
    makeup = frozenset(day for day in workdays if day.weekday() >= SATURDAY)
    return Days(frozenset(holidays), makeup, frozenset(day.year for day in holidays))


@cache
def _provisional_days() -> Days:
    days = Days()
    for file in sorted(PROVISIONAL.glob("provisional_*.csv")):
        days = days.corrected(read_days(file))
    return Days(days.off, days.makeup)


def _period(text: str) -> Period:
    start, _, end = (part.strip().zfill(len("08:30")) for part in text.partition("-"))
    try:
        return Period(time.fromisoformat(start), MIDNIGHT if end == "24:00" else time.fromisoformat(end))
    except ValueError as error:
        raise ConfigError(f"Office hours “{text}” are not like 08:30-12:00.") from error
