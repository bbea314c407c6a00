"""吹哨报到: a community or captain calls units to one spot at a time; each says whether it comes, and who did not is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.messages import Choice, Incoming, Text
from domain.people import Role
from domain.task import TaskKind, TaskStatus
from domain.ticket import Action, Ticket
from handlers import cards, tasks
from handlers.dispatch import commanders, with_role
from handlers.forms import Answers, Ask, Form, Question, always, begin, ticket_in, without
from handlers.life import act, require
from handlers.readers import moment_to_come, own_words
from handlers.scene import Scene, Turn, choice, named
from handlers.supervisor.command import serving, unit_named
from storage.timers import Timer

LONGEST = 200
SOON = timedelta(hours=1)


def start(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.WHISTLE)
    begin(turn, WHISTLE, {"ticket": ticket.id, "units": []})


def ask_units(turn: Turn, answers: Answers) -> Ask:
    """Unit after unit, until these are all."""
    chosen = answers["units"]
    done: tuple[Choice, ...] = (choice("done", "whistle-units-done"),) if chosen else ()
    left = (code for code in serving(turn, ticket_in(turn, answers)) if code not in chosen)
    names = "、".join(turn.world.grid_name(code) for code in chosen)
    options = tuple(named(code, turn.world.grid_name(code)) for code in left)
    return Ask(
        Text("whistle-ask-units", {**cards.facts(turn, ticket_in(turn, answers)), "names": names}), done + options
    )


def pick_units(_turn: Turn, answers: Answers, picked: str) -> Answers:
    return _with_unit(answers, picked)


def read_units(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return _with_unit(answers, unit_named(turn, incoming))


def _with_unit(answers: Answers, picked: str) -> dict[str, Any]:
    if picked == "done":
        return {**answers, "units_done": picked}
    return {**answers, "units": [*answers["units"], picked]}


def forget_units(answers: Answers) -> Answers:
    return {**without(answers, "units_done", "at", "what"), "units": []}


def pick_at(turn: Turn, answers: Answers, _picked: str) -> Answers:
    return {**answers, "at": (turn.now + SOON).isoformat()}


def finish(turn: Turn, answers: Answers) -> None:
    """Each unit gets its part; who comes late is known a little after the time."""
    ticket = ticket_in(turn, answers)
    at = turn.now.fromisoformat(answers["at"])
    names = "、".join(turn.world.grid_name(code) for code in answers["units"])
    after = act(turn, ticket, Action.WHISTLE, turn.person, note=f"{names}：{answers['what']}")
    after = tasks.give(turn, after, TaskKind.WHISTLE, answers["units"], answers["what"], turn.person.id, at)
    data = {"at": answers["at"], "by": str(turn.person.id)}
    due = at + turn.world.policy.whistle_grace
    turn.uow.timers.start(
        Timer(f"whistle_missing:{ticket.id}:{at.timestamp():.0f}", "whistle_missing", ticket.id, due, data)
    )
    turn.ticket = after.id
    shown = (choice(f"open/{after.id}", "do-open"),)
    turn.answer("whistle-blown", shown, args={**cards.facts(turn, after), "names": names, "at": turn.moment(at)})


def missing(scene: Scene, timer: Timer) -> None:
    """Who did not come (or said so): to whoever called and to the supervisors."""
    ticket = scene.uow.tickets.find(timer.subject)
    if ticket is None:
        return
    at = scene.now.fromisoformat(timer.data["at"])
    called = [t for t in scene.uow.tasks.of_ticket(ticket.id) if t.kind is TaskKind.WHISTLE and t.at == at]
    here = [scene.world.grid_name(t.scope) for t in called if t.status in CAME]
    away = [
        _absence(scene, t.scope, t.note if t.status is TaskStatus.REFUSED else "")
        for t in called
        if t.status in STAYED_AWAY
    ]
    if not away:
        return
    args = {**cards.facts(scene, ticket), "here": "、".join(here), "away": "、".join(away), "at": scene.moment(at)}
    overseers = with_role(scene, ticket, Role.SUPERVISOR) + commanders(scene, ticket)
    for person in dict.fromkeys([int(timer.data["by"]), *overseers]):
        scene.tell(person, "whistle-missing", (choice(f"open/{ticket.id}", "do-open"),), ticket=ticket.id, args=args)


def _absence(scene: Scene, scope: str, reason: str) -> str:
    name = scene.world.grid_name(scope)
    return f"{name}（{reason}）" if reason else name


CAME = frozenset({TaskStatus.THERE, TaskStatus.DONE})
STAYED_AWAY = frozenset({TaskStatus.GIVEN, TaskStatus.ACCEPTED, TaskStatus.REFUSED})
WHISTLE = Form(
    "whistle",
    (
        Question("units_done", ask_units, read_units, pick=pick_units, undo=forget_units),
        Question(
            "at",
            always("whistle-ask-at", choice("soon", "whistle-soon")),
            moment_to_come("at", "unclear-moment"),
            pick=pick_at,
        ),
        Question("what", always("whistle-ask-what"), own_words("what", LONGEST)),
    ),
    finish,
)
