"""报单: what a worker finds on patrol is filed like a request, on their own grid, without anybody having to call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.messages import Incoming, Media, MediaKind, Text
from domain.people import Role
from domain.ticket import Status, Ticket
from handlers import cards
from handlers.forms import Absorbed, Answers, Ask, Form, Question, Unclear, begin
from handlers.life import file
from handlers.scene import Turn, choice
from nlp.understanding import Understanding


def start(turn: Turn, incoming: Incoming | None = None) -> None:
    """Begin with what was sent already, if anything."""
    answers: dict[str, Any] = {}
    if incoming:
        answers = _with(turn, answers, incoming)
    begin(turn, PATROL, answers)


def _with(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
    media = [*answers.get("media", []), *([str(m.kind), m.ref, m.caption] for m in incoming.media)]
    grown: dict[str, Any] = {**answers, "media": media}
    if incoming.text.strip():
        grown["what"] = f"{answers['what']}\n{incoming.text}" if "what" in answers else incoming.text
    if incoming.point:
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
    )


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    if question == "what" and not (incoming.media and not incoming.text):
        return None
    same_album = bool(incoming.album) and incoming.album == turn.conversation.album
    said = Text("got-media", {"count": len(incoming.media)}) if incoming.media else Text("got-words")
    return Absorbed(_with(turn, answers, incoming), said, silent=same_album)


def preview(turn: Turn, answers: Answers) -> Ticket:
    """The ticket: on the place said, else on the worker's own grid."""
    mine = [post.scope for post in turn.person.posts if post.role in (Role.WORKER, Role.CAPTAIN)]
    home = answers.get("grid") or (mine[0] if mine else turn.person.home)
    heard: Understanding = turn.world.understander.understand(answers["what"], home=home)
    spot = turn.world.gazetteer.find(answers["what"], home=home)
    routing = turn.world.routing(spot) if spot else None
    grid = routing.grid if routing and routing.sure else home
    policy = turn.world.policy
    ticket = Ticket(
        0,
        "",
        "help",
        Status.ASSIGNED,
        heard.category or "其他",
        heard.matter,
        answers["what"],
        policy.urgency(heard.matter, danger=False),
        heard.ledger,
        spot.code if spot else "",
        turn.world.gazetteer.spot_in_words(spot) if spot and spot.code else turn.world.gazetteer.in_words(grid),
        grid if len(grid) > len(grid[:12]) else "",
        grid[:12],
        turn.person.id,
        source="patrol",
        assignee=turn.person.id,
        media=tuple(Media(MediaKind(kind), ref, caption) for kind, ref, caption in answers.get("media", [])),
    )
    return replace(ticket, created_at=turn.now)


def finish(turn: Turn, answers: Answers) -> None:
    if answers["confirm"] == "drop":
        turn.answer("patrol-dropped")
        return
    ticket = file(turn, preview(turn, answers), turn.person.id)
    turn.ticket = ticket.id
    turn.answer(
        "patrol-filed",
        cards.buttons(turn, ticket, turn.person),
        card=cards.card_id(ticket),
        args=cards.facts(turn, ticket),
    )
    if answers["confirm"] == "done":
        from handlers.worker.work import RESOLVE

        begin(turn, RESOLVE, {"ticket": ticket.id})


PATROL = Form(
    "patrol",
    (
        Question("what", lambda _t, _a: Ask(Text("patrol-ask-what")), read_what),
        Question("confirm", ask_confirm),
    ),
    finish,
    absorb,
)
