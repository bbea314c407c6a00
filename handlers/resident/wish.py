"""The micro-wish as the wisher sees it: said, read back, filed for the community to check."""

from __future__ import annotations

import re

from domain import wishes
from domain.messages import Incoming, Text
from domain.ticket import Status, Ticket
from domain.values import replace
from domain.wishes import Way
from handlers import cards, left_out
from handlers.dispatch import first_for
from handlers.forms import (
    YES,
    Absorbed,
    Answers,
    Ask,
    Elsewhere,
    Form,
    Question,
    Unclear,
    always,
    bare,
    begin,
    without,
    yes_or_no,
)
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
from nlp.understanding import APART, Kind, Understanding
from nlp.whereabouts import says_where

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
    if answers.get("agree") == "no":
        turn.answer("wish-no-consent", (choice("person/", "do-person"),))
        return
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
    child = is_for_a_child(scene, answers)
    kept = _kept(scene, answers)
    matter = wishes.matter(said(answers), child=child)
    ticket = ticket_from(scene, person, {**kept, "kind": "wish", "category": "民政", "matter": matter})
    checker = first_for(scene, ticket)
    wish = replace(ticket, status=Status.CHECKING, assignee=checker, ledger="困难群众")
    more = {"slot": answers["slot"]} if answers.get("slot") else {}
    if child and answers.get("agree") == "yes":
        more["guardian"] = answers["guardian"]
    return file_from(scene, wish, kept, more)


def is_for_a_child(scene: Scene, answers: Answers) -> bool:
    """As they said; who was not asked yet (a wish left unfinished) is taken for a child when the words sound like it."""
    if "child" in answers:
        return bool(answers["child"] == "yes")
    return wishes.perhaps_for_a_child(said(answers), scene.world.policy.child_under)


def register_quietly(scene: Scene, person: int, answers: Answers) -> Ticket:
    """Who does not want it on the wall is helped all the same: the community sees it, nobody else."""
    return register(scene, person, {**_kept(scene, answers), "kind": "help", "category": "民政"})


def _kept(scene: Scene, answers: Answers) -> Answers:
    """Of a child no photo is kept."""
    return {**answers, "media": []} if is_for_a_child(scene, answers) else answers


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("wish-unclear-what")
    return with_message(turn, answers, incoming)


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
    """The community is enough; a place not understood is kept as said, for the community to sort out; what is none is not."""
    if incoming.point:
        found = with_message(turn, answers, incoming)
        return {**found, "where": "point"}
    spot = turn.world.gazetteer.find(incoming.text, home=turn.person.home)
    if spot and place_is_clear(found := placed(turn, answers, spot)):
        return {**found, "where": "said"}
    place = says_where(turn.world.normalise(incoming.text))
    if "asked_where" in answers and incoming.text.strip():
        return {**answers, "where": "words", "place_words": incoming.text[:60] if place else ""}
    raise Unclear("unclear-where" if place else "unclear-where-no-place", {"asked_where": True})


def ask_child(turn: Turn, _answers: Answers) -> Ask:
    under = {"under": turn.world.policy.child_under}
    return Ask(Text("wish-ask-child", under), (choice("no", "wish-child-no"), choice("yes", "wish-child-yes")))


def pick_child(turn: Turn, answers: Answers, picked: str) -> Answers:
    """Where a consent given in the chat does not count, staff ask the guardian."""
    by_staff = picked == "yes" and Way.CHAT not in turn.world.policy.consent_ways
    return {**answers, "child": picked, **({"guardian": "staff"} if by_staff else {})}


