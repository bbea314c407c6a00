"""What a ticket's course owes by the tables: who must hear what, and when; from its history, terms and working time alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from bot.replay.audience import other_posts
from bot.replay.dates import Span, as_at
from bot.replay.days import after
from bot.replay.evidence import Case, Evidence
from bot.replay.paper import ASKED, DUE_SOON, NOT_ACCEPTED, NOT_CHECKED, OVERDUE
from domain.people import Role
from domain.ticket import Action, Event, Status, Ticket
from domain.values import frozen
from domain.worktime import due

RUNGS = (Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.COMMAND, Role.SUPERVISOR)
WAITS = frozenset({Status.PENDING, Status.ASSIGNED, Status.CHECKING})
STARTS = frozenset({Action.FILE, Action.TO_PERSON, Action.REFUTE, Action.REOPEN, Action.REDO})
GIVES = STARTS | {Action.ASSIGN, Action.RETURN, Action.DISPATCH, Action.SPLIT}
DECIDES = frozenset({"granted", "refused", "given", "returned", "resolved", "all-right", "asked"})
WORKER = Role.WORKER  # stands for whoever has it


@frozen
class Owed:
    """By the tables, somebody of a role must be told at this moment; WORKER is whoever has it.

    `given` when it was given to somebody in this very moment, and they have it already.
    """

    why: str
    role: Role
    at: datetime
    given: bool = False


def owed(evidence: Evidence, case: Case) -> list[Owed]:
    """Everything a ticket's course owes, to those above and to whoever has it."""
    found = list(_unaccepted(evidence, case))
    if not case.ticket.wish:
        found += [*_by_date(evidence, case), *_undecided(evidence, case)]
    return found


# ---- until somebody takes it up


def _unaccepted(evidence: Evidence, case: Case) -> Iterator[Owed]:
    """From whenever it was given to somebody until they took it up: a rung higher each time the time for it is over."""
    steps = [event for event in case.history if event.action is not Action.ESCALATE]
    why = NOT_CHECKED if case.ticket.wish else NOT_ACCEPTED
    told = 0
    for at, given in enumerate(steps):
        if not _begins(given):
            continue
        told = told if given.action is Action.RANK else 0  # ranked: the captain first, then on from where it was
        ended = next((event for event in steps[at + 1 :] if event.after not in WAITS or _begins(event)), None)
        moment, rung = evidence.policy.contact_by(given.at, _as_at(evidence, case, given.at), evidence.week), 0
        if moment < (ended.at if ended else evidence.end) and not case.ticket.wish:
            yield Owed(why, WORKER, moment)
        while _before(moment, ended, evidence):
            yield Owed(why, _rung(evidence, case, rung, moment), moment)
            top = len(_rungs(evidence, case, moment)) - 1
            told += 1
            ticket = _as_at(evidence, case, moment)
            moment = evidence.policy.silence_told_again(moment, ticket, evidence.week, at_top=rung > 0 and rung >= top)
            rung = told


def _begins(event: Event) -> bool:
    """Whether it is given to somebody (again), or ranked while nobody has taken it up."""
    given = event.action in GIVES and event.after in WAITS
    return given or (event.action is Action.RANK and event.after is Status.ASSIGNED)


def _before(moment: datetime, ended: Event | None, evidence: Evidence) -> bool:
    """Whether it still waits then; that it goes to another because its holder is away is found out by this very moment."""
    if ended is None:
        return moment < evidence.end
    return moment < ended.at or (moment == ended.at and ended.data.get("why") == "absent")


def _rungs(evidence: Evidence, case: Case, at: datetime) -> list[Role]:
    """Only rungs that somebody other than whoever has the ticket holds are waited on."""
    around = other_posts(evidence, case.ticket, at)
    held = [role for role in RUNGS if any(post.role is role for post in around)]
    return [Role.SUPERVISOR] if case.ticket.confidential or not held else held


def _rung(evidence: Evidence, case: Case, number: int, at: datetime) -> Role:
    held = _rungs(evidence, case, at)
    return held[min(number, len(held) - 1)]


# ---- its date


def _by_date(evidence: Evidence, case: Case) -> Iterator[Owed]:
    """Some hours before its date, at it, and some time later; what passed while the clock stood still, when it goes on."""
    policy, week = evidence.policy, evidence.week
    for _, episode in groupby(case.spans, key=lambda span: span.episode):
        told: set[Role] = set()
        for span in (each for each in episode if each.running):
            soon = span.date - policy.remind_before_due
            if span.since < soon < span.until:
                yield Owed(DUE_SOON, WORKER, soon)
            if span.since <= span.date < span.until:
                yield Owed(OVERDUE, WORKER, span.date)
            later = after(span.date, policy.escalate_after_due, week)
            for role, moment in ((Role.CAPTAIN, span.date), (Role.SUPERVISOR, later)):
                if at := _passes(span, moment, made_up=role not in told):
                    told.add(role)
                    yield Owed(OVERDUE, role, at, given=at > moment and _given(evidence, case, at))


def _passes(span: Span, moment: datetime, *, made_up: bool) -> datetime | None:
    """When a moment is reached in a span; one that passed before is made up for at its beginning."""
    at = max(moment, span.since) if made_up else moment
    return at if span.since <= at < span.until else None


def _given(evidence: Evidence, case: Case, at: datetime) -> bool:
    """Whether that it was given to somebody else made the clock go on; whoever ranks it does so before giving it."""
    deeds = {deed.what for deed in evidence.book.deeds.get(case.ticket.number, ()) if deed.at == at}
    return "given" in deeds and "ranked" not in deeds


# ---- what the worker asks of those above


def _undecided(evidence: Evidence, case: Case) -> Iterator[Owed]:
    deeds = evidence.book.deeds.get(case.ticket.number, [])
    for asked in (deed for deed in deeds if deed.what in ("extend", "park")):
        latest = due(asked.at, evidence.policy.decide_within, evidence.week).at
        if not any(deed.what in DECIDES and asked.at <= deed.at <= latest for deed in deeds) and latest < evidence.end:
            yield Owed(ASKED, Role.SUPERVISOR, latest)


def _as_at(evidence: Evidence, case: Case, at: datetime) -> Ticket:
    return as_at(case.ticket, evidence.book, at)
