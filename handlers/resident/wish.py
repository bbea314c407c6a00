"""The micro-wish as the wisher sees it: said, read back, filed for the community to check."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.messages import Incoming, Text
from domain.ticket import Status, Ticket
from handlers import cards
from handlers.dispatch import first_for
from handlers.forms import YES, Absorbed, Answers, Ask, Form, Question, Unclear, bare, begin, without
from handlers.resident.draft import (
    at_home,
    file_from,
    got,
    place_is_clear,
    placed,
    register,
    said,
    same_album,
    ticket_from,
    with_message,
)
from handlers.resident.where import home_choice
from handlers.scene import Scene, Turn, choice
from nlp.understanding import Understanding

MONEY = re.compile(r"现金|借钱|借点钱|转账|打钱|给.{0,4}钱|还债|还贷|\d+\s*(?:元|块钱|万块)")


def start(turn: Turn, incoming: Incoming, heard: Understanding) -> None:
    """A new wish from what somebody said. One open wish at a time, so that the wall has room for everybody."""
    if not _has_one(turn):
        answers = with_message(turn, {}, incoming)
        begin(turn, WISH, placed(turn, answers, heard.place) if heard.place else answers)


def start_by_name(turn: Turn) -> None:
    """许愿: the message that asks for the form holds nothing of the wish itself."""
    if not _has_one(turn):
        begin(turn, WISH, {})


def _has_one(turn: Turn) -> bool:
    open_ones = [t for t in turn.uow.tickets.of_reporter(turn.person.id, 50) if t.wish and t.alive]
    if len(open_ones) < turn.world.policy.wishes_at_once:
        return False
    there = open_ones[0]
    turn.answer("wish-one-at-a-time", (cards.open_button(turn, there),), args=cards.facts(turn, there))
    return True


def finish(turn: Turn, answers: Answers) -> None:
    if answers["confirm"] == "drop":
        turn.answer("wish-dropped")
        return
    off_wall = answers["confirm"] == "no-wall"
    ticket = (register_quietly if off_wall else register_wish)(turn, turn.person.id, answers)
    turn.ticket = ticket.id
    turn.answer(
        "report-filed" if off_wall else "wish-filed",
        (choice(f"open/{ticket.id}", "do-open"),),
        args=cards.facts(turn, ticket),
    )


def register_wish(scene: Scene, person: int, answers: Answers) -> Ticket:
    """File a wish: the community checks it before anybody else sees it."""
    ticket = ticket_from(scene, person, {**answers, "kind": "wish", "category": "民政", "matter": "微心愿"})
    checker = first_for(scene, ticket)
    wish = replace(ticket, status=Status.CHECKING, assignee=checker, ledger="困难群众")
    return file_from(scene, wish, answers)


def register_quietly(scene: Scene, person: int, answers: Answers) -> Ticket:
    """Who does not want it on the wall is helped all the same: the community sees it, nobody else."""
    return register(scene, person, {**answers, "kind": "help", "category": "民政"})


def ask_what(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("wish-ask-what"))


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("wish-unclear-what")
    return with_message(turn, answers, incoming)


def ask_goods(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("wish-no-money"), (choice("drop", "wish-drop"),))


def read_goods(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Money is never given: the wish must be for a thing or a service."""
    if MONEY.search(incoming.text) or not incoming.text.strip():
        raise Unclear("wish-unclear-what")
    return {**with_message(turn, {**answers, "parts": []}, incoming), "goods": "said"}


def pick_goods(_turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**answers, "goods": picked, "confirm": picked, "where": picked}


def ask_where(turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("wish-ask-where"), home_choice(turn))


def pick_where(turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**at_home(turn, answers), "where": picked}


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """The community is enough; what is not understood is kept as said, for the community to sort out."""
    if incoming.point:
        found = with_message(turn, answers, incoming)
        return {**found, "where": "point"}
    spot = turn.world.gazetteer.find(incoming.text, home=turn.person.home)
    if spot and place_is_clear(found := placed(turn, answers, spot)):
        return {**found, "where": "said"}
    if "asked_where" in answers and incoming.text.strip():
        return {**answers, "where": "words", "place_words": incoming.text[:60]}
    raise Unclear("unclear-where", {"asked_where": True})


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    place = answers.get("place_words") or turn.world.gazetteer.in_words(turn.person.home) or Text("not-yet")
    args = {"words": said(answers), "place": place, "photos": len(answers.get("media", [])) or ""}
    return Ask(Text("wish-confirm", args), tuple(choice(option, f"wish-{option}") for option in OPTIONS), card=True)


def read_confirm(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if bare(incoming.text) in YES:
        return {**answers, "confirm": "yes"}
    raise Unclear("unclear-pick")


def pick_confirm(_turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "edit":
        return without(answers, "parts", "goods", "confirm")
    return {**answers, "confirm": picked}


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """Photos and corrections belong to the wish; one more sentence at the end too."""
    if incoming.edits:
        return Absorbed(with_message(turn, answers, incoming), Text("got-edit"))
    if same_album(turn, incoming):
        return Absorbed(with_message(turn, answers, incoming), silent=True)
    more = question == "confirm" and incoming.text.strip() and bare(incoming.text) not in YES
    if incoming.media or more:
        return Absorbed(with_message(turn, answers, incoming), got(incoming))
    return None


OPTIONS = ("yes", "no-wall", "edit", "drop")
WISH = Form(
    "wish",
    (
        Question(
            "what", ask_what, read_what, lambda a: not said(a), undo=lambda a: without(a, "what", "parts", "goods")
        ),
        Question("goods", ask_goods, read_goods, lambda a: bool(MONEY.search(said(a))), pick_goods),
        Question(
            "where",
            ask_where,
            read_where,
            lambda a: not place_is_clear(a),
            pick_where,
            lambda a: without(a, "where", "spot", "place_words", "asked_where"),
        ),
        Question("confirm", ask_confirm, read_confirm, pick=pick_confirm),
    ),
    finish,
    absorb,
    draft=True,
    cancelled="wish-dropped",
)
