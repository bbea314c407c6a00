"""Answering a request: at once, or after a second person has read the answer (第一读者审核)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.messages import Media
from domain.people import Person
from domain.task import OWN
from domain.ticket import Action, Event, Status, Ticket
from handlers.dispatch import readers
from handlers.life import act
from handlers.scene import Scene


def answer(
    scene: Scene, ticket: Ticket, by: Person, note: str, media: tuple[Media, ...], *, result: str, basis: str = ""
) -> Ticket:
    """The answer goes to the resident, or first to a second reader when it needs one and there is one."""
    data = {"result": result, "basis": basis}
    needed = scene.world.policy.needs_review(result, ticket.urgency, ticket.kind, ticket.category)
    if needed and readers(scene, ticket, by.id):
        return act(scene, ticket, Action.SUBMIT, by, note=note, media=media, data=data, author=by.id)
    return _resolve(scene, ticket, by, note, media, data)


def approve(scene: Scene, ticket: Ticket, by: Person) -> Ticket:
    """The second reader agrees: the answer goes out as it was written."""
    said = submitted(scene, ticket)
    ticket = act(scene, ticket, Action.APPROVE, by)
    return _resolve(scene, ticket, None, said.note, said.media, said.data)


def send_back(scene: Scene, ticket: Ticket, by: Person, note: str) -> Ticket:
    """The second reader does not agree: back to its author, with the reason; the resident hears nothing."""
    return act(scene, ticket, Action.SEND_BACK, by, note=note, assignee=ticket.assignee or ticket.author, author=0)


def submitted(scene: Scene, ticket: Ticket) -> Event:
    """The answer that is being read."""
    return [event for event in scene.uow.tickets.history(ticket.id) if event.action is Action.SUBMIT][-1]


def take_back(scene: Scene, ticket: Ticket, by: Person) -> Ticket:
    """撤回办结: back to work by the date it had, as if nobody had resolved it."""
    never: dict[str, Any] = {"resolved_at": None, "retract_until": None, "result": "", "episode": ticket.episode - 1}
    return act(scene, ticket, Action.RETRACT, by, **never)


def _retract_until(scene: Scene, ticket: Ticket, by: Person | None) -> datetime | None:
    """Only whoever has it takes it back, and not what other units were told: their part is over (close_rest)."""
    shared = any(task.open and task.kind not in OWN for task in scene.uow.tasks.of_ticket(ticket.id))
    mine = by is not None and by.id == ticket.assignee
    return scene.now + scene.world.policy.retract_within if mine and not shared else None


def _resolve(
    scene: Scene, ticket: Ticket, by: Person | None, note: str, media: tuple[Media, ...], data: dict[str, str]
) -> Ticket:
    """What staff found themselves is asked about nobody, and ends with its answer."""
    after = act(
        scene,
        ticket,
        Action.RESOLVE,
        by,
        note=note,
        media=media,
        data=data,
        resolved_at=scene.now,
        episode=ticket.episode + 1,
        result=data["result"],
        author=0,
        retract_until=_retract_until(scene, ticket, by),
    )
    if not after.awaited and after.status is Status.RESOLVED:
        after = act(scene, after, Action.CLOSE, None)
    return after
