"""Who answers for a place at a moment: the nearest who are there, each stand-in in the place of who is on leave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from bot.replay.evidence import Evidence, Post
from bot.replay.fates import Fate
from domain.people import Role
from domain.ticket import Ticket

BEFORE = timedelta(seconds=1)  # whoever gets it in this very moment did not have it
STAND_INS = 3  # the stand-in of a stand-in of a stand-in, and no further


def audience(evidence: Evidence, ticket: Ticket, role: Role, at: datetime) -> list[str]:
    """The accounts that must hear what goes wrong; of a confidential ticket only supervisors. Not whoever has it."""
    role = Role.SUPERVISOR if ticket.confidential else role
    around, has_it = other_posts(evidence, ticket, at), holder(evidence, ticket, at)
    for scope in evidence.organisation.scopes_above(ticket.area) if ticket.area else ():
        found = [post.address for post in around if post.role is role and post.scope == scope]
        if there := list(dict.fromkeys(present(evidence, found, at))):
            return [account for account in there if account != has_it]  # who stands in may have it
    return []


def holder(evidence: Evidence, ticket: Ticket, at: datetime) -> str:
    """The account of whoever had it up to a moment; "" for nobody."""
    return evidence.account(evidence.book.holder(ticket.number, at - BEFORE))


def other_posts(evidence: Evidence, ticket: Ticket, at: datetime) -> list[Post]:
    """Who holds a post around a ticket and does not have it, is not accused by it, and has not left the job."""
    has_it = holder(evidence, ticket, at)
    scopes = evidence.organisation.scopes_above(ticket.area) if ticket.area else ()
    return [
        post
        for post in evidence.posts
        if post.scope in scopes
        and post.address != has_it
        and post.person not in ticket.recused
        and not departed(evidence, post.address, at)
    ]


def present(evidence: Evidence, accounts: Iterable[str], at: datetime) -> Iterator[str]:
    """Those who are there as far as the bot can know, or whoever stands in for them."""
    for account in accounts:
        if found := _instead_of(evidence, account, at):
            yield found


def _instead_of(evidence: Evidence, account: str, at: datetime) -> str:
    for _ in range(STAND_INS):
        entry = evidence.diary.away(account, at)
        if entry is None or (entry.fate is Fate.BLOCKS and not found_out(evidence, account, at)):
            return account
        account = evidence.account(entry.stand_in)
        if not account or departed(evidence, account, at):
            return ""
    return ""


def departed(evidence: Evidence, account: str, at: datetime) -> bool:
    entry = evidence.diary.away(account, at)
    return entry is not None and entry.fate is Fate.DEPARTS


def found_out(evidence: Evidence, account: str, at: datetime) -> bool:
    """Whether a message had come back by then from somebody who blocks the bot."""
    entry = evidence.diary.away(account, at)
    refused = evidence.paper.refused.get(account, ())
    return entry is not None and any(entry.since <= moment <= at for moment in refused)


def out_of_reach(evidence: Evidence, account: str, since: datetime, until: datetime) -> bool:
    """Whether somebody blocked the bot at any time between: what finds that out is lost."""
    return any(
        entry.account == account and entry.fate is Fate.BLOCKS and entry.since <= until and since < entry.until
        for entry in evidence.diary.entries
    )
