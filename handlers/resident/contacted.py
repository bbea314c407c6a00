"""有没有人联系: the one question of the call-back whose answer the history may know already; else asked last, once an episode.

It comes when solved or not is kept, so nothing is lost by who does not answer, and it takes the place of the question for
a sentence: words are taken as one.
"""

from __future__ import annotations

from itertools import takewhile

from domain.answers import Result
from domain.clocks import STARTS
from domain.measures import CONTACTED
from domain.messages import Incoming, Text
from domain.ticket import Action, Ticket, last_resolved, standing
from handlers import cards
from handlers.forms import NO, YES, Answers, Ask, Elsewhere, Form, Question, bare, begin, ticket_in
from handlers.life import act
from handlers.resident import share
from handlers.scene import Turn, choice
from nlp.understanding import Kind

TALKED = frozenset({Action.ASK, Action.ANSWER, Action.PROGRESS, Action.JOINT})  # what passes between staff and resident
ANSWERS = ("yes", "no", "skip")
HAD, HAD_NOT = (
    frozenset({"有", "有的", "有过", "联系了"}),
    frozenset({"没", "没有", "没人", "没有人", "没人来", "没联系"}),
)
LONGEST = 500
NOT_ABOUT_IT = frozenset(Kind) - {Kind.SMALLTALK, Kind.PRAISE}


def unknown(turn: Turn, ticket: Ticket) -> bool:
    """Whether to ask: the reporter alone, once an episode, and only where no word passed between them and the staff.

    Who got an answer instead of help (explained, not ours, refused) has been spoken to by it.
    """
    if ticket.reporter != turn.person.id or ticket.wish or ticket.confidential or not ticket.awaited:
        return False
    if ticket.result not in ("", Result.SOLVED):
        return False
    history = standing(turn.uow.tickets.history(ticket.id))
    resolved = last_resolved(history)
    handling = takewhile(lambda event: event.action not in STARTS, reversed(history[: resolved + 1]))
    asked = any(event.action is Action.CONTACT for event in history[resolved + 1 :])
    return resolved >= 0 and not asked and not any(event.action in TALKED for event in handling)


def ask(turn: Turn, ticket: Ticket, thanks: str = "") -> None:
    """Put the question; `thanks` is the text that ends the call-back."""
    begin(turn, CONTACT, {"ticket": ticket.id, "thanks": thanks})


def ask_contacted(turn: Turn, answers: Answers) -> Ask:
    facts = cards.facts(turn, ticket_in(turn, answers))
    key = "contacted-ask-last" if answers["thanks"] else "contacted-ask"
    return Ask(Text(key, facts), tuple(choice(each, f"contacted-{each}") for each in ANSWERS))


def read_contacted(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A sentence about how it was is kept; a new matter, or that it is not solved after all, is no answer to this."""
    word = bare(incoming.text)
    if said := "yes" if word in YES | HAD else "no" if word in NO | HAD_NOT else "":
        return {**answers, CONTACTED: said}
    about = turn.heard.matter or turn.heard.place or turn.heard.kind is Kind.FEEDBACK
    if not incoming.text.strip() or (turn.heard.kind in NOT_ABOUT_IT and about):
        raise Elsewhere
    return {**answers, CONTACTED: "", "comment": incoming.text[:LONGEST]}


def finish(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    said, comment = answers[CONTACTED], answers.get("comment", "")
    if said in ("yes", "no") or comment:
        data = {CONTACTED: said} if said else {}
        ticket = act(turn, ticket, Action.CONTACT, turn.person, note=comment, data=data)
    turn.answer(answers["thanks"] or "contacted-noted", args=cards.facts(turn, ticket))
    if answers["thanks"]:
        share.ask(turn, ticket)


CONTACT = Form("contact", (Question(CONTACTED, ask_contacted, read_contacted),), finish, cancelled="rate-cancelled")
