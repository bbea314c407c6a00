"""Whether what the tables owed in a replay arrived in its time, and nothing else did: at those above, and at the worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.replay.audience import BEFORE, audience, holder, out_of_reach, present
from bot.replay.evidence import Case, Check, Evidence
from bot.replay.owed import RUNGS, WAITS, WORKER, Owed, owed
from bot.replay.paper import ASKED, OVERDUE, Told
from domain.people import Role
from domain.worktime import next_allowed

AT_ONCE = timedelta(minutes=1)
ABOVE = (*RUNGS, Role.UNIT_DESK)
MORNING = timedelta(days=1)


def escalated(evidence: Evidence) -> Check:
    """What the tables say must be told to those above was told in its time, and nothing else was."""
    check = Check("升级")
    told = _by_number(evidence.paper.escalations())
    for case in evidence.cases:
        heard = told.get(case.ticket.number, [])
        due_ones = [(each, latest_for(evidence, each.at)) for each in owed(evidence, case) if each.role is not WORKER]
        for each, latest in due_ones:
            people = audience(evidence, case.ticket, each.role, each.at + each.given * BEFORE)
            _was_told(evidence, case, each, latest, people, heard, check)
        for one in heard:
            if not one.listed and one.why != ASKED and not any(_fits(one, each, latest) for each, latest in due_ones):
                check.wrong.append(f"{one.number}：{one.at:%m-%d %H:%M} 告诉 {one.address} {one.why}，表里没有")
    return check


def reminded(evidence: Evidence) -> Check:
    """Whoever has a ticket is reminded when they have not taken it up, before its date and at it."""
    check = Check("提醒")
    told = _by_number(evidence.paper.reminders())
    for case in evidence.cases:
        for each in (each for each in owed(evidence, case) if each.role is WORKER):
            account = holder(evidence, case.ticket, each.at)
            if account and list(present(evidence, [account], each.at)) == [account]:
                latest = latest_for(evidence, each.at)
                _was_told(evidence, case, each, latest, [account], told.get(case.ticket.number, []), check)
    return check


def _by_number(said: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = {}
    for one in said:
        found.setdefault(one.number, []).append(one)
    return found


def _was_told(
    evidence: Evidence,
    case: Case,
    each: Owed,
    latest: datetime,
    people: list[str],
    heard: list[Told],
    check: Check,
) -> None:
    """Everybody who must hear of it; where nobody of the role is there, somebody else who does not have the ticket."""
    if latest >= evidence.end:
        return  # it may still come
    check.count(f"{each.why} → {'承办人' if each.role is WORKER else each.role}")
    fitting = {one.address for one in heard if _fits(one, each, latest)}
    waited = [account for account in people if account not in fitting]
    if excused := [account for account in waited if _excused(evidence, case, each, account, latest)]:
        check.count("对方屏蔽了，或清单之前已了结", len(excused))
    missing = [account for account in waited if account not in excused]
    nobody = (
        not people
        and not fitting - {holder(evidence, case.ticket, each.at + each.given * BEFORE)}
        and not _ended_by(case, each, latest)
    )
    if missing or nobody:
        who = "、".join(missing) or "上面任何人"
        check.wrong.append(f"{case.ticket.number}：{each.at:%m-%d %H:%M} 应把 {each.why} 告诉 {each.role}（{who}）")


def _excused(evidence: Evidence, case: Case, each: Owed, account: str, latest: datetime) -> bool:
    """Who blocks the bot gets nothing; and a list leaves out what ended before it was sent."""
    if out_of_reach(evidence, account, each.at, latest):
        return True
    return _ended_by(case, each, latest) and (each.role is Role.SUPERVISOR or _in_lists(evidence, account, each.at))


def _ended_by(case: Case, each: Owed, latest: datetime) -> bool:
    """Whether there was nothing to tell any more: closed, or of silence taken up, before a list was sent."""
    over = case.ticket.closed_at
    if each.why != OVERDUE and each.role is not WORKER:
        over = next((e.at for e in case.history if e.at > each.at and e.after not in WAITS), over)
    return over is not None and each.at < over <= latest


def _in_lists(evidence: Evidence, account: str, at: datetime) -> bool:
    """Whether somebody was written to so often that day that what is not urgent comes in lists; or sleeps."""
    day = evidence.week.local(at).date()
    today = sum(evidence.week.local(each.at).date() == day for each in evidence.paper.said.get(account, ()))
    return today >= evidence.policy.pushes_a_day or next_allowed(at, evidence.policy.quiet, evidence.week.zone) > at


def _fits(one: Told, each: Owed, latest: datetime) -> bool:
    return one.why == each.why and each.at <= one.at <= latest + AT_ONCE


def latest_for(evidence: Evidence, moment: datetime) -> datetime:
    """Not in quiet hours; and who was disturbed too often that day gets it with the next list."""
    policy, local = evidence.policy, evidence.week.local(moment)
    lists = [local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) for at in policy.lists_at]
    listed = next((at for at in sorted(lists) if at > local), min(lists) + MORNING)
    return max(next_allowed(moment, policy.quiet, evidence.week.zone), listed)
