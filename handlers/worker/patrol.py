"""报单: what a worker finds on patrol is filed like a request, on their own grid, without anybody having to call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.messages import Incoming, Text
from domain.people import Role, holds
from domain.ticket import Status, Ticket
from handlers import cards
from handlers.dispatch import first_for
from handlers.forms import YES, Absorbed, Answers, Ask, Form, Question, Unclear, bare, begin
from handlers.kept import files_in, pack_files, pack_point, point_in
from handlers.life import file, with_due
from handlers.scene import Turn, choice
from handlers.worker.answer import RESOLVE
from nlp.understanding import Understanding

OTHER = "其他"
COMMUNITY_DIGITS = 12
GRID_DIGITS = 15


def start(turn: Turn, incoming: Incoming | None = None) -> None:
    """Begin with what was sent already, if anything."""
    answers: dict[str, Any] = {}
    if incoming:
        answers = _with(turn, answers, incoming)
    begin(turn, PATROL, answers)


def _with(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
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
    grown = _with(turn, answers, incoming)
    if "what" not in grown:
        raise Unclear("got-media" if incoming.media else "unclear-what", grown)
    return grown


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    ticket = preview(turn, answers)
    args = {**cards.facts(turn, ticket), "words": cards.shortened(ticket.words, 120), "photos": len(ticket.media) or ""}
    return Ask(
        Text("patrol-confirm", args),
        (choice("file", "patrol-file"), choice("done", "patrol-done"), choice("drop", "patrol-drop")),
        card=True,
    )


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    if bool(incoming.album) and incoming.album == turn.conversation.album and not incoming.text:
        return Absorbed(_with(turn, answers, incoming), silent=True)
    if question == "what" or bare(incoming.text) in YES:
        return None
    said = Text("got-media" if incoming.media else "got-point" if incoming.point else "got-words")
    return Absorbed(_with(turn, answers, incoming), said)


def preview(turn: Turn, answers: Answers) -> Ticket:
    """The ticket: on the place said, else on the worker's own grid; whoever answers for that place gets it."""
    mine = [post.scope for post in turn.person.posts if post.role in (Role.WORKER, Role.CAPTAIN)]
    home = answers.get("grid") or (mine[0] if mine else turn.person.home)
    heard = turn.world.understander.understand(answers["what"], home=home)
    danger = danger_in(heard)
    spot = heard.place if heard.place and heard.place.code else None
    routing = turn.world.routing(spot) if spot else None
    area = answers.get("grid") or (routing.grid if routing and routing.grid else home)
    ticket = Ticket(
        0,
        "",
        "help",
        Status.ASSIGNED,
        heard.category or OTHER,
        turn.world.say(Text(f"danger-{danger}"), "zh-CN") if danger else heard.matter,
        answers["what"],
        turn.world.policy.urgency(heard.matter, danger=bool(danger)),
        heard.ledger,
        spot.code if spot else "",
        turn.world.gazetteer.spot_in_words(spot) if spot else turn.world.gazetteer.in_words(area),
        area if len(area) == GRID_DIGITS else "",
        area[:COMMUNITY_DIGITS],
        turn.person.id,
        source="patrol",
        media=files_in(answers),
        point=point_in(answers),
    )
    own = not ticket.grid or any(holds(scope, ticket.grid) for scope in mine)
    assignee = turn.person.id if own else first_for(turn, ticket) or turn.person.id
    return with_due(turn, replace(ticket, assignee=assignee))


def danger_in(heard: Understanding) -> str:
    """The kind of danger that is happening now, "" for none."""
    return heard.emergency.type if heard.emergency and heard.emergency.live else ""


def finish(turn: Turn, answers: Answers) -> None:
    if answers["confirm"] == "drop":
        turn.answer("patrol-dropped")
        return
    done = answers["confirm"] == "done"
    draft = preview(turn, answers)
    danger = danger_in(turn.world.understander.understand(answers["what"]))
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
        Question("what", lambda _t, _a: Ask(Text("patrol-ask-what")), read_what),
        Question("confirm", ask_confirm, read_confirm),
    ),
    finish,
    absorb,
    draft=True,
    cancelled="patrol-dropped",
)
