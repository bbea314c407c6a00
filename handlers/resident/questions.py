"""What a request may be asked before it is read back: what, the same as before?, one matter or several, which topic."""

from __future__ import annotations

from typing import Any

from domain.grid_codes import COMMUNITY_DIGITS, community_code
from domain.messages import Incoming, MediaKind, Text
from domain.places import Spot
from domain.ticket import Action, Status, Ticket, can, parties
from handlers import cards
from handlers.forms import NO, YES, Answers, Ask, Question, Unclear, bare, without
from handlers.resident.draft import OTHER, got, heard_again, piece, said, with_message
from handlers.scene import Turn, choice, named
from nlp.understanding import Understanding

TOPICS_OFFERED = 3
JUST_NOW = 3600  # seconds after filing in which a photo or a vague sentence is taken to belong to it
PIECE_LENGTH = 30
NONE_OF_THEM = NO | {"都不对", "都不是", "没有一个", "都没有", "其他", "不知道"}
PLACELESS = frozenset({"enquiry", "suggestion"})


def is_new(answers: Answers) -> bool:
    """Whether this will be a ticket of its own and nobody is in danger: then it is worth asking about."""
    return answers.get("same", "new") == "new" and answers.get("live") != "now"


# ---- what


def ask_what(_turn: Turn, answers: Answers) -> Ask:
    kinds = {kind for kind, _, _ in answers.get("media", [])}
    if MediaKind.VOICE in kinds:
        return Ask(Text("report-ask-what-voice"))
    if answers.get("spot") and not kinds and not answers.get("what_again"):
        return Ask(Text("report-ask-what-point"))
    return Ask(Text("report-ask-what-photo" if kinds else "report-ask-what"))


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    grown = with_message(turn, answers, incoming)
    if not incoming.text:
        raise Unclear(got(incoming).key if incoming.media or incoming.point else "unclear-what", grown)
    grown = heard_again(turn, grown)
    return {**grown, "earlier": grown.get("earlier") or earlier(turn, turn.heard)}


def forget_what(answers: Answers) -> dict[str, Any]:
    forgotten = ("parts", "what", "topic", "pieces", "split", "confirm", "edit")
    return {**without(answers, *forgotten), "what_again": True}


# ---- the same as an earlier one?


def earlier(turn: Turn, heard: Understanding | None) -> list[int]:
    """The newest own unfinished ticket that this may belong to: the same matter, or filed just now."""
    since = turn.now - turn.world.policy.same_matter_within
    mine = turn.uow.tickets.of_person(turn.person.id)
    return [
        ticket.id
        for ticket in mine
        if not ticket.wish
        and ticket.created_at is not None
        and ticket.created_at >= since
        and can(ticket, Action.ADD, parties(ticket, turn.person), turn.now)
        and (_alike(ticket, heard) if heard and not _vague(turn, ticket, heard) else _filed_just_now(turn, ticket))
    ][:1]


def elsewhere(ticket: Ticket, heard: Understanding) -> bool:
    """Whether the words name a place that is not the ticket's."""
    return bool(heard.place and heard.place.code and ticket.place and not _overlap(heard.place.code, ticket.place))


def _alike(ticket: Ticket, heard: Understanding) -> bool:
    """The same matter, and not said to be somewhere else; unless the worker has just asked, perhaps for the place."""
    if elsewhere(ticket, heard) and ticket.status is not Status.WAITING:
        return False
    if heard.matter or ticket.matter:
        return heard.matter == ticket.matter
    return bool(heard.category) and heard.category == ticket.category


def _overlap(one: str, other: str) -> bool:
    return one.startswith(community_code(other)) and (one == other or min(len(one), len(other)) <= COMMUNITY_DIGITS)


def _vague(turn: Turn, ticket: Ticket, heard: Understanding) -> bool:
    """Nothing is said of a matter, and no place but perhaps the ticket's own: 榕树里小区3栋5楼 right after 着火了."""
    unsure = not heard.matter and heard.confidence < turn.world.policy.sure_enough
    return unsure and (heard.place is None or _nearer(ticket, heard.place))


