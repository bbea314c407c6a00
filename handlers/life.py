"""Doing something to a ticket: the life table decides, the change and its event are kept, the reactions follow."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain import clocks, special
from domain.errors import NotAllowed
from domain.messages import Media
from domain.people import Person
from domain.sources import PATROL, RESIDENT, VISIT
from domain.ticket import ENDED, RUNNING, Action, Event, Party, Request, Status, Ticket, Urgency, apply, can, parties
from domain.values import replace
from domain.worktime import Term
from domain.worktime import due as due_after
from handlers.reactions import react
from handlers.scene import Scene, Turn
from storage.origins import Origin


def act(
    scene: Scene,
    ticket: Ticket,
    action: Action,
    by: Person | None,
    *,
    note: str = "",
    media: tuple[Media, ...] = (),
    data: dict[str, str] | None = None,
    **changes: Any,
) -> Ticket:
    """Do an action; `by` None is the bot itself, `changes` are further fields of the ticket. Raises NotAllowed."""
    after, event = apply(ticket, action, by, scene.now, note=note, media=media, data=data)
    after = replace(after, **{"first": _first(ticket, event), **changes})
    event = replace(event, after=after.status)
    if event.action in SPEAKS_OF_IT:
        after = replace(after, retract_until=None)
    event = _with_hours(scene, ticket, after, event)
    after = replace(after, **_new_date(scene, ticket, after, event), **_asked_no_more(ticket, after))
    if action in clocks.TELLS_LATE and (ticket.late(scene.now) or after.late(scene.now)):
        event = replace(event, data={**event.data, clocks.LATE: "yes"})
    if after.status is Status.CLOSED and ticket.alive and not ticket.wish:
        after = replace(after, reopen_until=(ticket.resolved_at or scene.now) + scene.world.policy.reopen_within)
    if after.status in ENDED and after.closed_at is None:
        after = replace(after, closed_at=scene.now)
    scene.uow.tickets.save(after, ticket.version)
    _record(scene, ticket, after, event)
    return after


def _first(ticket: Ticket, event: Event) -> int:
    """首接负责: who loses it goes on answering the resident until somebody else has taken it up."""
    if event.action in HANDS_ON and (event.action is Action.RETURN or ticket.status in TAKEN_UP):
        return ticket.first or ticket.assignee
    taken = event.party is Party.ASSIGNEE and event.action in TAKES_UP
    return 0 if taken or event.after in ENDED else ticket.first


def require(turn: Turn, ticket: Ticket, action: Action) -> None:
    """Refuse at once what could not be done after all the questions. Raises NotAllowed."""
    if not can(ticket, action, parties(ticket, turn.person), turn.now):
        raise NotAllowed(f"{action} on {ticket.number} ({ticket.status})")


def _new_date(scene: Scene, before: Ticket, after: Ticket, event: Event) -> dict[str, Any]:
    """The clock stood still while the ticket waited or was parked, however that ended; some actions set it anew."""
    sets = event.action in SETS_DATE or clocks.HOURS in event.data
    if before.due_at is None or not (sets or (before.paused and not after.paused)):
        return {}
    return recounted(scene, after, event)


def _with_hours(scene: Scene, before: Ticket | None, after: Ticket, event: Event) -> Event:
    """The history knows when other office hours begin to count."""
    had, has = scene.world.hours_of(before) if before else "", scene.world.hours_of(after)
    return event if had == has else replace(event, data={**event.data, clocks.HOURS: has})


def recounted(scene: Scene, ticket: Ticket, *more: Event) -> dict[str, Any]:
    """The fields of its date, counted anew from its history and what happens just now."""
    history = (*scene.uow.tickets.history(ticket.id), *more)
    due = clocks.due_date(history, term_of(scene, ticket), scene.world.week, scene.world.weeks)
    return {"due_at": due.at, "provisional": due.provisional} if due else {}


def _asked_no_more(before: Ticket, after: Ticket) -> dict[str, Any]:
    """What is asked of those above ends when it is decided otherwise; what a worker asks, also when another has it."""
    another = after.assignee != before.assignee and after.request is not Request.REWORK
    if after.request and (another or after.status not in ASKED_WHILE[after.request]):
        return {"request": Request.NONE, "request_until": None}
    return {}


def term_of(scene: Scene, ticket: Ticket) -> Term:
    return scene.world.policy.term_of(ticket)


def file(
    scene: Scene, ticket: Ticket, by: int, data: dict[str, str] | None = None, origin: Origin | None = None
) -> Ticket:
    """Register a new ticket, with its promised date, and let everybody know who must; `data` is kept with the event.

    With `since` in the data (ISO 8601), the date counts from then.
    """
    ticket = replace(ticket, channel=ticket.channel or _channel(scene, ticket.reporter))
    ticket = with_due(scene, ticket, since=clocks.since(data or {}))
    ticket = scene.uow.tickets.add(ticket, scene.now, scene.day())
    if origin:
        scene.uow.origins.keep(replace(origin, ticket=ticket.id))
    party = FILED_BY.get(ticket.source, Party.PROXY) if by or ticket.source == RESIDENT else Party.SYSTEM
    event = Event(ticket.id, Action.FILE, by, party, scene.now, None, ticket.status, ticket.words, ticket.media)
    _record(scene, None, ticket, _with_hours(scene, None, ticket, replace(event, data=data or {})))
    return ticket


def to_person(scene: Scene, answered: Ticket, made: Ticket, data: dict[str, str] | None = None) -> Ticket:
    """What was answered at once goes to somebody after all, as the request `made` would, under the number it has."""
    made = with_due(scene, replace(made, community=made.community or answered.community))
    grown = {name: getattr(made, name) for name in OF_REQUEST}
    answered, by = replace(answered, media=made.media), scene.uow.people.get(made.reporter)
    said: dict[str, Any] = {"note": made.words, "media": made.media, "data": data}
    return act(scene, answered, Action.TO_PERSON, by, **said, result="", closed_at=None, **grown)


def _channel(scene: Scene, reporter: int) -> str:
    """Where it was said: in the chat that is going on, or in the last one of whoever left it unfinished."""
    if isinstance(scene, Turn):
        return scene.incoming.channel
    accounts = scene.uow.people.accounts(reporter) if reporter else []
    return accounts[0].channel if accounts else ""


def _record(scene: Scene, before: Ticket | None, after: Ticket, event: Event) -> None:
    """Keep what happened, count it, and do what follows from it."""
    event = replace(event, day=scene.digest_day())
    scene.uow.tickets.record(event)
    scene.uow.counters.follow(before, after, event)
    react(scene, after, event)


def with_due(scene: Scene, ticket: Ticket, *, since: datetime | None = None) -> Ticket:
    """The ticket with its date counted from now (or `since`), and what storm mode makes of it; wishes promise none."""
    if ticket.wish or ticket.status in ENDED:
        return ticket
    ticket = _in_storm(scene, ticket)
    ticket = special.marked(scene.world.policy.special, ticket)
    due = due_after(since or scene.now, term_of(scene, ticket), scene.world.week_of(ticket))
    return replace(ticket, due_at=due.at, provisional=due.provisional)


def _in_storm(scene: Scene, ticket: Ticket) -> Ticket:
    """What is filed where storm mode is on, for one of its matters, is answered within minutes."""
    storm = next((each for each in scene.uow.storms.open() if each.takes(ticket.area, ticket.matter)), None)
    if storm is None:
        return ticket
    urgency = Urgency.URGENT if ticket.urgency is Urgency.NORMAL else ticket.urgency
    return replace(ticket, storm=storm.id, urgency=urgency)


def rework(
    scene: Scene, ticket: Ticket, action: Action, by: Person | None, note: str, data: dict[str, str] | None = None
) -> Ticket:
    """It is not solved: back to whoever had it, with a new date."""
    return act(scene, ticket, action, by, note=note, data=data, resolved_at=None, closed_at=None)


ASKED_WHILE = {
    Request.EXTEND: RUNNING,
    Request.PARK: RUNNING,
    Request.REWORK: frozenset({Status.RESOLVED, Status.CLOSED}),
}
SPEAKS_OF_IT = frozenset({Action.AGREE, Action.RATE, Action.CONTACT})  # said of what is resolved: it stays so
SETS_DATE = frozenset({Action.REFUTE, Action.REOPEN, Action.REDO, Action.GRANT, Action.RANK, Action.RECOUNT})
HANDS_ON = frozenset({Action.RETURN, Action.ASSIGN, Action.DISPATCH})
FILED_BY = {RESIDENT: Party.REPORTER, PATROL: Party.ASSIGNEE, VISIT: Party.ASSIGNEE}
# what a request is, apart from its number, who asked and what happened to it
OF_REQUEST = (
    *("kind", "status", "category", "matter", "words", "urgency", "ledger"),
    *("place", "place_words", "grid", "community"),
    *("assignee", "unit", "return_to", "return_until", "point", "recused"),
    *("due_at", "provisional", "storm", "clock", "rush"),
)
TAKEN_UP = frozenset({Status.WORKING, Status.WAITING})
TAKES_UP = frozenset({Action.ACCEPT, Action.ASK, Action.PROGRESS, Action.RESOLVE})
