"""Readers that many forms share: own words, words with files, a name, a moment to come; what is missing is asked for again."""

from __future__ import annotations

from collections.abc import Callable

from domain.messages import Incoming
from handlers.forms import Answers, Reader, Unclear
from handlers.kept import pack_files
from handlers.moments import moment_in
from handlers.scene import Turn


def words_in(incoming: Incoming, longest: int, shortest: int = 1) -> str:
    """The words of a message, cut at `longest` characters. Raises Unclear when there are fewer than `shortest`."""
    words = incoming.text.strip()
    if len(words) < shortest:
        raise Unclear("unclear-note")
    return words[:longest]


def own_words(name: str, longest: int, shortest: int = 1, **meaning: str) -> Reader:
    """A reader that keeps the words of a message as the answer `name`; `meaning` is what own words answer besides."""

    def read(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        return {**answers, **meaning, name: words_in(incoming, longest, shortest)}

    return read


def words_or_files(shortest: int = 1) -> Reader:
    """A reader that keeps words as `note` and files as `media`; either is enough."""

    def read(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        note = words_in(incoming, turn.world.policy.longest_words, 0 if incoming.media else shortest)
        return {**answers, "note": note, "media": pack_files(incoming)}

    return read


def one_called(name: str, among: Callable[[Turn, Answers], list[int]]) -> Reader:
    """A reader of a person's name typed by hand: the one of these people who is called so is the answer `name`."""

    def read(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        people = among(turn, answers)
        found = [person for person in turn.uow.people.by_name(incoming.text.strip()) if person in people]
        if len(found) != 1:
            raise Unclear("unclear-pick")
        return {**answers, name: str(found[0])}

    return read


def moment_to_come(name: str, unclear: str) -> Reader:
    """A reader that keeps a moment after now as the answer `name`: 今天15:00, 明天上午9点. `unclear` is what is said otherwise."""

    def read(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
        moment = moment_in(incoming.text, turn.local())
        if moment is None or moment <= turn.now:
            raise Unclear(unclear)
        return {**answers, name: moment.isoformat()}

    return read
