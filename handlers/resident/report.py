"""The request: from what a resident says to a numbered ticket, asking only for what is missing."""

from __future__ import annotations

from typing import Any

from domain.messages import Choice, Incoming, Lane, Text
from domain.places import Level
from domain.routing import Reason
from domain.ticket import Action, Ticket, can, parties
from handlers import cards
from handlers.forms import Absorbed, Answers, Ask, Form, Question, Unclear, begin
from handlers.life import act
from handlers.resident.draft import (
    OTHER,
    at_home,
    place_is_clear,
    placed,
    register,
    said,
    understood,
    unpack_media,
    unpack_spot,
    with_message,
)
from handlers.scene import Turn, choice, named
from nlp.understanding import Kind, Understanding

WHERE_TRIES = 2
TOPICS_OFFERED = 3
ADDITION_LENGTH = 12
FINAL_WORDS = {"是", "是的", "对", "对的", "好", "好的", "可以", "行", "嗯", "确定", "没错", "ok", "提交", "确认"}


def start(turn: Turn, incoming: Incoming, understanding: Understanding | None) -> None:
    """A new request, from its first message."""
    answers: dict[str, Any] = with_message(turn, {"kind": "help"}, incoming)
    if understanding:
        answers = understood(turn, answers, understanding)
        answers["pieces"] = list(understanding.parts) if len(understanding.parts) > 1 else []
        answers["earlier"] = _earlier(turn, understanding)
    begin(turn, REPORT, answers)


def finish(turn: Turn, answers: Answers) -> None:
    """All is said: an addition to an earlier ticket, nothing at all, or a new ticket."""
    if answers.get("same", "new") != "new":
        _add_to_earlier(turn, answers)
    elif answers.get("confirm") == "drop":
        turn.answer("report-dropped")
    else:
        _file(turn, answers)


def _file(turn: Turn, answers: Answers) -> None:
    danger = answers.get("live") == "now"
    ticket = register(turn, turn.person.id, answers, danger=danger)
    turn.ticket = ticket.id
    key = (
        "report-filed-danger"
        if danger
        else f"report-filed-{ticket.kind}"
        if ticket.kind in OWN_TEXT
        else "report-filed"
    )
    turn.answer(key, (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))
    _offer_more(turn, answers, ticket)


def _offer_more(turn: Turn, answers: Answers, ticket: Ticket) -> None:
    """What follows a filed ticket: the next matter of the same message, or the place of an emergency."""
    rest = answers.get("rest", [])
    if rest:
        following = turn.world.understander.understand(rest[0], home=turn.person.home)
        known = {name: answers[name] for name in PLACE_ANSWERS if name in answers}
        next_one = understood(turn, {**known, "parts": [{"ref": "", "text": rest[0]}], "rest": rest[1:]}, following)
        begin(turn, REPORT, next_one)
    elif answers.get("live") == "now" and not ticket.grid:
        begin(turn, DANGER_PLACE, {"ticket": ticket.id})


