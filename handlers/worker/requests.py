"""What a worker asks of those above before the date is reached: more time (延期), or to park it (挂账)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.clocks import DAYS, extended
from domain.messages import Choice, Incoming, Text
from domain.policy import Policy
from domain.ticket import Action, Request, Ticket
from domain.worktime import Due
from handlers import cards
from handlers.dispatch import approvers
from handlers.forms import Answers, Ask, Form, Question, Reader, Unclear, begin, ticket_in
from handlers.kept import files_in
from handlers.life import act, require
from handlers.readers import words_or_files
from handlers.scene import Turn, choice
from handlers.worker.work import SHORTEST_NOTE


def start_extend(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.EXTEND)
    if not approvers(turn, ticket):
        turn.answer("request-nobody", cards.buttons(turn, ticket, turn.person), args=cards.facts(turn, ticket))
    elif ticket.extensions >= turn.world.policy.extensions:
        turn.answer("extend-no-more", cards.buttons(turn, ticket, turn.person), args=cards.facts(turn, ticket))
    else:
        begin(turn, EXTEND, {"ticket": ticket.id})


def start_park(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.PARK)
    if approvers(turn, ticket):
        begin(turn, PARK, {"ticket": ticket.id})
    else:
        turn.answer("request-nobody", cards.buttons(turn, ticket, turn.person), args=cards.facts(turn, ticket))


def resume(turn: Turn, ticket: Ticket) -> None:
    """Go on with a parked ticket before its date."""
    after = act(turn, ticket, Action.RESUME, turn.person)
    turn.answer("work-resumed", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def _days(options: tuple[int, ...], key: str) -> tuple[Choice, ...]:
    return tuple(choice(str(days), key, days=days) for days in options)


def ask_extension(turn: Turn, answers: Answers) -> Ask:
    facts = cards.facts(turn, ticket_in(turn, answers))
    return Ask(Text("extend-ask-days", facts), _days(turn.world.policy.extension_days, "extend-days"))


def ask_parking(turn: Turn, answers: Answers) -> Ask:
    facts = cards.facts(turn, ticket_in(turn, answers))
    return Ask(Text("park-ask-days", facts), _days(turn.world.policy.parking_days, "park-days"))


def ask_reason(key: str, *reasons: str) -> Question:
    """Why: the resident hears it, so it is asked in words of one's own or by the usual reasons."""

    def ask(turn: Turn, answers: Answers) -> Ask:
        return Ask(
            Text(key, cards.facts(turn, ticket_in(turn, answers))), tuple(choice(each, each) for each in reasons)
        )

    def pick(turn: Turn, answers: Answers, picked: str) -> Answers:
        return {**answers, "note": turn.world.say(Text(picked), "zh-CN")}

    return Question("note", ask, words_or_files(SHORTEST_NOTE), pick=pick)


def days_up_to(offered: Callable[[Policy], tuple[int, ...]], units: str) -> Reader:
    """A reader of a number of days typed by hand, up to the longest that is offered; any of `units` may stand behind it."""

    def read(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        longest = max(offered(turn.world.policy))
        digits = turn.world.normalise(incoming.text).strip().rstrip(units)
        if not digits.isdecimal() or not 1 <= int(digits) <= longest:
            raise Unclear("unclear-days", longest=str(longest))
        return {**answers, "days": str(int(digits))}

    return read


def finish_extend(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    require(turn, ticket, Action.EXTEND)
    assert ticket.due_at  # the life table lets nobody extend what has no date
    days = int(answers["days"])
    until = extended(Due(ticket.due_at, ticket.provisional), days, turn.world.week_of(ticket)).at
    _ask_above(turn, answers, Action.EXTEND, Request.EXTEND, until)


def finish_park(turn: Turn, answers: Answers) -> None:
    _ask_above(turn, answers, Action.PARK, Request.PARK, turn.now + timedelta(days=int(answers["days"])))


def _ask_above(turn: Turn, answers: Answers, action: Action, request: Request, until: datetime) -> None:
    ticket = ticket_in(turn, answers)
    after = act(
        turn,
        ticket,
        action,
        turn.person,
        note=answers["note"],
        media=files_in(answers),
        data={DAYS: answers["days"]},
        request=request,
        request_until=until,
    )
    turn.ticket = after.id
    turn.answer("request-sent", (choice("todo/", "do-todo"),), args=cards.facts(turn, after))


EXTEND = Form(
    "extend",
    (
        Question("days", ask_extension, days_up_to(lambda policy: policy.extension_days, "个工作日天")),
        ask_reason("extend-ask-why", "why-parts", "why-units", "why-weather"),
    ),
    finish_extend,
)
PARK = Form(
    "park",
    (
        Question("days", ask_parking, days_up_to(lambda policy: policy.parking_days, "天")),
        ask_reason("park-ask-why", "why-project", "why-money", "why-dispute"),
    ),
    finish_park,
)
