"""回避: whoever the words accuse neither handles a request, nor sees it, nor hears of it."""

from __future__ import annotations

from dataclasses import replace

from domain.ticket import Ticket
from handlers.dispatch import directed, over_those_accused
from handlers.scene import Scene

SHORTEST_NAME = 2


def away_from_accused(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with somebody it does not accuse."""
    ticket = directed(scene, replace(ticket, recused=accused(scene, ticket.words)))
    return ticket if ticket.assignee else over_those_accused(scene, ticket)


def accused(scene: Scene, words: str) -> tuple[int, ...]:
    """The members of staff whose names stand in the words."""
    return tuple(person for person, name, _ in scene.uow.people.staff() if len(name) >= SHORTEST_NAME and name in words)
