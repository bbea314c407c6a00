"""我也遇到了: somebody else's ticket about the same matter at the same place may be joined instead of filing another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.errors import NotAllowed
from domain.grid_codes import COMMUNITY_DIGITS
from domain.ticket import Action, Party, Ticket, can
from handlers import cards
from handlers.kept import files_in
from handlers.life import require
from handlers.resident.draft import said
from handlers.scene import Turn, choice
from handlers.sharing import join, leave

JOIN = "join-"  # the read-back card's choice: join-17
ALONE = frozenset({"enquiry", "suggestion", "report", "praise", "wish"})  # kinds nobody else can have met


def candidate(turn: Turn, draft: Ticket) -> Ticket | None:
    """The ticket this draft may join: that of the very same spot, else the newest whose place holds this one."""
    if draft.kind in ALONE or not draft.matter or not draft.community:
        return None
    since = turn.now - turn.world.policy.me_too_within
    others = (
        ticket
        for ticket in turn.uow.tickets.alike(draft.community, draft.matter, draft.place_words, since)
        if ticket.kind not in ALONE
        and turn.person.id not in (ticket.reporter, *ticket.followers)
        and can(ticket, Action.JOIN, frozenset({Party.FOLLOWER}), turn.now)
        and _same_place(ticket, draft)
    )
    return next(others, None)


def picked(answers: Mapping[str, Any]) -> int:
    """The ticket somebody chose to join, 0 if none."""
    chosen = str(answers.get("confirm", ""))
    return int(chosen.removeprefix(JOIN)) if chosen.startswith(JOIN) else 0


def join_instead(turn: Turn, answers: Mapping[str, Any]) -> bool:
    """Join the chosen ticket; False when it cannot be joined any more."""
    ticket = turn.uow.tickets.find(picked(answers))
    if ticket is None:
        return False
    try:
        after = join(turn, ticket, turn.person, said(answers), files_in(answers))
    except NotAllowed:
        return False
    for part in answers.get("parts", []):
        turn.uow.inbox.went_into(part["channel"], part["ref"], after.id)
    turn.ticket = after.id
    turn.answer("report-joined", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))
    return True


def stop_following(turn: Turn, ticket: Ticket) -> None:
    """不再跟进: the ticket goes on for everybody else."""
    require(turn, ticket, Action.LEAVE)
    after = leave(turn, ticket, turn.person)
    turn.answer("mine-left", (choice("mine/", "do-mine"),), args=cards.facts(turn, after))


def _same_place(ticket: Ticket, draft: Ticket) -> bool:
    """One place, or one inside the other; where only grids are known, the same grid."""
    if ticket.grid and draft.grid and ticket.grid != draft.grid:
        return False
    if not (ticket.place and draft.place):
        return bool(ticket.grid) and ticket.grid == draft.grid
    small, large = sorted((ticket.place, draft.place), key=len, reverse=True)
    return small == large or (len(large) >= COMMUNITY_DIGITS and small.startswith(large))
