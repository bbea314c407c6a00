"""What a worker does with a ticket: accept, ask, report progress, return with a reason."""

from __future__ import annotations

from domain.messages import Arg, Text
from domain.people import Role
from domain.ticket import Action, ReturnTo, Status, Ticket, Urgency, can, parties
from domain.values import replace
from handlers import cards, show
from handlers.dispatch import commanders, next_above
from handlers.forms import Answers, Ask, Form, Question, ticket_in
from handlers.kept import files_in
from handlers.life import act
from handlers.readers import words_or_files
from handlers.scene import Turn, choice
from handlers.telling import tell_resident

SHORTEST_NOTE = 2


def accept(turn: Turn, ticket: Ticket) -> None:
    show.card(turn, act(turn, ticket, Action.ACCEPT, turn.person))


def accept_all(turn: Turn) -> None:
    """全部签收: whatever waits to be accepted, danger apart: that is opened and read."""
    waiting = [
        ticket
        for ticket in turn.uow.tickets.todo_of(turn.person.id)
        if ticket.urgency is not Urgency.CRITICAL and can(ticket, Action.ACCEPT, parties(ticket, turn.person), turn.now)
    ]
    if not waiting:
        turn.answer("work-none-to-accept", (choice("todo/", "do-todo"),))
        return
    for ticket in waiting:
        act(turn, ticket, Action.ACCEPT, turn.person)
    turn.answer("work-all-accepted", (choice("todo/", "do-todo"),), args={"count": len(waiting)})


def _note(key: str, choices: tuple[str, ...] = ()) -> Question:
    picks = tuple(choice(option, option) for option in choices)

    def pick(turn: Turn, answers: Answers, picked: str) -> Answers:
        return {**answers, "note": turn.world.say(Text(picked), "zh-CN"), "media": []}

    return Question("note", lambda t, a: Ask(Text(key, _facts(t, a)), picks), words_or_files(SHORTEST_NOTE), pick=pick)


def _facts(turn: Turn, answers: Answers) -> dict[str, Arg]:
    return cards.facts(turn, ticket_in(turn, answers))


def finish_progress(turn: Turn, answers: Answers) -> None:
    after = act(
        turn, ticket_in(turn, answers), Action.PROGRESS, turn.person, note=answers["note"], media=files_in(answers)
    )
    turn.ticket = after.id
    turn.answer("work-progress-sent", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def finish_ask(turn: Turn, answers: Answers) -> None:
    after = act(turn, ticket_in(turn, answers), Action.ASK, turn.person, note=answers["note"], media=files_in(answers))
    turn.ticket = after.id
    turn.answer("work-asked", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


def finish_return(turn: Turn, answers: Answers) -> None:
    """To the next rung, or to the command centre, which decides; at the top there is nobody to return it to.

    A unit's return always goes to the command centre (派单异议), anybody's does after so many returns: no ping-pong.
    """
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    if goes_to_command(turn, ticket):
        contested = replace(ticket, return_to=ReturnTo.COMMAND)
        after = act(turn, contested, Action.RETURN, turn.person, note=answers["note"], assignee=0, hops=ticket.hops + 1)
        turn.answer("work-returned-command", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))
        return
    above = next_above(turn, ticket, turn.person.id)
    if above == turn.person.id:
        turn.answer("work-nobody-above", cards.buttons(turn, ticket, turn.person), args=cards.facts(turn, ticket))
        return
    after = act(turn, ticket, Action.RETURN, turn.person, note=answers["note"], assignee=above, hops=ticket.hops + 1)
    turn.answer("work-returned", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


def goes_to_command(turn: Turn, ticket: Ticket) -> bool:
    """Whether the command centre decides what becomes of this return."""
    if ticket.return_to is ReturnTo.COMMAND:
        return True
    if not commanders(turn, ticket) or turn.person.id in commanders(turn, ticket):
        return False
    history = turn.uow.tickets.history(ticket.id)
    returned = 1 + sum(event.action is Action.RETURN for event in history)
    return returned >= turn.world.policy.returns_before_command or turn.person.has(Role.DESK, ticket.area)


def more_photos(turn: Turn) -> None:
    """Further photos of an album whose first one was the answer: the residents get them too, unless it is still read."""
    ticket = turn.uow.tickets.find(turn.uow.inbox.last_ticket(turn.incoming.channel, turn.incoming.sender))
    if ticket and ticket.assignee == turn.person.id and ticket.awaited:
        turn.ticket = ticket.id
        if ticket.status is Status.REVIEWING:
            turn.answer("work-photos-in-review", args=cards.facts(turn, ticket))
            return
        for person in (ticket.reporter, *ticket.followers):
            tell_resident(turn, person, ticket, "resident-more-photos", media=turn.incoming.media)


RETURN_REASONS = ("return-not-mine", "return-unit", "return-wrong-place")

PROGRESS = Form(
    "progress",
    (_note("work-ask-progress", ("progress-on-way", "progress-parts", "progress-contacted")),),
    finish_progress,
)
ASK = Form("ask", (_note("work-ask-question"),), finish_ask)
RETURN = Form("return", (_note("work-ask-return", RETURN_REASONS),), finish_return)
