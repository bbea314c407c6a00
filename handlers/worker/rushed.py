"""急件: what must be taken up within minutes and waits still, for whoever has it and whoever answers for it, the soonest first."""

from __future__ import annotations

from datetime import datetime

from domain.messages import Text
from domain.ticket import GIVES, STAFF, Ticket, parties
from handlers import cards
from handlers.scene import Turn

SHOWN = 10


def show(turn: Turn) -> None:
    """The desk of a unit sees those of its unit, the command centre those of its area."""
    mine = [ticket for ticket in turn.uow.tickets.rushed() if parties(ticket, turn.person) & STAFF]
    if not mine:
        turn.answer("rushed-none")
        return
    waiting = sorted(((_until(turn, ticket), ticket) for ticket in mine), key=lambda each: each[0])[:SHOWN]
    lines = "\n".join(
        turn.world.say(
            Text(
                "rushed-line" if until > turn.now else "rushed-line-over",
                {
                    **cards.facts(turn, ticket),
                    "index": index,
                    "minutes": int(abs(until - turn.now).total_seconds() // 60),
                },
            ),
            "zh-CN",
        )
        for index, (until, ticket) in enumerate(waiting, start=1)
    )
    choices = tuple(cards.open_button(turn, ticket) for _, ticket in waiting)
    turn.answer("rushed-list", choices, args={"count": len(mine), "lines": lines})


def _until(turn: Turn, ticket: Ticket) -> datetime:
    given = [event.at for event in turn.uow.tickets.history(ticket.id) if event.action in GIVES]
    return turn.world.policy.contact_by(given[-1], ticket, turn.world.week_of(ticket))
