"""Doing something to a ticket: the life table decides, the change and its event are kept, the reactions follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.errors import NotAllowed
from domain.messages import Media
from domain.people import Person
from domain.ticket import ENDED, Action, Event, Party, Status, Ticket, apply, can, parties
from domain.worktime import Due, Term, shift_for_pause
from domain.worktime import due as due_after
from handlers.reactions import react
from handlers.scene import Scene, Turn


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
    after = replace(after, **_after_pause(scene, ticket, after), **changes)
    if after.status is Status.CLOSED and ticket.alive and not ticket.wish:
        after = replace(after, reopen_until=scene.now + scene.world.policy.reopen_within)
    if after.status in ENDED and after.closed_at is None:
        after = replace(after, closed_at=scene.now)
    scene.uow.tickets.save(after, ticket.version)
    _record(scene, ticket, after, event)
    return after


def require(turn: Turn, ticket: Ticket, action: Action) -> None:
    """Refuse at once what could not be done after all the questions. Raises NotAllowed."""
    if not can(ticket, action, parties(ticket, turn.person), turn.now):
        raise NotAllowed(f"{action} on {ticket.number} ({ticket.status})")


def _after_pause(scene: Scene, before: Ticket, after: Ticket) -> dict[str, Any]:
    """The clock stood still while the ticket waited for the resident, however the waiting ended."""
    if before.status is not Status.WAITING or after.status is Status.WAITING or before.due_at is None:
        return {}
    events = scene.uow.tickets.history(before.id)
    asked = [e.at for e in events if e.after is Status.WAITING and e.before is not e.after]
    term = term_of(scene, before)
    due = Due(before.due_at, before.provisional)
    moved = shift_for_pause(due, asked[-1], scene.now, scene.world.week, term)
    return {"due_at": moved.at, "provisional": moved.provisional}


def term_of(scene: Scene, ticket: Ticket) -> Term:
    return scene.world.policy.term_of(ticket.kind, ticket.category, ticket.matter, ticket.urgency)


def file(scene: Scene, ticket: Ticket, by: int) -> Ticket:
    """Register a new ticket, with its promised date, and let everybody know who must."""
    ticket = with_due(scene, ticket)
    ticket = scene.uow.tickets.add(ticket, scene.now, scene.day())
    party = Party.ASSIGNEE if ticket.source == "patrol" else Party.REPORTER
    event = Event(ticket.id, Action.FILE, by, party, scene.now, None, ticket.status, ticket.words, ticket.media)
    _record(scene, None, ticket, event)
    return ticket


def _record(scene: Scene, before: Ticket | None, after: Ticket, event: Event) -> None:
    """Keep what happened, count it, and do what follows from it."""
    event = replace(event, day=scene.digest_day())
    scene.uow.tickets.record(event)
    scene.uow.counters.follow(before, after, event)
    react(scene, after, event)


def with_due(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with its date counted from now; wishes promise none."""
    if ticket.wish or ticket.status in ENDED:
        return ticket
    due = due_after(scene.now, term_of(scene, ticket), scene.world.week)
    return replace(ticket, due_at=due.at, provisional=due.provisional)


def rework(scene: Scene, ticket: Ticket, action: Action, by: Person, note: str) -> Ticket:
    """The resident says it is not solved: back to whoever had it, with a new date."""
    fresh = with_due(scene, replace(ticket, status=Status.ASSIGNED))
    return act(
        scene,
        ticket,
        action,
        by,
        note=note,
        due_at=fresh.due_at,
        provisional=fresh.provisional,
        resolved_at=None,
        closed_at=None,
    )
