"""The kept figures are what a full recount gives, whatever happened and in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import opened, plain, rows, scanned

from domain.measures import Counts
from domain.people import Person, Post, Role
from domain.ticket import AT_ONCE, Action, Event, Party, Request, Status, Ticket, apply, can, parties
from storage.counters import BY_AREA, CURRENT, EVER
from storage.tickets import (
    COUNT_IN_WORK,
    COUNT_UNACCEPTED,
    IN_WORK,
    LATE,
    OF_CLAIMANT,
    OF_REPORTER,
    OVERDUE,
    TODO,
    UNACCEPTED,
    WISHES,
)
from storage.types import EPOCH
from storage.unit_of_work import Storage

NOON = datetime(2026, 11, 30, 4, 0, tzinfo=UTC)
COMMUNITY = "460204198023"
GRIDS = (f"{COMMUNITY}001", f"{COMMUNITY}002", "460205000000001")
RESIDENT = Person(1)
STAFF = Person(2, tuple(Post(role, "460200000000") for role in (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR)))
DOINGS = [(action, by) for action in Action for by in (RESIDENT, STAFF, None)]
TICKETS = st.tuples(
    st.sampled_from(("help", "complaint", "report", "wish", "answered")),
    st.sampled_from(("resident", "patrol")),
    st.sampled_from((*GRIDS, "")),
)
FILED_AS = {"wish": Status.CHECKING, "answered": Status.CLOSED}
STEPS = st.tuples(
    st.integers(0, 3),  # which ticket
    st.integers(0, 50),  # which of the things that can be done to it
    st.fixed_dictionaries(
        {},
        optional={
            "satisfied": st.sampled_from(("yes", "mostly", "no")),
            "why": st.sampled_from(("not-accepted", "overdue")),
            "said": st.sampled_from(("partly", "unsolved")),
            "reason": st.sampled_from(("nobody", "again")),
            "late": st.just("yes"),
            "outcome": st.sampled_from(("agree", "differ", "miss")),
        },
    ),
    st.fixed_dictionaries(
        {},
        optional={
            "grid": st.sampled_from((*GRIDS, "")),
            "category": st.sampled_from(("物业", "路灯")),
            "result": st.just(""),
            "matter": st.sampled_from(("", "电梯")),
            "unit": st.sampled_from(("", "lamps", "water")),
            "excluded": st.sampled_from(("", "legal", "force")),
            "request": st.sampled_from((Request.NONE, Request.REWORK)),
            "retract_until": st.just(NOON + timedelta(days=365)),
        },
    ),
    st.integers(0, 30),  # hours later
)


class Desk:
    """Files tickets and does things to them as handlers do, without anybody being told."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.now = NOON

    @property
    def day(self) -> str:
        return f"{self.now:%Y-%m-%d}"

    def file(self, kind: str = "help", source: str = "resident", grid: str = GRIDS[0]) -> Ticket:
        status = FILED_AS.get(kind, Status.ASSIGNED)
        data = {"entry": "n-119"} if kind == "answered" else {}
        blank = Ticket(0, "", kind, status, "物业", "", "路灯坏了", source=source, grid=grid, community=COMMUNITY)
        blank = replace(blank, reporter=RESIDENT.id, assignee=STAFF.id, due_at=self.now + timedelta(days=2))
        blank = replace(blank, kind="enquiry", result=AT_ONCE, closed_at=self.now) if data else blank

        def work(uow):
            ticket = uow.tickets.add(blank, self.now, f"{self.now:%Y%m%d}")
            event = Event(
                ticket.id, Action.FILE, 1, Party.REPORTER, self.now, None, ticket.status, data=data, day=self.day
            )
            uow.tickets.record(event)
            uow.counters.follow(None, ticket, event)
            return ticket

        return self.storage.write_now(work)

    def does(self, ticket: Ticket, action: Action, by: Person | None, data=None, **changes) -> Ticket:
        after, event = apply(ticket, action, by, self.now, data=data)
        after, event = replace(after, **changes), replace(event, day=self.day)

        def work(uow):
            uow.tickets.save(after, ticket.version)
            uow.tickets.record(event)
            uow.counters.follow(ticket, after, event)

        self.storage.write_now(work)
        return after

    def possible(self, ticket: Ticket) -> list[tuple[Action, Person | None]]:
        return [
            (action, by)
            for action, by in DOINGS
            if can(ticket, action, parties(ticket, by) if by else frozenset({Party.SYSTEM}), self.now)
        ]

    def counts(self, period: str, area: str = GRIDS[0]) -> Counts:
        found = self.storage.write_now(lambda uow: uow.counters.by_area(period, area))
        return next((tally.counts for tally in found if tally.area == area), Counts())

    def differences(self) -> list:
        return self.storage.write_now(lambda uow: uow.counters.differences())


