"""协办 nobody takes up: asked for again, then told to whoever leads and decides; who is gone is replaced by the next of the unit."""

from __future__ import annotations

from domain.messages import Arg, Text
from domain.people import Role
from domain.task import Task, TaskStatus
from domain.ticket import Ticket
from domain.values import replace
from handlers import cards, tasks
from handlers.dispatch import last_resort
from handlers.presence import is_there, there
from handlers.scene import Scene
from handlers.task_cards import buttons, facts
from handlers.watching import watch_assist
from storage.timers import Timer


def silent(scene: Scene, timer: Timer) -> None:
    """Looked at again and again while the part is open: the person may leave after they accepted it, too."""
    task = scene.uow.tasks.get(timer.subject)
    ticket = scene.uow.tickets.get(task.ticket)
    if not (task.open and ticket.alive):
        return
    told = int(timer.data["told"])
    if not is_there(scene, task.person):
        _give_to_next(scene, ticket, task)
        told = 0
    elif task.status is TaskStatus.GIVEN:
        told += 1
        if say := TOLD.get(told):
            say(scene, ticket, task)
    watch_assist(scene, ticket, task.id, int(timer.data["look"]) + 1, told)


def _give_to_next(scene: Scene, ticket: Ticket, task: Task) -> None:
    """The next of the unit must accept it anew; that nobody is there is said once, and looked for again."""
    person = tasks.whoever(scene, task.scope, but=task.person)
    if person == task.person:
        return
    after = replace(task, person=person, status=TaskStatus.GIVEN)
    scene.uow.tasks.save(task, after)
    tasks.tell(scene, ticket, after)
    said = Text("task-assist-next" if person else "task-assist-nobody", _args(scene, after))
    tasks.tell_lead(scene, ticket, after, scene.world.say(said, "zh-CN"))


def _remind(scene: Scene, ticket: Ticket, task: Task) -> None:
    lane = cards.lane(ticket)
    scene.tell(task.person, "task-again-assist", buttons(task), lane=lane, ticket=ticket.id, args=facts(scene, task))


def _tell_others(scene: Scene, ticket: Ticket, task: Task) -> None:
    """The lead and whoever asked for it; the desk of the unit and the command centre."""
    desk = there(scene, scene.uow.people.with_post(Role.UNIT_DESK, (task.scope,)))
    for person in dict.fromkeys([*desk, *last_resort(scene, ticket)]):
        if person not in (task.person, ticket.assignee, task.by):
            scene.tell(person, "task-silent-assist", ticket=ticket.id, args=_args(scene, task))
    said = Text("task-assist-silent", _args(scene, task))
    tasks.tell_lead(scene, ticket, task, scene.world.say(said, "zh-CN"))


def _args(scene: Scene, task: Task) -> dict[str, Arg]:
    return {**facts(scene, task), "who": cards.who(scene, task.person)}


TOLD = {1: _remind, 2: _tell_others}
