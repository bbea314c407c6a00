"""One's own tickets: see them, urge, withdraw, add to them, ask for a person."""

from __future__ import annotations

from collections.abc import Callable

from domain.messages import Arg, Incoming, Media, Text
from domain.ticket import Action, Ticket, can, parties
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, bare, begin, ticket_in, yes_no_or_new
from handlers.life import act, require
from handlers.resident import metoo, talk
from handlers.scene import Turn, choice

SHOWN = 6
MEANT = frozenset({"撤", "撤回", "撤销", "撤单", "撤了吧"})  # said again when asked whether it is meant


def show_list(turn: Turn) -> None:
    """The newest first, one line each."""
    tickets = turn.uow.tickets.of_person(turn.person.id, SHOWN)
    if not tickets:
        turn.answer("mine-none")
        return
    lines = "\n".join(
        turn.world.say(Text("mine-line", {**cards.told(turn, t), **_veiled(t), "index": i}), turn.person.language)
        for i, t in enumerate(tickets, start=1)
    )
    turn.answer("mine-list", tuple(cards.open_button(turn, ticket) for ticket in tickets), args={"lines": lines})


def _veiled(ticket: Ticket) -> dict[str, Arg]:
    """A list may be seen over somebody's shoulder: of 举报 it says that it is one, and nothing of what it is about."""
    return {"subject": Text("kind-report"), "place": ""} if ticket.confidential else {}


def latest(turn: Turn, action: Action) -> Ticket | None:
    """The newest own ticket for which an action is possible."""
    return next(
        (
            ticket
            for ticket in turn.uow.tickets.of_person(turn.person.id)
            if can(ticket, action, parties(ticket, turn.person), turn.now)
        ),
        None,
    )


def _with_latest(action: Action, work: Callable[[Turn, Ticket], None]) -> Callable[[Turn], None]:
    """A command in words is about the newest ticket it can be about."""

    def run(turn: Turn) -> None:
        ticket = latest(turn, action)
        if ticket is None:
            turn.answer("mine-none-open")
        else:
            work(turn, ticket)

    return run


def urge(turn: Turn, ticket: Ticket) -> None:
    """Heard at once; the worker hears it at most once in the time of the settings."""
    require(turn, ticket, Action.URGE)
    turn.ticket = ticket.id
    urges = [e.at for e in turn.uow.tickets.history(ticket.id) if e.action is Action.URGE and e.by == turn.person.id]
    if not urges or turn.now - urges[-1] >= turn.world.policy.urged_again_after:
        ticket = act(turn, ticket, Action.URGE, turn.person)
    turn.answer("mine-urged", (choice("person/", "do-person"),), args=cards.facts(turn, ticket))


def add(turn: Turn, ticket: Ticket, words: str, media: tuple[Media, ...]) -> None:
    after = act(turn, ticket, Action.ADD, turn.person, note=words, media=media)
    turn.ticket = after.id
    turn.answer("report-added", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))


def start_withdraw(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.WITHDRAW)
    begin(turn, WITHDRAW, {"ticket": ticket.id})


def ask_withdraw(turn: Turn, answers: Answers) -> Ask:
    facts = cards.facts(turn, ticket_in(turn, answers))
    return Ask(Text("mine-ask-withdraw", facts), (choice("yes", "withdraw-yes"), choice("no", "withdraw-no")))


def read_sure(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """撤回 once more means it; whoever says something else is heard, and nothing is withdrawn."""
    if bare(incoming.text) in MEANT:
        return {**answers, "sure": "yes"}
    return yes_no_or_new("sure")(turn, answers, incoming)


def finish_withdraw(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    if answers["sure"] == "yes":
        after = act(turn, ticket, Action.WITHDRAW, turn.person)
        turn.answer("mine-withdrawn", args=cards.facts(turn, after))
    else:
        turn.answer("mine-goes-on", args=cards.facts(turn, ticket))


def person(turn: Turn) -> None:
    """人工: whoever is open hears it; with nothing open, they say what it is about and the desk reads it."""
    ticket = latest(turn, Action.HANDOVER)
    if ticket is None:
        talk.start_person(turn)
        return
    after = act(turn, ticket, Action.HANDOVER, turn.person, note=turn.incoming.text)
    turn.ticket = after.id
    turn.answer("person-ticket", (choice("person/new", "do-person-new"),), args=cards.facts(turn, after))


def _withdraw_or_leave(turn: Turn) -> None:
    """撤回: the newest own ticket; what others joined goes on without this person."""
    ticket, shared = latest(turn, Action.WITHDRAW), latest(turn, Action.LEAVE)
    if shared and (ticket is None or shared.id > ticket.id):
        metoo.stop_following(turn, shared)
    else:
        _with_latest(Action.WITHDRAW, start_withdraw)(turn)


urge_latest = _with_latest(Action.URGE, urge)
withdraw_latest = _withdraw_or_leave
WITHDRAW = Form(
    "withdraw", (Question("sure", ask_withdraw, read_sure),), finish_withdraw, cancelled="withdraw-cancelled"
)