def read_child(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return pick_child(turn, answers, yes_or_no("child")(turn, answers, incoming)["child"])


def ask_agree(_turn: Turn, _answers: Answers) -> Ask:
    """PIPL Art. 29, 31: a consent of its own, before anything of the child is used."""
    return Ask(Text("wish-ask-agree"), (choice("yes", "wish-agree-yes"), choice("no", "wish-agree-no")))


def pick_agree(_turn: Turn, answers: Answers, picked: str) -> Answers:
    return {**answers, "agree": picked, **({"confirm": "drop"} if picked == "no" else {})}


def read_agree(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return pick_agree(turn, answers, yes_or_no("agree")(turn, answers, incoming)["agree"])


def _sounds_like_a_child(answers: Answers) -> bool:
    """Asked by the widest age that can be set; a question too much is better than one too few."""
    return wishes.perhaps_for_a_child(said(answers), OLDEST_CHILD) and "confirm" not in answers


def _by_guardian(answers: Answers) -> bool:
    return answers.get("guardian") in set(wishes.Guardian)


def _wants_help(answers: Answers) -> bool:
    return "confirm" not in answers and wishes.matter(said(answers), child=False) != wishes.WISH


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    place = answers.get("place_words") or turn.world.gazetteer.in_words(turn.person.home) or Text("not-yet")
    args = {"words": said(answers), "place": place, "photos": len(answers.get("media", [])) or ""}
    key = "wish-confirm-child" if answers.get("child") == "yes" else "wish-confirm"
    options = (*(choice(option, f"wish-{option}") for option in OPTIONS), *left_out.choices(answers))
    return Ask(Text(key, args), options, card=True)


def read_confirm(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if bare(incoming.text) in YES:
        return {**answers, "confirm": "yes"}
    raise Unclear("unclear-pick")


def pick_confirm(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == left_out.INCLUDE:
        return with_message(turn, without(answers, left_out.KEY), left_out.included(turn, answers))
    if picked == "edit":
        return without(answers, "parts", "goods", "child", "guardian", "agree", "slot", "confirm")
    return {**answers, "confirm": picked}


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """Photos and corrections belong to the wish; one more sentence at the end too, unless it is a matter of its own."""
    if incoming.edits:
        return Absorbed(with_message(turn, answers, incoming), Text("got-edit"))
    if same_album(turn, incoming):
        return Absorbed(with_message(turn, answers, incoming), silent=True)
    more = question == "confirm" and incoming.text.strip() and bare(incoming.text) not in YES
    if more and not incoming.media and _is_a_request(turn.heard):
        raise Elsewhere
    if more and (beside := left_out.beside(turn, answers)):
        return beside
    if incoming.media or more:
        return Absorbed(with_message(turn, without(answers, left_out.KEY), incoming), got(incoming))
    return None


def _is_a_request(heard: Understanding) -> bool:
    return heard.kind in (Kind.COMPLAINT, Kind.HELP, Kind.REPORT) and bool(heard.matter) and heard.confidence >= APART


OPTIONS = ("yes", "no-wall", "edit", "drop")
GUARDIANS = (*wishes.Guardian, "not", "child")
OLDEST_CHILD = 18
WISH = Form(
    "wish",
    (
        Question(
            "what",
            always("wish-ask-what"),
            read_what,
            lambda a: not said(a),
            undo=lambda a: without(a, "what", "parts", "goods"),
        ),
        Question(
            "goods",
            always("wish-no-money", choice("drop", "wish-drop")),
            read_goods,
            lambda a: bool(MONEY.search(said(a))),
            pick_goods,
        ),
        Question(
            "where",
            ask_where,
            read_where,
            lambda a: not place_is_clear(a),
            pick_where,
            lambda a: without(a, "where", "spot", "place_words", "asked_where"),
        ),
        Question("child", ask_child, read_child, _sounds_like_a_child, pick_child),
        Question(
            "guardian",
            always("wish-ask-guardian", *(choice(each, f"guardian-{each}") for each in GUARDIANS)),
            needed=lambda a: a.get("child") == "yes",
        ),
        Question("agree", ask_agree, read_agree, _by_guardian, pick_agree),
        Question(
            "slot", always("wish-ask-slot", *(choice(each, f"slot-{each}") for each in wishes.Slot)), needed=_wants_help
        ),
        Question("confirm", ask_confirm, read_confirm, pick=pick_confirm),
    ),
    finish,
    absorb,
    draft=True,
    cancelled="wish-dropped",
)
