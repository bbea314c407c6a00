"""Hands on a ticket from above: urge, reassign, check or decline a wish."""

from __future__ import annotations

from domain.messages import Incoming, Text
from domain.people import Role
from domain.ticket import Action, Ticket
from handlers import cards, show
from handlers.dispatch import LADDER, with_role
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.life import act
from handlers.scene import Turn, named

CANDIDATES = 8


def urge(turn: Turn, ticket: Ticket) -> None:
    after = act(turn, ticket, Action.URGE, turn.person)
    turn.answer("manage-urged", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def start_assign(turn: Turn, ticket: Ticket) -> None:
    begin(turn, ASSIGN, {"ticket": ticket.id})


def candidates(turn: Turn, ticket: Ticket) -> list[int]:
    """Who could take it: everybody on the ladder of its area and the workers of the neighbouring grids."""
    own = [person for role in LADDER for person in with_role(turn, ticket, role)]
    neighbours = [
        person
        for grid in turn.world.grids.values()
        if grid.community == ticket.community
        for person in turn.uow.people.with_post(Role.WORKER, (grid.code,))
    ]
    return [person for person in dict.fromkeys([*own, *neighbours]) if person != ticket.assignee]


def ask_whom(turn: Turn, answers: Answers) -> Ask:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    options = tuple(named(str(person), _described(turn, person)) for person in candidates(turn, ticket)[:CANDIDATES])
    return Ask(Text("manage-ask-whom", cards.facts(turn, ticket)), options)


def _described(turn: Turn, person: int) -> str:
    found = turn.uow.people.get(person)
    post = found.posts[0] if found and found.posts else None
    role = turn.world.say(Text(f"role-{post.role}"), "zh-CN") if post else ""
    where = turn.world.grid_name(post.scope) if post else ""
    return f"{turn.uow.people.name(person)}（{where}{role}，手上{len(turn.uow.tickets.todo_of(person))}件）"


def read_whom(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A name typed by hand."""
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    named_so = [p for p in turn.uow.people.by_name(incoming.text.strip()) if p in candidates(turn, ticket)]
    if len(named_so) != 1:
        raise Unclear("unclear-pick")
    return {**answers, "whom": str(named_so[0])}


def finish_assign(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    whom = int(answers["whom"])
    after = act(turn, ticket, Action.ASSIGN, turn.person, note="", assignee=whom, hops=ticket.hops + 1)
    turn.ticket = after.id
    turn.answer("manage-assigned", args=cards.facts(turn, after))


ASSIGN = Form("assign", (Question("whom", ask_whom, read_whom),), finish_assign)


def check(turn: Turn, ticket: Ticket) -> None:
    """The community has looked: the wish goes on the wall."""
    after = act(turn, ticket, Action.CHECK, turn.person)
    show.card(turn, after)


def start_decline(turn: Turn, ticket: Ticket) -> None:
    begin(turn, DECLINE, {"ticket": ticket.id})


def read_reason(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("unclear-note")
    return {**answers, "reason": incoming.text.strip()[:300]}


def finish_decline(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    after = act(turn, ticket, Action.DECLINE, turn.person, note=answers["reason"])
    turn.answer("manage-declined", args=cards.facts(turn, after))


DECLINE = Form(
    "decline",
    (Question("reason", lambda _t, _a: Ask(Text("manage-ask-decline")), read_reason),),
    finish_decline,
)


def release(turn: Turn, ticket: Ticket) -> None:
    """Take a claimed wish back to the wall."""
    after = act(turn, ticket, Action.RELEASE, turn.person, claimant=0)
    turn.answer("wish-you-released", args=cards.facts(turn, after))
