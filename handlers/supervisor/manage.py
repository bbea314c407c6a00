"""Hands on a ticket from above: urge, reassign, check or decline a wish."""

from __future__ import annotations

from typing import Any

from domain.direct import To
from domain.messages import Arg, Text
from domain.people import Role
from domain.ticket import Action, ReturnTo, Ticket
from handlers import cards, show
from handlers.dispatch import LADDER, not_accused, subject_of, with_role
from handlers.forms import Answers, Ask, Form, Question, always, ticket_in
from handlers.life import act
from handlers.readers import one_called, own_words
from handlers.scene import Turn, choice, named
from handlers.supervisor.command import returns

CANDIDATES = 8
LONGEST_REASON = 300
AT_LEVEL = {To.GRID: (Role.WORKER, Role.CAPTAIN), To.COMMUNITY: (Role.DESK,)}


def urge(turn: Turn, ticket: Ticket) -> None:
    after = act(turn, ticket, Action.URGE, turn.person)
    turn.answer("manage-urged", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def candidates(turn: Turn, ticket: Ticket) -> list[int]:
    """Who could take it: everybody on the ladder of its area and the workers of the neighbouring grids.

    Of a confidential one only supervisors; of one without an area every desk; within a unit its own officers.
    What the admission list keeps from grids (or communities) is not offered to them.
    """
    if ticket.unit and any(post.role is Role.UNIT_DESK and post.scope == ticket.unit for post in turn.person.posts):
        found = turn.uow.people.with_post(Role.OFFICER, (ticket.unit,))
    elif ticket.confidential:
        found = [person for person, _ in turn.uow.people.everybody_with(Role.SUPERVISOR)]
    elif not ticket.area:
        found = [person for role in (Role.DESK, Role.SUPERVISOR) for person, _ in turn.uow.people.everybody_with(role)]
    else:
        neighbours = [grid.code for grid in turn.world.grids.values() if grid.community == ticket.community]
        found = [person for role in LADDER for person in with_role(turn, ticket, role)]
        found += turn.uow.people.with_post(Role.WORKER, tuple(neighbours))
        kept_out = {person for role in barred_roles(turn, ticket) for person, _ in turn.uow.people.everybody_with(role)}
        found = [person for person in found if person not in kept_out]
    return [person for person in dict.fromkeys(not_accused(ticket, found)) if person != ticket.assignee]


def barred_roles(turn: Turn, ticket: Ticket) -> tuple[Role, ...]:
    """Whose posts may not have this: 准入清单."""
    today = turn.today()
    org, subject = turn.world.organisation, subject_of(ticket)
    return tuple(role for level, roles in AT_LEVEL.items() if org.barring(level, subject, today) for role in roles)


def ask_whom(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    options = tuple(named(str(person), _described(turn, person)) for person in candidates(turn, ticket)[:CANDIDATES])
    return Ask(Text("manage-ask-whom", cards.facts(turn, ticket)), options)


def _described(turn: Turn, person: int) -> str:
    found = turn.uow.people.get(person)
    post = found.posts[0] if found and found.posts else None
    args: dict[str, Arg] = {
        "name": turn.uow.people.name(person),
        "where": turn.world.grid_name(post.scope) if post else "",
        "role": Text("role-part-time" if post.part_time else f"role-{post.role}") if post else "",
        "count": len(turn.uow.tickets.todo_of(person)),
    }
    return turn.world.say(Text("manage-candidate", args), turn.person.language)


def finish_assign(turn: Turn, answers: Answers) -> None:
    """Given to somebody; after so many returns finally, whoever decides: no ping-pong."""
    ticket = ticket_in(turn, answers)
    whom = int(answers["whom"])
    inside = bool(ticket.unit) and whom in turn.uow.people.with_post(Role.OFFICER, (ticket.unit,))
    final = returns(turn.uow.tickets.history(ticket.id)) >= turn.world.policy.returns_before_command
    back = ReturnTo.NOBODY if final else ReturnTo.ABOVE
    left: dict[str, Any] = {} if inside else {"unit": "", "return_to": back, "return_until": None}
    after = act(turn, ticket, Action.ASSIGN, turn.person, assignee=whom, hops=ticket.hops + 1, **left)
    turn.ticket = after.id
    turn.answer("manage-assigned", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))


ASSIGN = Form(
    "assign",
    (Question("whom", ask_whom, one_called("whom", lambda t, a: candidates(t, ticket_in(t, a)))),),
    finish_assign,
)


def check(turn: Turn, ticket: Ticket) -> None:
    """The community has looked: the wish goes on the wall."""
    show.card(turn, act(turn, ticket, Action.CHECK, turn.person))


def finish_decline(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    after = act(turn, ticket, Action.DECLINE, turn.person, note=answers["reason"])
    turn.answer("manage-declined", args=cards.facts(turn, after))


DECLINE = Form(
    "decline",
    (Question("reason", always("manage-ask-decline"), own_words("reason", LONGEST_REASON)),),
    finish_decline,
)


def release(turn: Turn, ticket: Ticket) -> None:
    """Take a claimed wish back to the wall."""
    show.card(turn, act(turn, ticket, Action.RELEASE, turn.person, claimant=0))
