"""The figures of a digest counted anew from what people did, with the tables of terms alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.replay.dates import Span, as_at, ended_at_once, up_to
from bot.replay.evidence import Case
from bot.replay.witness import Book, Deed
from domain.policy import Policy
from domain.ticket import Ticket
from domain.worktime import WorkWeek

# in the order in which a digest tells them
FIGURES = (
    "新增",
    "办结",
    "结案",
    "即答",
    "转人工",
    "在办",
    "超时",
    "响应",
    "派出",
    "按时",
    "应办",
    "解决",
    "表态",
    "满意",
    "评价",
    "没表态",
)
Fact = tuple[datetime, str, int]
TICK = timedelta(microseconds=1)  # a digest sent at its hour tells of the day that ends then
CONTACT = frozenset({"accepted", "asked", "returned", "resolved"})
ENDS = frozenset({"all-right", "pleased", "displeased"})  # said before it was done: it is well
SAID = {"pleased": ("表态", "解决", "评价", "满意"), "displeased": ("表态", "解决", "评价")}


def figures(book: Book, cases: Iterable[Case], policy: Policy, week: WorkWeek, at: datetime) -> list[int]:
    """The figures of `FIGURES` for the day whose digest is sent at a moment."""
    day = policy.digest_day(week.local(at) - TICK)
    sums: Counter[str] = Counter()
    for case in cases:
        if case.ticket.wish or book.first.get(case.ticket.number, at) >= at:
            continue
        for moment, name, count in Course(case.ticket, case.spans, book, policy, week).facts(at):
            if name == "在办" or (name == "超时" and moment < at) or policy.digest_day(week.local(moment)) == day:
                sums[name] += count
    return [sums[name] for name in FIGURES]


@dataclass(slots=True)
class Course:
    """One ticket as the people saw it."""

    ticket: Ticket
    spans: tuple[Span, ...]
    book: Book
    policy: Policy
    week: WorkWeek

    def facts(self, until: datetime) -> Iterator[Fact]:
        """What happened, up to a moment; `超时` counts from the date until it is done or has another date."""
        begun = self.book.first[self.ticket.number]
        deeds = [deed for deed in self.book.deeds.get(self.ticket.number, ()) if deed.at <= until]
        if any(deed.what == "answered-at-once" for deed in deeds):
            yield begun, "即答", 1
            passed_on = next((deed.at for deed in deeds if deed.what == "passed-on"), None)
            if passed_on is None:
                return
            yield passed_on, "转人工", 1
            begun = passed_on
        yield begun, "新增", 1
        if ended_at_once(self.ticket):
            yield begun, "结案", 1
            return
        yield begun, "在办", 1
        yield from self._response(begun, deeds, until)
        yield from self._course(deeds, until)
        yield from self._punctuality(until)

    def _response(self, begun: datetime, deeds: list[Deed], until: datetime) -> Iterator[Fact]:
        """In time when somebody took it up before the time since it was last given to anybody was over."""
        latest = self._contact_by(begun)
        for deed in deeds:
            if deed.at >= latest:
                break
            if deed.what in CONTACT:
                yield deed.at, "派出", 1
                yield deed.at, "响应", 1
                return
            if deed.what == "given" or (deed.what == "ranked" and self.book.holder(self.ticket.number, deed.at)):
                latest = self._contact_by(deed.at)
            elif deed.what == "all-right":
                return
        if latest <= until:
            yield latest, "派出", 1

    def _contact_by(self, since: datetime) -> datetime:
        return self.policy.contact_by(since, as_at(self.ticket, self.book, since), self.week)

    def _course(self, deeds: list[Deed], until: datetime) -> Iterator[Fact]:
        """Done, done again, and what the resident said of it."""
        resolved, closed = None, False
        for deed in deeds:
            if resolved and not closed and resolved + self.policy.survey_close_after <= deed.at:
                yield from self._silent(resolved)
                closed = True
            if deed.what == "resolved" and resolved is None and not closed:
                resolved = deed.at
                yield deed.at, "办结", 1
                yield deed.at, "在办", -1
            elif deed.what in ENDS and resolved is None and not closed:
                closed = True
                yield deed.at, "结案", 1
                yield deed.at, "在办", -1
            elif deed.what in SAID and resolved and not closed:
                closed = True
                yield from ((deed.at, name, 1) for name in ("结案", *SAID[deed.what]))
            elif deed.what == "refuted" and (resolved or closed):
                if not closed:
                    yield deed.at, "表态", 1
                resolved, closed = None, False
                yield deed.at, "在办", 1
        if resolved and not closed and resolved + self.policy.survey_close_after < until:
            yield from self._silent(resolved)

    def _silent(self, resolved: datetime) -> Iterator[Fact]:
        moment = resolved + self.policy.survey_close_after
        yield moment, "结案", 1
        yield moment, "没表态", 1

    def _punctuality(self, until: datetime) -> Iterator[Fact]:
        """Each episode is due once: when it was done, or when it was late for the first time."""
        dates = up_to(self.spans, until)
        for span in dates:
            if span.late:
                yield span.late, "超时", 1
                yield from ((span.until, "超时", -1) for _ in range(span.until < until))
        for episode in range(1, 1 + max((span.episode for span in dates), default=0)):
            yield from self._kept([span for span in dates if span.episode == episode])

    def _kept(self, episode: list[Span]) -> Iterator[Fact]:
        late = next((span.late for span in episode if span.late), None)
        done = next((d for d in self._deeds("resolved") if episode[0].since <= d.at <= episode[-1].until), None)
        if late:
            yield late, "应办", 1
        elif done:
            yield done.at, "应办", 1
            yield done.at, "按时", 1

    def _deeds(self, what: str) -> Iterator[Deed]:
        return (deed for deed in self.book.deeds.get(self.ticket.number, ()) if deed.what == what)
