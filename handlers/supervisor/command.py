"""The command centre: the queue of what no rule decided, dispatch to unit, community or grid, with assisting units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from domain.direct import To
from domain.errors import NotAllowed
from domain.grid_codes import community_code
from domain.messages import Arg, Choice, Incoming, Text
from domain.people import Role, holds, stem
from domain.task import TaskKind
from domain.ticket import Action, Event, ReturnTo, Status, Ticket
from domain.values import replace
from handlers import cards, task_cards, tasks
from handlers.dispatch import COMMUNITY_LADDER, at_unit, decision_for, first_for, subject_of
from handlers.forms import Answers, Ask, Form, Question, Unclear, always, begin, ticket_in, without
from handlers.life import act, require
from handlers.readers import own_words
from handlers.scene import Scene, Turn, choice, named

SHOWN = 10
UNITS_SHOWN = 8
LONGEST = 300
DECIDES = (Role.COMMAND, Role.SUPERVISOR)


def show_queue(turn: Turn) -> None:
    """待派: what waits for a decision in one's own areas, the most pressing first, each with why."""
    found = queue(turn, [post.scope for post in turn.person.posts if post.role in DECIDES])
    if not found:
        turn.answer("queue-none", (choice("menu/", "do-menu"),))
        return
    shown = found[:SHOWN]
    lines = "\n".join(
        turn.world.say(
            Text("queue-line", {**cards.facts(turn, ticket), "index": index, "why": why(turn, ticket)}), "zh-CN"
        )
        for index, ticket in enumerate(shown, start=1)
    )
    page = (choice("queue_page/", "do-queue-page"),) if turn.world.page_address else ()
    buttons = (*(cards.open_button(turn, ticket) for ticket in shown), *page)
    turn.answer("queue-list", buttons, args={"count": len(found), "lines": lines})


def queue(scene: Scene, scopes: list[str]) -> list[Ticket]:
    """What nobody has in some areas, and what has no area at all."""
    stems = dict.fromkeys(map(stem, scopes))
    found = {ticket.id: ticket for each in stems for ticket in scene.uow.tickets.undecided(each)}
    return [ticket for ticket in found.values() if not ticket.confidential]


def why(scene: Scene, ticket: Ticket) -> str:
    """Why it waits here: returned with a reason, barred by the admission list, on a boundary, or decided by no rule."""
    history = scene.uow.tickets.history(ticket.id)
    last = next((event for event in reversed(history) if event.action in BROUGHT), None)
    if last and last.action is Action.RETURN:
        args: dict[str, Arg] = {"unit": scene.world.grid_name(ticket.unit) or cards.who(scene, last.by)}
        return scene.world.say(Text("queue-returned", {**args, "note": last.note, "count": returns(history)}), "zh-CN")
    if boundary(history):
        names = "、".join(scene.world.grid_name(code) for code in boundary(history))
        return scene.world.say(Text("queue-boundary", {"names": names}), "zh-CN")
    barred = decision_for(scene, ticket).barred
    key = "queue-barred" if barred else "queue-no-rule"
    return scene.world.say(Text(key, {"note": barred.basis if barred else ""}), "zh-CN")


def returns(history: list[Event]) -> int:
    """How often it was given back."""
    return sum(event.action is Action.RETURN for event in history)


def boundary(history: list[Event]) -> tuple[str, ...]:
    """The grids that share the place, when the resident could not say which."""
    return tuple(filter(None, history[0].data.get("candidates", "").split(","))) if history else ()


def start(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.DISPATCH)
    begin(turn, DISPATCH, {"ticket": ticket.id, "assisting": [], "with": _with_whom(ticket)})


# ---- the questions


def ask_to(turn: Turn, answers: Answers) -> Ask:
    ticket = ticket_in(turn, answers)
    return Ask(Text("dispatch-ask-to", {**cards.facts(turn, ticket), "why": why(turn, ticket)}), targets(turn, ticket))


def targets(turn: Turn, ticket: Ticket) -> tuple[Choice, ...]:
    """Uphold, one of the grids of a boundary as lead, units, community, grid: whatever is possible and admitted."""
    org = turn.world.organisation
    today = turn.today()
    shared = boundary(turn.uow.tickets.history(ticket.id))
    found = [choice(f"grid:{code}", "dispatch-lead", name=turn.world.grid_name(code)) for code in shared]
    if ticket.unit and ticket.status is Status.PENDING:
        found.append(choice(f"unit:{ticket.unit}", "dispatch-uphold", name=org.unit_name(ticket.unit)))
    found += [named(f"unit:{code}", org.unit_name(code)) for code in serving(turn, ticket) if code != ticket.unit]
    if ticket.community and not org.barring(To.COMMUNITY, subject_of(ticket), today):
        found.append(choice("community", "dispatch-community"))
    if ticket.grid and not org.barring(To.GRID, subject_of(ticket), today):
        found.append(choice(f"grid:{ticket.grid}", "dispatch-grid"))
    return tuple(found)


def serving(scene: Scene, ticket: Ticket) -> list[str]:
    """The units that serve the ticket's area, the ones for the smallest area first; without one, all."""
    units = scene.world.organisation.units.values()
    found = [
        unit for unit in units if not ticket.area or holds(unit.area, ticket.area) or holds(ticket.area, unit.area)
    ]
    return [unit.code for unit in sorted(found, key=lambda unit: -len(stem(unit.area)))][:UNITS_SHOWN]


