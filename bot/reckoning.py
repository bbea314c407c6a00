"""Counts a replay again, from its tables and from what people got and did: answers and owners, escalations, digests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.recount import FIGURES, figures
from bot.witness import NOT_ACCEPTED, NOT_CHECKED, OVERDUE, Book, Paper, Told
from domain.people import Role, holds, scopes_above
from domain.policy import Policy
from domain.ticket import RUNNING, Action, Event, Status, Ticket
from domain.worktime import WorkWeek, due, next_allowed

AT_ONCE = timedelta(minutes=1)
RUNGS = (Role.CAPTAIN, Role.DESK, Role.COMMAND, Role.SUPERVISOR)
ABOVE = (*RUNGS, Role.UNIT_DESK)
WAITS = frozenset({Status.PENDING, Status.ASSIGNED, Status.CHECKING})
DONE = frozenset({Status.RESOLVED, Status.FULFILLED})
GIVES = frozenset(
    {Action.FILE, Action.ASSIGN, Action.RETURN, Action.DISPATCH, Action.REFUTE, Action.REOPEN, Action.SPLIT}
)
STARTS = frozenset({Action.FILE, Action.REFUTE, Action.REOPEN})
NOT_PLAYED = frozenset({Action.ASK, Action.PARK, Action.EXTEND, Action.RANK, Action.RECOUNT})  # they move dates
DIGEST = re.compile(
    r"📊 (\d+)月(\d+)日 日报 · .*\n新增 (\d+) · 办结 (\d+) · 结案 (\d+)\n在办 (\d+) 件，其中 🔴 超时 (\d+) 件\n"
    r"响应率 .*（(\d+)/(\d+)）\n解决率 .*（(\d+)/(\d+)）\n满意率 .*（(\d+)/(\d+)）\n没表态 (\d+) 件"
)


@dataclass(frozen=True, slots=True)
class Post:
    """Who holds a role for an area, and where messages reach them."""

    person: int
    name: str
    role: Role
    scope: str
    address: str


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket at the end with its history, and where its reporter is reached ("" for nobody)."""

    ticket: Ticket
    history: tuple[Event, ...]
    reporter: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a replay; `end` is when it ended."""

    cases: tuple[Case, ...]
    posts: tuple[Post, ...]
    unreachable: frozenset[str]
    paper: Paper
    book: Book
    policy: Policy
    week: WorkWeek
    end: datetime


@dataclass(slots=True)
class Check:
    """What was looked at, how much of it, and where it was not so."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number


def reckon(evidence: Evidence) -> tuple[Check, ...]:
    """Every check of a replay."""
    return tuple(check(evidence) for check in CHECKS)


# ---- nobody is left without an answer or an owner


def answered_or_owned(evidence: Evidence) -> Check:
    """Each ticket has an answer its resident got, or an owner who was told of it and can be reached."""
    check = Check("有答复或有人办")
    for case in evidence.cases:
        kind = _answer(evidence, case) or _owner(evidence, case)
        check.count(kind or "两样都没有")
        if not kind:
            check.wrong.append(f"{case.ticket.number}（{case.ticket.status}）：没有答复，也没有联系得上的人")
    return check


def _answer(evidence: Evidence, case: Case) -> str:
    """Something about it that reached the resident when it was done, or when it ended some other way."""
    ticket = case.ticket
    done = ticket.resolved_at or ticket.closed_at
    if done is None:
        return ""
    if not ticket.reporter:
        return "凭提取码查看答复"
    said = evidence.paper.said.get(case.reporter, ())
    return "有答复" if any(each.at >= done and ticket.number in each.text for each in said) else ""


def _owner(evidence: Evidence, case: Case) -> str:
    ticket = case.ticket
    if not ticket.alive or ticket.status in DONE:
        return ""
    reached = [post for post in evidence.posts if post.address not in evidence.unreachable]
    told = [post for post in reached if _got(evidence, post.address, ticket.number)]
    if any(post.person == ticket.assignee for post in told):
        return "有人办"
    if not ticket.assignee and any(post.role in ABOVE for post in told):
        return "待派单，有人决定"
    return "在心愿墙上" if ticket.wish and ticket.status in (Status.OPEN, Status.CLAIMED) else ""


def _got(evidence: Evidence, address: str, number: str) -> bool:
    return any(number in words for words in evidence.paper.words(address))


# ---- escalations


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
            _was_told(evidence, case, each, heard, check)
        for one in heard:
            if not one.listed and not any(_fits(evidence, one, each) for each in due_ones):
                check.wrong.append(f"{one.number}：{one.at:%m-%d %H:%M} 告诉 {one.address} {one.why}，表里没有")
    return check


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
            yield Owed(why, RUNGS[min(rung, len(RUNGS) - 1)], moment)
            moment, rung = evidence.policy.contact_by(moment, ticket, evidence.week), rung + 1


def _overdue(evidence: Evidence, case: Case) -> Iterator[Owed]:
    """At its date, and some time later, if it is still to be done then."""
    ticket, policy, week = case.ticket, evidence.policy, evidence.week
    term = policy.term_of(ticket.kind, ticket.category, ticket.matter, ticket.urgency)
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
    for scope in scopes_above(ticket.area) if ticket.area else ():
        if found := [
            p for p in evidence.posts if p.role is role and p.scope == scope and p.person not in ticket.recused
        ]:
            return found
    return []


# ---- digests


def digests(evidence: Evidence) -> Check:
    """The figures of every digest as sent, against a recount."""
    check = Check("日报")
    scopes = {post.address: post.scope for post in evidence.posts if post.role is Role.SUPERVISOR}
    for address, scope in scopes.items():
        for said in evidence.paper.said.get(address, ()):
            if found := DIGEST.match(said.text):
                _compare(evidence, scope, said.at, [int(each) for each in found.groups()[2:]], check)
    return check


def _compare(evidence: Evidence, scope: str, at: datetime, shown: list[int], check: Check) -> None:
    tickets = [case.ticket for case in evidence.cases if case.ticket.area and holds(scope, case.ticket.area)]
    counted = figures(evidence.book, tickets, evidence.policy, evidence.week, at)
    check.count("日报")
    for name, said, recounted in zip(FIGURES, shown, counted, strict=True):
        check.count("数字")
        if said != recounted:
            check.wrong.append(f"{at:%Y-%m-%d} {scope} {name}：日报 {said}，另算 {recounted}")


CHECKS: tuple[Callable[[Evidence], Check], ...] = (answered_or_owned, escalated, digests)
