"""待办: everything that waits on this person, the most pressing first, in one list."""

from __future__ import annotations

from domain.messages import Text
from domain.ticket import Ticket
from handlers import cards
from handlers.scene import Scene, Turn

SHOWN = 10


def show(turn: Turn) -> None:
    tickets = sorted(turn.uow.tickets.todo_of(turn.person.id), key=lambda ticket: cards.pressing(turn, ticket))
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
    turn.answer("todo-list", choices, args={"lines": lines, "count": len(tickets), "late": late})


def _late(scene: Scene, ticket: Ticket) -> str:
    return "yes" if cards.is_late(scene, ticket) else "no"
