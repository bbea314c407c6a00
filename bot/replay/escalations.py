"""Which escalations the tables owed in a replay, and whether each of them, and nothing else, arrived in its time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.replay.evidence import Case, Check, Evidence, Post
from bot.replay.witness import NOT_ACCEPTED, NOT_CHECKED, OVERDUE, Told
from domain.people import Role
from domain.ticket import RUNNING, Action, Status, Ticket
from domain.worktime import due, next_allowed

AT_ONCE = timedelta(minutes=1)
RUNGS = (Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.COMMAND, Role.SUPERVISOR)
ABOVE = (*RUNGS, Role.UNIT_DESK)
WAITS = frozenset({Status.PENDING, Status.ASSIGNED, Status.CHECKING})
STARTS = frozenset({Action.FILE, Action.TO_PERSON, Action.REFUTE, Action.REOPEN, Action.REDO})
GIVES = STARTS | {Action.ASSIGN, Action.RETURN, Action.DISPATCH, Action.SPLIT}
NOT_PLAYED = frozenset({Action.ASK, Action.PARK, Action.EXTEND, Action.RANK, Action.RECOUNT})  # they move dates


@dataclass(frozen=True, slots=True)
class Owed:
    """By the tables, somebody of a role must be told at this moment."""

    why: str
    role: Role
    at: datetime


def escalated(evidence: Evidence) -> Check:
    """What the tables say must be told was told in its time, and nothing else was."""
    check = Check("升级")
    told: dict[str, list[Told]] = {}
    for one in evidence.paper.escalations():
        told.setdefault(one.number, []).append(one)
    for case in evidence.cases:
        if any(event.action in NOT_PLAYED for event in case.history):
            check.count("未核（改过期限）")
            continue
        due_ones = list(owed(evidence, case))
        heard = told.get(case.ticket.number, [])
        for each in due_ones:
            latest = _latest(evidence, each.at)
            ended = _ended(case, each) or evidence.end
            if latest < evidence.end and not each.at < ended <= latest:  # it may still come; lists leave out what ended
                _was_told(evidence, case, each, heard, check)
        for one in heard:
            if not one.listed and not any(_fits(evidence, one, each) for each in due_ones):
                check.wrong.append(f"{one.number}：{one.at:%m-%d %H:%M} 告诉 {one.address} {one.why}，表里没有")
    return check


def _ended(case: Case, each: Owed) -> datetime | None:
    """When there was nothing to tell any more: closed, or of what supervisors hear in lists taken up before the list."""
    if each.role is not Role.SUPERVISOR or each.why == OVERDUE:
        return case.ticket.closed_at
    return next((e.at for e in case.history if e.at > each.at and e.after not in WAITS), case.ticket.closed_at)


def owed(evidence: Evidence, case: Case) -> Iterator[Owed]:
    """Every escalation a ticket's course owes by policy and working time."""
    yield from _unaccepted(evidence, case)
    if not case.ticket.wish:
        yield from _overdue(evidence, case)


def _unaccepted(evidence: Evidence, case: Case) -> Iterator[Owed]:
    """From whenever it was given to somebody until they took it up: a rung higher each time the time for it is over."""
    ticket, steps = case.ticket, [event for event in case.history if event.action is not Action.ESCALATE]
    why = NOT_CHECKED if ticket.wish else NOT_ACCEPTED
    for given in (step for step in steps if step.action in GIVES and step.after in WAITS):
        ended = next((e.at for e in steps if e.at > given.at and (e.after not in WAITS or e.action in GIVES)), None)
        moment, rung = evidence.policy.contact_by(given.at, ticket, evidence.week), 0
        while moment < (ended or evidence.end):
            role = _rung(evidence, ticket, rung, moment)
            yield Owed(why, role, moment)
            at_top = rung > 0 and role is _rung(evidence, ticket, len(RUNGS), moment)
            moment = evidence.policy.silence_told_again(moment, ticket, evidence.week, at_top=at_top)
            rung += 1


def _rung(evidence: Evidence, ticket: Ticket, number: int, at: datetime) -> Role:
    """Only rungs that somebody other than whoever has the ticket holds are waited on."""
    has_it = evidence.book.holder(ticket.number, at)
    scopes = evidence.organisation.scopes_above(ticket.area) if ticket.area else ()
    around = [p for p in evidence.posts if p.scope in scopes and p.person not in ticket.recused and p.name != has_it]
    held = [role for role in RUNGS if any(post.role is role for post in around)]
    return Role.SUPERVISOR if ticket.confidential or not held else held[min(number, len(held) - 1)]


def _overdue(evidence: Evidence, case: Case) -> Iterator[Owed]:
    """At its date, and some time later, if it is still to be done then."""
    ticket, policy, week = case.ticket, evidence.policy, evidence.week
    term = policy.term_of(ticket)
    for begun in (step for step in case.history if step.action in STARTS and step.after in WAITS):
        date = due(begun.at, term, week).at
        later = due(date, policy.escalate_after_due, week).at
        over = next((e.at for e in case.history if e.at > begun.at and e.after not in RUNNING), evidence.end)
        for moment, role in ((date, Role.CAPTAIN), (later, Role.SUPERVISOR)):
            if moment < over:
                yield Owed(OVERDUE, role, moment)


def _was_told(evidence: Evidence, case: Case, each: Owed, heard: list[Told], check: Check) -> None:
    """Everybody of the rung nearest to the place; where nobody holds it (or only who has the ticket), somebody above."""
    has_it = evidence.book.holder(case.ticket.number, each.at)
    people = [post for post in _nearest(evidence, case.ticket, each.role) if post.name != has_it]
    fitting = {one.address for one in heard if _fits(evidence, one, each)}
    above = {post.address for post in evidence.posts if post.role in ABOVE and post.name != has_it}
    missing = [post.address for post in people if post.address not in fitting]
    check.count(f"{each.why} → {each.role}")
    if missing or not fitting & above:
        who = "、".join(missing) or "上面任何人"
        check.wrong.append(f"{case.ticket.number}：{each.at:%m-%d %H:%M} 应把 {each.why} 告诉 {each.role}（{who}）")


def _fits(evidence: Evidence, one: Told, each: Owed) -> bool:
    return one.why == each.why and each.at <= one.at <= _latest(evidence, each.at) + AT_ONCE


def _latest(evidence: Evidence, moment: datetime) -> datetime:
    """Not in quiet hours; and who was disturbed too often that day gets it with the next list."""
    policy, local = evidence.policy, evidence.week.local(moment)
    lists = [local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) for at in policy.lists_at]
    listed = next((at for at in sorted(lists) if at > local), min(lists) + timedelta(days=1))
    return max(next_allowed(moment, policy.quiet, evidence.week.zone), listed)


def _nearest(evidence: Evidence, ticket: Ticket, role: Role) -> list[Post]:
    """Who holds the role for the smallest area around the ticket; of a confidential one only supervisors."""
    role = Role.SUPERVISOR if ticket.confidential else role
    for scope in evidence.organisation.scopes_above(ticket.area) if ticket.area else ():
        if found := [
            p for p in evidence.posts if p.role is role and p.scope == scope and p.person not in ticket.recused
        ]:
            return found
    return []
