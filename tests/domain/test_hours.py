"""Office hours of units: laws that hold for all hours, terms, pauses and changes of hands."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import work_week
from domain.clocks import HOURS, due_date
from domain.errors import ConfigError
from domain.hours import HOUSE, OfficeHours, weeks_of
from domain.ticket import Action, Event, Party, Status
from domain.worktime import Due, Period, Term, Unit, WorkWeek, due, shift_for_pause

WEEK = work_week(("08:30-12:00", "14:30-17:30"))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WEEK.zone)
QUARTERS = st.lists(st.integers(0, 95), min_size=2, max_size=6, unique=True).map(sorted)
TERMS = st.builds(Term, st.integers(1, 20), st.sampled_from([Unit.WORKING_DAYS, Unit.WORKING_HOURS]))
SEASONS = st.sampled_from([("", ""), ("05-01", "09-30"), ("11-01", "02-28"), ("2026-11-25", "2026-12-10")])
MOMENTS = st.integers(0, 60 * 24 * 40).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


def _periods(quarters: list[int]) -> tuple[Period, ...]:
    clocks = [time(quarter // 4, quarter % 4 * 15) for quarter in quarters[: len(quarters) // 2 * 2]]
    return tuple(Period(start, end) for start, end in zip(clocks[::2], clocks[1::2], strict=True))


ROWS = st.builds(
    lambda scope, days, quarters, season: OfficeHours(scope, days, _periods(quarters), *season),
    st.sampled_from(["one", "two"]),
    st.sampled_from(["12345", "1234567", "36", "67"]),
    QUARTERS,
    SEASONS,
)
# what cannot be used (overlapping rows) is refused by the import; here each scope and season has one row
TABLES = st.lists(ROWS, min_size=1, max_size=6, unique_by=lambda row: (row.scope, row.first))


def _inside(moment: datetime, week: WorkWeek) -> bool:
    day = week.local(moment).date()
    return any(opened < moment <= closed for opened, closed in week.spans(day))


@given(TABLES, MOMENTS, TERMS)
def test_what_is_due_in_working_time_is_due_while_the_unit_works(rows, start, term):
    for week in weeks_of(rows, WEEK).values():
        assert _inside(due(start, term, week).at, week)


@given(TABLES, MOMENTS, TERMS, st.integers(0, 60 * 24 * 20), st.integers(0, 60 * 24 * 20))
def test_a_pause_never_shortens_and_ends_while_the_unit_works(rows, start, term, after, length):
    for week in weeks_of(rows, WEEK).values():
        promised = due(start, term, week)
        begun = start + timedelta(minutes=after)
        moved = shift_for_pause(promised, begun, begun + timedelta(minutes=length), week, term)
        assert moved.at >= promised.at
        assert _inside(moved.at, week)


@given(TABLES, MOMENTS, TERMS, st.lists(st.tuples(st.sampled_from(["one", "two", ""]), st.integers(1, 72)), max_size=5))
def test_whoever_gets_it_never_makes_the_date_later_and_it_is_theirs_or_the_promised_one(rows, start, term, hands):
    weeks = weeks_of(rows, WEEK)
    history, now = [_event(Action.FILE, start)], start
    for scope, hours in hands:
        now += timedelta(hours=hours)
        before = due_date(history, term, WEEK, weeks)
        history.append(_event(Action.DISPATCH, now, scope))
        after = due_date(history, term, WEEK, weeks)
        assert before
        assert after
        assert after.at <= before.at
        assert after.at == before.at or _inside(after.at, weeks.get(scope, WEEK))


def test_hours_are_those_of_the_row_the_season_and_else_the_house():
    summer = OfficeHours("one", "12345", (Period(time(8), time(12)),), "05-01", "09-30")
    once = replace(summer, periods=(Period(time(10), time(11)),), first="2026-07-01", last="2026-07-02")
    week = weeks_of([summer, once], WEEK)["one"]
    closes = {
        day: week.close(day.date()) for day in (MONDAY, MONDAY.replace(month=6, day=1), MONDAY.replace(month=7, day=1))
    }
    assert [WEEK.local(moment).strftime("%H:%M") for moment in closes.values() if moment] == ["17:30", "12:00", "11:00"]
    house = weeks_of([replace(summer, scope=HOUSE, first="", last="")], WEEK)
    assert house[HOUSE].on(MONDAY.date()) == summer.periods


def test_a_pause_is_counted_by_the_hours_that_held_when_it_ended():
    """Given to another unit while it waits: the open pause is the new holder's."""
    long_days = OfficeHours("one", "1234567", (Period(time(8), time(20)),))
    weeks = weeks_of([long_days], WEEK)
    term = Term(8, Unit.WORKING_HOURS)
    history = [
        _event(Action.FILE, MONDAY),
        replace(_event(Action.ASK, MONDAY + timedelta(hours=1)), after=Status.WAITING),
        replace(_event(Action.DISPATCH, MONDAY + timedelta(hours=2), "one"), after=Status.WAITING),
        _event(Action.ANSWER, MONDAY + timedelta(hours=3)),
    ]
    assert due_date(history, term, WEEK, weeks) == Due(MONDAY.replace(hour=19))


def test_rows_of_one_day_that_overlap_are_refused():
    row = OfficeHours("one", "12345", (Period(time(8), time(12)), Period(time(11), time(14))))
    with pytest.raises(ConfigError):
        weeks_of([row], WEEK)


def _event(action: Action, at: datetime, scope: str | None = None) -> Event:
    data = {} if scope is None else {HOURS: scope}
    return Event(1, action, 1, Party.ASSIGNEE, at, None, Status.WORKING, data=data)
