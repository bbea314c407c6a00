"""台账 and 专项 typed by hand: what the ledgers hold this month and how campaigns stand, in the area somebody answers for."""

from __future__ import annotations

from collections import Counter

from domain.ledgers import LEDGERS, STABILITY
from domain.messages import Arg, Text
from domain.people import Role
from handlers import cards, visiting
from handlers.scene import Turn, choice

READERS = (Role.SUPERVISOR, Role.DESK, Role.AREA_LEAD, Role.CAPTAIN)


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


def show_campaigns(turn: Turn) -> None:
    """Each campaign with what was filed, closed and is late."""
    lines = []
    for campaign in turn.world.campaigns:
        tagged = [ticket for ticket in turn.uow.tags.tagged(campaign.name) if _mine(turn, ticket.area)]
        args: dict[str, Arg] = {
            "name": campaign.name,
            "filed": len(tagged),
            "closed": sum(not ticket.alive for ticket in tagged),
            "late": sum(cards.is_late(turn, ticket) for ticket in tagged),
            "last": f"{campaign.last:%m-%d}",
        }
        lines.append(turn.world.say(Text("campaign-line", args), turn.person.language))
    if lines:
        turn.answer("campaigns", (choice("menu/", "do-menu"),), args={"lines": "\n".join(lines)})
    else:
        turn.answer("campaigns-none", (choice("menu/", "do-menu"),))


def _mine(turn: Turn, area: str) -> bool:
    return bool(area) and any(turn.person.has(role, area) for role in READERS)
