"""台账 typed by hand: how much each of the three ledgers holds this month, in the area somebody answers for."""

from __future__ import annotations

from collections import Counter

from domain.ledgers import LEDGERS, STABILITY
from domain.messages import Text
from domain.people import Role
from handlers import visiting
from handlers.scene import Turn, choice

READERS = (Role.SUPERVISOR, Role.DESK, Role.CAPTAIN)


def show(turn: Turn) -> None:
    """Tickets and visits by ledger; 社会稳定 is for supervisors only."""
    start, end = visiting.month(turn, turn.now)
    tickets = Counter(t.ledger for t in turn.uow.tickets.filed_between(start, end) if _mine(turn, t.area))
    visits = Counter(v.ledger for v in turn.uow.visits.between(start, end) if _mine(turn, v.grid))
    shown = [ledger for ledger in LEDGERS if ledger != STABILITY or turn.person.has(Role.SUPERVISOR)]
    lines = "\n".join(
        turn.world.say(
            Text("ledger-line", {"ledger": ledger, "tickets": tickets[ledger], "visits": visits[ledger]}),
            turn.person.language,
        )
        for ledger in shown
    )
    turn.answer("ledgers", (choice("menu/", "do-menu"),), args={"month": start.month, "lines": lines})


def _mine(turn: Turn, area: str) -> bool:
    return bool(area) and any(turn.person.has(role, area) for role in READERS)
