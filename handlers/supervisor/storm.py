"""应急模式 (storm mode): for an area and some matters, tickets are answered within minutes until it ends.

A typhoon multiplies requests by 16; cities then promise half an hour. The figures are configuration.
"""

from __future__ import annotations

import re
from datetime import timedelta

from domain.messages import Arg, Incoming, Lane, Text
from domain.people import Role, holds
from domain.ticket import Action, Ticket
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.scene import Scene, Turn, choice, named
from storage.audit import Act
from storage.storms import Storm
from storage.timers import Timer

ORDERED_BY = (Role.SUPERVISOR, Role.DESK)
TOLD = (Role.SUPERVISOR, Role.DESK, Role.CAPTAIN, Role.WORKER)
ANSWERED = frozenset({Action.ACCEPT, Action.PROGRESS, Action.ASK, Action.RESOLVE})
ALL = "all"
BETWEEN = re.compile(r"[、，,；;\s]+")


def start(turn: Turn) -> None:
    """应急模式 typed by somebody who answers for an area: end those that are on, or begin one."""
    areas = _areas(turn)
    if not areas:
        turn.answer("storm-not-for-you", (choice("menu/", "do-menu"),))
        return
    begin(turn, STORM, {"scope": areas[0]} if len(areas) == 1 else {})


def _areas(turn: Turn) -> list[str]:
    return list(dict.fromkeys(post.scope for post in turn.person.posts if post.role in ORDERED_BY))


def ask_scope(turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("storm-ask-scope"), tuple(named(area, turn.world.grid_name(area)) for area in _areas(turn)))


def ask_matters(turn: Turn, answers: Answers) -> Ask:
    area = turn.world.grid_name(answers["scope"])
    return Ask(Text("storm-ask-matters", {"area": area}), (choice(ALL, "storm-all"),))


def read_matters(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Matters typed by hand, each understood as any message is."""
    words = [word for word in BETWEEN.split(incoming.text.strip()) if word]
    matters = {word: turn.world.understander.understand(word).matter for word in words}
    unknown = [word for word, matter in matters.items() if not matter]
    if unknown or not matters:
        raise Unclear("unclear-matters", words="、".join(unknown) or "—")
    return {**answers, "matters": "、".join(dict.fromkeys(matters.values()))}


def ask_hours(turn: Turn, _answers: Answers) -> Ask:
    return Ask(
        Text("storm-ask-hours"), tuple(choice(str(h), "storm-hours", hours=h) for h in turn.world.policy.storm_hours)
    )


def finish(turn: Turn, answers: Answers) -> None:
    """Switched on: everybody who works there is told once, at any hour."""
    matters = () if answers["matters"] == ALL else tuple(answers["matters"].split("、"))
    until = turn.now + timedelta(hours=int(answers["hours"]))
    storm = turn.uow.storms.begin(Storm(0, answers["scope"], matters, turn.person.id, turn.now, until))
    turn.uow.timers.start(Timer(f"storm_end:{storm.id}", "storm_end", storm.id, until))
    _log(turn, "storm mode on", f"{storm.scope} {answers['matters']} {answers['hours']} h")
    args = facts(turn, storm)
    for person in _everybody_there(turn, storm) - {turn.person.id}:
        turn.tell(person, "storm-begun", lane=Lane.URGENT, args=args)
    turn.answer("storm-on", (choice(f"storm_end/{storm.id}", "do-storm-end"),), args=args)


def _log(turn: Turn, what: str, detail: str) -> None:
    turn.uow.audit.did(Act(turn.now, f"person {turn.person.id}", what, detail))


def facts(scene: Scene, storm: Storm) -> dict[str, Arg]:
    return {
        "area": scene.world.grid_name(storm.scope),
        "matters": "、".join(storm.matters) or Text("storm-all"),
        "minutes": minutes(scene),
        "until": scene.moment(storm.ends_at),
    }


def minutes(scene: Scene) -> int:
    return int(scene.world.policy.storm_answer_within.total_seconds() // 60)


def end_now(turn: Turn, argument: str) -> None:
    """The button under "it is on"; only who answers for the area may press it."""
    storm = turn.uow.storms.get(int(argument)) if argument.isdecimal() else None
    if storm is None or not any(turn.person.has(role, storm.scope) for role in ORDERED_BY):
        turn.answer("storm-not-for-you", (choice("menu/", "do-menu"),))
    elif turn.uow.storms.end(storm.id, turn.now):
        _log(turn, "storm mode off", storm.scope)
        turn.answer("storm-over", args={**facts(turn, storm), **_account(turn, storm)})
        _tell_over(turn, storm, but=turn.person.id)
    else:
        turn.answer("storm-was-over", (choice("menu/", "do-menu"),))


def end(scene: Scene, timer: Timer) -> None:
    """Its time is up."""
    storm = scene.uow.storms.get(timer.subject)
    if storm and scene.uow.storms.end(storm.id, scene.now):
        _tell_over(scene, storm)


def _tell_over(scene: Scene, storm: Storm, but: int = 0) -> None:
    args = {**facts(scene, storm), **_account(scene, storm)}
    for person in _everybody_there(scene, storm) - {but}:
        scene.tell(person, "storm-over", lane=Lane.DIGEST, args=args)


def _account(scene: Scene, storm: Storm) -> dict[str, Arg]:
    """How many tickets it took, and how many were answered in time."""
    tickets = scene.uow.tickets.of_storm(storm.id)
    return {"count": len(tickets), "answered": sum(_in_time(scene, each) for each in tickets)}


def _in_time(scene: Scene, ticket: Ticket) -> bool:
    first = next((e.at for e in scene.uow.tickets.history(ticket.id) if e.action in ANSWERED and e.by), None)
    limit = scene.world.policy.storm_answer_within
    return bool(first and ticket.created_at and first - ticket.created_at <= limit)


def _everybody_there(scene: Scene, storm: Storm) -> set[int]:
    """Whoever works in the area, and whoever answers for it from above."""
    return {
        person
        for role in TOLD
        for person, scope in scene.uow.people.everybody_with(role)
        if holds(storm.scope, scope) or holds(scope, storm.scope)
    }


STORM = Form(
    "storm",
    (
        Question("scope", ask_scope),
        Question("matters", ask_matters, read_matters),
        Question("hours", ask_hours),
    ),
    finish,
)
