"""联合上门: the units of a ticket go to the resident together; who comes when is settled before the resident is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain.messages import Arg, Choice, Text
from domain.task import Task, TaskKind, TaskStatus, cancelled
from domain.ticket import Ticket
from domain.values import replace
from domain.worktime import due as due_after
from handlers import cards, task_cards, tasks
from handlers.scene import Scene, choice
from handlers.telling import tell_resident
from storage.timers import Timer

TIMERS = ("joint_silent", "joint_soon", "joint_after")


def current(scene: Scene, ticket: Ticket) -> list[Task]:
    """The parts of the visit that is planned now, [] when none is."""
    found = [task for task in scene.uow.tasks.of_ticket(ticket.id) if task.kind is TaskKind.JOINT]
    live = [task for task in found if task.status not in (TaskStatus.CANCELLED, TaskStatus.DONE)]
    return [task for task in live if task.at == live[-1].at] if live else []


def propose(scene: Scene, ticket: Ticket, scopes: Sequence[str], at: datetime, place: str, by: int) -> Ticket:
    """Every unit is asked; an earlier plan is off, and its timers with it."""
    for task in current(scene, ticket):
        scene.uow.tasks.save(task, cancelled(task))
        if task.person and task.scope not in scopes:
            scene.tell(task.person, "task-cancelled", ticket=ticket.id, args=task_cards.facts(scene, task))
    words = scene.world.say(Text("joint-what"), "zh-CN")
    after = tasks.give(scene, ticket, TaskKind.JOINT, scopes, words, by, at, place)
    policy, week = scene.world.policy, scene.world.week_of(ticket)
    moments = (
        min(due_after(scene.now, policy.joint_answer_within, week).at, at - policy.joint_remind_before),
        at - policy.joint_remind_before,
        at + policy.joint_note_after,
    )
    for kind, moment in zip(TIMERS, moments, strict=True):
        key = f"{kind}:{ticket.id}:{at:%Y%m%d%H%M}:{after.version}"
        due = max(moment, scene.now + SOONEST)
        scene.uow.timers.start(Timer(key, kind, ticket.id, due, {"at": at.isoformat()}))
    return after


def answered(scene: Scene, ticket: Ticket) -> None:
    """When the last unit has answered the resident is told, or the lead that nobody comes."""
    visit = current(scene, ticket)
    if not visit or any(task.status is TaskStatus.GIVEN for task in visit):
        return
    if coming(visit):
        tell_of_visit(scene, ticket)
    else:
        _tell_lead(scene, ticket, "joint-nobody-comes", visit, (choice(f"joint/{ticket.id}", "do-joint-again"),))


def tell_of_visit(scene: Scene, ticket: Ticket) -> None:
    """The resident hears who comes, when and where, and may say another time."""
    scene.uow.timers.stop(ticket.id, "joint_silent")
    choices = (choice(f"joint_ok/{ticket.id}", "do-joint-ok"), choice(f"joint_other/{ticket.id}", "do-joint-other"))
    args = facts(scene, ticket, current(scene, ticket))
    tell_resident(scene, ticket.reporter, ticket, "resident-joint", choices, args=args)


def coming(visit: Sequence[Task]) -> list[Task]:
    return [task for task in visit if task.status is TaskStatus.ACCEPTED]


def facts(scene: Scene, ticket: Ticket, visit: Sequence[Task]) -> dict[str, Arg]:
    """Who comes (the lead always does), when, where, and whose answer is missing."""
    lead = scene.world.grid_name(ticket.unit) if ticket.unit else scene.uow.people.name(ticket.assignee)
    names = [lead, *(scene.world.grid_name(task.scope) for task in coming(visit))]
    silent = [scene.world.grid_name(task.scope) for task in visit if task.status is TaskStatus.GIVEN]
    return {
        "names": "、".join(dict.fromkeys(filter(None, names))),
        "silent": "、".join(silent),
        "at": scene.moment(visit[0].at) if visit else "",
        "spot": visit[0].place_words if visit else "",
    }


def still_silent(scene: Scene, timer: Timer) -> None:
    """Somebody has not answered: the lead decides whether to go with who comes, or at another time."""
    found = _due(scene, timer)
    if found and any(task.status is TaskStatus.GIVEN for task in found[1]):
        ticket, visit = found
        go = (choice(f"joint_go/{ticket.id}", "do-joint-go"),) if coming(visit) else ()
        _tell_lead(scene, ticket, "joint-silent", visit, (*go, choice(f"joint/{ticket.id}", "do-joint-again")))


def remind(scene: Scene, timer: Timer) -> None:
    """A little before: everybody who comes, and the resident who waits."""
    found = _due(scene, timer)
    if found and coming(found[1]):
        ticket, visit = found
        args = {**cards.facts(scene, ticket), **facts(scene, ticket, visit)}
        for person in dict.fromkeys((ticket.assignee, *(task.person for task in coming(visit)))):
            scene.tell(person, "joint-soon", ticket=ticket.id, args=args)
        tell_resident(scene, ticket.reporter, ticket, "resident-joint-soon", args=facts(scene, ticket, visit))


def ask_for_note(scene: Scene, timer: Timer) -> None:
    """Afterwards the lead writes down what was found and agreed."""
    found = _due(scene, timer)
    if found and coming(found[1]):
        ticket, visit = found
        _tell_lead(scene, ticket, "joint-after", visit, (choice(f"joint_note/{ticket.id}", "do-joint-note"),))


def over(scene: Scene, ticket: Ticket) -> None:
    """The note is written: whoever came has done their part."""
    for task in coming(current(scene, ticket)):
        scene.uow.tasks.save(task, replace(task, status=TaskStatus.DONE))
    scene.uow.timers.stop(ticket.id, *TIMERS)


def _due(scene: Scene, timer: Timer) -> tuple[Ticket, list[Task]] | None:
    """The ticket and its visit, unless it ended or another time was named."""
    ticket = scene.uow.tickets.find(timer.subject)
    visit = current(scene, ticket) if ticket and ticket.alive else []
    return (ticket, visit) if ticket and visit and visit[0].at == datetime.fromisoformat(timer.data["at"]) else None


def _tell_lead(scene: Scene, ticket: Ticket, key: str, visit: Sequence[Task], choices: tuple[Choice, ...]) -> None:
    args = {**cards.facts(scene, ticket), **facts(scene, ticket, visit)}
    scene.tell(ticket.assignee, key, choices, ticket=ticket.id, args=args)


SOONEST = timedelta(minutes=1)
