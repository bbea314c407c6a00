"""One's own tickets: see them, add to them, urge, withdraw, answer the worker's question, ask for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from domain.messages import Incoming, Media, Text
from domain.ticket import Action, Status, Ticket, can, parties
from domain.worktime import Due, shift_for_pause
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.life import act
from handlers.resident.draft import pack_media, register, unpack_media, with_message
from handlers.scene import Turn, choice

SHOWN = 6


def show_list(turn: Turn) -> None:
    """The newest first, one line each."""
    tickets = turn.uow.tickets.of_reporter(turn.person.id, SHOWN)
    if not tickets:
        turn.answer("mine-none")
        return
    lines = "\n".join(
        turn.world.say(Text("mine-line", {**cards.facts(turn, t), "index": i}), turn.person.language)
        for i, t in enumerate(tickets, start=1)
    )
    turn.answer("mine-list", tuple(cards.open_button(turn, ticket) for ticket in tickets), args={"lines": lines})


def latest(turn: Turn, action: Action) -> Ticket | None:
    """The newest own ticket for which an action is possible."""
    return next(
        (
            ticket
            for ticket in turn.uow.tickets.of_reporter(turn.person.id)
            if can(ticket, action, parties(ticket, turn.person), turn.now)
        ),
        None,
    )


def urge(turn: Turn, ticket: Ticket) -> None:
    after = act(turn, ticket, Action.URGE, turn.person)
    turn.ticket = after.id
    turn.answer("mine-urged", args=cards.facts(turn, after))


def urge_latest(turn: Turn) -> None:
    _with_latest(turn, Action.URGE, urge)


def withdraw_latest(turn: Turn) -> None:
    _with_latest(turn, Action.WITHDRAW, start_withdraw)


def _with_latest(turn: Turn, action: Action, work: Callable[[Turn, Ticket], None]) -> None:
    ticket = latest(turn, action)
    if ticket is None:
        turn.answer("mine-none-open")
        return
    work(turn, ticket)


def solved_before_visit(turn: Turn, ticket: Ticket) -> None:
    """It is all right again: about a ticket that is still being worked on: asked once, then closed."""
    begin(turn, ALL_RIGHT, {"ticket": ticket.id})


def finish_all_right(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    turn.ticket = ticket.id
    if answers["sure"] == "yes":
        act(turn, ticket, Action.CONFIRM, turn.person, note="居民告知已解决")
        turn.answer("mine-all-right", args=cards.facts(turn, ticket))
    else:
        turn.answer("mine-goes-on", args=cards.facts(turn, ticket))


ALL_RIGHT = Form(
    "all-right",
    (
        Question(
            "sure",
            lambda t, a: Ask(
                Text("mine-ask-all-right", cards.facts(t, t.uow.tickets.get(a["ticket"]))),
                (choice("yes", "all-right-yes"), choice("no", "all-right-no")),
            ),
        ),
    ),
    finish_all_right,
)


def still_bad(turn: Turn, ticket: Ticket, words: str) -> None:
    """Still broken: about a ticket in work: the worker hears it."""
    after = act(turn, ticket, Action.ADD, turn.person, note=words)
    turn.ticket = after.id
    turn.answer("mine-still-bad", (choice(f"urge/{after.id}", "do-urge"),), args=cards.facts(turn, after))


def start_withdraw(turn: Turn, ticket: Ticket) -> None:
    begin(turn, WITHDRAW, {"ticket": ticket.id})


def finish_withdraw(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    turn.ticket = ticket.id
    if answers["sure"] == "yes":
        after = act(turn, ticket, Action.WITHDRAW, turn.person)
        turn.answer("mine-withdrawn", args=cards.facts(turn, after))
    else:
        turn.answer("mine-goes-on", args=cards.facts(turn, ticket))


WITHDRAW = Form(
    "withdraw",
    (
        Question(
            "sure",
            lambda t, a: Ask(
                Text("mine-ask-withdraw", cards.facts(t, t.uow.tickets.get(a["ticket"]))),
                (choice("yes", "withdraw-yes"), choice("no", "withdraw-no")),
            ),
        ),
    ),
    finish_withdraw,
)


def read_words(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Words or photos, whichever came."""
    if not (incoming.text.strip() or incoming.media):
        raise Unclear("unclear-note")
    grown = with_message(turn, answers, replace(incoming, point=None))
    return {**grown, "said": incoming.text, "media": [pack_media(media) for media in incoming.media]}


def start_add(turn: Turn, ticket: Ticket) -> None:
    begin(turn, ADD, {"ticket": ticket.id})


def finish_add(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    add(turn, ticket, answers["said"], tuple(map(unpack_media, answers["media"])))


def add(turn: Turn, ticket: Ticket, words: str, media: tuple[Media, ...]) -> None:
    after = act(turn, ticket, Action.ADD, turn.person, note=words, media=media)
    turn.ticket = after.id
    turn.answer("report-added", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))


ADD = Form("add", (Question("said", lambda _t, _a: Ask(Text("mine-ask-add")), read_words),), finish_add)


def start_reply(turn: Turn, ticket: Ticket) -> None:
    """Answer the worker's question; neither sees the other's account."""
    begin(turn, REPLY, {"ticket": ticket.id})


def finish_reply(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    media = tuple(map(unpack_media, answers["media"]))
    asked = [e for e in turn.uow.tickets.history(ticket.id) if e.after is Status.WAITING and e.before is not e.after]
    moved = _due_after_pause(turn, ticket, asked[-1].at) if asked and ticket.due_at else {}
    after = act(turn, ticket, Action.ANSWER, turn.person, note=answers["said"], media=media, **moved)
    turn.ticket = after.id
    turn.answer("mine-replied", args=cards.facts(turn, after))


def _due_after_pause(turn: Turn, ticket: Ticket, asked_at: datetime) -> dict[str, Any]:
    """The clock stood still while the ticket waited for the resident."""
    policy = turn.world.policy
    term = policy.term_of(ticket.kind, ticket.category, ticket.matter, ticket.urgency)
    assert ticket.due_at is not None
    moved = shift_for_pause(
        Due(ticket.due_at, ticket.provisional),
        asked_at,
        turn.now,
        turn.world.week,
        term,
    )
    return {"due_at": moved.at, "provisional": moved.provisional}


def ask_reply(turn: Turn, answers: Answers) -> Ask:
    asked = [e for e in turn.uow.tickets.history(int(answers["ticket"])) if e.action is Action.ASK]
    return Ask(Text("mine-ask-reply", {"note": asked[-1].note if asked else ""}))


REPLY = Form("reply", (Question("said", ask_reply, read_words),), finish_reply)


def person(turn: Turn) -> None:
    """人工: whoever is open hears it; with nothing open, they say what it is about and the desk reads it."""
    ticket = latest(turn, Action.HANDOVER)
    if ticket is None:
        start_person(turn)
        return
    after = act(turn, ticket, Action.HANDOVER, turn.person, note=turn.incoming.text)
    turn.ticket = after.id
    turn.answer("person-ticket", (choice("person/new", "do-person-new"),), args=cards.facts(turn, after))


def start_person(turn: Turn) -> None:
    begin(turn, PERSON, {})


def finish_person(turn: Turn, answers: Answers) -> None:
    ticket = register(turn, turn.person.id, {**answers, "kind": "enquiry", "matter": "人工服务"})
    turn.ticket = ticket.id
    turn.answer("person-filed", args=cards.facts(turn, ticket))


PERSON = Form("person", (Question("said", lambda _t, _a: Ask(Text("person-ask")), read_words),), finish_person)
