"""The lead of a ticket plans a visit of several units (联合上门), goes with who comes, and writes down what came of it."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.messages import Choice, Incoming, Text
from domain.task import TaskKind, TaskStatus
from domain.ticket import Action, Ticket
from handlers import cards, joint_visits
from handlers.forms import Answers, Ask, Form, Question, always, begin, ticket_in
from handlers.kept import files_in, pack_files
from handlers.life import act, require
from handlers.readers import moment_to_come, own_words, words_in
from handlers.scene import Turn, choice, named
from handlers.supervisor.command import serving
from handlers.supervisor.whistle import forget_units, pick_units, read_units

LONGEST = 60
WITH = (TaskKind.ASSIST, TaskKind.WHISTLE, TaskKind.JOINT)
OUT = (TaskStatus.REFUSED, TaskStatus.CANCELLED)


def start(turn: Turn, ticket: Ticket) -> None:
    """Begins with whoever has a part of the ticket already."""
    require(turn, ticket, Action.JOINT)
    parts = [t for t in turn.uow.tasks.of_ticket(ticket.id) if t.kind in WITH and t.status not in OUT]
    begin(turn, JOINT, {"ticket": ticket.id, "units": list(dict.fromkeys(task.scope for task in parts))})


def ask_units(turn: Turn, answers: Answers) -> Ask:
    """Unit after unit, until these are all."""
    ticket, chosen = ticket_in(turn, answers), answers["units"]
    done: tuple[Choice, ...] = (choice("done", "whistle-units-done"),) if chosen else ()
    left = (code for code in serving(turn, ticket) if code not in (*chosen, ticket.unit))
    names = "、".join(turn.world.grid_name(code) for code in chosen)
    options = tuple(named(code, turn.world.grid_name(code)) for code in left)
    return Ask(Text("joint-ask-units", {**cards.facts(turn, ticket), "names": names}), done + options)


def finish(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    at = turn.now.fromisoformat(answers["at"])
    place = str(cards.facts(turn, ticket)["place"]) if answers["place"] == "there" else answers["place"]
    after = act(turn, ticket, Action.JOINT, turn.person, note=turn.world.say(turn.moment(at), "zh-CN"))
    after = joint_visits.propose(turn, after, answers["units"], at, place, turn.person.id)
    turn.ticket = after.id
    names = "、".join(turn.world.grid_name(code) for code in answers["units"])
    args = {**cards.facts(turn, after), "names": names, "at": turn.moment(at), "spot": place}
    turn.answer("joint-proposed", (choice(f"open/{after.id}", "do-open"),), args=args)


def go(turn: Turn, ticket: Ticket) -> None:
    """With those who come; who has not answered is not waited for."""
    require(turn, ticket, Action.JOINT)
    visit = joint_visits.current(turn, ticket)
    if not joint_visits.coming(visit):
        raise NotAllowed(f"nobody comes to {ticket.number}")
    joint_visits.tell_of_visit(turn, ticket)
    args = {**cards.facts(turn, ticket), **joint_visits.facts(turn, ticket, visit)}
    turn.answer("joint-going", (choice(f"open/{ticket.id}", "do-open"),), args=args)


def start_note(turn: Turn, ticket: Ticket) -> None:
    require(turn, ticket, Action.PROGRESS)
    if not joint_visits.coming(joint_visits.current(turn, ticket)):
        raise NotAllowed(f"no joint visit to {ticket.number}")
    begin(turn, JOINT_NOTE, {"ticket": ticket.id})


def read_note(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    words = words_in(incoming, turn.world.policy.longest_words)
    return {**answers, "note": words, "media": pack_files(incoming)}


def finish_note(turn: Turn, answers: Answers) -> None:
    """Kept with who was there, and told to the resident."""
    ticket = ticket_in(turn, answers)
    visit = joint_visits.facts(turn, ticket, joint_visits.current(turn, ticket))
    words = turn.world.say(Text("joint-note", {**visit, "note": answers["note"]}), "zh-CN")
    after = act(turn, ticket, Action.PROGRESS, turn.person, note=words, media=files_in(answers))
    joint_visits.over(turn, after)
    turn.ticket = after.id
    turn.answer("work-progress-sent", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


JOINT = Form(
    "joint",
    (
        Question("units_done", ask_units, read_units, pick=pick_units, undo=forget_units),
        Question("at", always("joint-ask-at"), moment_to_come("at", "unclear-moment")),
        Question("place", always("joint-ask-place", choice("there", "joint-there")), own_words("place", LONGEST)),
    ),
    finish,
)
JOINT_NOTE = Form("joint-note", (Question("note", always("joint-ask-note"), read_note),), finish_note)
