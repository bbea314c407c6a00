"""The conversation engine: a form is an ordered tuple of questions, and its state is the answers given so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.messages import Choice, Incoming, Text, picked
from handlers.scene import Turn

Answers = Mapping[str, Any]


class Unclear(Exception):
    """The answer was not understood; `text` says why and what to do, `answers` are kept all the same."""

    def __init__(self, key: str, answers: Mapping[str, Any] | None = None, **args: str) -> None:
        super().__init__(key)
        self.text = Text(key, args)
        self.answers = answers or {}


@dataclass(frozen=True, slots=True)
class Ask:
    """How a question is put: a text and what can be picked."""

    text: Text
    choices: tuple[Choice, ...] = ()


def _needed(_answers: Answers) -> bool:
    return True


def _only_choices(_turn: Turn, _answers: Answers, _incoming: Incoming) -> Answers:
    raise Unclear("unclear-pick")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `read` turns a message that picked no choice into answers, or raises Unclear.

    A picked choice becomes the answer under the question's name, unless `pick` says otherwise.
    """

    name: str
    ask: Callable[[Turn, Answers], Ask]
    read: Callable[[Turn, Answers, Incoming], Answers] = _only_choices
    needed: Callable[[Answers], bool] = _needed
    pick: Callable[[Turn, Answers, str], Answers] | None = None


@dataclass(frozen=True, slots=True)
class Absorbed:
    """A message taken although it answered nothing. `said` tells so before the question is asked again.

    `silent` asks nothing again: for the further photos of one album.
    """

    answers: Answers
    said: Text | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A named tuple of questions and what is done when all are answered.

    `absorb` may take a message that is no answer (a photo in the middle, one more sentence), or return None to leave
    it to the question whose name it is given.
    """

    name: str
    questions: tuple[Question, ...]
    finish: Callable[[Turn, Answers], None]
    absorb: Callable[[Turn, Answers, Incoming, str], Absorbed | None] | None = None


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
        ask = Ask(Text("again", {"reason": reason, "question": ask.text}), ask.choices)
    prompt = turn.answer(ask.text.key, ask.choices, args=ask.text.args)
    turn.open(form.name, dict(answers), prompt)


def reply_to(turn: Turn, form: Form, incoming: Incoming, pressed: str = "") -> None:
    """Take one message in an open form. `pressed` is the id of a choice of the open question, "" for none."""
    answers: Answers = turn.conversation.answers
    question = next_question(form, answers)
    if question is None:
        go_on(turn, form, answers)
        return
    choices = question.ask(turn, answers).choices
    chosen = pressed or typed_choice(turn, choices, incoming.text)
    if chosen:
        go_on(turn, form, question.pick(turn, answers, chosen) if question.pick else {**answers, question.name: chosen})
        return
    absorbed = form.absorb(turn, answers, incoming, question.name) if form.absorb else None
    if absorbed is None:
        _read(turn, form, question, answers, incoming)
    elif absorbed.silent:
        turn.open(form.name, dict(absorbed.answers), turn.conversation.prompt)
    else:
        go_on(turn, form, absorbed.answers, absorbed.said)


def back(turn: Turn, form: Form) -> None:
    """Take the last answer back and ask that question again; at the beginning, just ask again."""
    answers = dict(turn.conversation.answers)
    asked = [question.name for question in form.questions if question.name in answers]
    if asked:
        del answers[asked[-1]]
    go_on(turn, form, answers)


def typed_choice(turn: Turn, choices: tuple[Choice, ...], text: str) -> str:
    """The id of the choice that a typed number or label stands for, "" if none."""
    labels = tuple(turn.world.say(choice.label, turn.person.language) for choice in choices)
    found = picked(choices, labels, text) if text else None
    return found.id if found else ""


def _read(turn: Turn, form: Form, question: Question, answers: Answers, incoming: Incoming) -> None:
    try:
        read = question.read(turn, answers, incoming)
    except Unclear as unclear:
        go_on(turn, form, {**answers, **unclear.answers}, unclear.text)
    else:
        go_on(turn, form, read)