@pytest.fixture
def desk(store: Storage) -> Desk:
    return Desk(store)


@given(tickets=st.lists(TICKETS, min_size=1, max_size=4), steps=st.lists(STEPS, max_size=40))
@settings(max_examples=60)
def test_after_any_history_what_is_kept_equals_a_recount(tmp_path_factory, tickets, steps) -> None:
    folder: Path = tmp_path_factory.mktemp("counters")
    desk = Desk(opened(folder / "store.db", threaded=False))
    filed = [desk.file(*each) for each in tickets]
    for which, what, data, changes, hours in steps:
        desk.now += timedelta(hours=hours)
        ticket = filed[which % len(filed)]
        if possible := desk.possible(ticket):
            filed[which % len(filed)] = desk.does(ticket, *possible[what % len(possible)], data, **changes)
    assert desk.differences() == []
    kept = sorted(row for row in rows(desk.storage, "SELECT * FROM counters") if any(row[3:]))
    desk.storage.write_now(lambda uow: uow.counters.recount())
    assert sorted(rows(desk.storage, "SELECT * FROM counters")) == kept
    desk.storage.close_now()


def test_a_difference_is_found_and_mended(desk: Desk) -> None:
    desk.file()
    desk.storage.engine.write_now(lambda db: plain(db, "UPDATE counters SET new = 7"))
    found = desk.differences()
    assert {(tally.period, tally.counts.new, counted.new) for tally, counted in found} == {
        ("2026-11-30", 7, 1),
        ("2026-11", 7, 1),
        (EVER, 7, 1),
    }
    desk.storage.write_now(lambda uow: uow.counters.recount())
    assert desk.differences() == []


def test_a_store_that_was_never_counted_or_by_older_rules_is_counted_when_it_is_opened(desk: Desk) -> None:
    desk.file()
    desk.storage.engine.write_now(lambda db: plain(db, "DELETE FROM counters"))
    assert desk.storage.write_now(lambda uow: uow.counters.keep_up())
    assert desk.counts("2026-11-30").new == 1
    assert not desk.storage.write_now(lambda uow: uow.counters.keep_up())
    desk.storage.write_now(lambda uow: uow.meta.set(CURRENT, "0"))
    assert desk.storage.write_now(lambda uow: uow.counters.keep_up())


def test_a_whole_life_by_day_month_and_altogether(desk: Desk) -> None:
    """Accepted in time on the first day, solved on the second, rated in the next month: it counts where it belongs."""
    ticket = desk.does(desk.file(), Action.ACCEPT, STAFF)
    assert desk.counts("2026-11-30") == Counts(new=1, open=1, dispatched=1, responded=1)
    desk.now += timedelta(days=1)
    ticket = desk.does(ticket, Action.RESOLVE, STAFF)
    ticket = desk.does(ticket, Action.CONFIRM, RESIDENT)
    desk.now += timedelta(days=1)
    desk.does(ticket, Action.RATE, RESIDENT, {"satisfied": "mostly"})
    second = Counts(
        resolved=1, due=1, on_time=1, closed=1, open=-1, asked=1, answered=1, solved=1, rated=1, satisfied=1
    )
    assert desk.counts("2026-12-01") == second
    assert desk.counts("2026-12-02") == Counts()
    assert desk.counts(EVER).open == 0
    (month,) = desk.storage.write_now(lambda uow: uow.counters.by_topic("2026-12", COMMUNITY, "matter"))
    assert (month.topic, month.counts) == ("matter/物业/", second)


