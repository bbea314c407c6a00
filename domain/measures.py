"""What one happening adds to the figures: every number of a digest, a month or a grid is a sum of these facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import KW_ONLY, fields
from itertools import takewhile
from operator import attrgetter

from domain.clocks import LATE, STARTS, TELLS_LATE
from domain.survey import NOBODY, Said
from domain.task import Step
from domain.ticket import ENDED, Action, Event, Party, Status, Ticket, last_resolved, standing
from domain.values import frozen, replace

FIRST_CONTACT = frozenset({Action.ACCEPT, Action.PROGRESS, Action.ASK, Action.RESOLVE, Action.RETURN})
# what these add depends on the past
LOOKS_BACK = FIRST_CONTACT | TELLS_LATE | {Action.ESCALATE, Action.RATE, Action.RETRACT}
TOO_LATE = "not-accepted"  # the reason of the escalation when the time for a first contact was over
OVERDUE = "overdue"  # the reason of the escalation when its date has come
ENTRY = "entry"  # in the data of FILE: the entry of the knowledge base that answered it at once
CONTACTED = "contacted"  # in the data of CONTACT: yes or no
OUTCOME = "outcome"  # in the data of REVISIT: what the resident said, a domain.task.Step
WELL = frozenset({"yes", "mostly"})


@frozen
class Counts:
    """How often each thing happened (`open`: how many more are in work at the end than at the beginning).

    Of the `dispatched` tickets `responded` got their first contact in time; both count when that is decided. Of the
    residents `asked` by survey, `answered` said whether it is solved (`solved` said yes) and `rated` gave a rating
    (`satisfied` a good one); a rating counts on the day of the answer it belongs to. Of the answers `partly` were
    "partly solved" (not counted as solved). Of those `contact_asked` whether anybody had contacted them `uncontacted`
    said nobody; asked are those of whose contact the history knows nothing. `excluded` are those of the new tickets that
    were taken out of all these (剔除), but not out of the first four. Of the handled episodes `due` (应办结: resolved, or
    their date has passed) `on_time` were resolved by their date. `called` were asked by whoever filed it for them (代问, by
    telephone or visit) and answered, `called_solved` of them said yes: counted apart, and in none of the others. Of the closed
    ones drawn (抽查) `revisited` were asked again and reached; of these `differing` said otherwise than the record.
    `at_once` enquiries were answered by the knowledge base (即答) and are none of the new or closed ones; of these
    `passed_on` went on to somebody because that did not help, and are new then.
    """

    _: KW_ONLY
    new: int = 0
    resolved: int = 0
    closed: int = 0
    open: int = 0
    dispatched: int = 0
    responded: int = 0
    asked: int = 0
    answered: int = 0
    solved: int = 0
    rated: int = 0
    satisfied: int = 0
    partly: int = 0
    contact_asked: int = 0
    uncontacted: int = 0
    excluded: int = 0
    due: int = 0
    on_time: int = 0
    called: int = 0
    called_solved: int = 0
    revisited: int = 0
    differing: int = 0
    at_once: int = 0
    passed_on: int = 0


IN_RATES = frozenset(
    [
        *("dispatched", "responded", "asked", "answered", "solved"),
        *("rated", "satisfied", "partly", "contact_asked", "uncontacted", "due", "on_time"),
        *("called", "called_solved", "revisited", "differing"),
    ]
)
MEASURES = tuple(field.name for field in fields(Counts))
NOTHING = Counts()
_in_order = attrgetter(*MEASURES)


def counts_of(row: Iterable[int]) -> Counts:
    """The counts of a row that holds them in the order of MEASURES."""
    return Counts(**dict(zip(MEASURES, row, strict=True)))


def values(counts: Counts) -> dict[str, int]:
    """The counts by measure; a city has a thousand of them, and dataclasses.asdict takes its time."""
    return dict(zip(MEASURES, _in_order(counts), strict=True))


@frozen
class Fact:
    """So many more (or fewer) of a measure, on the day whose digest tells of it."""

    day: str
    measure: str
    count: int = 1


def facts(ticket: Ticket, history: Sequence[Event]) -> list[Fact]:
    """What the last event of a ticket's history adds; wishes have no figures.

    Before an action that does not look back (`LOOKS_BACK`), the history may be the event alone. A ticket that is
    excluded adds nothing to the rates, whatever happened to it before or after that. What is taken back (撤回办结) is
    taken out again on the day it was counted, as if it had never been.
    """
    if ticket.wish or not history:
        return []
    if history[-1].action is Action.RETRACT:
        undone = (replace(fact, count=-fact.count) for fact in facts(ticket, _taken_back(history)))
        return [*undone, *facts(ticket, standing(history))]
    history = standing(history)
    left_out = IN_RATES if ticket.excluded else frozenset()
    return [
        Fact(day, measure, count)
        for rule in RULES
        for day, measure, count in rule(ticket, history)
        if count and measure not in left_out
    ]


def _taken_back(history: Sequence[Event]) -> Sequence[Event]:
    """The history up to the resolution that its last event takes back; empty if it holds none."""
    before = standing(history[:-1])
    return before[: last_resolved(before) + 1]


def all_facts(ticket: Ticket, history: Sequence[Event]) -> list[Fact]:
    """What all events of a ticket add together."""
    return [fact for end in range(1, len(history) + 1) for fact in facts(ticket, history[:end])]


def in_work(status: Status | None) -> bool:
    """Whether somebody still has to do something."""
    return status is not None and status not in ENDED and status is not Status.RESOLVED


Found = Iterator[tuple[str, str, int]]


def _course(ticket: Ticket, history: Sequence[Event]) -> Found:
    event = history[-1]
    at_once = event.action is Action.FILE and ENTRY in event.data
    passed_on = event.action is Action.TO_PERSON
    new = passed_on or (event.action is Action.FILE and not at_once)
    yield event.day, "at_once", at_once
    yield event.day, "passed_on", passed_on
    yield event.day, "new", new
    yield event.day, "excluded", new and bool(ticket.excluded)
    yield event.day, "resolved", event.action is Action.RESOLVE
    yield event.day, "closed", event.after is Status.CLOSED and event.before is not Status.CLOSED and not at_once
    yield event.day, "open", in_work(event.after) - in_work(event.before)


def _response(_ticket: Ticket, history: Sequence[Event]) -> Found:
    """响应率 counts a ticket when it had its first contact, or when the time for that was over: whichever comes first."""
    event = history[-1]
    if _decides_response(event) and not any(_decides_response(earlier) for earlier in history[:-1]):
        yield event.day, "dispatched", 1
        yield event.day, "responded", event.action in FIRST_CONTACT


def _decides_response(event: Event) -> bool:
    too_late = event.action is Action.ESCALATE and event.data.get("why") == TOO_LATE
    return too_late or event.action in FIRST_CONTACT


def _punctuality(_ticket: Ticket, history: Sequence[Event]) -> Found:
    """按时办结率 counts an episode when it is resolved, or when its date has passed: whichever comes first."""
    event = history[-1]
    if _decides_punctuality(event) and not any(map(_decides_punctuality, _episode(history[:-1]))):
        yield event.day, "due", 1
        yield event.day, "on_time", event.action is Action.RESOLVE and not event.data.get(LATE)


def _decides_punctuality(event: Event) -> bool:
    told = event.action in TELLS_LATE and bool(event.data.get(LATE))
    overdue = event.action is Action.ESCALATE and event.data.get("why") == OVERDUE
    return event.action is Action.RESOLVE or told or overdue


def _episode(history: Sequence[Event]) -> Iterator[Event]:
    """What happened since it was last filed, refuted or taken up again, the newest first."""
    return takewhile(lambda event: event.action not in STARTS, reversed(history))


def _verdict(ticket: Ticket, history: Sequence[Event]) -> Found:
    """What the call-back heard. What staff found themselves is not surveyed."""
    event = history[-1]
    if event.before is not Status.RESOLVED or not ticket.awaited:
        return
    called = event.action in ANSWERS and event.party is Party.PROXY
    yield event.day, "called", called
    yield event.day, "called_solved", called and event.action is Action.CONFIRM
    if ticket.proxy:
        return
    answered = event.action in ANSWERS and event.party is Party.REPORTER
    yield event.day, "asked", answered or event.action is Action.CLOSE
    yield event.day, "answered", answered
    yield event.day, "solved", answered and event.action is Action.CONFIRM
    yield event.day, "partly", answered and event.data.get("said") == Said.PARTLY
    nobody = answered and event.data.get("reason") == NOBODY
    yield event.day, "contact_asked", nobody
    yield event.day, "uncontacted", nobody


def _rating(ticket: Ticket, history: Sequence[Event]) -> Found:
    """The first rating after a confirmation, by whoever reported it; a second one changes no figures."""
    event = history[-1]
    if event.action is not Action.RATE or event.party in (Party.FOLLOWER, Party.PROXY) or not ticket.awaited:
        return
    said = (each for each in reversed(history[:-1]) if each.party is not Party.FOLLOWER)
    last = next((each for each in said if each.action in (Action.RATE, *VERDICTS)), None)
    if last and last.action is Action.CONFIRM and last.before is Status.RESOLVED:
        yield last.day, "rated", 1
        yield last.day, "satisfied", event.data.get("satisfied") in WELL


def _contact(_ticket: Ticket, history: Sequence[Event]) -> Found:
    """有没有人联系: asked once of an episode (handlers/resident/contacted.py), of those who did not say 没人来 by themselves."""
    event = history[-1]
    said = event.data.get(CONTACTED) if event.action is Action.CONTACT else None
    yield event.day, "contact_asked", said in ("yes", "no")
    yield event.day, "uncontacted", said == "no"


def _revisit(_ticket: Ticket, history: Sequence[Event]) -> Found:
    """抽查回访: whom nobody reached counts for nothing."""
    event = history[-1]
    outcome = event.data.get(OUTCOME) if event.action is Action.REVISIT else None
    yield event.day, "revisited", outcome in (Step.AGREE, Step.DIFFER)
    yield event.day, "differing", outcome == Step.DIFFER


ANSWERS = (Action.CONFIRM, Action.REFUTE, Action.DISPUTE)
VERDICTS = (*ANSWERS, Action.CLOSE)
RULES: tuple[Callable[[Ticket, Sequence[Event]], Found], ...] = (
    _course,
    _response,
    _punctuality,
    _verdict,
    _rating,
    _contact,
    _revisit,
)
