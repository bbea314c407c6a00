"""Tasks of units beside the lead: given, and what becomes of them told to whoever leads the ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from domain.messages import Lane, Text
from domain.people import Person, Role
from domain.task import Task, TaskKind
from domain.ticket import Action, Ticket, can, parties
from handlers import cards
from handlers.dispatch import last_resort, unit_people
from handlers.life import act
from handlers.presence import there
from handlers.scene import Scene
from handlers.task_cards import buttons, facts
from handlers.telling import tell_resident
from handlers.watching import watch_assist


def give(
    scene: Scene,
    ticket: Ticket,
    kind: TaskKind,
    scopes: Sequence[str],
    words: str,
    by: int,
    at: datetime | None = None,
    place: str = "",
) -> Ticket:
    """Give each unit (or grid) its part. The history tells who was asked; nobody there is told to who decides."""
    for scope in scopes:
        task = Task(
            0,
            ticket.id,
            kind,
            scope,
            whoever(scene, scope),
            words,
            by,
            scene.now,
            place_words=place or str(cards.facts(scene, ticket)["place"]),
            at=at,
        )
        task = scene.uow.tasks.add(task)
        tell(scene, ticket, task)
        if kind is TaskKind.ASSIST:
            watch_assist(scene, ticket, task.id)
    names = "、".join(scene.world.grid_name(scope) for scope in scopes)
    return note(scene, ticket, scene.world.say(Text(f"task-given-{kind}", {"names": names}), "zh-CN"))


def note(scene: Scene, ticket: Ticket, words: str) -> Ticket:
    """What happened beside the lead goes into the ticket's history, where the lead sees it."""
    return act(scene, ticket, Action.ASSIST, None, note=words)


def whoever(scene: Scene, scope: str, but: int = 0) -> int:
    """Who of a unit (or grid) could do it now, somebody else than `but`; 0 when there is nobody."""
    if scope in scene.world.organisation.units:
        people = unit_people(scene, scope)
    else:
        posts = [scene.uow.people.with_post(role, (scope,)) for role in (Role.WORKER, Role.CAPTAIN)]
        people = there(scene, chain.from_iterable(posts))
    return next((person for person in people if person != but), 0)


def tell(scene: Scene, ticket: Ticket, task: Task) -> None:
    """The card to whoever has it; that nobody is there to who decides."""
    args = facts(scene, task)
    if task.person:
        scene.tell(
            task.person,
            f"task-card-{task.kind}",
            buttons(task),
            lane=cards.lane(ticket, Lane.ASSIGNMENT),
            media=ticket.media,
            point=ticket.point,
            ticket=ticket.id,
            args=args,
        )
        return
    for person in last_resort(scene, ticket):
        scene.tell(person, "task-nobody", ticket=ticket.id, args=args)


def tell_lead(scene: Scene, ticket: Ticket, task: Task, words: str) -> None:
    """What a unit said of its part: into the history, to the lead, and to whoever called it."""
    if not ticket.alive:
        return
    after = note(scene, ticket, words)
    for person in {after.assignee, task.by} - {0, task.person}:
        reader = scene.uow.people.get(person)
        shown = cards.buttons(scene, after, reader) if reader else ()
        scene.tell(person, "task-reported", shown, ticket=after.id, args={**cards.facts(scene, after), "note": words})


def followed_up(scene: Scene, person: Person, task: Task, words: str) -> None:
    """What was done about a bad rating: kept with the ticket, and told to the resident who gave it."""
    ticket = scene.uow.tickets.get(task.ticket)
    mine = can(ticket, Action.FOLLOW_UP, parties(ticket, person), scene.now)
    after = act(scene, ticket, Action.FOLLOW_UP, person if mine else None, note=words)
    tell_resident(scene, task.by, after, "resident-followed-up", args={"note": words})
