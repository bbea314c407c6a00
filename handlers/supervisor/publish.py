"""The second reader of what everybody will see (公示), and what was confirmed but never happened (送达不实)."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.publication import Showing
from domain.ticket import Action, Ticket
from handlers import cards
from handlers.forms import Answers, Form, Question, always, ticket_in
from handlers.life import act
from handlers.readers import own_words
from handlers.scene import Turn, choice
from handlers.supervisor.manage import LONGEST_REASON


def publish(turn: Turn, ticket: Ticket) -> None:
    """放上公示: the words have been read. Raises NotAllowed when there is nothing to read, perhaps taken back meanwhile."""
    waiting = turn.uow.publications.of(ticket.id)
    if waiting is None or waiting.state is not Showing.WAITING:
        raise NotAllowed(f"publish {ticket.number}")
    after = act(turn, ticket, Action.PUBLISH, turn.person)
    turn.ticket = after.id
    turn.answer("publish-done", (choice(f"hide/{after.id}", "do-hide"),), args=cards.facts(turn, after))


def hide(turn: Turn, ticket: Ticket) -> None:
    """不公示, or take down what is shown."""
    if turn.uow.publications.of(ticket.id) is None:
        raise NotAllowed(f"hide {ticket.number}")
    after = act(turn, ticket, Action.HIDE, turn.person)
    turn.ticket = after.id
    turn.answer("publish-hidden", args=cards.facts(turn, after))


def show_waiting(turn: Turn) -> None:
    """公示: what waits for a reader, of those this person may read."""
    found = [ticket for ticket in turn.uow.publications.waiting() if cards.is_staff_of(ticket, turn.person)]
    buttons = tuple(cards.open_button(turn, ticket) for ticket in found[:8])
    turn.answer("publish-waiting" if found else "publish-none", buttons, args={"count": len(found)})


def finish_annul(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    after = act(
        turn,
        ticket,
        Action.ANNUL,
        turn.person,
        note=answers["reason"],
        claimant=0,
        resolved_at=None,
        closed_at=None,
    )
    turn.ticket = after.id
    turn.answer("annul-done", args=cards.facts(turn, after))


ANNUL = Form(
    "annul",
    (Question("reason", always("annul-ask"), own_words("reason", LONGEST_REASON)),),
    finish_annul,
)
