"""Special clocks: which row a ticket falls under, and what it changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from domain.policy import Policy
from domain.special import Special, marked, offered
from domain.ticket import Status, Ticket, Urgency
from domain.worktime import Term, Unit

ROWS = (
    Special("热线", frozenset({"12301"}), answer_within=timedelta(minutes=20)),
    Special("涉旅", frozenset({"商贸旅游"}), ("游客",), timedelta(minutes=30)),
    Special("特殊", frozenset({"办不成事"}), term=Term(10, Unit.WORKING_DAYS), chosen=True),
)


def ticket(**fields: object) -> Ticket:
    values = {"kind": "complaint", "category": "商贸旅游", "matter": "", "words": "游客被宰", **fields}
    return Ticket(1, "261123-0001", status=Status.ASSIGNED, **values)  # type: ignore[arg-type]


def test_the_first_row_that_fits_counts_and_what_is_chosen_is_never_found() -> None:
    assert (marked(ROWS, ticket(source="12301")).clock, marked(ROWS, ticket(source="12301")).rush) == ("热线", 20)
    assert (marked(ROWS, ticket()).clock, marked(ROWS, ticket()).rush) == ("涉旅", 30)
    assert marked(ROWS, ticket(words="店里的秤不准")).clock == ""
    assert marked(ROWS, ticket(category="党务政务", matter="办不成事", words="没办成")).clock == ""
    assert marked(ROWS, ticket(clock="特殊")).clock == "特殊"


def test_only_what_fits_is_offered() -> None:
    assert [row.name for row in offered(ROWS, ticket(matter="办不成事"))] == ["特殊"]
    assert offered(ROWS, ticket()) == ()


def test_a_row_of_some_kinds_is_for_no_other() -> None:
    rows = (
        Special("举报核查", frozenset({"商贸旅游"}), kinds=frozenset({"report"}), term=Term(15, Unit.WORKING_DAYS)),
    )
    assert marked(rows, ticket(kind="report")).clock == "举报核查"
    assert marked(rows, ticket(kind="complaint")).clock == ""


def test_its_term_counts_unless_life_is_in_danger_and_a_row_that_is_gone_changes_nothing() -> None:
    policy = Policy(special=ROWS)
    assert policy.term_of(ticket(clock="特殊")) == Term(10, Unit.WORKING_DAYS)
    assert policy.term_of(ticket(clock="特殊", urgency=Urgency.CRITICAL)) == policy.critical_term
    assert policy.term_of(ticket(clock="没有了")) == policy.term


def test_only_what_nobody_took_up_is_in_a_hurry() -> None:
    assert ticket(rush=30).rushed
    assert not ticket().rushed
    taken = ticket(rush=30, created_at=datetime(2026, 11, 23, tzinfo=UTC))
    assert not Ticket(1, "n", "help", Status.WORKING, "", "", "", rush=taken.rush).rushed