def test_a_ticket_that_is_moved_takes_its_figures_along(desk: Desk) -> None:
    ticket = desk.does(desk.file(), Action.RETURN, STAFF, grid=GRIDS[1])
    assert desk.counts("2026-11-30", GRIDS[0]) == Counts()
    assert desk.counts("2026-11-30", GRIDS[1]) == Counts(new=1, open=1, dispatched=1, responded=1)
    desk.does(ticket, Action.ACCEPT, STAFF, category="路灯")
    topics = desk.storage.write_now(lambda uow: uow.counters.by_topic("2026-11", "", "matter"))
    assert {t.topic: t.counts.new for t in topics} == {"matter/物业/": 0, "matter/路灯/": 1}
    places = desk.storage.write_now(lambda uow: uow.counters.by_place("2026-11", "4602", "matter", 12))
    assert [(t.topic, t.area, t.counts.new) for t in places if t.counts.new] == [("matter/路灯/", COMMUNITY, 1)]


def test_a_first_contact_counts_once_and_late_when_the_reminder_came_first(desk: Desk) -> None:
    ticket = desk.does(desk.file(), Action.ESCALATE, None, {"why": "not-accepted"})
    ticket = desk.does(ticket, Action.ACCEPT, STAFF)
    desk.does(ticket, Action.RESOLVE, STAFF)
    counts = desk.counts("2026-11-30")
    assert (counts.dispatched, counts.responded) == (1, 0)


def test_an_episode_is_decided_once_by_its_date_or_its_end_and_rework_begins_another(desk: Desk) -> None:
    """Late once and resolved after all, then refuted and resolved in time: one of two."""
    ticket = desk.does(desk.file(), Action.ESCALATE, None, {"why": "overdue"})
    ticket = desk.does(ticket, Action.ESCALATE, None, {"why": "overdue"})
    assert (desk.counts("2026-11-30").due, desk.counts("2026-11-30").on_time) == (1, 0)
    ticket = desk.does(ticket, Action.RESOLVE, STAFF)
    ticket = desk.does(ticket, Action.REFUTE, RESIDENT)
    desk.does(ticket, Action.RESOLVE, STAFF)
    assert (desk.counts("2026-11-30").due, desk.counts("2026-11-30").on_time) == (2, 1)


def test_what_is_resolved_late_before_the_bot_noticed_is_late(desk: Desk) -> None:
    desk.does(desk.file(), Action.RESOLVE, STAFF, {"late": "yes"})
    assert (desk.counts("2026-11-30").due, desk.counts("2026-11-30").on_time) == (1, 0)


@pytest.mark.parametrize("accepted", [True, False])
def test_what_was_resolved_by_mistake_and_taken_back_was_never_resolved(desk: Desk, accepted: bool) -> None:
    """It is taken out again on the day it counted; what becomes of it afterwards counts as if nothing had been."""
    ticket = desk.file()
    if accepted:
        ticket = desk.does(ticket, Action.ACCEPT, STAFF)
    ticket = desk.does(ticket, Action.RESOLVE, STAFF, retract_until=desk.now + timedelta(days=2))
    assert desk.counts("2026-11-30").resolved == 1
    desk.now += timedelta(days=1)
    ticket = desk.does(ticket, Action.RETRACT, STAFF)
    taken_up = {"dispatched": 1, "responded": 1}
    assert desk.counts("2026-11-30") == Counts(new=1, open=1, **(taken_up if accepted else {}))
    assert desk.counts("2026-12-01") == Counts(**({} if accepted else taken_up))
    assert desk.counts(EVER).open == 1
    assert desk.differences() == []
    ticket = desk.does(ticket, Action.ESCALATE, None, {"why": "overdue"})
    desk.does(desk.does(ticket, Action.RESOLVE, STAFF, {"late": "yes"}), Action.CONFIRM, RESIDENT)
    day = desk.counts("2026-12-01")
    assert (day.resolved, day.due, day.on_time, day.asked, day.solved, day.open) == (1, 1, 0, 1, 1, -1)
    assert desk.differences() == []


