"""The resident's word on a joint visit: the time suits, or another one would."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.messages import Text
from domain.ticket import Action, Party, Ticket, parties
from handlers import cards
from handlers.forms import Answers, Form, Question, always, begin, ticket_in
from handlers.joint_visits import coming, current, facts
from handlers.life import act, require
from handlers.readers import own_words
from handlers.scene import Turn, choice

LONGEST = 200


def suits(turn: Turn, ticket: Ticket) -> None:
    _require(turn, ticket)
    said = turn.world.say(Text("joint-suits"), "zh-CN")
    after = act(turn, ticket, Action.ADD, turn.person, note=said)
    args = {**cards.facts(turn, after), **facts(turn, after, current(turn, after))}
    turn.answer("joint-ok", (choice(f"joint_other/{after.id}", "do-joint-other"),), args=args)


def start_other(turn: Turn, ticket: Ticket) -> None:
    _require(turn, ticket)
    begin(turn, JOINT_OTHER, {"ticket": ticket.id})


def finish_other(turn: Turn, answers: Answers) -> None:
    """The lead hears of it and names another time; until then the visit stands."""
    ticket = ticket_in(turn, answers)
    said = turn.world.say(Text("joint-rather", {"when": answers["when"]}), "zh-CN")
    after = act(turn, ticket, Action.ADD, turn.person, note=said)
    turn.ticket = after.id
    turn.tell(
        after.assignee,
        "joint-other-time",
        (choice(f"joint/{after.id}", "do-joint-again"),),
        ticket=after.id,
        args={**cards.facts(turn, after), "note": answers["when"]},
    )
    turn.answer("joint-other-told", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))


def _require(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.ADD)
    if Party.REPORTER not in parties(ticket, turn.person) or not coming(current(turn, ticket)):
        raise NotAllowed(f"no joint visit to {ticket.number}")


JOINT_OTHER = Form(
    "joint-other",
    (Question("when", always("joint-ask-other"), own_words("when", LONGEST)),),
    finish_other,
)
