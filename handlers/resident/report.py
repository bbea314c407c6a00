"""The request: from what a resident says to a numbered ticket, asking only for what is missing."""

from __future__ import annotations

from typing import Any

from domain.messages import Arg, Incoming, Text
from domain.ticket import Action, Ticket
from handlers import cards
from handlers.forms import YES, Absorbed, Answers, Ask, Form, Question, Unclear, bare, begin, without
from handlers.kept import files_in
from handlers.life import act, with_due
from handlers.recusal import away_from_accused
from handlers.resident import emergency, metoo, questions, second, secret, where
from handlers.resident.draft import (
    got,
    heard_again,
    register,
    said,
    same_album,
    ticket_from,
    understood,
    with_message,
)
from handlers.resident.talk import answering
from handlers.scene import Turn, choice
from nlp.understanding import Kind, Understanding

DANGER_PLACE = emergency.DANGER_PLACE
WORDS_SHOWN = 120
REASONS_SHOWN = 4
CHANGE_WORDS = frozenset({"改", "改一下", "修改一下", "不对", "不是", "错了", "不正确", "有误", "我要改"})


def start(turn: Turn, incoming: Incoming, heard: Understanding | None) -> None:
    """A new request, from its first message; `heard` is None for a photo or a position without words."""
    begin(turn, REPORT, first_answers(turn, incoming, heard))


def first_answers(turn: Turn, incoming: Incoming, heard: Understanding | None) -> dict[str, Any]:
    """What a first message tells of a request."""
    answers = with_message(turn, {"kind": "help"}, incoming)
    if heard:
        answers = understood(turn, answers, heard)
        answers["pieces"] = list(heard.parts) if len(heard.parts) > 1 else []
    return {**answers, "earlier": questions.earlier(turn, heard)}


def start_by_name(turn: Turn) -> None:
    """报一件事: the message that asks for the form holds nothing of the request itself."""
    begin(turn, REPORT, {"kind": "help"})