def _nearer(ticket: Ticket, place: Spot) -> bool:
    return bool(place.code and ticket.place and place.building and _overlap(place.code, ticket.place))


def _filed_just_now(turn: Turn, ticket: Ticket) -> bool:
    return ticket.created_at is not None and (turn.now - ticket.created_at).total_seconds() <= JUST_NOW


def ask_same(turn: Turn, answers: Answers) -> Ask:
    ticket = turn.uow.tickets.get(answers["earlier"][0])
    choices = (choice(str(ticket.id), "same-yes"), choice("new", "same-new"))
    return Ask(Text("report-ask-same", cards.told(turn, ticket)), choices)


def read_same(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    word = bare(incoming.text)
    if word in YES | NO:
        return {**answers, "same": str(answers["earlier"][0]) if word in YES else "new"}
    raise Unclear("got-words" if incoming.text else "unclear-pick", with_message(turn, answers, incoming))


# ---- one matter or several


def ask_split(_turn: Turn, answers: Answers) -> Ask:
    pieces = answers["pieces"]
    lines = "\n".join(f"· {cards.shortened(piece, PIECE_LENGTH)}" for piece in pieces)
    choices = (choice("apart", "split-apart"), choice("together", "split-together"))
    return Ask(Text("report-ask-split", {"count": len(pieces), "lines": lines}), choices)


def pick_split(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "together":
        return {**answers, "split": picked}
    first, *rest = answers["pieces"]
    whole = answers["parts"]
    fresh = {
        **answers,
        "parts": [{**whole[0], "text": first}],
        "split": picked,
        "rest": [piece(words) for words in rest],
        "whole": whole,
    }
    return heard_again(turn, fresh)


def unsplit(answers: Answers) -> Answers:
    return {**without(answers, "split", "rest", "whole"), "parts": answers.get("whole", answers["parts"])}


# ---- which topic


def ask_topic(_turn: Turn, answers: Answers) -> Ask:
    likely = dict.fromkeys([answers.get("matter") or answers["category"], *answers["guesses"]])
    offered = [label for label in likely if label and label != OTHER][:TOPICS_OFFERED]
    return Ask(Text("report-ask-topic"), (*(named(label, label) for label in offered), choice(OTHER, "topic-other")))


def pick_topic(turn: Turn, answers: Answers, picked: str) -> Answers:
    category = turn.world.understander.category_of(picked)
    return {
        **answers,
        "topic": picked,
        "category": category or picked,
        "matter": picked if category and category != picked else "",
        "why": [],
    }


def read_topic(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """More words instead of a number: perhaps they make it clear; 都不对 is none of those offered."""
    if bare(incoming.text) in NONE_OF_THEM:
        return pick_topic(turn, answers, OTHER)
    grown = heard_again(turn, with_message(turn, answers, incoming))
    return {**grown, "topic": grown["matter"] or grown["category"]}


def forget_topic(answers: Answers) -> dict[str, Any]:
    return {**without(answers, "topic"), "topic_again": True}


def in_doubt(answers: Answers) -> bool:
    """Whether the topic is worth a question: enquiries and the like are read by the desk anyway."""
    if answers.get("topic_again"):
        return True
    return bool(answers.get("unsure") and answers.get("guesses")) and answers.get("kind") not in PLACELESS


QUESTIONS = (
    Question(
        "same",
        ask_same,
        read_same,
        lambda a: bool(a.get("earlier")) and a.get("live") != "now" and len(a.get("pieces", [])) <= 1,
    ),
    Question("what", ask_what, read_what, lambda a: is_new(a) and not said(a), undo=forget_what),
    Question(
        "split",
        ask_split,
        needed=lambda a: a.get("live") != "now" and len(a.get("pieces", [])) > 1,
        pick=pick_split,
        undo=unsplit,
    ),
    Question("topic", ask_topic, read_topic, lambda a: is_new(a) and in_doubt(a), pick_topic, forget_topic),
)
