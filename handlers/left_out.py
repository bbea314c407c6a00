"""A question while a card is read back: no part of it, but kept, and put in by one button."""

from __future__ import annotations

from domain.messages import Choice, Incoming, Text
from domain.values import replace
from handlers.forms import Absorbed, Answers
from handlers.scene import Turn, choice
from nlp.understanding import Kind

INCLUDE = "include"
KEY = "left_out"


def beside(turn: Turn, answers: Answers) -> Absorbed | None:
    """The answers with words that are no part of what is read back, None when they may well be one.

    Small talk is not kept: the card is shown again.
    """
    incoming, kind = turn.incoming, turn.heard.kind
    if not incoming.text.strip() or incoming.media or incoming.point:
        return None
    if kind is Kind.SMALLTALK:
        return Absorbed(answers, Text("unclear-pick"))
    return Absorbed({**answers, KEY: incoming.text}, Text("left-out")) if kind is Kind.ENQUIRY else None


def choices(answers: Answers) -> tuple[Choice, ...]:
    """The button that puts it in after all."""
    return (choice(INCLUDE, "confirm-include"),) if answers.get(KEY) else ()


def included(turn: Turn, answers: Answers) -> Incoming:
    """What was left out, as if it were said now."""
    return replace(turn.incoming, text=answers[KEY], media=(), point=None)
