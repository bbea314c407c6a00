"""回访跟进: a bad rating is one supervisor's own task, until they say what they did about it."""

from __future__ import annotations

from domain.messages import Text
from domain.people import Role
from domain.survey import Way
from domain.task import Task, TaskKind
from domain.ticket import Event, Ticket
from handlers.dispatch import with_role
from handlers.presence import there
from handlers.scene import Scene
from handlers.task_cards import buttons, facts


def give_follow_up(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Nobody's task where the supervisor is asked to decide about it anyway."""
    if event.data.get("satisfied") != "no" or event.data.get("way") == Way.DECIDE:
        return
    person = next(there(scene, with_role(scene, ticket, Role.SUPERVISOR)), 0)
    if not person:
        return
    words = event.note or scene.world.say(Text("satisfied-no"), "zh-CN")
    task = Task(0, ticket.id, TaskKind.FOLLOW, "", person, words, event.by, scene.now)
    task = scene.uow.tasks.add(task)
    scene.tell(person, "task-card-follow", buttons(task), ticket=ticket.id, args=facts(scene, task))
