"""When a ticket is due, counted from what happened to it: one function for its date, its pauses and every report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from domain.ticket import PAUSED, Action, Event
from domain.values import frozen, replace
from domain.worktime import Due, Term, Unit, WorkWeek, due, shift_for_pause

STARTS = frozenset({Action.FILE, Action.TO_PERSON, Action.REFUTE, Action.REOPEN, Action.REDO})
SINCE = "since"  # in the data of FILE: when it was written, where the date counts from that
DAYS = "days"  # in the data of GRANT: how many working days an extension gives
HOURS = "hours"  # in the data of any event: whose office hours count from then on ("" those of the house)
LATE = "late"  # in the data of what tells that a date has passed (`TELLS_LATE`)
TELLS_LATE = frozenset({Action.RESOLVE, Action.RANK})


@frozen
class _Clock:
    """The date so far. `pauses` are kept because another urgency counts from the start again, and so do other hours."""

    started: datetime
    due: Due
    pauses: tuple[tuple[datetime, datetime], ...] = ()
    stopped: datetime | None = None
    granted: tuple[int, ...] = ()


def due_date(
    history: Iterable[Event], term: Term, week: WorkWeek, weeks: Mapping[str, WorkWeek] | None = None
) -> Due | None:
    """The date promised by a history, under the term that holds now; None before anything was filed.

    It starts when the ticket is filed, refuted or taken up again, stands still while it waits for the resident or is parked
    (an open pause has not moved it yet), and a granted extension counts from the date it extends. `weeks` are the hours
    of units and areas: when it goes to somebody with other hours it is counted anew by them, and never becomes later.
    """
    clock: _Clock | None = None
    for event in history:
        before = week
        if HOURS in event.data:
            week = (weeks or {}).get(event.data[HOURS], week)
        if event.action in STARTS:
            start = since(event.data) or event.at
            clock = _Clock(start, due(start, term, week))
        elif clock:
            clock = _after(_paused(clock, event, term, before), event, term, before)
            clock = clock if week == before else replace(clock, due=min(clock.due, _anew(clock, term, week), key=_at))
    return clock.due if clock else None


def since(data: Mapping[str, str]) -> datetime | None:
    """From when a date counts that does not count from its event: what came on paper may count from the day on it."""
    return datetime.fromisoformat(data[SINCE]) if SINCE in data else None


def _anew(clock: _Clock, term: Term, week: WorkWeek) -> Due:
    """The date as it would be had these hours held from the start."""
    fresh = due(clock.started, term, week)
    for begun, ended in clock.pauses:
        fresh = shift_for_pause(fresh, begun, ended, week, term)
    for days in clock.granted:
        fresh = extended(fresh, days, week)
    return fresh


def _at(promised: Due) -> datetime:
    return promised.at


def extended(current: Due, days: int, week: WorkWeek) -> Due:
    """The date after an extension by so many working days."""
    later = due(current.at, Term(days, Unit.WORKING_DAYS), week)
    return replace(later, provisional=later.provisional or current.provisional)


def _paused(clock: _Clock, event: Event, term: Term, week: WorkWeek) -> _Clock:
    if event.after in PAUSED:
        return clock if clock.stopped else replace(clock, stopped=event.at)
    if clock.stopped is None:
        return clock
    moved = shift_for_pause(clock.due, clock.stopped, event.at, week, term)
    return replace(clock, due=moved, stopped=None, pauses=(*clock.pauses, (clock.stopped, event.at)))


def _after(clock: _Clock, event: Event, term: Term, week: WorkWeek) -> _Clock:
    if event.action is Action.GRANT and DAYS in event.data:
        days = int(event.data[DAYS])
        return replace(clock, due=extended(clock.due, days, week), granted=(*clock.granted, days))
    if event.action is Action.RANK:
        ranked = replace(clock, granted=())
        return replace(ranked, due=_anew(ranked, term, week))
    return clock
