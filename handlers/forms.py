"""The conversation engine: a form is an ordered tuple of questions, and its state is the answers given so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from domain.messages import Choice, Incoming, Lane, Text, picked
from domain.ticket import Ticket
from domain.values import frozen, replace
from handlers.scene import Turn

Answers = Mapping[str, Any]
Reader = Callable[[Turn, Answers, Incoming], Answers]


class Unclear(Exception):
    """The answer was not understood; `text` says why and what to do, `answers` are kept all the same."""

    def __init__(self, key: str, answers: Mapping[str, Any] | None = None, **args: str) -> None:
        super().__init__(key)
        self.text = Text(key, args)
        self.answers = answers or {}


class Elsewhere(Exception):
    """The message is no answer but something new, taken as if no form were open: a draft waits, another form is left."""


@frozen
class Ask:
    """How a question is put: a text and what can be picked. `card` keeps the message changeable in its place."""

    text: Text
    choices: tuple[Choice, ...] = ()
    lane: Lane = Lane.CONFIRMATION
    card: bool = False


def _needed(_answers: Answers) -> bool:
    return True


def _only_choices(_turn: Turn, _answers: Answers, _incoming: Incoming) -> Answers:
    raise Unclear("unclear-pick")


@frozen
class Question:
    """One question. `read` turns a message that picked no choice into answers, or raises Unclear.

    A picked choice becomes the answer under the question's name, unless `pick` says otherwise. `undo` takes the answer
    back, with all that followed from it.
    """

    name: str
    ask: Callable[[Turn, Answers], Ask]
    read: Reader = _only_choices
    needed: Callable[[Answers], bool] = _needed
    pick: Callable[[Turn, Answers, str], Answers] | None = None
    undo: Callable[[Answers], Answers] | None = None


@frozen
class Absorbed:
    """A message taken although it answered nothing. `said` tells so before the question is asked again.

    `silent` asks nothing again, but mends what the open question shows: for the further photos of one album.
    """

    answers: Answers
    said: Text | None = None
    silent: bool = False


@frozen
class Form:
    """A named tuple of questions and what is done when all are answered.

    `absorb` may take a message that is no answer (a photo in the middle, one more sentence), or return None to leave
    it to the question whose name it is given. A `draft` holds what somebody said and would have to say again: it waits
    while something else is done. `cancelled` is the text for 取消. `takes_numbers` makes a ticket's number an answer.
    """

    name: str
    questions: tuple[Question, ...]
    finish: Callable[[Turn, Answers], None]
    absorb: Callable[[Turn, Answers, Incoming, str], Absorbed | None] | None = None
    draft: bool = False
    cancelled: str = "cancelled"
    takes_numbers: bool = False


def begin(turn: Turn, form: Form, answers: Answers) -> None:
    """Open a form with what is known already."""
    go_on(turn, form, answers)


def next_question(form: Form, answers: Answers) -> Question | None:
    """The first question that is needed and unanswered."""
    return next((q for q in form.questions if q.name not in answers and q.needed(answers)), None)


def go_on(turn: Turn, form: Form, answers: Answers, reason: Text | None = None) -> None:
    """Ask the first thing that is missing (`reason` says why again), or finish the form."""
    question = next_question(form, answers)
    if question is None:
        turn.close()
        form.finish(turn, answers)
        return
    ask = question.ask(turn, answers)
    if reason:
        ask = replace(ask, text=Text("again", {"reason": reason, "question": ask.text}))
    card = f"q{turn.incoming.message_id}" if ask.card else ""
    prompt = turn.answer(ask.text.key, ask.choices, args=ask.text.args, lane=ask.lane, card=card)
    turn.open(form.name, dict(answers), prompt)


def reply_to(turn: Turn, form: Form, incoming: Incoming, pressed: str = "", *, again: bool = True) -> None:
    """Take one message in an open form. `pressed` is the id of a choice of the open question, "" for none.

    An answer that is not understood is asked for once more; without `again` it raises Unclear.
    """
    answers: Answers = turn.conversation.answers
    question = next_question(form, answers)
    if question is None:
        go_on(turn, form, answers)
        return
    chosen = pressed or typed_choice(turn, question.ask(turn, answers).choices, incoming.text)
    if chosen:
        go_on(turn, form, question.pick(turn, answers, chosen) if question.pick else {**answers, question.name: chosen})
        return
    absorbed = form.absorb(turn, answers, incoming, question.name) if form.absorb else None
    if absorbed is None:
        _read(turn, form, question, answers, incoming, again=again)
    elif absorbed.silent:
        _mend(turn, form, absorbed.answers)
    else:
        go_on(turn, form, absorbed.answers, absorbed.said)


def back(turn: Turn, form: Form) -> None:
    """Take the last answer back and ask that question again; at the beginning, just ask again."""
    answers: Answers = turn.conversation.answers
    answered = [question for question in form.questions if question.name in answers]
    if answered:
        last = answered[-1]
        answers = last.undo(answers) if last.undo else without(answers, last.name)
    go_on(turn, form, answers)


def without(answers: Answers, *names: str) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name not in names}


def typed_choice(turn: Turn, choices: tuple[Choice, ...], text: str) -> str:
    """The id of the choice that a typed number or label stands for, "" if none."""
    labels = tuple(turn.world.say(choice.label, turn.person.language) for choice in choices)
    found = picked(choices, labels, text) if text else None
    return found.id if found else ""


def always(key: str, *choices: Choice) -> Callable[[Turn, Answers], Ask]:
    """How a question is put that is put in the same words to everybody."""
    return lambda _turn, _answers: Ask(Text(key), choices)


def ticket_in(turn: Turn, answers: Answers) -> Ticket:
    """The ticket that a form about one was begun with."""
    return turn.uow.tickets.get(int(answers["ticket"]))


def yes_or_no(name: str) -> Reader:
    """A reader that takes 是的 as the choice "yes" and 不是 as "no"."""

    def read(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        word = bare(incoming.text)
        if word not in YES | NO:
            raise Unclear("unclear-pick")
        return {**answers, name: "yes" if word in YES else "no"}

    return read


def yes_no_or_new(name: str) -> Reader:
    """As yes_or_no, but whoever says anything else is not held up: it is taken as something new."""
    plain = yes_or_no(name)

    def read(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        try:
            return plain(turn, answers, incoming)
        except Unclear as unclear:
            raise Elsewhere from unclear

    return read


def bare(text: str) -> str:
    """A short answer without the marks around it."""
    return text.strip("。.!！~～,， ").lower()


def _mend(turn: Turn, form: Form, answers: Answers) -> None:
    """Keep the answers; where the open question shows them, show it anew in its place."""
    question = next_question(form, answers)
    letter = turn.uow.outbox.by_token(turn.conversation.prompt)
    ask = question.ask(turn, answers) if question else None
    if ask is None or letter is None or not letter.reply.card:
        turn.open(form.name, dict(answers), turn.conversation.prompt)
        return
    prompt = turn.answer(ask.text.key, ask.choices, args=ask.text.args, lane=ask.lane, card=letter.reply.card)
    turn.open(form.name, dict(answers), prompt)


def _read(turn: Turn, form: Form, question: Question, answers: Answers, incoming: Incoming, *, again: bool) -> None:
    try:
        read = question.read(turn, answers, incoming)
    except Unclear as unclear:
        if not again:
            raise
        go_on(turn, form, {**answers, **unclear.answers}, unclear.text)
    else:
        go_on(turn, form, read)


YES = frozenset(
    {"是", "是的", "对", "对的", "好", "好的", "可以", "行", "嗯", "确定", "没错", "ok", "提交", "确认", "是呀", "对呀"}
)
NO = frozenset({"不是", "不", "否", "没有", "不对", "不要", "还没", "还没有", "没", "不行", "no"})
