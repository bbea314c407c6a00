"""并单: tickets filed apart that are one matter are put together under a lead ticket, and taken apart again."""

from __future__ import annotations

import re

from domain.errors import NotAllowed
from domain.messages import Incoming, Text
from domain.people import Person
from domain.ticket import Action, Ticket, can, parties
from handlers import cards, sharing, show
from handlers.forms import Answers, Ask, Form, Question, Unclear, ticket_in
from handlers.life import require
from handlers.scene import Scene, Turn, choice, named

OFFERED = 6
PLACE_SHOWN = 9  # the end of a place says most: 榕树里小区3栋
NUMBER = re.compile(r"\d{6}-\d{4,6}")


def leads(scene: Scene, ticket: Ticket, person: Person) -> list[Ticket]:
    """Under which tickets this person may put it: unfinished ones of the community about the same matter."""
    since = scene.now - scene.world.policy.same_matter_within
    found = scene.uow.tickets.alike(ticket.community, ticket.matter, ticket.place_words, since)
    nearest_first = sorted(found, key=lambda lead: (lead.grid != ticket.grid, lead.id))
    return [lead for lead in nearest_first if _may_lead(scene, lead, ticket, person)]


def _may_lead(scene: Scene, lead: Ticket, ticket: Ticket, person: Person) -> bool:
    return lead.id != ticket.id and can(lead, Action.MERGE, parties(lead, person), scene.now)


def ask_lead(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    options = tuple(named(str(lead.id), _described(turn, lead)) for lead in leads(turn, ticket, turn.person)[:OFFERED])
    return Ask(Text("merge-ask-lead", cards.facts(turn, ticket)), options)


def _described(turn: Turn, lead: Ticket) -> str:
    place = lead.place_words or turn.world.grid_name(lead.area)
    return f"{lead.number} {place[-PLACE_SHOWN:]}"


def read_lead(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A ticket's number typed by hand."""
    number = NUMBER.search(incoming.text)
    lead = turn.uow.tickets.by_number(number[0]) if number else None
    ticket = ticket_in(turn, answers)
    if lead is None or not show.may_see(turn, lead) or not _may_lead(turn, lead, ticket, turn.person):
        raise Unclear("merge-unclear")
    return {**answers, "lead": str(lead.id)}


def finish(turn: Turn, answers: Answers) -> None:
    ticket, lead = (turn.uow.tickets.get(int(answers[name])) for name in ("ticket", "lead"))
    if not _may_lead(turn, lead, ticket, turn.person):
        raise NotAllowed(f"merge {ticket.number} into {lead.number}")
    lead = sharing.merge(turn, ticket, lead, turn.person)
    turn.ticket = lead.id
    args = {**cards.facts(turn, lead), "merged": ticket.number}
    turn.answer(
        "merge-done", (choice(f"open/{lead.id}", "do-open"), choice(f"split/{ticket.id}", "do-split")), args=args
    )


def split(turn: Turn, ticket: Ticket) -> None:
    """取消并单: it goes on by itself."""
    require(turn, ticket, Action.SPLIT)
    show.card(turn, sharing.split(turn, ticket, turn.person))


MERGE = Form("merge", (Question("lead", ask_lead, read_lead),), finish, takes_numbers=True)
