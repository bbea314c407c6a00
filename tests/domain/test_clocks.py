"""The date of a ticket is a function of its history: what is counted step by step is found again from the whole."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.calendars import work_week
from domain.clocks import due_date, extended
from domain.ticket import Action, Event, Party, Status
from domain.worktime import Due, Term, Unit, due, shift_for_pause

WEEK = work_week(("08:30-12:00", "14:30-17:30"))
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WEEK.zone)
TERMS = st.sampled_from(
    [Term(5, Unit.WORKING_DAYS), Term(4, Unit.WORKING_HOURS), Term(24, Unit.HOURS), Term(15, Unit.DAYS)]
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from([Action.PROGRESS, Action.ASK, Action.ANSWER, Action.PARK, Action.RESUME, Action.GRANT]),
        st.integers(1, 96),
    ),
    max_size=12,
)


def event(action: Action, at: datetime, after: Status = Status.WORKING, **data: str) -> Event:
    return Event(1, action, 1, Party.ASSIGNEE, at, None, after, data=data)


def test_nothing_was_promised_before_it_was_filed():
    assert due_date([], Term(5, Unit.WORKING_DAYS), WEEK) is None
    assert due_date([event(Action.PROGRESS, MONDAY)], Term(5, Unit.WORKING_DAYS), WEEK) is None


@given(TERMS, STEPS)
def test_counted_step_by_step_and_counted_from_the_whole_history_is_the_same(term, steps):
    """The steps here follow the rules by hand: a pause moves the date when it ends, an extension counts from the date."""
    now, history, expected, stopped = MONDAY, [event(Action.FILE, MONDAY)], due(MONDAY, term, WEEK), None
    for action, hours in steps:
        now += timedelta(hours=hours)
        if action in (Action.ASK, Action.PARK):
            history.append(event(action, now, Status.WAITING if action is Action.ASK else Status.PARKED))
            stopped = stopped or now
            continue
        data = {"days": "2"} if action is Action.GRANT else {}
        history.append(event(action, now, **data))
        if stopped:
            expected, stopped = shift_for_pause(expected, stopped, now, WEEK, term), None
        if data:
            expected = extended(expected, 2, WEEK)
    assert due_date(history, term, WEEK) == expected


def test_rework_starts_anew_and_forgets_what_was_granted():
    term = Term(5, Unit.WORKING_DAYS)
    again = MONDAY + timedelta(days=10)
    history = [
        event(Action.FILE, MONDAY),
        event(Action.GRANT, MONDAY + timedelta(days=1), days="10"),
        event(Action.REFUTE, again, Status.ASSIGNED),
    ]
    assert due_date(history, term, WEEK) == due(again, term, WEEK)


def test_another_urgency_counts_from_the_beginning_with_the_pauses_that_were():
    hours = Term(24, Unit.HOURS)
    history = [
        event(Action.FILE, MONDAY),
        event(Action.ASK, MONDAY + timedelta(hours=1), Status.WAITING),
        event(Action.ANSWER, MONDAY + timedelta(hours=4)),
        event(Action.RANK, MONDAY + timedelta(hours=5)),
    ]
    assert due_date(history, hours, WEEK) == Due(MONDAY + timedelta(hours=27))


def test_a_pause_that_still_lasts_has_not_moved_the_date():
    term = Term(24, Unit.HOURS)
    history = [event(Action.FILE, MONDAY), event(Action.ASK, MONDAY + timedelta(hours=1), Status.WAITING)]
    assert due_date(history, term, WEEK) == due(MONDAY, term, WEEK)
