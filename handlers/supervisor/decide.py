"""What those above decide: grant or refuse more time and parking, and change how pressing a ticket is."""

from __future__ import annotations

from typing import Any

from domain.messages import Text
from domain.special import offered
from domain.ticket import Action, Event, Request, Ticket, Urgency
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, ticket_in
from handlers.life import act, require
from handlers.readers import own_words
from handlers.scene import Scene, Turn, choice, named
from handlers.supervisor.manage import LONGEST_REASON

ASKED = frozenset({Action.EXTEND, Action.PARK})


def asked(scene: Scene, ticket: Ticket) -> Event:
    """The event by which the worker asked for what is open now."""
    return next(event for event in reversed(scene.uow.tickets.history(ticket.id)) if event.action in ASKED)


def grant(turn: Turn, ticket: Ticket) -> None:
    """Yes: the resident hears the new date, and why."""
    require(turn, ticket, Action.GRANT)
    request = asked(turn, ticket)
    if ticket.request is Request.EXTEND:
        extensions = ticket.extensions + 1
        after = _decide(turn, ticket, Action.GRANT, request.note, data=request.data, extensions=extensions)
    else:
        after = _decide(turn, ticket, Action.GRANT, request.note, parked_until=ticket.request_until)
    turn.answer("decide-granted", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def finish_refuse(turn: Turn, answers: Answers) -> None:
    after = _decide(turn, ticket_in(turn, answers), Action.REFUSE, answers["reason"])
    turn.answer("decide-refused", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def _decide(turn: Turn, ticket: Ticket, action: Action, note: str, **changes: Any) -> Ticket:
    after = act(turn, ticket, action, turn.person, note=note, request=Request.NONE, request_until=None, **changes)
    turn.ticket = after.id
    return after


def ask_rank(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    others = tuple(choice(each, f"urgency-{each}") for each in Urgency if each is not ticket.urgency)
    rows = offered(turn.world.policy.special, ticket)
    clocks = tuple(named(f"{CLOCK}{row.name}", row.name) for row in rows if row.name != ticket.clock)
    plain = (choice(CLOCK, "rank-plain"),) if ticket.clock and rows else ()
    return Ask(Text("rank-ask", cards.facts(turn, ticket)), (*clocks, *plain, *others))


def finish_rank(turn: Turn, answers: Answers) -> None:
    """Another urgency or another clock, another date: counted from the beginning, and told."""
    picked, ticket = answers["urgency"], ticket_in(turn, answers)
    if picked.startswith(CLOCK):
        clock = picked.removeprefix(CLOCK)
        after = act(turn, ticket, Action.RANK, turn.person, note=clock, data={"clock": clock}, clock=clock)
    else:
        data = {"urgency": picked}
        after = act(turn, ticket, Action.RANK, turn.person, data=data, urgency=Urgency(picked))
    turn.ticket = after.id
    turn.answer("rank-done", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def _ask_why_not(turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("refuse-ask", cards.facts(turn, ticket_in(turn, answers))))


CLOCK = "clock:"  # in front of the name of a special clock that was picked
REFUSE = Form("refuse", (Question("reason", _ask_why_not, own_words("reason", LONGEST_REASON)),), finish_refuse)
RANK = Form("rank", (Question("urgency", ask_rank),), finish_rank)
