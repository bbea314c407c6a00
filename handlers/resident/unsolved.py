"""Not solved, or in part: the reason decides whether it goes back to work at once or a supervisor is asked (请求重办)."""

from __future__ import annotations

from typing import Any

from domain.answers import Result
from domain.messages import Choice, Text
from domain.people import Role
from domain.survey import NOBODY, OTHER, PARTLY, Said, Way, reasons
from domain.ticket import Action, Party, Request, Status, Ticket, can, parties
from domain.worktime import due
from handlers import cards, show
from handlers.callback import decided_already
from handlers.dispatch import with_role
from handlers.forms import Answers, Ask, Form, Question, always, begin, ticket_in
from handlers.life import act, rework
from handlers.readers import own_words
from handlers.resident import contacted
from handlers.scene import Turn, choice
from handlers.telling import upheld_choices

LONGEST_COMMENT = 500


def partly(turn: Turn, ticket: Ticket) -> None:
    """部分解决: asked what is missing."""
    _not_content(turn, ticket, Said.PARTLY)


def unsolved(turn: Turn, ticket: Ticket) -> None:
    """没解决: asked why. A wish needs no reason."""
    _not_content(turn, ticket, Said.UNSOLVED)


def _not_content(turn: Turn, ticket: Ticket, said: Said) -> None:
    """Back to work, or to a supervisor, while that is possible; too late, it is reported anew."""
    mine = parties(ticket, turn.person)
    start = {"ticket": ticket.id, "said": said, **_reason_known(ticket)}
    if ticket.wish:
        after = act(turn, ticket, Action.REFUTE, turn.person)
        turn.ticket = after.id
        turn.answer("wish-reopened", args=cards.facts(turn, after))
    elif can(ticket, Action.REFUTE, mine, turn.now):
        begin(turn, REFUTE, {**start, "action": Action.REFUTE})
    elif can(ticket, Action.REOPEN, mine, turn.now):
        begin(turn, REFUTE, {**start, "action": Action.REOPEN})
    elif ticket.request is Request.REWORK and mine & {Party.REPORTER, Party.FOLLOWER}:
        being_decided(turn, ticket)
    elif ticket.status is Status.CLOSED:
        turn.answer("reopen-too-late", (choice("report/", "do-report"),), args=cards.facts(turn, ticket))
    else:
        show.card(turn, ticket)


def _reason_known(ticket: Ticket) -> dict[str, str]:
    """Whoever was told why something cannot be done is asked for their own words, not whether anybody came."""
    return {} if ticket.result in ("", Result.SOLVED) else {"reason": OTHER}


def being_decided(turn: Turn, ticket: Ticket) -> None:
    """A supervisor has it: who presses again hears that, and until when."""
    turn.answer("survey-disputed", args={**cards.facts(turn, ticket), "until": turn.moment(ticket.request_until)})


def _said(answers: Answers) -> Said:
    """A form that an older release opened asks why it is not solved."""
    return Said(answers.get("said", Said.UNSOLVED))


def offered(said: Said, *, deciding: bool = True) -> tuple[Choice, ...]:
    return tuple(
        choice(name, f"reason-{name}") for name, way in reasons(said).items() if deciding or way is not Way.DECIDE
    )


def ask_reason(turn: Turn, answers: Answers) -> Ask:
    """Who joined is offered only what needs no decision: that is between the supervisor and whoever reported it."""
    ticket = ticket_in(turn, answers)
    said, mine = _said(answers), ticket.reporter == turn.person.id
    key = "survey-ask-rest" if said is Said.PARTLY else "survey-ask-reason"
    return Ask(Text(key), offered(said, deciding=mine))


def finish_refute(turn: Turn, answers: Answers) -> None:
    """By the reason: back to whoever had it with the resident's words, or to the supervisor who decides that."""
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    said, reason = _said(answers), answers["reason"]
    note = answers.get("detail") or reason_in_words(turn, reason)
    way = reasons(said).get(reason, Way.REWORK)
    unknown = ticket.status is Status.RESOLVED and reason != NOBODY and contacted.unknown(turn, ticket)
    if way is Way.DECIDE and ticket.reporter == turn.person.id and decided_already(turn, ticket):
        turn.answer("survey-decided", upheld_choices(ticket), args=cards.facts(turn, ticket))
    elif way is Way.DECIDE and can_ask_above(turn, ticket):
        ask_above(turn, ticket, said, reason, note)
    else:
        data = {"said": Said.PARTLY if reason == PARTLY else said, "reason": reason}
        after = rework(turn, ticket, Action(answers["action"]), turn.person, note, data)
        turn.answer("survey-reopened", args=cards.facts(turn, after))
    if unknown:
        contacted.ask(turn, turn.uow.tickets.get(ticket.id))


def reason_in_words(turn: Turn, reason: str) -> str:
    return turn.world.say(Text(f"reason-{reason}"), turn.person.language) if reason not in ("", "skip") else ""


def can_ask_above(turn: Turn, ticket: Ticket) -> bool:
    """Whether a supervisor is there to be asked, and was not asked about this episode before."""
    possible = can(ticket, Action.DISPUTE, parties(ticket, turn.person), turn.now)
    return possible and not decided_already(turn, ticket) and bool(with_role(turn, ticket, Role.SUPERVISOR))


def ask_above(turn: Turn, ticket: Ticket, said: Said, reason: str, note: str) -> None:
    """请求重办: a supervisor says by a certain moment whether it is done again."""
    until = due(turn.now, turn.world.policy.rework_decided_within, turn.world.week_of(ticket)).at
    data = {"said": said, "reason": reason}
    asked: dict[str, Any] = {"request": Request.REWORK, "request_until": until}
    after = act(turn, ticket, Action.DISPUTE, turn.person, note=note, data=data, **asked)
    being_decided(turn, after)


REFUTE = Form(
    "refute",
    (
        Question("reason", ask_reason, own_words("detail", LONGEST_COMMENT, reason=OTHER)),
        Question(
            "detail",
            always("survey-ask-detail"),
            own_words("detail", LONGEST_COMMENT),
            lambda a: a.get("reason") == OTHER,
        ),
    ),
    finish_refute,
    cancelled="refute-cancelled",
)
