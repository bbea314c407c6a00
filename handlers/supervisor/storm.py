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
ALL, PART = "all", "part"
PARTS_SHOWN = 8
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


def _scope(answers: Answers) -> str:
    """The whole of one's area, or the part of it that was named."""
    return str(answers.get("part") or answers["scope"])


def ask_matters(turn: Turn, answers: Answers) -> Ask:
    part = () if "part" in answers or not _parts(turn, answers) else (choice(PART, "storm-part"),)
    area = turn.world.grid_name(_scope(answers))
    return Ask(Text("storm-ask-matters", {"area": area}), (choice(ALL, "storm-all"), *part))


def pick_matters(_turn: Turn, answers: Answers, picked: str) -> Answers:
    """只在一部分: where is asked first, then which matters again."""
    return {**answers, "narrow": True} if picked == PART else {**answers, "matters": picked}


def _grids(turn: Turn, answers: Answers) -> dict[str, str]:
    """The grids of one's area: code and name."""
    return {grid.code: grid.name for grid in turn.world.grids.values() if holds(answers["scope"], grid.code)}


def _parts(turn: Turn, answers: Answers) -> dict[str, str]:
    """The communities of one's area: code and name; of one community its grids."""
    grids = _grids(turn, answers)
    communities = {turn.world.grids[code].community for code in grids}
    return {each: turn.world.grid_name(each) for each in sorted(communities)} if len(communities) > 1 else grids


def ask_part(turn: Turn, answers: Answers) -> Ask:
    parts = _parts(turn, answers)
    args: dict[str, Arg] = {"area": turn.world.grid_name(answers["scope"]), "example": next(iter(parts.values()))}
    options = tuple(named(code, name) for code, name in parts.items()) if len(parts) <= PARTS_SHOWN else ()
    return Ask(Text("storm-ask-part", args), options)


def read_part(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """The name of a community or a grid typed by hand, or enough of it."""
    said = incoming.text.strip()
    for parts in (_parts(turn, answers), _grids(turn, answers)):
        exact = [code for code, name in parts.items() if said == name]
        found = exact or [code for code, name in parts.items() if said and said in name]
        if len(found) == 1:
            return {**answers, "part": found[0]}
    raise Unclear("storm-unclear-part")


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
    storm = turn.uow.storms.begin(Storm(0, _scope(answers), matters, turn.person.id, turn.now, until))
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
        Question("part", ask_part, read_part, lambda a: bool(a.get("narrow"))),
        Question("matters", ask_matters, read_matters, pick=pick_matters),
        Question("hours", ask_hours),
    ),
    finish,
)
