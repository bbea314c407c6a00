"""Praise: thanked, recorded, and passed on to whom it is due."""

from __future__ import annotations

from handlers import cards
from handlers.life import file
from handlers.resident.draft import at_home, closed_at_once, ticket_from, understood, with_message
from handlers.scene import Turn
from nlp.understanding import Understanding


def record(turn: Turn, understanding: Understanding) -> None:
    answers = understood(turn, with_message(turn, {}, turn.incoming), understanding)
    if not answers.get("spot") and turn.person.home:
        answers = at_home(turn, answers)
    answers = {**answers, "kind": "praise"}
    filed = file(turn, closed_at_once(turn, ticket_from(turn, turn.person.id, answers)), turn.person.id)
    turn.ticket = filed.id
    turn.answer("praise-recorded", args=cards.facts(turn, filed))
