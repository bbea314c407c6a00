"""The working-time engine: examples from a calendar on the wall, and laws that hold for every moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import ConfigError
from domain.worktime import (
    Due,
    Period,
    Season,
    Term,
    TimeError,
    Unit,
    WorkWeek,
    add_working,
    due,
    next_allowed,
    shift_for_pause,
    working_between,
)

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
MORNING, AFTERNOON = Period(time(8, 30), time(12)), Period(time(14, 30), time(17, 30))
OFFICE = ((MORNING, AFTERNOON),) * 5 + ((), ())
NIGHT = Period(time(22), time(6))


def days(*texts: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(text) for text in texts)


WEEK = WorkWeek(  # around the National Day of 2026: off from Thursday to Wednesday, Saturday the 10th is worked
    OFFICE,
    off=days(*(f"2026-10-0{n}" for n in range(1, 8))),
    makeup=days("2026-10-10", "2026-09-20"),
    known_years=frozenset({2026}),
    zone=SHANGHAI,
)
DST_WEEK = WorkWeek(  # open at night, when New York changes its clocks; Sundays included
    ((Period(time(0, 30), time(2, 30)), Period(time(2, 45), time(9)), Period(time(20), time(0))),) * 7,
    off=days("2026-07-03"),
    makeup=frozenset(),
    known_years=frozenset({2026}),
    zone=NEW_YORK,
)


def at(text: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "ends"),
    [
        ("2026-09-21 10:00", 1, Unit.WORKING_DAYS, "2026-09-22 17:30"),
        ("2026-09-21 23:59", 1, Unit.WORKING_DAYS, "2026-09-22 17:30"),
        ("2026-09-18 10:00", 1, Unit.WORKING_DAYS, "2026-09-20 17:30"),  # the Sunday is a make-up day
        ("2026-09-26 10:00", 5, Unit.WORKING_DAYS, "2026-10-09 17:30"),  # a Saturday; seven days off between
        ("2026-09-30 10:00", 2, Unit.WORKING_DAYS, "2026-10-09 17:30"),
        ("2026-09-30 10:00", 3, Unit.WORKING_DAYS, "2026-10-10 17:30"),
        ("2026-09-30 15:00", 15, Unit.DAYS, "2026-10-15 23:59"),
        ("2026-09-30 23:00", 2, Unit.HOURS, "2026-10-01 01:00"),
        ("2026-09-30 16:30", 4, Unit.WORKING_HOURS, "2026-10-08 11:30"),
        ("2026-09-30 17:00", 4, Unit.WORKING_HOURS, "2026-10-08 12:00"),  # ends with the morning, not after lunch
        ("2026-09-30 12:30", 1, Unit.WORKING_HOURS, "2026-09-30 15:30"),
    ],
)
def test_a_term_ends_where_a_finger_on_the_calendar_ends(start, amount, unit, ends):
    assert due(at(start), Term(amount, unit), WEEK) == Due(at(ends))


def test_a_start_in_another_zone_counts_by_the_day_of_the_office():
    late = datetime(2026, 9, 21, 16, 30, tzinfo=UTC)  # half past midnight of the 22nd in Sanya
    assert due(late, Term(1, Unit.WORKING_DAYS), WEEK).at == at("2026-09-23 17:30")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "provisional"),
    [
        ("2026-12-30 10:00", 1, Unit.WORKING_DAYS, False),
        ("2026-12-30 10:00", 2, Unit.WORKING_DAYS, True),
        ("2026-12-31 17:00", 1, Unit.WORKING_HOURS, True),
        ("2026-12-31 10:00", 15, Unit.DAYS, False),  # calendar days and clock hours need no calendar of holidays
        ("2026-12-31 23:00", 2, Unit.HOURS, False),
    ],
)
def test_a_due_date_is_provisional_when_it_needs_an_unknown_year(start, amount, unit, provisional):
    assert due(at(start), Term(amount, unit), WEEK).provisional is provisional


def test_an_unknown_year_follows_the_plain_week():
    assert due(at("2027-10-01 10:00"), Term(1, Unit.WORKING_DAYS), WEEK) == Due(
        at("2027-10-04 17:30"), provisional=True
    )


def test_overdue_time_is_negative_working_time():
    assert working_between(at("2026-09-30 17:00"), at("2026-10-08 09:00"), WEEK) == timedelta(hours=1)
    assert working_between(at("2026-10-08 09:00"), at("2026-09-30 17:00"), WEEK) == -timedelta(hours=1)


@pytest.mark.parametrize(
    ("term", "before", "begins", "ends", "after"),
    [
        (Term(4, Unit.WORKING_HOURS), "2026-09-22 11:00", "2026-09-21 16:00", "2026-09-22 09:00", "2026-09-22 15:30"),
        (Term(5, Unit.WORKING_DAYS), "2026-09-25 17:30", "2026-09-22 10:00", "2026-09-22 16:00", "2026-09-25 17:30"),
        (Term(5, Unit.WORKING_DAYS), "2026-09-25 17:30", "2026-09-22 10:00", "2026-09-24 09:00", "2026-09-29 17:30"),
        (Term(15, Unit.DAYS), "2026-09-25 23:59", "2026-09-24 10:00", "2026-09-27 10:00", "2026-09-28 23:59"),
        (Term(24, Unit.HOURS), "2026-09-25 10:00", "2026-09-24 12:00", "2026-09-24 15:00", "2026-09-25 13:00"),
        (Term(24, Unit.HOURS), "2026-09-25 10:00", "2026-09-25 12:00", "2026-09-26 15:00", "2026-09-25 10:00"),
    ],
)
def test_a_pause_moves_a_due_date_in_the_unit_of_its_term(term, before, begins, ends, after):
    assert shift_for_pause(Due(at(before)), at(begins), at(ends), WEEK, term) == Due(at(after))


def test_a_pause_into_an_unknown_year_makes_a_due_date_provisional():
    moved = shift_for_pause(
        Due(at("2026-12-31 17:30")), at("2026-12-30 09:00"), at("2026-12-31 09:00"), WEEK, Term(5, Unit.WORKING_DAYS)
    )
    assert moved == Due(at("2027-01-01 17:30"), provisional=True)


@pytest.mark.parametrize(
    ("now", "allowed"),
    [
        ("2026-09-21 21:59", "2026-09-21 21:59"),
        ("2026-09-21 22:00", "2026-09-22 06:00"),
        ("2026-09-22 05:59", "2026-09-22 06:00"),
        ("2026-09-22 06:00", "2026-09-22 06:00"),
    ],
)
def test_a_push_waits_for_the_end_of_the_night(now, allowed):
    assert next_allowed(at(now), NIGHT, SHANGHAI) == at(allowed)


def test_quiet_hours_may_lie_within_a_day_or_not_exist():
    noon = at("2026-09-21 13:00")
    assert next_allowed(noon, Period(time(12, 30), time(14)), SHANGHAI) == at("2026-09-21 14:00")
    assert next_allowed(noon, Period(time(13), time(13)), SHANGHAI) == noon


def test_a_day_of_changed_clocks_is_as_long_as_it_was():
    spring, autumn = at("2026-03-07 21:00", NEW_YORK), at("2026-10-31 21:00", NEW_YORK)
    all_day = WorkWeek(((Period(time(0), time(0)),),) * 7, frozenset(), frozenset(), frozenset({2026}), NEW_YORK)
    for start, hours_of_sunday in ((spring, 23), (autumn, 25)):
        sunday = start.date() + timedelta(days=1)
        assert sum((b - a for a, b in all_day.spans(sunday)), timedelta(0)) == timedelta(hours=hours_of_sunday)
        assert due(start, Term(24, Unit.HOURS), all_day) == due(start, Term(24, Unit.WORKING_HOURS), all_day)
    assert due(spring, Term(24, Unit.HOURS), all_day).at.time() == time(22)
    assert next_allowed(at("2026-03-07 23:00", NEW_YORK), Period(time(22), time(2, 30)), NEW_YORK) == datetime(
        2026, 3, 8, 7, 30, tzinfo=UTC
    )  # 02:30 does not exist on that Sunday: 03:30 is said instead


def test_a_makeup_day_has_its_own_hours_where_the_weekday_has_some():
    saturdays = (*OFFICE[:5], (MORNING,), ())
    week = WorkWeek(saturdays, frozenset(), days("2026-10-10", "2026-10-11"), frozenset({2026}), SHANGHAI)
    assert week.on(date(2026, 10, 10)) == (MORNING,)
    assert week.on(date(2026, 10, 11)) == (MORNING, AFTERNOON)


@pytest.mark.parametrize(
    "use",
    [
        lambda naive: due(naive, Term(1, Unit.HOURS), WEEK),
        lambda naive: add_working(naive, timedelta(0), WEEK),
        lambda naive: working_between(at("2026-09-21 10:00"), naive, WEEK),
        lambda naive: shift_for_pause(Due(naive), WEEKDAY, WEEKDAY, WEEK, Term(1, Unit.HOURS)),
        lambda naive: next_allowed(naive, NIGHT, SHANGHAI),
    ],
)
def test_a_time_without_its_zone_is_refused(use):
    with pytest.raises(TimeError, match="2026-09-21T10:00:00 has no time zone"):
        use(datetime(2026, 9, 21, 10))  # noqa: DTZ001 — the point of the test


WEEKDAY = at("2026-09-21 10:00")


@pytest.mark.parametrize(
    ("build", "says"),
    [
        (lambda: Term(0, Unit.HOURS), "not at least 1"),
        (lambda: WorkWeek(((),) * 7, frozenset(), frozenset(), frozenset(), SHANGHAI), "at least one period"),
        (lambda: WorkWeek(OFFICE[:5], frozenset(), frozenset(), frozenset(), SHANGHAI), "seven weekdays"),
        (lambda: WorkWeek(((AFTERNOON, MORNING),) * 7, *3 * (frozenset(),), SHANGHAI), "must be in order"),
        (lambda: WorkWeek(((NIGHT,),) * 7, *3 * (frozenset(),), SHANGHAI), "must not pass midnight"),
        (lambda: WorkWeek(OFFICE, *2 * (days("2026-10-10"),), frozenset(), SHANGHAI), "both off and a make-up day"),
    ],
)
def test_a_week_that_cannot_be_worked_is_refused(build, says):
    with pytest.raises(ConfigError, match=says):
        build()


def test_a_span_that_runs_backwards_is_refused():
    with pytest.raises(TimeError, match="negative"):
        add_working(WEEKDAY, timedelta(hours=-1), WEEK)
    with pytest.raises(TimeError, match="ends before it begins"):
        shift_for_pause(Due(WEEKDAY), WEEKDAY, WEEKDAY - timedelta(hours=1), WEEK, Term(1, Unit.HOURS))


unhurried = settings(deadline=None)  # the laws hold on a busy machine too
weeks = st.sampled_from([WEEK, DST_WEEK])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001
lengths = st.timedeltas(timedelta(0), timedelta(days=9))
terms = st.builds(Term, st.integers(1, 40), st.sampled_from(Unit))


@unhurried
@given(weeks, moments, lengths)
def test_added_working_time_is_found_again(week, start, length):
    assert working_between(start, add_working(start, length, week).at, week) == length


@unhurried
@given(weeks, moments, lengths, lengths)
def test_working_time_adds_up(week, start, first, second):
    once = add_working(start, first + second, week)
    assert once.at == add_working(add_working(start, first, week).at, second, week).at
    middle, end = start + first, start + first + second
    assert working_between(start, end, week) == working_between(start, middle, week) + working_between(
        middle, end, week
    )


@unhurried
@given(weeks, moments, lengths, terms)
def test_who_writes_later_is_never_promised_earlier(week, start, later, term):
    assert start < due(start, term, week).at <= due(start + later, term, week).at


@unhurried
@given(weeks, moments, terms)
def test_a_longer_term_never_ends_earlier(week, start, term):
    assert due(start, term, week).at < due(start, Term(term.amount + 1, term.unit), week).at


@unhurried
@given(weeks, moments, terms, st.tuples(lengths, lengths, lengths))
def test_two_pauses_in_a_row_move_a_due_date_as_much_as_one(week, start, term, waits):
    a, b, c = (start + sum(waits[: n + 1], timedelta(0)) for n in range(3))
    whole = shift_for_pause(due(start, term, week), a, c, week, term)
    halves = shift_for_pause(shift_for_pause(due(start, term, week), a, b, week, term), b, c, week, term)
    assert whole == halves
    assert whole.at >= due(start, term, week).at


@unhurried
@given(moments, st.sampled_from([SHANGHAI, NEW_YORK]))
def test_nothing_is_pushed_at_night_nor_later_than_the_next_morning(now, zone):
    allowed = next_allowed(now, NIGHT, zone)
    assert allowed.time() not in NIGHT
    assert timedelta(0) <= allowed - now <= timedelta(hours=9)  # one more when clocks are set back
    assert next_allowed(allowed, NIGHT, zone) == allowed


# ---- seasons

SUMMER = ((Period(time(8), time(12)), Period(time(15, 30), time(18))),) * 5 + ((), ())


def test_a_season_has_hours_of_its_own_on_its_days_only():
    week = replace(WEEK, seasons=(Season("05-01", "09-30", SUMMER),))
    assert due(at("2026-09-21 10:00"), Term(1, Unit.WORKING_DAYS), week).at == at("2026-09-22 18:00")
    assert due(at("2026-09-30 10:00"), Term(1, Unit.WORKING_DAYS), week).at == at("2026-10-08 17:30")
    assert week.on(date(2026, 9, 20)) == SUMMER[0]  # a make-up day of the summer


def test_a_season_may_pass_the_turn_of_the_year_or_be_of_one_year():
    winter, once = Season("11-01", "02-28", SUMMER), Season("2026-11-20", "2026-12-31", SUMMER)
    days_in = [date(2026, 11, 1), date(2027, 1, 15), date(2026, 2, 28)]
    assert [winter.holds(day) for day in days_in] == [True] * 3
    assert not winter.holds(date(2026, 3, 1))
    assert once.holds(date(2026, 12, 31))
    assert not once.holds(date(2027, 12, 1))


def test_a_season_without_any_work_is_refused():
    with pytest.raises(ConfigError):
        replace(WEEK, seasons=(Season("05-01", "09-30", ((),) * 7),))