def with_heard(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The answers with a message that changes what they are about (somebody cries for help in the middle)."""
    return understood(turn, with_message(turn, answers, turn.incoming), turn.heard)


def finish(turn: Turn, answers: Answers) -> None:
    """All is said: an addition to an earlier ticket, nothing at all, or a new ticket."""
    if not questions.is_new(answers) and not emergency.is_live(answers):
        _add_to_earlier(turn, answers)
    elif answers.get("confirm") == "drop":
        turn.answer("report-dropped")
        _next_matter(turn, answers)
    else:
        _file(turn, answers)


def _file(turn: Turn, answers: Answers) -> None:
    danger = emergency.is_live(answers)
    if not danger and metoo.picked(answers) and metoo.join_instead(turn, answers):
        _next_matter(turn, answers)
        return
    if secret.is_report(answers):
        secret.file(turn, answers)
        _next_matter(turn, answers)
        return
    ticket = register(turn, turn.person.id, second.whole(answers) if danger else answers, danger=danger)
    turn.ticket = ticket.id
    key, more = _filed(turn, ticket, answers)
    opened = (choice(f"open/{ticket.id}", "do-open"),)
    turn.answer(key, opened, args={**cards.facts(turn, ticket), **more}, lane=cards.lane(ticket))
    if not danger:
        _next_matter(turn, answers)
    elif not ticket.grid:
        emergency.ask_place(turn, ticket)


def _filed(turn: Turn, ticket: Ticket, answers: Answers) -> tuple[str, dict[str, Arg]]:
    """What to say of a ticket just filed, with its arguments beside the ticket's."""
    if not emergency.is_live(answers):
        return FILED.get(ticket.kind, "report-filed"), {}
    if not answers.get("threat"):
        return "report-filed-danger", {}
    safety, numbers = emergency.first_words(turn.world, answers["danger"])
    return "report-filed-threat", {"safety": safety, "numbers": numbers}


def _next_matter(turn: Turn, answers: Answers) -> None:
    """The next of several matters that were said at once, or while this one was read back."""
    if rest := answers.get("rest", []):
        known = {name: answers[name] for name in (*where.PLACE, "where", "number") if name in answers}
        begin(turn, REPORT, {**second.about(turn, known, rest[0]), "rest": rest[1:]})


def _add_to_earlier(turn: Turn, answers: Answers) -> None:
    """What is said belongs to an earlier ticket; it answers the worker's question when one is open."""
    ticket = turn.uow.tickets.get(int(answers["same"]))
    action = answering(ticket)
    after = act(turn, ticket, action, turn.person, note=said(answers), media=files_in(answers))
    turn.ticket = after.id
    key = "mine-replied" if action is Action.ANSWER else "report-added"
    turn.answer(key, (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))
    _next_matter(turn, answers)


# ---- reading it back


def ask_confirm(turn: Turn, answers: Answers) -> Ask:
    """The card that is read back: what, why we think so, where, who, until when."""
    draft = preview(turn, answers)
    others = metoo.candidate(turn, draft)
    facts = cards.facts(turn, draft)
    args = {
        **facts,
        "place": facts["place"] if draft.place_words or draft.area else "",
        "words": cards.shortened(said(answers), WORDS_SHOWN),
        "why": "、".join(answers.get("why", [])[:REASONS_SHOWN]),
        "photos": len(answers.get("media", [])) or "",
        "crowd": len(others.followers) + 1 if others else "",
        "rest": len(answers.get("rest", [])) or "",
    }
    too = (choice(f"{metoo.JOIN}{others.id}", "confirm-join"),) if others else ()
    undo = (choice("undo", "confirm-undo"),) if "before" in answers else ()
    choices = (choice("yes", "confirm-yes"), choice("edit", "confirm-edit"), *too, *undo)
    return Ask(Text("report-confirm", args), choices, card=True)


def preview(turn: Turn, answers: Answers) -> Ticket:
    """The ticket these answers would make."""
    draft = ticket_from(turn, turn.person.id, answers)
    return with_due(turn, away_from_accused(turn, draft) if draft.confidential else draft)


def read_confirm(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    word = bare(incoming.text)
    if word in YES:
        return {**answers, "confirm": "yes"}
    if word in CHANGE_WORDS:
        return {**answers, "confirm": "edit"}
    raise Unclear("unclear-confirm")


def pick_confirm(_turn: Turn, answers: Answers, picked: str) -> Answers:
    """撤掉刚补充的: as it was before."""
    return answers["before"] if picked == "undo" else {**answers, "confirm": picked}


def ask_edit(_turn: Turn, _answers: Answers) -> Ask:
    options = (*CHANGES, "drop")
    return Ask(Text("report-ask-edit"), tuple(choice(option, f"edit-{option}") for option in options))


def pick_edit(_turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == "drop":
        return {**answers, "edit": picked, "confirm": picked}
    return CHANGES[picked](without(answers, "confirm", "edit"))


def unedit(answers: Answers) -> Answers:
    return without(answers, "confirm", "edit")


def absorb(turn: Turn, answers: Answers, incoming: Incoming, question: str) -> Absorbed | None:
    """A photo, a position or one more sentence in the middle of a request is part of the request."""
    if incoming.edits:
        return Absorbed(heard_again(turn, with_message(turn, without(answers, "before"), incoming)), Text("got-edit"))
    if same_album(turn, incoming):
        return Absorbed(with_message(turn, answers, incoming), silent=True)
    if question in READS_ITSELF:
        return None
    if question in READS_BACK and incoming.text.strip() and bare(incoming.text) not in YES | CHANGE_WORDS:
        return _one_more(turn, answers, incoming)
    return Absorbed(_more(turn, answers, incoming), got(incoming)) if incoming.media or incoming.point else None


def _one_more(turn: Turn, answers: Answers, incoming: Incoming) -> Absorbed | None:
    """A sentence while the card is shown: perhaps another matter, perhaps nothing that belongs into any."""
    if turn.heard.intent == "urge":
        return Absorbed(answers, Text("confirm-urged", cards.facts(turn, preview(turn, answers))))
    if turn.heard.kind is Kind.SMALLTALK and not incoming.media:
        return None
    if second.is_another(answers, turn.heard):
        return Absorbed(second.keep(turn, without(answers, "edit", "confirm"), incoming))
    return Absorbed(_more(turn, answers, incoming), got(incoming))


def _more(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
    return second.added(turn, answers, with_message(turn, {}, incoming))


def _asks_place(answers: Answers) -> bool:
    wanted = answers.get("kind") not in questions.PLACELESS or bool(answers.get("where_again"))
    return questions.is_new(answers) and wanted


FILED = {kind: f"report-filed-{kind}" for kind in ("enquiry", "suggestion")}
READS_ITSELF = frozenset(
    {"live", "what", "where", "number", "same", second.SECOND.name}
)  # these questions take photos and words themselves
READS_BACK = frozenset({"confirm", "edit", "split"})
CHANGES = {"where": where.forget, "topic": questions.forget_topic, "what": questions.forget_what}

REPORT = Form(
    "report",
    (
        emergency.LIVE,
        second.SECOND,
        *questions.QUESTIONS,
        *where.questions(_asks_place),
        secret.NAMED,
        Question("confirm", ask_confirm, read_confirm, questions.is_new, pick_confirm),
        Question("edit", ask_edit, needed=lambda a: a.get("confirm") == "edit", pick=pick_edit, undo=unedit),
    ),
    finish,
    absorb,
    draft=True,
    cancelled="report-dropped",
)
