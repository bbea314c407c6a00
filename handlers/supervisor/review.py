"""第一读者审核: a second person approves an answer, or sends it back with a note, before the resident sees it."""

from __future__ import annotations

from domain.ticket import Action, Ticket
from handlers import answering, cards
from handlers.forms import Answers, Form, Question, always, ticket_in
from handlers.life import require
from handlers.readers import own_words
from handlers.scene import Turn, choice

LONGEST_NOTE = 500


def approve(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.APPROVE)
    after = answering.approve(turn, ticket, turn.person)
    turn.ticket = after.id
    turn.answer("review-approved", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


def finish_send_back(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    after = answering.send_back(turn, ticket, turn.person, answers["note"])
    turn.ticket = after.id
    turn.answer("review-sent-back", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


SEND_BACK = Form(
    "send-back",
    (Question("note", always("review-ask-note"), own_words("note", LONGEST_NOTE)),),
    finish_send_back,
)