def test_a_second_rating_and_one_after_a_silent_end_change_nothing(desk: Desk) -> None:
    said, silent = (desk.does(desk.file(), Action.RESOLVE, STAFF) for _ in range(2))
    said = desk.does(said, Action.CONFIRM, RESIDENT)
    silent = desk.does(silent, Action.CLOSE, None)
    for _ in range(2):
        said = desk.does(said, Action.RATE, RESIDENT, {"satisfied": "no"})
    desk.does(silent, Action.RATE, RESIDENT, {"satisfied": "yes"})
    counts = desk.counts("2026-11-30")
    assert (counts.asked, counts.answered, counts.rated, counts.satisfied) == (2, 1, 1, 0)


def test_wishes_have_no_figures_and_patrol_finds_are_not_surveyed(desk: Desk) -> None:
    desk.file("wish")
    assert desk.counts(EVER) == Counts()
    desk.does(desk.does(desk.file(source="patrol"), Action.RESOLVE, STAFF), Action.CLOSE, None)
    assert desk.counts(EVER).asked == 0


def test_what_was_answered_at_once_stands_beside_the_new_ones_until_somebody_has_to_answer_it(desk: Desk) -> None:
    """It counts on its own, in no rate; passed on the next day, it is new on that day and lives like any other."""
    answered = desk.file("answered")
    assert desk.counts("2026-11-30") == Counts(at_once=1)
    possible = desk.possible(answered)
    assert (Action.TO_PERSON, RESIDENT) in possible
    assert Action.EXCLUDE not in {action for action, _ in possible}
    desk.now += timedelta(days=1)
    passed = desk.does(answered, Action.TO_PERSON, RESIDENT, result="", closed_at=None)
    desk.does(desk.does(passed, Action.RESOLVE, STAFF), Action.CONFIRM, RESIDENT)
    assert desk.counts("2026-11-30") == Counts(at_once=1)
    day = desk.counts("2026-12-01")
    assert (day.passed_on, day.new, day.closed, day.responded, day.asked, day.at_once) == (1, 1, 1, 1, 1, 0)
    assert desk.counts(EVER).open == 0
    assert desk.differences() == []


async def test_what_is_due_and_in_work_is_found_by_area_and_confidential_ones_only_for_who_may(desk: Desk) -> None:
    late = desk.file()
    desk.file("report", grid=GRIDS[1])
    desk.file("wish")
    desk.now += timedelta(days=3)
    desk.file()
    desk.does(late, Action.RESOLVE, STAFF)

    def seen(uow):
        found = uow.tickets
        return (
            found.overdue("4602", desk.now),
            found.overdue("4602", desk.now, confidential=False),
            [t.kind for t in found.late(COMMUNITY, desk.now, 9, confidential=True)],
            [t.kind for t in found.in_work("46", 9, confidential=False)],
            [found.count_in_work(area, confidential=True) for area in ("", "4602", GRIDS[0], GRIDS[1], "99")],
        )

    assert desk.storage.write_now(seen) == ({(GRIDS[1], ""): 1}, {}, ["report"], ["help"], [2, 2, 1, 1, 0])


AREA = {"stem": "4602%", "hidden": ""}
RANGE = {"low": "4602", "high": "4603"}
LISTS = {
    "a digest": (BY_AREA, {"period": EVER, "topic": "", **RANGE}),
    "what is overdue": (OVERDUE, {**AREA, **RANGE, "now": EPOCH}),
    "a list of what is late": (LATE, {**AREA, "now": EPOCH, "limit": 8}),
    "a list of what is in work": (IN_WORK, {**AREA, **RANGE, "limit": 8}),
    "a list of what nobody has accepted": (UNACCEPTED, {**AREA, **RANGE, "limit": 8}),
    "how much nobody has accepted": (COUNT_UNACCEPTED, {**AREA, **RANGE}),
    "how much is in work": (COUNT_IN_WORK, {**AREA, **RANGE}),
    "a worker's list": (TODO, {"assignee": 1}),
    "a resident's list": (OF_REPORTER, {"reporter": 1, "limit": 10}),
    "a volunteer's list": (OF_CLAIMANT, {"claimant": 1}),
    "the wall of wishes": (WISHES, {"status": "open", "stem": "%", "limit": 10}),
}


@pytest.mark.parametrize("name", LISTS)
def test_no_list_reads_a_whole_table(store: Storage, name: str) -> None:
    assert scanned(store, *LISTS[name]) == set()
