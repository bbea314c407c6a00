"""报单: what a worker finds on patrol is filed like a request, on their own grid, without anybody having to call."""

from __future__ import annotations

from typing import Any

from domain.messages import Incoming, Text
from domain.people import Role, holds
from domain.ticket import Ticket
from domain.values import replace
from handlers import cards, intake, left_out
from handlers.dispatch import first_for
from handlers.forms import YES, Absorbed, Answers, Ask, Form, Question, Unclear, always, bare, begin, without
from handlers.kept import files_in, pack_files, pack_point, point_in
from handlers.life import file, with_due
from handlers.scene import Turn, choice
from handlers.worker.answer import RESOLVE


def start(turn: Turn, incoming: Incoming | None = None) -> None:
    """Begin with what was sent already, if anything."""
    answers: dict[str, Any] = {}
    if incoming:
        answers = with_message(turn, answers, incoming)
    begin(turn, PATROL, answers)


def with_message(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
    """The answers with one more message: its words, files and position."""
    media = [*answers.get("media", []), *pack_files(incoming)]
    grown: dict[str, Any] = {**answers, "media": media}
    if incoming.text.strip():
        grown["what"] = f"{answers['what']}\n{incoming.text}" if "what" in answers else incoming.text
    if incoming.point:
        grown["point"] = pack_point(incoming.point)
        grids = turn.world.grid_at(incoming.point)
        grown["grid"] = grids[0] if len(grids) == 1 else ""
    return grown


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    grown = with_message(turn, answers, incoming)
    if "what" not in grown:
        raise Unclear("got-media" if incoming.media else "unclear-what", grown)
    return grown


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    ticket = preview(turn, answers)
    args = {**cards.facts(turn, ticket), "words": cards.shortened(ticket.words, 120), "photos": len(ticket.media) or ""}
    return Ask(
        Text("patrol-confirm", args),
        (
            choice("file", "patrol-file"),
            choice("done", "patrol-done"),
            choice("drop", "patrol-drop"),
            *left_out.choices(answers),
        ),
        card=True,
    )


def pick_confirm(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == left_out.INCLUDE:
        return with_message(turn, without(answers, left_out.KEY), left_out.included(turn, answers))
    return {**answers, "confirm": picked}


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    if bool(incoming.album) and incoming.album == turn.conversation.album and not incoming.text:
        return Absorbed(with_message(turn, answers, incoming), silent=True)
    if question == "what" or bare(incoming.text) in YES:
        return None
    if beside := left_out.beside(turn, answers):
        return beside
    said = Text("got-media" if incoming.media else "got-point" if incoming.point else "got-words")
    return Absorbed(with_message(turn, without(answers, left_out.KEY), incoming), said)


def preview(turn: Turn, answers: Answers) -> Ticket:
    """The ticket: on the place said, else on the worker's own grid; whoever answers for that place gets it."""
    mine = [post.scope for post in turn.person.posts if post.role in (Role.WORKER, Role.CAPTAIN)]
    home = answers.get("grid") or (mine[0] if mine else turn.person.home)
    media, point = files_in(answers), point_in(answers)
    said = intake.Heard(answers["what"], home, grid=answers.get("grid", ""), media=media, point=point)
    ticket = intake.draft(turn, said, turn.person.id)
    own = not ticket.grid or any(holds(scope, ticket.grid) for scope in mine)
    assignee = turn.person.id if own else first_for(turn, ticket) or turn.person.id
    return with_due(turn, replace(ticket, assignee=assignee))


def finish(turn: Turn, answers: Answers) -> None:
    if answers["confirm"] == "drop":
        turn.answer("patrol-dropped")
        return
    done = answers["confirm"] == "done"
    draft = preview(turn, answers)
    danger = intake.danger_in(turn.world.understander.understand(answers["what"]))
    mine = replace(draft, assignee=turn.person.id) if done else draft
    ticket = file(turn, mine, turn.person.id, {"danger": danger} if danger else None)
    turn.ticket = ticket.id
    if done:
        begin(turn, RESOLVE, {"ticket": ticket.id})
        return
    buttons = cards.buttons(turn, ticket, turn.person)
    turn.answer("patrol-filed", buttons, card=cards.card_id(ticket, turn), args=cards.facts(turn, ticket))


def read_confirm(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if bare(incoming.text) in YES:
        return {**answers, "confirm": "file"}
    raise Unclear("unclear-pick")


PATROL = Form(
    "patrol",
    (
        Question("what", always("patrol-ask-what"), read_what),
        Question("confirm", ask_confirm, read_confirm, pick=pick_confirm),
    ),
    finish,
    absorb,
    draft=True,
    cancelled="patrol-dropped",
)
