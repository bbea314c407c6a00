"""Whether anything waits on nobody, evening by evening, stands still for ever or beyond its date, or is left to a silent unit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.replay.audience import departed, found_out
from bot.replay.dates import as_at
from bot.replay.escalations import ABOVE, latest_for
from bot.replay.evidence import Case, Check, Evidence
from bot.replay.fates import Fate
from bot.replay.witness import Deed
from domain.ticket import PAUSED, RUNNING, Status

EVENING = timedelta(days=1)
OPEN = RUNNING | PAUSED | {Status.CHECKING}
GONE_ON = {"asked": "还没收到您的回答", "parked": "接着办了"}  # by why it stood still: what its resident is told
# what must stand in a message, in one of these ways
REMINDED = (("🤝 协办还没签收：",),)
REPORTED = (("🤝 ", "{unit}（", "）一直没签收协办"), ("🤝 ", "{unit}现在没有人在岗"))


def waits_on_nobody(evidence: Evidence) -> Check:
    """Every evening somebody has each open ticket who is there and knows of it, or those above heard of it that day."""
    check = Check("没人管")
    for case in evidence.cases:
        for evening in _evenings(evidence, case):
            check.count("工单 × 晚上")
            if not _looked_after(evidence, case, evening):
                check.wrong.append(f"{case.ticket.number}：{evening:%m-%d %H:%M} 没有人在办，也没有人知道")
                break
    return check


def _evenings(evidence: Evidence, case: Case) -> Iterator[datetime]:
    """The evenings on which it was open."""
    local = evidence.week.local(case.history[0].at)
    evening = local.replace(hour=18, minute=0, second=0, microsecond=0) + EVENING
    while evening < evidence.end:
        status = next(event.after for event in reversed(case.history) if event.at <= evening)
        if status in OPEN:
            yield evening
        evening += EVENING


def _looked_after(evidence: Evidence, case: Case, evening: datetime) -> bool:
    number, day_before = case.ticket.number, evening - EVENING
    account = evidence.account(evidence.book.holder(number, evening))
    gone = _gone(evidence, account, evening) and _gone(evidence, account, day_before)
    if account and not gone and _heard(evidence, account, number, None, evening):
        return True
    above = {post.address for post in evidence.posts if post.role in ABOVE}
    there = [each for each in above if not departed(evidence, each, evening) and each != account]
    return any(_heard(evidence, each, number, day_before, evening) for each in there)


def _gone(evidence: Evidence, account: str, at: datetime) -> bool:
    """Whether somebody was away, as far as could be known: that they block the bot, only once a message came back."""
    entry = evidence.diary.away(account, at)
    return entry is not None and (entry.fate is not Fate.BLOCKS or found_out(evidence, account, at))


def _heard(evidence: Evidence, account: str, words: str, since: datetime | None, until: datetime) -> bool:
    said = evidence.paper.said.get(account, ())
    return any(words in each.text and (since is None or since <= each.at) and each.at <= until for each in said)


def stands_still(evidence: Evidence) -> Check:
    """No clock stands still for ever: an unanswered question and a parked ticket go on by themselves, and it is told."""
    check = Check("停表")
    for case in evidence.cases:
        for span in case.spans:
            if span.running or span.until >= evidence.end:
                continue
            check.count(span.stopped)
            told = GONE_ON[span.stopped]
            if span.by_itself and case.told and not _told_then(evidence, case, told, span.until):
                check.wrong.append(f"{case.ticket.number}：{span.until:%m-%d %H:%M} 该接着办了，居民没有听说")
            check.count(f"{span.stopped}，自己接着走", int(span.by_itself))
    return check


def _told_then(evidence: Evidence, case: Case, words: str, at: datetime) -> bool:
    said = evidence.paper.said.get(case.reporter, ())
    latest = latest_for(evidence, at)
    return any(words in e.text and case.ticket.number in e.text and at <= e.at <= latest for e in said)


def promises(evidence: Evidence) -> Check:
    """Every date anybody was shown is the one worked out anew, moved by pauses, extensions and ranks."""
    check = Check("期限")
    for case in evidence.cases:
        number = case.ticket.number
        for at, shown in evidence.book.promised.get(number, ()):
            dates = {evidence.week.local(span.date) for span in case.spans if span.since <= at <= span.until}
            right = {(date.month, date.day, f"{date:%H:%M}") for date in dates}
            check.count("说过的日期", bool(right))
            if right and shown not in right:
                check.wrong.append(f"{number}：{at:%m-%d %H:%M} 说最迟 {shown}，另算 {sorted(right)}")
    return check


# ---- the parts of second units (协办)


def parts(evidence: Evidence) -> Check:
    """Whoever does not take up their part is asked again, then lead, desk and command centre are told."""
    check = Check("协办")
    cases = {case.ticket.number: case for case in evidence.cases}
    for (number, unit), deeds in evidence.book.parts.items():
        for index, given in enumerate(deeds):
            if given.what == "given":
                check.count("请了")
                _part(evidence, cases[number], unit, given, deeds[index + 1 :], check)
    return check


def _part(evidence: Evidence, case: Case, unit: str, given: Deed, later: list[Deed], check: Check) -> None:
    answered = [deed.at for deed in later] + [e.at for e in case.history if e.after not in OPEN and e.at > given.at]
    moment, number = given.at, case.ticket.number
    for ways, who in ((REMINDED, "协办单位"), (REPORTED, "主办和上面")):
        moment = evidence.policy.contact_by(moment, as_at(case.ticket, evidence.book, moment), evidence.week)
        latest = latest_for(evidence, moment)
        if latest >= evidence.end or any(at <= latest for at in answered):
            return
        check.count(f"没回话 → {who}")
        if not any(moment <= each <= latest for each in _matching(evidence, ways, number, unit)):
            check.wrong.append(f"{number}：{unit} 没签收协办，{moment:%m-%d %H:%M} 没有告诉{who}")


def _matching(evidence: Evidence, ways: tuple[tuple[str, ...], ...], number: str, unit: str) -> Iterator[datetime]:
    """When anybody was told this of a ticket, and of this unit where it is named."""
    for said in (each for many in evidence.paper.said.values() for each in many):
        if number in said.text and any(all(each.format(unit=unit) in said.text for each in way) for way in ways):
            yield said.at
