"""Praise: thanked, recorded, and passed on to whom it is due."""

from __future__ import annotations

from dataclasses import replace

from domain.ticket import Status
from handlers import cards
from handlers.life import file
from handlers.resident.draft import ticket_from, understood, with_message
from handlers.scene import Turn
from nlp.understanding import Understanding


def record(turn: Turn, understanding: Understanding) -> None:
    answers = understood(turn, with_message(turn, {}, turn.incoming), understanding)
    answers = {**answers, "kind": "praise"}
    ticket = replace(ticket_from(turn, turn.person.id, answers), status=Status.CLOSED, assignee=0, closed_at=turn.now)
    filed = file(turn, ticket, turn.person.id)
    turn.ticket = filed.id
    turn.answer("praise-recorded", args=cards.facts(turn, filed))
