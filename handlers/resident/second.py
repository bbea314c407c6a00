"""Said while the card is read back: more of the same, which can be taken back, or perhaps another matter, which is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.messages import Incoming, Text
from handlers import cards
from handlers.forms import NO, YES, Answers, Ask, Question, Unclear, bare, without
from handlers.resident.draft import heard_again, placed, said, understood, with_message
from handlers.resident.questions import PLACELESS
from handlers.resident.where import FORGOTTEN, PLACE
from handlers.scene import Turn, choice
from nlp.understanding import APART, Kind, Understanding

WORDS_SHOWN = 30
KEPT_APART = ("rest", "before", "second")  # what is no part of the matter the card shows


def is_another(answers: Answers, heard: Understanding) -> bool:
    """Whether it is surely of another matter than the card, of the same one elsewhere, or a question beside it."""
    if heard.kind is Kind.ENQUIRY and answers.get("kind") not in PLACELESS:
        return not heard.matter or heard.matter != answers.get("matter")
    if not heard.matter or heard.confidence < APART or answers.get("unsure"):
        return False
    return heard.matter != answers.get("matter") or _elsewhere(answers, heard)


def _elsewhere(answers: Answers, heard: Understanding) -> bool:
    """Whether both name a place, and neither lies in the other."""
    here, there = (answers.get("spot") or {}).get("code", ""), heard.place.code if heard.place else ""
    return bool(here and there) and not (here.startswith(there) or there.startswith(here))


def keep(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
    """The answers with a message that waits to be put where it belongs."""
    return {**answers, "second": with_message(turn, answers.get("second", {}), incoming)}


def ask_second(_turn: Turn, answers: Answers) -> Ask:
    words = cards.shortened(said(answers["second"]), WORDS_SHOWN)
    choices = (choice("apart", "second-apart"), choice("together", "second-together"), choice("leave", "second-leave"))
    return Ask(Text("report-ask-second", {"words": words}), choices)


def pick_second(turn: Turn, answers: Answers, picked: str) -> Answers:
    """A matter of its own waits until this one is filed; else it goes into this one, or nowhere."""
    second, here = answers["second"], without(answers, "second")
    if picked == "apart":
        return {**here, "rest": [*here.get("rest", []), second]}
    return added(turn, here, second) if picked == "together" else here


def read_second(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    word = bare(incoming.text)
    if word in YES | NO:
        return pick_second(turn, answers, "apart" if word in YES else "together")
    raise Unclear("got-words", keep(turn, answers, incoming))


def added(turn: Turn, answers: Answers, more: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with one more message of the same matter, and what they were before it.

    A place in it is the place, and what was unclear may be clear now.
    """
    grown = {**together(answers, more), "before": without(answers, "before", "confirm", "edit")}
    words = said(more)
    place = turn.world.gazetteer.find(words) if words else None
    if place and place.code and not place.candidates:
        grown = placed(turn, without(grown, *FORGOTTEN), place)
    elif more.get("spot"):
        grown |= {name: more[name] for name in (*PLACE, "point") if name in more}
    if grown.get("unsure") and "topic" not in grown and words:
        grown = heard_again(turn, grown)
    return without(grown, "confirm")


def together(answers: Answers, *others: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with the words and files of other messages."""
    return {
        **answers,
        **{name: [each for one in (answers, *others) for each in one.get(name, [])] for name in ("parts", "media")},
    }


def whole(answers: Answers) -> Answers:
    """Everything that was said, as one: for a request that is filed before its matters were told apart."""
    second = [answers["second"]] if answers.get("second") else []
    return without(together(answers, *answers.get("rest", []), *second), *KEPT_APART)


def about(turn: Turn, answers: Answers, matter: Mapping[str, Any]) -> dict[str, Any]:
    """Answers for a matter of its own: its own place, else that of the matter before."""
    heard = turn.world.understand(said(matter), turn.person)
    own_place = matter.get("spot") or (heard.place and heard.place.code)
    base = without(answers, *FORGOTTEN) if own_place else answers
    return understood(turn, {**base, **matter}, heard)


SECOND = Question(
    "second?", ask_second, read_second, lambda a: bool(a.get("second")) and a.get("live") != "now", pick_second
)
