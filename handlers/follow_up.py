"""回访跟进: a bad rating is one supervisor's own task, until they say what they did about it."""

from __future__ import annotations

from domain.messages import Text
from domain.people import Role
from domain.survey import Way
from domain.task import Task, TaskKind
from domain.ticket import Event, Ticket
from domain.values import replace
from domain.worktime import due
from handlers import cards
from handlers.dispatch import not_accused, widest_supervisors, with_role
from handlers.presence import is_there, there
from handlers.scene import Scene
from handlers.task_cards import buttons, facts
from storage.timers import Timer


def give_follow_up(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Nobody's task where the supervisor is asked to decide about it anyway."""
    if event.data.get("satisfied") != "no" or event.data.get("way") == Way.DECIDE:
        return
    person = next(iter(supervisors(scene, ticket)), 0)
    if not person:
        return
    words = event.note or scene.world.say(Text("satisfied-no"), "zh-CN")
    task = Task(0, ticket.id, TaskKind.FOLLOW, "", person, words, event.by, scene.now)
    task = scene.uow.tasks.add(task)
    scene.tell(person, "task-card-follow", buttons(task), ticket=ticket.id, args=facts(scene, task))
    _watch(scene, task, told=1)


def silent(scene: Scene, timer: Timer) -> None:
    """Nobody followed it up in time: reminded (another, when they are gone), and from the second time on those above hear."""
    task = scene.uow.tasks.get(timer.subject)
    if not task.open:
        return
    told = int(timer.data["told"])
    others = supervisors(scene, scene.uow.tickets.get(task.ticket))
    if others and not is_there(scene, task.person):
        before, task = task, replace(task, person=others[0])
        scene.uow.tasks.save(before, task)
    shown = {**facts(scene, task), "days": (scene.now - task.created_at).days}
    scene.tell(task.person, "task-again-follow", buttons(task), ticket=task.ticket, args=shown)
    for person in others if told > 1 else ():
        if person != task.person:
            scene.tell(
                person, "task-silent-follow", ticket=task.ticket, args={**shown, "who": cards.who(scene, task.person)}
            )
    _watch(scene, task, told + 1)


def supervisors(scene: Scene, ticket: Ticket) -> list[int]:
    """Those of the place who are there, the nearest first, then the widest of all; nobody whom the ticket accuses."""
    people = [*with_role(scene, ticket, Role.SUPERVISOR), *widest_supervisors(scene)]
    return not_accused(ticket, there(scene, people))


def _watch(scene: Scene, task: Task, told: int) -> None:
    at = due(scene.now, scene.world.policy.follow_up_within, scene.world.week).at
    scene.uow.timers.start(
        Timer(f"follow_up_silent:{task.id}:{told}", "follow_up_silent", task.id, at, {"told": str(told)})
    )
