"""Counts a replay again, from its tables and from what people got and did: answers and owners, escalations, digests."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from bot.replay.escalations import ABOVE, escalated, reminded
from bot.replay.evidence import Case, Check, Evidence
from bot.replay.recount import FIGURES, figures
from bot.replay.waiting import parts, promises, stands_still, waits_on_nobody
from domain.people import Role, holds
from domain.ticket import Status

DONE = frozenset({Status.RESOLVED, Status.FULFILLED})
DIGEST = re.compile(
    r"📊 \d+月\d+日 日报 · .*\n新增 (\d+) · 办结 (\d+) · 结案 (\d+)\n(?:💡 另有即答 (\d+) 件，没答到转人工 (\d+) 件\n)?在办 (\d+) 件，其中 🔴 超时 (\d+) 件\n"
    r"响应率 .*（(\d+)/(\d+)）\n(?:.*\n)?按时办结率 .*（(\d+)/(\d+)）\n解决率 .*（(\d+)/(\d+)）\n(?:.*\n)?满意率 .*（(\d+)/(\d+)）\n(?:.*\n)?没表态 (\d+) 件"
)


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
    reached = [post for post in evidence.posts if not evidence.diary.away(post.address, evidence.end)]
    told = [post for post in reached if _got(evidence, post.address, ticket.number)]
    if any(post.person == ticket.assignee for post in told):
        return "有人办"
    if not ticket.assignee and any(post.role in ABOVE for post in told):
        return "待派单，有人决定"
    return "在心愿墙上" if ticket.wish and ticket.status in (Status.OPEN, Status.CLAIMED) else ""


def _got(evidence: Evidence, address: str, number: str) -> bool:
    return any(number in words for words in evidence.paper.words(address))


# ---- digests


def digests(evidence: Evidence) -> Check:
    """A digest each day for whoever oversees an area, and the figures of each as sent, against a recount."""
    check = Check("日报")
    for post in (each for each in evidence.posts if each.role is Role.SUPERVISOR):
        days = set()
        for said in evidence.paper.said.get(post.address, ()):
            if found := DIGEST.match(said.text):
                days.add(evidence.week.local(said.at).date())
                _compare(evidence, post.scope, said.at, [int(each or 0) for each in found.groups()], check)
        check.wrong += [f"{day:%Y-%m-%d} {post.scope}：没有日报" for day in _digest_days(evidence) if day not in days]
    nowhere = sum(not case.ticket.area for case in evidence.cases)
    check.count("没有地点、不在任何日报里的工单", nowhere)
    return check


def _digest_days(evidence: Evidence) -> Iterator[date]:
    """The days from the first ticket to the end on which the hour of the digest has come."""
    local = evidence.week.local
    day, last = local(min(evidence.book.first.values(), default=evidence.end)).date(), local(evidence.end)
    while day < last.date():
        yield day
        day += timedelta(days=1)


def _compare(evidence: Evidence, scope: str, at: datetime, shown: list[int], check: Check) -> None:
    cases = [case for case in evidence.cases if case.ticket.area and holds(scope, case.ticket.area)]
    counted = figures(evidence.book, cases, evidence.policy, evidence.week, at)
    check.count("日报")
    for name, said, recounted in zip(FIGURES, shown, counted, strict=True):
        check.count("数字")
        if said != recounted:
            check.wrong.append(f"{at:%Y-%m-%d} {scope} {name}：日报 {said}，另算 {recounted}")


CHECKS: tuple[Callable[[Evidence], Check], ...] = (
    answered_or_owned,
    waits_on_nobody,
    stands_still,
    promises,
    parts,
    escalated,
    reminded,
    digests,
)
