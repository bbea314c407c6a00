"""办结: how a request was answered, in own words or from a template, with what the kind of answer must say."""

from __future__ import annotations

from domain.answers import WITH_BASIS, Result
from domain.messages import Choice, Incoming, Text
from domain.ticket import Action, Status, Ticket, can, parties
from handlers import answering, cards
from handlers.forms import Answers, Ask, Form, Question, Unclear, always, ticket_in
from handlers.kept import files_in, pack_files
from handlers.readers import own_words, words_or_files
from handlers.scene import Turn, choice, named
from handlers.worker.work import SHORTEST_NOTE

TEMPLATES_OFFERED = 3
TEMPLATE = "template-"
OTHER = "other"


def ask_note(turn: Turn, answers: Answers) -> Ask:
    """Own words mean "solved"; a template, or another result, is a press away."""
    ticket = ticket_in(turn, answers)
    offered = tuple(named(f"{TEMPLATE}{index}", name) for index, (name, _) in enumerate(_templates(turn, answers)))
    other = () if "result" in answers else (choice(OTHER, "result-other"),)
    return Ask(Text(ASKED[_result(answers)], cards.facts(turn, ticket)), (*offered, *other))


def _templates(turn: Turn, answers: Answers) -> list[tuple[str, str]]:
    """The templates that fit, filled in: name and words."""
    ticket, result = ticket_in(turn, answers), _result(answers)
    facts = {
        name: turn.world.say(value, "zh-CN") if isinstance(value, Text) else str(value)
        for name, value in cards.facts(turn, ticket).items()
    }
    fitting = [t for t in turn.world.templates if t.fits(result, ticket.matter, ticket.category)]
    return [(t.name, t.words.format_map(facts)) for t in fitting[:TEMPLATES_OFFERED]]


def pick_note(turn: Turn, answers: Answers, picked: str) -> Answers:
    if picked == OTHER:
        return {**answers, "other": True}
    return {**answers, "draft": _templates(turn, answers)[int(picked.removeprefix(TEMPLATE))][1]}


def read_note(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Words, perhaps with photos."""
    return {**words_or_files(SHORTEST_NOTE)(turn, answers, incoming), "draft": ""}


def ask_draft(_turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("work-ask-draft", {"words": answers["draft"]}), (choice("send", "draft-send"),))


def pick_draft(_turn: Turn, answers: Answers, _picked: str) -> Answers:
    return {**answers, "sent": "as-is", "note": answers["draft"], "media": []}


def read_draft(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return {**read_note(turn, answers, incoming), "sent": "edited"}


def undo_draft(answers: Answers) -> Answers:
    return {name: value for name, value in answers.items() if name not in ("sent", "draft", "note", "media")}


def ask_result(turn: Turn, answers: Answers) -> Ask:
    choices: tuple[Choice, ...] = tuple(choice(result, f"result-{result}") for result in Result)
    return Ask(Text("work-ask-result", cards.facts(turn, ticket_in(turn, answers))), choices)


def ask_basis(_turn: Turn, answers: Answers) -> Ask:
    return Ask(Text(f"work-ask-basis-{_result(answers)}"))


def read_photo(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A photo; one more sentence belongs to what was said."""
    if not incoming.media:
        more = incoming.text.strip()
        note = f"{answers['note']}\n{more}"[: turn.world.policy.longest_words]
        raise Unclear("got-words" if more else "unclear-photo", {"note": note} if more else None)
    return {**answers, "photo": "sent", "photos": pack_files(incoming)}


def finish(turn: Turn, answers: Answers) -> None:
    """Resolved as the worker sees it; whether it is, the resident says."""
    after = answering.answer(
        turn,
        ticket_in(turn, answers),
        turn.person,
        answers["note"],
        (*files_in(answers), *files_in(answers, "photos")),
        result=_result(answers),
        basis=answers.get("basis", ""),
    )
    turn.ticket = after.id
    buttons = (*retract_choice(turn, after), choice("todo/", "do-todo"))
    turn.answer(TOLD.get(after.status, "work-resolved"), buttons, args=cards.facts(turn, after))


def retract_choice(turn: Turn, ticket: Ticket) -> tuple[Choice, ...]:
    """撤回办结, while it is possible."""
    possible = can(ticket, Action.RETRACT, parties(ticket, turn.person), turn.now)
    return (choice(f"retract/{ticket.id}", "do-retract"),) if possible else ()


def retract(turn: Turn, ticket: Ticket) -> None:
    """It was pressed by mistake: in work again."""
    after = answering.take_back(turn, ticket, turn.person)
    turn.ticket = after.id
    turn.answer("work-retracted", cards.buttons(turn, after, turn.person), args=cards.facts(turn, after))


def retract_last(turn: Turn) -> bool:
    """撤回办结 in words: of what they were just told about; False when there is nothing to take back."""
    ticket = last_resolved(turn)
    if ticket is not None:
        retract(turn, ticket)
    return ticket is not None


def last_resolved(turn: Turn) -> Ticket | None:
    """What they were just told about, if they have resolved it and may take that back."""
    ticket = turn.uow.tickets.find(turn.uow.inbox.last_ticket(turn.incoming.channel, turn.incoming.sender))
    return ticket if ticket and retract_choice(turn, ticket) else None


def _result(answers: Answers) -> Result:
    return Result(answers.get("result", Result.SOLVED))


LONGEST_BASIS = 300
ASKED = {result: "work-ask-resolve" if result is Result.SOLVED else f"work-ask-{result}" for result in Result}
TOLD = {Status.CLOSED: "work-closed", Status.REVIEWING: "work-submitted"}

RESOLVE = Form(
    "resolve",
    (
        Question("result", ask_result, needed=lambda a: bool(a.get("other"))),
        Question("note", ask_note, read_note, lambda a: not a.get("draft"), pick_note),
        Question("sent", ask_draft, read_draft, lambda a: bool(a.get("draft")), pick_draft, undo_draft),
        Question(
            "basis", ask_basis, own_words("basis", LONGEST_BASIS, SHORTEST_NOTE), lambda a: _result(a) in WITH_BASIS
        ),
        Question(
            "photo",
            always("work-ask-photo", choice("none", "photo-none")),
            read_photo,
            lambda a: not a.get("media") and _result(a) is Result.SOLVED,
        ),
    ),
    finish,
)
