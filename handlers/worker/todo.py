"""待办: everything that waits on this person, the most pressing first, in one list."""

from __future__ import annotations

from domain.messages import Text
from domain.people import stem
from domain.task import Task
from domain.ticket import Party, Ticket, parties
from handlers import cards, task_cards
from handlers.dispatch import READERS
from handlers.scene import Scene, Turn, choice, named

SHOWN = 10


def show(turn: Turn) -> None:
    found = [*turn.uow.tickets.todo_of(turn.person.id), *to_review(turn)]
    tickets = sorted(found, key=lambda ticket: cards.pressing(turn, ticket))
    helping = turn.uow.tasks.todo_of(turn.person.id)[:SHOWN]
    if not tickets and helping:
        _show_tasks(turn, helping)
        return
    if not tickets:
        turn.answer("todo-none")
        return
    shown = tickets[:SHOWN]
    lines = "\n".join(
        turn.world.say(
            Text("todo-line", {**cards.facts(turn, ticket), "index": index, "late": _late(turn, ticket)}), "zh-CN"
        )
        for index, ticket in enumerate(shown, start=1)
    )
    late = sum(cards.is_late(turn, ticket) for ticket in tickets)
    choices = tuple(cards.open_button(turn, ticket) for ticket in shown)
    if helping:
        choices += (choice("tasks/", "do-tasks", count=len(helping)),)
    turn.answer("todo-list", choices, args={"lines": lines, "count": len(tickets), "late": late})


def to_review(turn: Turn) -> list[Ticket]:
    """Answers that wait for this person as their second reader."""
    scopes = dict.fromkeys(scope for role in READERS for scope in turn.person.areas_of(role))
    found = {ticket.id: ticket for scope in scopes for ticket in turn.uow.tickets.reviewing(stem(scope))}
    return [ticket for ticket in found.values() if Party.READER in parties(ticket, turn.person)]


def show_tasks(turn: Turn) -> None:
    """What units are asked to help with, or called to."""
    _show_tasks(turn, turn.uow.tasks.todo_of(turn.person.id)[:SHOWN])


def _show_tasks(turn: Turn, helping: list[Task]) -> None:
    if not helping:
        turn.answer("todo-none")
        return
    numbered = (
        Text("todo-task", {**task_cards.facts(turn, task), "index": at}) for at, task in enumerate(helping, start=1)
    )
    lines = "\n".join(turn.world.say(line, "zh-CN") for line in numbered)
    options = tuple(
        named(f"task/{task.id}", f"{task_cards.facts(turn, task)['number']} {task.words}"[:30]) for task in helping
    )
    turn.answer("todo-tasks", options, args={"count": len(helping), "lines": lines})


def _late(scene: Scene, ticket: Ticket) -> str:
    return "yes" if cards.is_late(scene, ticket) else "no"