def _add_to_earlier(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["same"]))
    media = tuple(map(unpack_media, answers.get("media", [])))
    act(turn, ticket, Action.ADD, turn.person, note=said(answers), media=media)
    turn.ticket = ticket.id
    turn.answer("report-added", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


def _earlier(turn: Turn, understanding: Understanding) -> list[int]:
    """Own unfinished tickets of the same matter: this may be the same thing again."""
    since = turn.now - turn.world.policy.same_matter_within
    return [
        ticket.id
        for ticket in turn.uow.tickets.of_reporter(turn.person.id)
        if can(ticket, Action.ADD, parties(ticket, turn.person), turn.now)
        and ticket.created_at is not None
        and ticket.created_at >= since
        and not ticket.wish
        and _alike(ticket, understanding)
    ][:1]


def _alike(ticket: Ticket, understanding: Understanding) -> bool:
    if understanding.matter or ticket.matter:
        return understanding.matter == ticket.matter
    return bool(understanding.category) and understanding.category == ticket.category


# ---- the questions, in the order they are asked


def ask_live(turn: Turn, answers: Answers) -> Ask:
    advice = turn.world.understander.advice(answers["danger"])
    numbers = "、".join(turn.world.contacts.get(number, number) for number in advice.numbers)
    choices = (choice("now", "live-now"), choice("past", "live-past"), choice("fear", "live-fear"))
    return Ask(Text("report-ask-live", {"safety": advice.safety, "numbers": numbers}), choices)


def read_live(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Somebody in danger does not pick from menus: what they go on saying is kept, and counts as now when it says so."""
    again = turn.world.understander.understand(incoming.text)
    live = {"live": "now"} if again.emergency and again.emergency.live else {}
    kept = with_message(turn, answers, incoming)
    if not live:
        raise Unclear("unclear-live", kept)
    return {**kept, **live}


def ask_what(_turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("report-ask-what-photo" if answers.get("media") else "report-ask-what"))


def read_what(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    grown = with_message(turn, answers, incoming)
    if not incoming.text:
        raise Unclear("got-media" if incoming.media else "unclear-what", grown)
    understanding = turn.world.understander.understand(said(grown), home=turn.person.home)
    return {**understood(turn, grown, understanding), "earlier": _earlier(turn, understanding)}


def ask_split(_turn: Turn, answers: Answers) -> Ask:
    pieces = answers["pieces"]
    lines = "\n".join(f"· {cards.shortened(piece, 30)}" for piece in pieces)
    return Ask(
        Text("report-ask-split", {"count": len(pieces), "lines": lines}),
        (choice("apart", "split-apart"), choice("together", "split-together")),
    )


def pick_split(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "together":
        return {**answers, "split": picked}
    first, *rest = answers["pieces"]
    understanding = turn.world.understander.understand(first, home=turn.person.home)
    ref = answers["parts"][0]["ref"]
    fresh = {**answers, "parts": [{"ref": ref, "text": first}], "split": picked, "rest": rest}
    return understood(turn, fresh, understanding)


def ask_same(turn: Turn, answers: Answers) -> Ask:
    ticket = turn.uow.tickets.get(answers["earlier"][0])
    return Ask(
        Text("report-ask-same", cards.facts(turn, ticket)),
        (choice(str(ticket.id), "same-yes"), choice("new", "same-new")),
    )


def ask_topic(_turn: Turn, answers: Answers) -> Ask:
    offered = list(dict.fromkeys([answers.get("matter") or answers["category"], *answers["guesses"]]))
    offered = [label for label in offered if label and label != OTHER][:TOPICS_OFFERED]
    return Ask(
        Text("report-ask-topic"), (*(named(f"={label}", label) for label in offered), choice("=其他", "topic-other"))
    )


def pick_topic(turn: Turn, answers: Answers, picked: str) -> Answers:
    label = picked.removeprefix("=")
    category = turn.world.understander.category_of(label) or label
    matter = "" if category == label else label
    return {**answers, "topic": label, "category": category, "matter": matter, "confidence": 1.0, "why": []}


def read_topic(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """More words instead of a number: perhaps they make it clear."""
    grown = with_message(turn, answers, incoming)
    again = turn.world.understander.understand(said(grown), home=turn.person.home)
    return {**understood(turn, grown, again), "topic": again.matter or again.category or OTHER}


def ask_where(turn: Turn, answers: Answers) -> Ask:
    spot = unpack_spot(answers)
    if spot and spot.candidates and answers.get("routing") == Reason.ASK_PLACE:
        options = tuple(named(code, turn.world.gazetteer.in_words(code)) for code in spot.candidates[:4])
        return Ask(
            Text("report-ask-which", {"name": spot.name or spot.words}), (*options, choice("unknown", "where-unknown"))
        )
    home: tuple[Choice, ...] = ()
    if turn.person.home:
        words = turn.person.home_words or turn.world.gazetteer.in_words(turn.person.home)
        home = (choice("home", "where-home", place=words),)
    return Ask(Text("report-ask-where"), (*home, choice("unknown", "where-unknown")))


def pick_where(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "unknown":
        return {**answers, "where": picked}
    if picked == "home":
        return {**at_home(turn, answers), "where": picked}
    spot = unpack_spot(answers)
    assert spot is not None
    return {**placed(turn, answers, turn.world.gazetteer.chosen(spot, picked)), "where": picked}


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A place in words or as a position. What no map knows is kept as it was said, the second time."""
    if incoming.point:
        found = with_message(turn, answers, incoming)
        if not found.get("spot"):
            raise Unclear("unclear-point")
        return {**found, "where": "point"}
    grown = with_message(turn, answers, incoming) if _is_more(incoming) else dict(answers)
    spot = turn.world.gazetteer.find(incoming.text, home=turn.person.home)
    if spot and (spot.code or spot.candidates):
        found = placed(turn, grown, spot)
        return {**found, "where": "said"} if place_is_clear(found) and spot.level is not Level.DISTRICT else found
    tries = answers.get("where_tries", 0) + 1
    if tries < WHERE_TRIES or not incoming.text:
        raise Unclear("got-media" if incoming.media else "unclear-where", {**grown, "where_tries": tries})
    return {**grown, "where": "words", "place_words": incoming.text[:60]}


def ask_number(turn: Turn, answers: Answers) -> Ask:
    spot = unpack_spot(answers)
    assert spot is not None
    key = "report-ask-house" if spot.level is Level.ROAD else "report-ask-building"
    return Ask(Text(key, {"name": spot.name}), (choice("unknown", "number-unknown"),))


def read_number(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    spot = unpack_spot(answers)
    assert spot is not None
    mark = "号" if spot.level is Level.ROAD else "栋"
    number = incoming.text.strip()
    asked = f"{spot.name}{number}{mark}" if number.isdecimal() else f"{spot.name}{number}"
    found = turn.world.gazetteer.find(asked, home=spot.code)
    if found is None or not (found.building or found.house):
        raise Unclear("unclear-number")
    return {**placed(turn, answers, found), "number": number}


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    """The card that is read back: what, why we think so, where, who, until when."""
    draft = ticket_preview(turn, answers)
    facts = cards.facts(turn, draft)
    why = "、".join(answers.get("why", [])[:4])
    args = {
        **facts,
        "words": cards.shortened(said(answers), 120),
        "why": why,
        "photos": len(answers.get("media", [])) or "",
    }
    return Ask(Text("report-confirm", args), (choice("yes", "confirm-yes"), choice("edit", "confirm-edit")))


def read_confirm(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    word = incoming.text.strip("。.!！~ ").lower()
    if word in FINAL_WORDS:
        return {**answers, "confirm": "yes"}
    raise Unclear("unclear-confirm")


def ask_edit(_turn: Turn, _answers: Answers) -> Ask:
    options = ("where", "topic", "what", "drop")
    return Ask(Text("report-ask-edit"), tuple(choice(option, f"edit-{option}") for option in options))


def pick_edit(_turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "drop":
        return {**answers, "edit": picked, "confirm": picked}
    forgotten = {"confirm", "edit", *FORGOTTEN[picked]}
    kept = {name: value for name, value in answers.items() if name not in forgotten}
    return {**kept, f"{picked}_again": True}


def ticket_preview(turn: Turn, answers: Answers) -> Ticket:
    """The ticket these answers would make."""
    from handlers.life import with_due
    from handlers.resident.draft import ticket_from

    return with_due(turn, ticket_from(turn, turn.person.id, answers))


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """A photo, a position or one more sentence in the middle of a request is part of the request."""
    if incoming.edits:
        return Absorbed(with_message(turn, answers, incoming), Text("got-edit"))
    if incoming.media and question != "what":
        grown = with_message(turn, answers, incoming)
        same_album = bool(incoming.album) and incoming.album == turn.conversation.album
        return Absorbed(grown, Text("got-media", {"count": len(grown["media"])}), silent=same_album)
    if incoming.point and question not in ("where", "number"):
        return Absorbed(with_message(turn, answers, incoming), Text("got-point"))
    if question == "confirm" and incoming.text.strip("。.!！~ ").lower() not in FINAL_WORDS:
        return _one_more_sentence(turn, answers, incoming)
    return None


def _one_more_sentence(turn: Turn, answers: Answers, incoming: Incoming) -> Absorbed | None:
    if not incoming.text.strip():
        return None
    grown = with_message(turn, answers, incoming)
    place = turn.world.gazetteer.find(incoming.text)
    if place and place.code:
        grown = placed(turn, {**grown, "spot": None}, place)
    if grown.get("confidence", 0) < turn.world.policy.sure_enough and "topic" not in grown:
        grown = understood(turn, grown, turn.world.understander.understand(said(grown), home=turn.person.home))
    return Absorbed(grown, Text("got-words"))


def _is_more(incoming: Incoming) -> bool:
    """A long answer to "where?" says more than where."""
    return bool(incoming.media) or len(incoming.text) > ADDITION_LENGTH


def needs_place(answers: Answers) -> bool:
    if answers.get("where_again"):
        return True
    if answers.get("kind") in PLACELESS or answers.get("live") == "now":
        return False
    return not place_is_clear(answers)


def _in_doubt(answers: Answers) -> bool:
    if answers.get("topic_again"):
        return True
    doubtful = answers.get("confidence", 0) < SURE and bool(answers.get("guesses"))
    return doubtful and answers.get("kind") not in PLACELESS and answers.get("live") != "now"


SURE = 0.6  # the threshold of Policy.sure_enough is applied when the guess is made; this is its default here
OWN_TEXT = frozenset({"enquiry", "suggestion", "report"})
PLACELESS = frozenset({"enquiry", "suggestion"})
PLACE_ANSWERS = ("spot", "grid", "community", "routing", "candidates", "place_words", "where", "number")
FORGOTTEN = {
    "where": ("spot", "grid", "community", "routing", "candidates", "place_words", "where", "where_tries", "number"),
    "topic": ("topic",),
    "what": ("parts", "what"),
}

REPORT = Form(
    "report",
    (
        Question("live", ask_live, read_live, lambda a: bool(a.get("danger_live"))),
        Question("what", ask_what, read_what, lambda a: not said(a) and a.get("live") != "now"),
        Question(
            "split",
            ask_split,
            needed=lambda a: len(a.get("pieces", [])) > 1 and a.get("live") != "now",
            pick=pick_split,
        ),
        Question(
            "same",
            ask_same,
            needed=lambda a: bool(a.get("earlier")) and a.get("live") != "now" and a.get("split") != "apart",
        ),
        Question("topic", ask_topic, read_topic, lambda a: a.get("same", "new") == "new" and _in_doubt(a), pick_topic),
        Question(
            "where", ask_where, read_where, lambda a: a.get("same", "new") == "new" and needs_place(a), pick_where
        ),
        Question(
            "number",
            ask_number,
            read_number,
            lambda a: (
                a.get("same", "new") == "new"
                and a.get("routing") in (Reason.ASK_NUMBER, Reason.UNKNOWN_NUMBER)
                and a.get("live") != "now"
            ),
        ),
        Question(
            "confirm", ask_confirm, read_confirm, lambda a: a.get("same", "new") == "new" and a.get("live") != "now"
        ),
        Question("edit", ask_edit, needed=lambda a: a.get("confirm") == "edit", pick=pick_edit),
    ),
    finish,
    absorb,
)


# ---- after an emergency without a place was filed: the place, nothing else


def read_danger_place(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return with_message(turn, answers, incoming)


def finish_danger_place(turn: Turn, answers: Answers) -> None:
    """The place goes to everybody who was paged; the grid's own people are paged now that the grid is known."""
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    words = said(answers)
    spot = unpack_spot(answers) or turn.world.gazetteer.find(words, home=turn.person.home)
    turn.ticket = ticket.id
    act(turn, ticket, Action.ADD, turn.person, note=words, media=tuple(map(unpack_media, answers.get("media", []))))
    if spot:
        _send_nearest(turn, turn.uow.tickets.get(ticket.id), placed(turn, answers, spot))
    turn.answer("report-danger-place", lane=Lane.URGENT, args=cards.facts(turn, turn.uow.tickets.get(ticket.id)))


def _send_nearest(turn: Turn, ticket: Ticket, answers: Answers) -> None:
    from dataclasses import replace

    from handlers.dispatch import first_for

    there = replace(
        ticket,
        grid=answers["grid"],
        community=answers["community"],
        place=(answers["spot"] or {})["code"],
        place_words=answers["place_words"],
    )
    act(
        turn,
        ticket,
        Action.ASSIGN,
        None,
        grid=there.grid,
        community=there.community,
        place=there.place,
        place_words=there.place_words,
        assignee=first_for(turn, there),
    )


def ask_danger_place(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("report-ask-danger-place"))


DANGER_PLACE = Form(
    "danger-place",
    (Question("place", ask_danger_place, lambda t, a, i: {**read_danger_place(t, a, i), "place": "said"}),),
    finish_danger_place,
)
KINDS_FILED = frozenset(Kind) - {Kind.WISH, Kind.FEEDBACK, Kind.SMALLTALK, Kind.PRAISE}
