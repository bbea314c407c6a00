"""When each ticket was due, worked out anew: from the table of terms, the days worked, and what people did and were told.

Nothing of domain/clocks.py is used. A date is so many day ends (or hours) from a start; while the clock stands still
what was left of it is kept, and runs on from the moment it goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.replay.days import DAY, after, moved
from bot.replay.witness import Book, Deed
from domain.policy import Policy
from domain.ticket import Ticket
from domain.values import frozen, replace
from domain.worktime import Term, Unit, WorkWeek

NEVER = datetime.max.replace(tzinfo=UTC)


@frozen
class Span:
    """From `since` until `until` the same date held; `episode` counts reworks.

    The clock ran, or stood still because of `stopped` ("asked" or "parked"), and went on by itself if nobody did anything.
    """

    since: datetime
    until: datetime
    date: datetime
    episode: int
    stopped: str = ""
    by_itself: bool = False

    @property
    def running(self) -> bool:
        return not self.stopped

    @property
    def late(self) -> datetime | None:
        """From when in it the ticket was late, if at all."""
        moment = max(self.since, self.date)
        return moment if self.running and moment < self.until else None


def spans(ticket: Ticket, book: Book, policy: Policy, week: WorkWeek, until: datetime) -> tuple[Span, ...]:
    """The dates of a ticket from the moment it was filed, up to a moment; none while it is done."""
    clock = _Clock(ticket, book, policy, week)
    deeds = book.deeds.get(ticket.number, ())
    if not ended_at_once(ticket) and not any(deed.what == "answered-at-once" for deed in deeds):
        clock.begin(book.first[ticket.number])
    for deed in deeds:
        if deed.at > until:
            break
        clock.stand_until(deed.at)
        if step := STEPS.get(deed.what):
            step(clock, deed)
    clock.stand_until(until)
    clock.cut(until)
    return tuple(clock.found)


def up_to(found: Iterable[Span], until: datetime) -> list[Span]:
    """The same as far as it was known at a moment."""
    return [replace(span, until=min(span.until, until)) for span in found if span.since <= until]


def ended_at_once(ticket: Ticket) -> bool:
    """Praise, and what was taken down though it cannot be dealt with here."""
    return ticket.closed_at is not None and ticket.created_at == ticket.closed_at


def as_at(ticket: Ticket, book: Book, moment: datetime) -> Ticket:
    """The ticket as pressing as it was said to be at a moment."""
    return replace(ticket, urgency=book.urgency(ticket.number, moment))


@dataclass(slots=True)
class _Clock:
    """One ticket's clock as the deeds are gone through."""

    ticket: Ticket
    book: Book
    policy: Policy
    week: WorkWeek
    found: list[Span] = field(default_factory=list)
    started: datetime = NEVER
    since: datetime = NEVER
    date: datetime | None = None  # None while it is done
    stopped: str = ""  # by which deed
    stopped_at: datetime = NEVER
    goes_on: datetime = NEVER  # by itself
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    wants: Deed | None = None
    episode: int = 0

    def begin(self, at: datetime) -> None:
        self.started, self.since, self.pauses, self.stopped, self.wants = at, at, [], "", None
        self.date = after(at, self.term(at), self.week)
        self.episode += 1

    def term(self, at: datetime) -> Term:
        return self.policy.term_of(as_at(self.ticket, self.book, at))

    def cut(self, at: datetime) -> None:
        """What was so until now is one span."""
        if self.date:
            by_itself = bool(self.stopped) and at == self.goes_on
            self.found.append(Span(self.since, at, self.date, self.episode, self.stopped, by_itself))
        self.since = at

    def stand_until(self, at: datetime) -> None:
        if self.stopped and self.goes_on <= at:
            self.run_on(self.goes_on)

    def stop(self, why: str, at: datetime, goes_on: datetime) -> None:
        if self.date and not self.stopped:
            self.cut(at)
            self.stopped, self.stopped_at, self.goes_on = why, at, goes_on

    def run_on(self, at: datetime) -> None:
        if self.date and self.stopped:
            self.cut(at)
            self.pauses.append((self.stopped_at, at))
            self.date = moved(self.date, self.stopped_at, at, self.term(at).unit, self.week)
            self.stopped = ""


# ---- what each deed does to the clock


def _asked(clock: _Clock, deed: Deed) -> None:
    clock.wants, policy = None, clock.policy
    clock.stop(deed.what, deed.at, deed.at + policy.answer_reminder_after + policy.answer_waited_for)


def _replied(clock: _Clock, deed: Deed) -> None:
    if clock.stopped == "asked":
        clock.run_on(deed.at)


def _wants(clock: _Clock, deed: Deed) -> None:
    clock.wants = deed


def _refused(clock: _Clock, _deed: Deed) -> None:
    clock.wants = None


def _granted(clock: _Clock, deed: Deed) -> None:
    wants, clock.wants = clock.wants, None
    if wants is None or clock.date is None:
        return
    if wants.what == "park":
        clock.stop("parked", deed.at, wants.at + wants.days * DAY)
    else:
        clock.cut(deed.at)
        clock.date = after(clock.date, Term(wants.days, Unit.WORKING_DAYS), clock.week)


def _resumed(clock: _Clock, deed: Deed) -> None:
    clock.run_on(deed.at)


def _given(clock: _Clock, deed: Deed) -> None:
    clock.wants = None
    clock.run_on(deed.at)


def _ranked(clock: _Clock, deed: Deed) -> None:
    """Counted from its start again, with its pauses and without what was granted."""
    if clock.date:
        clock.cut(deed.at)
        term = clock.term(deed.at)
        clock.date = after(clock.started, term, clock.week)
        for stopped, went_on in clock.pauses:
            clock.date = moved(clock.date, stopped, went_on, term.unit, clock.week)


def _done(clock: _Clock, deed: Deed) -> None:
    clock.run_on(deed.at)
    clock.cut(deed.at)
    clock.date = None


def _anew(clock: _Clock, deed: Deed) -> None:
    clock.cut(deed.at)
    clock.begin(deed.at)


STEPS: dict[str, Callable[[_Clock, Deed], None]] = {
    "asked": _asked,
    "replied": _replied,
    "extend": _wants,
    "park": _wants,
    "granted": _granted,
    "refused": _refused,
    "resumed": _resumed,
    "given": _given,
    "returned": _given,
    "ranked": _ranked,
    "resolved": _done,
    "all-right": _done,
    "pleased": _done,
    "displeased": _done,
    "passed-on": _anew,
    "refuted": _anew,
}
