"""Doing something to a ticket: the life table decides, the change and its event are kept, the reactions follow."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.messages import Media
from domain.people import Person
from domain.ticket import ENDED, Action, Event, Party, Status, Ticket, apply
from domain.worktime import due as due_after
from handlers.reactions import react
from handlers.scene import Scene


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
    after = replace(after, **changes)
    if after.status in ENDED and after.closed_at is None:
        after = replace(after, closed_at=scene.now)
    scene.uow.tickets.save(after, ticket.version)
    scene.uow.tickets.record(event)
    react(scene, after, event)
    return after


def file(scene: Scene, ticket: Ticket, by: int) -> Ticket:
    """Register a new ticket, with its promised date, and let everybody know who must."""
    ticket = with_due(scene, ticket)
    ticket = scene.uow.tickets.add(ticket, scene.now, scene.day())
    party = Party.ASSIGNEE if ticket.source == "patrol" else Party.REPORTER
    event = Event(ticket.id, Action.FILE, by, party, scene.now, None, ticket.status, ticket.words, ticket.media)
    scene.uow.tickets.record(event)
    react(scene, ticket, event)
    return ticket


def with_due(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with its date counted from now; wishes promise none."""
    if ticket.wish or ticket.status in ENDED:
        return ticket
    policy = scene.world.policy
    term = policy.term_of(ticket.kind, ticket.category, ticket.matter, ticket.urgency)
    due = due_after(scene.now, term, scene.world.week)
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
