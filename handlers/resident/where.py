"""The place of a request: which of several, which building, or whatever the resident says when no map knows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from domain.messages import Choice, Incoming, Text
from domain.places import Level, Relation, Spot
from domain.routing import Reason
from handlers.forms import YES, Answers, Ask, Question, Unclear, bare, without
from handlers.resident.draft import (
    at_home,
    got,
    heard_again,
    place_is_clear,
    placed,
    spot_at,
    unpack_spot,
    with_message,
)
from handlers.scene import Turn, choice, named
from nlp.places import UNMAPPED
from nlp.whereabouts import says_where

TRIES = 2  # times a place is asked for before it is kept as it was said
CANDIDATES = 5
ADDITION_LENGTH = 12  # characters; a longer answer to "where?" says more than where
PLACE = ("spot", "grid", "community", "routing", "candidates", "place_words")
FORGOTTEN = (*PLACE, "where", "where_tries", "number")


def forget(answers: Answers) -> dict[str, Any]:
    """The answers without a place, so that it is asked for."""
    return {**without(answers, *FORGOTTEN), "where_again": True}


def is_missing(answers: Answers) -> bool:
    return bool(answers.get("where_again")) or not place_is_clear(answers)


def ask_where(turn: Turn, answers: Answers) -> Ask:
    unknown = choice("unknown", "where-unknown")
    spot = unpack_spot(answers)
    if spot and spot.candidates and answers.get("routing") == Reason.ASK_PLACE:
        if len(answers["candidates"]) == 1:
            return Ask(Text("report-ask-this", {"name": spot.words or spot.name}), (*_options(turn, answers), unknown))
        own = spot.relation is Relation.HOME
        which = Text("report-ask-own") if own else Text("report-ask-which", {"name": spot.words or spot.name})
        return Ask(which, (*_options(turn, answers), unknown))
    if spot and spot.words and spot.confidence <= UNMAPPED:
        return Ask(Text("report-ask-where-unmapped", {"name": spot.words}), (*home_choice(turn), unknown))
    return Ask(Text("report-ask-where"), (*home_choice(turn), unknown))


def home_choice(turn: Turn) -> tuple[Choice, ...]:
    """One's own home as the place, where it is known."""
    if not turn.person.home:
        return ()
    words = turn.person.home_words or turn.world.gazetteer.in_words(turn.person.home)
    return (choice("home", "where-home", place=words),)


def pick_where(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "unknown":
        return {**answers, "where": picked}
    if picked == "home":
        return {**at_home(turn, answers), "where": picked}
    spot = unpack_spot(answers)
    assert spot is not None
    return {**placed(turn, answers, turn.world.gazetteer.chosen(spot, picked)), "where": picked}


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A place in words or as a position. The second time what no map knows is kept as it was said, and no place at all as words."""
    if incoming.point:
        return _at_point(turn, answers, incoming)
    only = answers.get("candidates", []) if answers.get("routing") == Reason.ASK_PLACE else []
    if len(only) == 1 and bare(incoming.text) in YES:
        return pick_where(turn, answers, only[0])
    more = bool(incoming.media) or len(incoming.text) > ADDITION_LENGTH
    grown = with_message(turn, answers, incoming) if more else dict(answers)
    if not incoming.text:
        raise Unclear(got(incoming).key if incoming.media else "unclear-where", grown)
    spot = turn.world.gazetteer.find(incoming.text, turn.person.home, turn.person.home_words)
    if spot is None and len(only) == 1:  # 三栋, after 蓉树里小区
        spot = _nearer(turn, only[0], incoming.text)
    found = placed(turn, grown, spot) if spot and (spot.code or spot.candidates) else grown
    if spot and place_is_clear(found):
        return {**found, "where": "said"}
    if found.get("routing") == Reason.ASK_PLACE and found.get("candidates") != answers.get("candidates"):
        return found
    tries = answers.get("where_tries", 0) + 1
    place = bool(spot) or says_where(turn.world.normalise(incoming.text))
    if tries < TRIES:
        if not more and turn.heard.matter and not answers.get("matter"):  # 水 … 漏水了: one matter, said in two goes
            raise Unclear("got-words", heard_again(turn, with_message(turn, answers, incoming)))
        raise Unclear("unclear-where" if place else "unclear-where-no-place", {**grown, "where_tries": tries})
    if not place:
        return {**(grown if more else with_message(turn, answers, incoming)), "where": "unknown"}
    return {**found, "where": "words", "place_words": incoming.text[:60]}


def _nearer(turn: Turn, code: str, words: str) -> Spot | None:
    """The building of a place, None when the words name none."""
    area = turn.world.gazetteer.area(code)
    found = turn.world.gazetteer.find(f"{area.name}{words}", code) if area else None
    return found if found and (found.building or found.house) else None


def ask_number(_turn: Turn, answers: Answers) -> Ask:
    spot = unpack_spot(answers)
    assert spot is not None
    key = "report-ask-house" if spot.level is Level.ROAD else "report-ask-building"
    return Ask(Text(key, {"name": spot.name}), (choice("unknown", "number-unknown"),))


def read_number(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """The building (of a road: the house), or a position that says which grid it is."""
    spot = unpack_spot(answers)
    assert spot is not None
    if incoming.point:
        return {**_at_point(turn, answers, incoming), "number": "point"}
    grown = with_message(turn, answers, incoming) if incoming.media else dict(answers)
    mark = "号" if spot.level is Level.ROAD else "栋"
    said = incoming.text.strip()
    numbered = f"{spot.name}{said}{mark}" if turn.world.normalise(said).isdecimal() else f"{spot.name}{said}"
    found = turn.world.gazetteer.find(numbered, spot.code)
    if found is None or not (found.building or found.house):
        raise Unclear(got(incoming).key if incoming.media and not said else "unclear-number", grown)
    return {**placed(turn, grown, found), "number": said}


def forget_number(answers: Answers) -> dict[str, Any]:
    spot = {**answers["spot"], "building": "", "house": ""}
    return {**without(answers, "number"), "spot": spot, "grid": "", "routing": str(Reason.ASK_NUMBER)}


def needs_number(answers: Answers) -> bool:
    return answers.get("routing") in (Reason.ASK_NUMBER, Reason.UNKNOWN_NUMBER)


def questions(wanted: Callable[[Answers], bool]) -> tuple[Question, Question]:
    """The two questions about a place, asked where `wanted` says that it matters."""
    return (
        Question("where", ask_where, read_where, lambda a: wanted(a) and is_missing(a), pick_where, forget),
        Question("number", ask_number, read_number, lambda a: wanted(a) and needs_number(a), undo=forget_number),
    )


def _at_point(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
    if spot_at(turn, incoming.point) is None:
        raise Unclear("unclear-point")
    return {**with_message(turn, answers, incoming), "where": "point"}


def _options(turn: Turn, answers: Answers) -> tuple[Choice, ...]:
    return tuple(named(code, turn.world.gazetteer.in_words(code)) for code in answers["candidates"][:CANDIDATES])
