"""After the call-back: whether a disputed ticket is done again (重办, 不重办), and what counts in no rate (剔除)."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.messages import Text
from domain.ticket import Action, Request, Ticket
from handlers import cards, show
from handlers.callback import asked_to_redo
from handlers.forms import Answers, Ask, Form, Question, ticket_in
from handlers.life import act, rework
from handlers.readers import own_words
from handlers.scene import Turn, choice
from handlers.supervisor.manage import LONGEST_REASON


def redo(turn: Turn, ticket: Ticket) -> None:
    """Yes: back to whoever had it, with the resident's words."""
    after = rework(turn, ticket, Action.REDO, turn.person, asked_to_redo(turn, ticket))
    turn.ticket = after.id
    turn.answer("redo-done", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


def finish_uphold(turn: Turn, answers: Answers) -> None:
    """No: the resident hears why."""
    ticket = ticket_in(turn, answers)
    after = act(
        turn, ticket, Action.UPHOLD, turn.person, note=answers["reason"], request=Request.NONE, request_until=None
    )
    turn.ticket = after.id
    turn.answer("uphold-done", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


def finish_exclude(turn: Turn, answers: Answers) -> None:
    """The reason stands in the history and on the ticket; the figures follow from the ticket."""
    why, ticket = answers["why"], ticket_in(turn, answers)
    if why not in turn.world.policy.exclusions:
        raise NotAllowed(f"exclusion {why} of {ticket.number}")
    note = turn.world.say(Text(f"exclusion-{why}"), turn.person.language)
    after = act(turn, ticket, Action.EXCLUDE, turn.person, note=note, data={"why": why}, excluded=why)
    turn.ticket = after.id
    turn.answer(
        "exclude-done", (choice(f"open/{after.id}", "do-open"),), args={**cards.facts(turn, after), "why": note}
    )


def include(turn: Turn, ticket: Ticket) -> None:
    """It counts again."""
    show.card(turn, act(turn, ticket, Action.INCLUDE, turn.person, excluded=""))


def _ask_why_not(turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("uphold-ask", cards.facts(turn, ticket_in(turn, answers))))


def _ask_why(turn: Turn, answers: Answers) -> Ask:
    options = tuple(choice(why, f"exclusion-{why}") for why in turn.world.policy.exclusions)
    return Ask(Text("exclude-ask", cards.facts(turn, ticket_in(turn, answers))), options)


UPHOLD = Form("uphold", (Question("reason", _ask_why_not, own_words("reason", LONGEST_REASON)),), finish_uphold)
EXCLUDE = Form("exclude", (Question("why", _ask_why),), finish_exclude)
