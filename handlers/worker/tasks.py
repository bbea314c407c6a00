"""A unit's own part of a ticket: accept, come, be there, report, done; or say at once that it cannot."""

from __future__ import annotations

from collections.abc import Callable

from domain.errors import NotAllowed, NotFound
from domain.messages import Text
from domain.people import Role
from domain.task import Step, Task, TaskKind, step, steps_of
from handlers import joint_visits, revisits, task_cards, tasks
from handlers.forms import Answers, Ask, Form, Question, begin
from handlers.readers import own_words
from handlers.scene import Turn, choice

LONGEST = 300


def show(turn: Turn, task_id: str) -> None:
    """The card of a task."""
    task = _own(turn, task_id)
    turn.ticket = task.ticket
    ticket = turn.uow.tickets.get(task.ticket)
    turn.answer(
        f"task-card-{task.kind}",
        task_cards.buttons(task),
        media=ticket.media,
        point=ticket.point,
        args=task_cards.facts(turn, task),
    )


def say(what: Step) -> Callable[[Turn, str], None]:
    """A button that says something at once, or asks for the words that belong to it."""

    def run(turn: Turn, task_id: str) -> None:
        task = _own(turn, task_id)
        if what not in steps_of(task):
            raise NotAllowed(f"{what} of task {task.id} ({task.status})")
        if what in WITH_WORDS:
            begin(turn, TASK, {"task": task.id, "step": str(what)})
        else:
            _take(turn, task, what, "")

    return run


def finish(turn: Turn, answers: Answers) -> None:
    _take(turn, _own(turn, str(answers["task"])), Step(answers["step"]), answers["words"])


def ask_words(turn: Turn, answers: Answers) -> Ask:
    task = turn.uow.tasks.get(int(answers["task"]))
    facts = task_cards.facts(turn, task)
    if task.kind in ASKED:
        return Ask(Text(ASKED[task.kind], facts))
    return Ask(Text(f"task-ask-{answers['step']}", facts))


def _take(turn: Turn, task: Task, what: Step, words: str) -> None:
    after = step(task, what, words)
    turn.uow.tasks.save(task, after)
    turn.ticket = task.ticket
    args = {**task_cards.facts(turn, after), "note": words}
    if task.kind is TaskKind.REVISIT:
        revisits.take(turn, after, what, words)
        return
    if task.kind is TaskKind.FOLLOW:
        tasks.followed_up(turn, turn.person, after, words)
        turn.answer("follow-up-kept", (choice("todo/", "do-todo"),), args=args)
        return
    said = turn.world.say(Text(f"task-said-{task.kind}-{what}", args), "zh-CN")
    tasks.tell_lead(turn, turn.uow.tickets.get(task.ticket), after, said)
    if task.kind is TaskKind.JOINT:
        joint_visits.answered(turn, turn.uow.tickets.get(task.ticket))
    turn.answer("task-kept", (*task_cards.buttons(after), choice("todo/", "do-todo")), args=args)


def _own(turn: Turn, task_id: str) -> Task:
    """The task, if it is this person's or their unit's. Raises NotFound otherwise: a guessed number shows nothing."""
    if not task_id.isdecimal():
        raise NotFound(f"task {task_id}")
    task = turn.uow.tasks.get(int(task_id))
    of_unit = any(post.scope == task.scope and post.role in OF_UNIT for post in turn.person.posts)
    if task.person != turn.person.id and not of_unit:
        raise NotFound(f"task {task_id}")
    return task


OF_UNIT = (Role.OFFICER, Role.UNIT_DESK, Role.WORKER, Role.CAPTAIN)
WITH_WORDS = frozenset({Step.REPORT, Step.DONE, Step.REFUSE, Step.DIFFER})
ASKED = {TaskKind.FOLLOW: "follow-up-ask", TaskKind.REVISIT: "task-ask-differ"}
TASK = Form("task", (Question("words", ask_words, own_words("words", LONGEST)),), finish)
