"""请假 and 销假: who is away, from when until when, and who stands in; what they have in hand goes to the stand-in."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from domain.grid_codes import community_code
from domain.messages import Arg, Incoming, Text
from domain.organisation import Leave
from domain.people import Role
from handlers.dispatch import LADDER
from handlers.forms import Answers, Ask, Form, Question, Unclear, always, begin
from handlers.handing_on import hand_over_all
from handlers.moments import day_in
from handlers.presence import is_there
from handlers.readers import one_called
from handlers.scene import Turn, choice, named
from storage.timers import Timer

PEERS_SHOWN = 6
LONGEST = 60  # days
FROM = {"now": 0, "tomorrow": 1}
DAYS = range(1, 6)  # as buttons: the fifth is five days, so that a number typed means the same as a number picked


def start(turn: Turn) -> None:
    begin(turn, ABSENCE, {})


def back(turn: Turn) -> None:
    """销假: they are there again from now on. What others took over stays with them."""
    ended = turn.uow.roster.end_leave(turn.person.id, turn.now)
    turn.answer("leave-ended" if ended else "leave-none", (choice("todo/", "do-todo"),))


def pick_start(turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**answers, "start": _today(turn, FROM[picked]).isoformat()}


def read_start(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    day = day_in(incoming.text, _today(turn))
    if day is None or day < _today(turn):
        raise Unclear("unclear-day")
    return {**answers, "start": day.isoformat()}


def ask_days(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("leave-ask-days"), tuple(choice(str(days), "leave-days", count=days) for days in DAYS))


def pick_days(_turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**answers, "days": int(picked)}


def read_days(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A number of days, or the last day."""
    number = re.fullmatch(r"(\d{1,3})\s*天?", turn.world.normalise(incoming.text.strip()))
    first = date.fromisoformat(answers["start"])
    last = None if number else day_in(incoming.text, first)
    days = int(number[1]) if number else (last - first).days + 1 if last else 0
    if not 1 <= days <= LONGEST:
        raise Unclear("unclear-leave-days")
    return {**answers, "days": days}


def peers(turn: Turn) -> list[int]:
    """Who could stand in: of the same unit, else the neighbours of the same community and the captain."""
    found: list[int] = []
    for post in turn.person.posts:
        roles = (Role.OFFICER, Role.UNIT_DESK) if post.role in (Role.OFFICER, Role.UNIT_DESK) else LADDER[:-1]
        scopes = (
            [post.scope] if post.scope in turn.world.organisation.units else [*turn.world.scopes_above(post.scope)[:2]]
        )
        scopes += [grid.code for grid in turn.world.grids.values() if grid.community == community_code(post.scope)]
        found += [person for role in roles for person in turn.uow.people.with_post(role, tuple(dict.fromkeys(scopes)))]
    return [person for person in dict.fromkeys(found) if person != turn.person.id and is_there(turn, person)]


def ask_stand_in(turn: Turn, _answers: Answers) -> Ask:
    options = tuple(named(str(person), turn.uow.people.name(person)) for person in peers(turn)[:PEERS_SHOWN])
    return Ask(Text("leave-ask-stand-in"), (*options, choice("0", "leave-nobody")))


def finish(turn: Turn, answers: Answers) -> None:
    """From the beginning of the first day (or now) to the end of the last."""
    zone = turn.world.week.zone
    first = date.fromisoformat(answers["start"])
    start = max(datetime.combine(first, time(), zone), turn.now)
    until = datetime.combine(first + timedelta(days=answers["days"]), time(), zone)
    stand_in = int(answers["stand_in"])
    leave = turn.uow.roster.take_leave(Leave(turn.person.id, start, until, stand_in))
    args: dict[str, Arg] = {
        "name": turn.uow.people.name(turn.person.id),
        "other": turn.uow.people.name(stand_in) if stand_in else "",
        "start": turn.moment(start),
        "until": turn.moment(until - timedelta(minutes=1)),  # the last day, not the one after
        "count": "",
    }
    if start > turn.now:
        turn.uow.timers.start(Timer(f"leave_begins:{leave.id}", "leave_begins", turn.person.id, start))
    else:
        args["count"] = hand_over_all(turn, turn.person.id) or ""
    if stand_in:
        turn.tell(stand_in, "leave-stands-in", args=args)
    turn.answer("leave-kept", args=args)


def _today(turn: Turn, days: int = 0) -> date:
    return turn.today() + timedelta(days=days)


ABSENCE = Form(
    "absence",
    (
        Question(
            "start",
            always("leave-ask-start", choice("now", "leave-now"), choice("tomorrow", "leave-tomorrow")),
            read_start,
            pick=pick_start,
        ),
        Question(
            "days",
            ask_days,
            read_days,
            pick=pick_days,
        ),
        Question("stand_in", ask_stand_in, one_called("stand_in", lambda t, _a: peers(t))),
    ),
    finish,
)
