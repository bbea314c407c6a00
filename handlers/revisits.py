"""抽查回访: once a month closed tickets are drawn, and somebody asks their residents whether it is as the record says."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from domain.answers import Result
from domain.errors import NotFound
from domain.measures import OUTCOME
from domain.messages import Arg, Text
from domain.people import Person
from domain.sampling import Candidate, draw
from domain.task import Step, Task, TaskKind
from domain.ticket import Action, Request, Ticket, can, parties
from domain.worktime import due
from handlers import cards, show
from handlers.follow_up import supervisors
from handlers.life import act
from handlers.presence import there
from handlers.scene import Scene, Turn, choice
from handlers.task_cards import buttons, facts
from storage.audit import SETTLES, Act
from storage.timers import Timer

DRAW = "revisit-draw"  # the act of the audit trail that keeps seed and numbers
LONGEST_RECORD = 300


def plan(scene: Scene) -> None:
    """Make sure that the next draw is a timer: on the first, at the hour of the bulletin; calling it again changes nothing."""
    if not scene.world.policy.revisit_share:
        return
    when = scene.world.policy.next_bulletin(scene.local())
    scene.uow.timers.start(Timer(f"revisits:{when:%Y%m}", "revisits", 0, when))


def send(scene: Scene, timer: Timer) -> None:
    """Draw among what was closed in the month before, and tell whoever is to ask."""
    plan(scene)
    policy = scene.world.policy
    if not policy.revisit_share:
        return
    end = scene.world.week.local(timer.due_at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    start = (end - timedelta(days=1)).replace(day=1)
    seed, asked = _seed(scene, start), scene.uow.revisits.asked_since(scene.now - policy.revisit_again_after)
    found = scene.uow.revisits.candidates(start, end)
    given: dict[int, list[Task]] = defaultdict(list)
    for community, group in groupby(sorted(found, key=attrgetter("community")), attrgetter("community")):
        candidates = [each for each in group if each.reporter not in asked]
        drawn = draw(seed, candidates, policy.revisit_share, policy.revisits_at_most)
        asked |= {each.reporter for each in drawn}
        _keep(scene, f"{start:%Y-%m} {community}", seed, candidates, drawn)
        for each in drawn:
            if task := _give(scene, each, Counter({person: len(tasks) for person, tasks in given.items()})):
                given[task.person].append(task)
    for person, tasks in given.items():
        _tell(scene, person, tasks, start)


def _seed(scene: Scene, start: datetime) -> str:
    """The month and the newest seal of the audit trail, which nobody can choose and the digests carry."""
    seal = scene.uow.audit.seal(scene.now, SETTLES)
    return f"{start:%Y-%m}:{seal.hash if seal else ''}"


def _keep(scene: Scene, where: str, seed: str, candidates: list[Candidate], drawn: list[Candidate]) -> None:
    numbers = " ".join(each.number for each in drawn)
    detail = f"{where}, seed {seed}, {len(drawn)} of {len(candidates)}: {numbers}"
    scene.uow.audit.did(Act(scene.now, "bot", DRAW, detail))


def _give(scene: Scene, drawn: Candidate, loads: Counter[int]) -> Task | None:
    """To a named reviewer who is there, else to a supervisor of the place: whoever has fewest, never who handled it."""
    ticket = scene.uow.tickets.get(drawn.ticket)
    people = scene.uow.people
    named = [person for name in scene.world.policy.revisit_by for person in people.by_name(name)]
    able = [
        person
        for person in [*there(scene, named)] or supervisors(scene, ticket)
        if person not in (ticket.assignee, ticket.author, ticket.reporter, *ticket.recused)
    ]
    if not able:
        return None
    nearest = able if named else able[:1]
    person = min(nearest, key=lambda each: loads[each])
    return scene.uow.tasks.add(
        Task(0, ticket.id, TaskKind.REVISIT, "", person, _record(scene, ticket), ticket.reporter, scene.now)
    )


def _record(scene: Scene, ticket: Ticket) -> str:
    """What the record says: how it was answered, in the words of the answer."""
    answers = [event for event in scene.uow.tickets.history(ticket.id) if event.action is Action.RESOLVE]
    result = scene.world.say(Text(f"result-{ticket.result or Result.SOLVED}"), "zh-CN")
    return f"{result}：{cards.shortened(answers[-1].note, LONGEST_RECORD)}" if answers else result


def _tell(scene: Scene, person: int, tasks: list[Task], start: datetime) -> None:
    if len(tasks) == 1:
        (task,) = tasks
        scene.tell(person, "task-card-revisit", buttons(task), ticket=task.ticket, args=facts(scene, task))
        return
    lines = (
        Text("revisit-line", {**facts(scene, task), "index": at, "task": task.words})
        for at, task in enumerate(tasks, start=1)
    )
    said = "\n".join(scene.world.say(line, "zh-CN") for line in lines)
    args: dict[str, Arg] = {"month": start.month, "count": len(tasks), "lines": said}
    scene.tell(person, "revisits-drawn", (choice("tasks/", "do-tasks", count=len(tasks)),), args=args)


# ---- what came of it


def take(turn: Turn, task: Task, what: Step, words: str) -> None:
    """What the resident said. Otherwise than the record: a supervisor says whether it is done again, silence means yes."""
    ticket = turn.uow.tickets.get(task.ticket)
    after = _record_outcome(turn, ticket, turn.person, what, words)
    decide = cards.buttons(turn, after, turn.person) if what is Step.DIFFER else ()
    choices = (*decide, choice("todo/", "do-todo"))
    turn.answer(f"revisit-{what}", choices, args={**cards.facts(turn, after), "note": words})


def _record_outcome(scene: Scene, ticket: Ticket, person: Person, what: Step, words: str) -> Ticket:
    mine = can(ticket, Action.REVISIT, parties(ticket, person), scene.now)
    asked: dict[str, Any] = {}
    if what is Step.DIFFER:
        until = due(scene.now, scene.world.policy.rework_decided_within, scene.world.week).at
        asked = {"request": Request.REWORK, "request_until": until}
    data = {OUTCOME: str(what), "person": str(person.id)}
    return act(scene, ticket, Action.REVISIT, person if mine else None, note=words, data=data, **asked)


def show_phone(turn: Turn, task_id: str) -> None:
    """Name and number of whoever is asked, for whoever asks; every look is kept. Raises NotFound for anybody else."""
    task = turn.uow.tasks.get(int(task_id)) if task_id.isdecimal() else None
    if task is None or task.kind is not TaskKind.REVISIT or not task.open or task.person != turn.person.id:
        raise NotFound(f"task {task_id}")
    ticket = turn.uow.tickets.get(task.ticket)
    origin = turn.uow.origins.of(ticket.id)
    person = origin.contact if origin and origin.contact else ticket.reporter
    show.contact(turn, ticket, person, f"re-visit {ticket.number}", buttons(task))
