"""How a task looks, and what becomes of a unit's part when the ticket is done without it."""

from __future__ import annotations

from domain.messages import Arg, Choice, Text
from domain.task import OWN, Task, TaskKind, TaskStatus, cancelled, steps_of
from domain.ticket import Event, Ticket
from handlers import cards
from handlers.scene import Scene, choice


def facts(scene: Scene, task: Task) -> dict[str, Arg]:
    """The arguments of every text about a task: those of its ticket, and its own."""
    ticket = scene.uow.tickets.get(task.ticket)
    return {
        **cards.facts(scene, ticket),
        "unit": scene.world.grid_name(task.scope),
        "state": Text(f"task-{task.kind}-{task.status}"),
        "task": task.words,
        "spot": task.place_words,
        "at": scene.moment(task.at) if task.at else "",
        "note": task.note,
        "lead": scene.world.grid_name(ticket.unit) if ticket.unit else cards.who(scene, ticket.assignee),
    }


def buttons(task: Task) -> tuple[Choice, ...]:
    steps = tuple(choice(f"task_{step}/{task.id}", f"do-task-{step}-{task.kind}") for step in steps_of(task))
    asks = task.kind is TaskKind.REVISIT and task.open
    return (*steps, choice(f"revisit_phone/{task.id}", "do-revisit-phone")) if asks else steps


def close_rest(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """The lead has judged it done: whoever still had a part of it need not do it."""
    for task in scene.uow.tasks.of_ticket(ticket.id):
        if task.open and task.kind not in OWN:
            scene.uow.tasks.save(task, cancelled(task))
            if task.person:
                scene.tell(task.person, "task-cancelled", ticket=ticket.id, args=facts(scene, task))


def drop_revisit(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """It is in work again: nobody needs to be asked what became of it."""
    for task in scene.uow.tasks.of_ticket(ticket.id):
        if task.open and task.kind is TaskKind.REVISIT:
            scene.uow.tasks.save(task, cancelled(task))
            scene.tell(task.person, "revisit-dropped", ticket=ticket.id, args=facts(scene, task))


def summary(scene: Scene, ticket: Ticket) -> str:
    """One line for each unit beside the lead: who, and where it stands."""
    return "\n".join(
        scene.world.say(Text("task-summary", facts(scene, task)), "zh-CN")
        for task in scene.uow.tasks.of_ticket(ticket.id)
        if task.status is not TaskStatus.CANCELLED and task.kind not in OWN
    )
