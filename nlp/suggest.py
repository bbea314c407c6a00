"""Propose new keywords from tickets whose category a person corrected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log

from domain.values import frozen
from nlp.examples import Example
from nlp.keywords import sequences
from nlp.rules import RuleBook

LEAST = 3  # corrected tickets a word must be in
SHORTEST = 2  # characters: a single one means too many things
SURE = 1.5  # least log-odds of a word for its label


@frozen
class Suggestion:
    """A word the rules do not know yet, the label it speaks for, in how many corrected tickets it was, and a weight."""

    word: str
    label: str
    tickets: int
    weight: float


def suggest(book: RuleBook, corrected: Sequence[Example], most: int = 30) -> tuple[Suggestion, ...]:
    """The best `most` new words.

    `corrected` are tickets with the label a person gave them; those already judged right are the contrast.
    """
    missed: dict[str, Counter[str]] = {}
    everywhere: Counter[str] = Counter()
    sizes: Counter[str] = Counter()
    for ticket in corrected:
        words = {word for word in sequences(f"{ticket.title}\n{ticket.text}") if len(word) >= SHORTEST}
        everywhere.update(words)
        if book.judge(ticket.text or ticket.title, ticket.title if ticket.text else "").label != ticket.label:
            missed.setdefault(ticket.label, Counter()).update(words)
            sizes[ticket.label] += 1
    found = [
        Suggestion(word, label, count, round(min(odds, 4.0), 1))
        for label, words in missed.items()
        for word, count in words.items()
        if count >= LEAST and word not in _known(book, label)
        if (odds := _odds(count, sizes[label], everywhere[word] - count, len(corrected) - sizes[label])) >= SURE
    ]
    found.sort(key=lambda item: (-item.tickets * item.weight, -len(item.word), item.word))
    return tuple(_without_pieces(found)[:most])


def _known(book: RuleBook, label: str) -> dict[str, float]:
    return book.rules[label].weights if label in book.rules else {}


def _odds(inside: int, inside_of: int, outside: int, outside_of: int) -> float:
    """Log-odds of a word in the missed tickets of a label against all other tickets, smoothed by one."""
    return log((inside + 1) / (inside_of + 2)) - log((outside + 1) / (outside_of + 2))


def _without_pieces(found: Sequence[Suggestion]) -> list[Suggestion]:
    """Pieces of a longer suggestion with as many tickets say nothing new."""
    longer = {(item.label, item.tickets, piece) for item in found for piece in (item.word[1:], item.word[:-1])}
    return [item for item in found if (item.label, item.tickets, item.word) not in longer]