def read_to(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """The name of a unit typed by hand, or the part of it that only one has."""
    return {**answers, "to": f"unit:{unit_named(turn, incoming)}"}


def unit_named(turn: Turn, incoming: Incoming) -> str:
    said = incoming.text.strip()
    found = [code for code, unit in turn.world.organisation.units.items() if said and said in unit.name]
    if len(found) != 1:
        raise Unclear("unclear-pick")
    return found[0]


def ask_assisting(turn: Turn, answers: Answers) -> Ask:
    ticket, chosen = ticket_in(turn, answers), answers["assisting"]
    left = [each for each in candidates(turn, ticket) if each not in chosen and answers["to"].partition(":")[2] != each]
    done = choice("done", "dispatch-assisting-done" if chosen else "dispatch-assisting-none")
    names = "、".join(turn.world.grid_name(code) for code in chosen)
    options = tuple(named(code, turn.world.grid_name(code)) for code in left)
    return Ask(Text("dispatch-ask-assisting", {"names": names}), (done, *options))


def candidates(turn: Turn, ticket: Ticket) -> list[str]:
    return [*boundary(turn.uow.tickets.history(ticket.id)), *serving(turn, ticket)]


def pick_assisting(_turn: Turn, answers: Answers, picked: str) -> Answers:
    return _with_unit(answers, picked)


def read_assisting(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return _with_unit(answers, unit_named(turn, incoming))


def _with_unit(answers: Answers, picked: str) -> dict[str, Any]:
    if picked == "done":
        return {**answers, "assisting_done": picked}
    return {**answers, "assisting": [*answers["assisting"], picked]}


def forget_assisting(answers: Answers) -> Answers:
    return {**without(answers, "assisting_done", "what"), "assisting": []}


def pick_what(turn: Turn, answers: Answers, _picked: str) -> Answers:
    return {**answers, "what": turn.world.say(Text("dispatch-help-lead"), "zh-CN")}


# ---- the decision


def decided(turn: Turn, ticket: Ticket, to: str, assisting: Sequence[str] = (), what: str = "") -> None:
    """Dispatch to one of the targets, with these to assist (`what` they are to do). Raises NotAllowed when the life table says no."""
    require(turn, ticket, Action.DISPATCH)
    what = what.strip()[:LONGEST] or turn.world.say(Text("dispatch-help-lead"), "zh-CN")
    answers = {"ticket": ticket.id, "to": to, "assisting": list(assisting), "what": what, "with": _with_whom(ticket)}
    finish(turn, answers)


def finish(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    if _with_whom(ticket) != answers["with"]:
        raise NotAllowed(f"{ticket.number} was given to somebody meanwhile")
    kind, _, code = answers["to"].partition(":")
    given = placed(turn, ticket, kind, code)
    if given is None:
        turn.answer("dispatch-nobody-there", cards.buttons(turn, ticket, turn.person), args={"name": _name(turn, code)})
        return
    after = act(
        turn,
        ticket,
        Action.DISPATCH,
        turn.person,
        note=_name(turn, code) if code else "",
        assignee=given.assignee,
        unit=given.unit,
        grid=given.grid,
        community=given.community,
        return_to=given.return_to,
        return_until=given.return_until,
        hops=ticket.hops + 1,
    )
    if answers["assisting"]:
        after = tasks.give(turn, after, TaskKind.ASSIST, answers["assisting"], answers["what"], turn.person.id)
    turn.ticket = after.id
    shown = (choice(f"open/{after.id}", "do-open"), choice("queue/", "do-queue"))
    args = {**cards.facts(turn, after), "name": _name(turn, code), "units": task_cards.summary(turn, after)}
    turn.answer("dispatch-done", shown, args=args)


def placed(turn: Turn, ticket: Ticket, kind: str, code: str) -> Ticket | None:
    """The ticket as it would be there, None when nobody is. After so many returns the decision is final."""
    history = turn.uow.tickets.history(ticket.id)
    upheld = kind == "unit" and code == ticket.unit
    final = upheld or returns(history) >= turn.world.policy.returns_before_command
    if kind == "unit":
        return at_unit(turn, ticket, code, final=final)
    there = replace(ticket, unit="", return_to=ReturnTo.NOBODY if final else ReturnTo.COMMAND, return_until=None)
    if kind == "grid":
        there = replace(there, grid=code, community=community_code(code))
    person = first_for(turn, there, COMMUNITY_LADDER if kind == "community" else None)
    return replace(there, assignee=person) if person else None


def _with_whom(ticket: Ticket) -> str:
    """Who has it: two who decide at the same time must not undo each other."""
    return f"{ticket.status} {ticket.unit} {ticket.assignee}"


def _name(turn: Turn, code: str) -> str:
    return turn.world.grid_name(code) if code else turn.world.say(Text("dispatch-community"), "zh-CN")


BROUGHT = frozenset({Action.RETURN, Action.DISPATCH, Action.ASSIGN})
DISPATCH = Form(
    "dispatch",
    (
        Question("to", ask_to, read_to),
        Question("assisting_done", ask_assisting, read_assisting, pick=pick_assisting, undo=forget_assisting),
        Question(
            "what",
            always("dispatch-ask-what", choice("help", "dispatch-help-lead")),
            own_words("what", LONGEST),
            lambda a: bool(a["assisting"]),
            pick_what,
        ),
    ),
    finish,
)
