"""How well a rule book judges labelled messages: accuracy, macro-F1, confusions, coverage and calibration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from typing import Literal

from domain.values import frozen, replace
from nlp.examples import Example, folds
from nlp.fit import as_rule_file, fit
from nlp.rulefile import RuleFile
from nlp.rules import Guess, RuleBook

Field = Literal["title", "text", "both"]
THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
BINS = 10
TEMPERATURES = tuple(1.1**power for power in range(-20, 41))
NEVER = 1e-12  # a confidence of nought would be an infinite surprise
NEUTRAL = 1.0  # the temperature at which lists are judged before theirs is known


@frozen
class Judged:
    """One labelled message and what the rules made of it."""

    example: Example
    label: str
    confidence: float
    ranked: tuple[Guess, ...]

    @classmethod
    def by(cls, book: RuleBook, example: Example, field: Field) -> Judged:
        verdict = book.judge(*seen(example, field))
        return cls(example, verdict.label, verdict.confidence, verdict.ranked)

    @property
    def right(self) -> bool:
        return self.label == self.example.label


@frozen
class ClassScore:
    """Precision, recall and F1 (0 to 1) of one label, and how many messages truly have it."""

    label: str
    precision: float
    recall: float
    f1: float
    count: int


@frozen
class Coverage:
    """If only guesses of at least this confidence are confirmed with one tap: the share of messages, and how many are right."""

    threshold: float
    share: float
    accuracy: float


@frozen
class Bin:
    """One bar of the reliability figure: mean confidence against the share that was right."""

    confidence: float
    accuracy: float
    count: int


@frozen
class Report:
    """All figures of one evaluation, shares between 0 and 1."""

    count: int
    accuracy: float
    top2: float
    macro_f1: float
    classes: tuple[ClassScore, ...]
    confusions: tuple[tuple[str, str, int], ...]  # truth, guess, how often; most frequent first
    coverage: tuple[Coverage, ...]
    reliability: tuple[Bin, ...]
    calibration_error: float


def seen(example: Example, field: Field) -> tuple[str, str]:
    """What the rules get to see of a message, as (text, title)."""
    return {
        "title": (example.title, ""),
        "text": (example.text or example.title, ""),
        "both": (example.text, example.title) if example.text else (example.title, ""),
    }[field]


def judge_all(book: RuleBook, examples: Sequence[Example], field: Field) -> list[Judged]:
    return [Judged.by(book, example, field) for example in examples]


def report(judged: Sequence[Judged]) -> Report:
    """The figures of judged messages (at least one)."""
    total = len(judged)
    labels = sorted({item.example.label for item in judged})
    classes = tuple(_class_score(judged, label) for label in labels)
    wrong = Counter((item.example.label, item.label) for item in judged if not item.right)
    bins = _reliability(judged)
    return Report(
        count=total,
        accuracy=sum(item.right for item in judged) / total,
        top2=sum(item.example.label in _labels(item)[:2] for item in judged) / total,
        macro_f1=sum(score.f1 for score in classes) / len(classes),
        classes=classes,
        confusions=tuple((truth, guess, count) for (truth, guess), count in wrong.most_common(10)),
        coverage=tuple(_coverage(judged, threshold) for threshold in THRESHOLDS),
        reliability=bins,
        calibration_error=sum(bar.count * abs(bar.confidence - bar.accuracy) for bar in bins) / total,
    )


def cross_judge(
    examples: Sequence[Example],
    sizes: Sequence[int],
    count: int,
    *,
    rounds: int | None = None,
    old: RuleFile | None = None,
    step: Callable[[], None] = lambda: None,
) -> dict[tuple[int, Field], list[Judged]]:
    """Grouped cross-validation: every message judged by lists fitted without it and its near-duplicates.

    `rounds` stops after so many of the `count` parts; `old` gives the hand-written part of the lists.
    """
    judged: dict[tuple[int, Field], list[Judged]] = {}
    for part in folds(examples, count)[:rounds]:
        outside = set(part)
        rest = [example for index, example in enumerate(examples) if index not in outside]
        held = [examples[index] for index in part]
        for size, fitted in zip(sizes, fit(rest, sizes, step), strict=True):
            book = RuleBook(as_rule_file(fitted, NEUTRAL, old))
            for field in _fields(held):
                fitting = held if field == "title" else [example for example in held if example.text]
                judged.setdefault((size, field), []).extend(judge_all(book, fitting, field))
    return judged


def best_temperature(judged: Sequence[Judged]) -> float:
    """The temperature under which the true labels are likeliest, for verdicts reached at temperature NEUTRAL."""
    return NEUTRAL * min(TEMPERATURES, key=lambda ratio: sum(_surprise(item, ratio) for item in judged))


def reheated(judged: Sequence[Judged], temperature: float) -> list[Judged]:
    """The same verdicts, reached at NEUTRAL, with confidences as they are at another temperature."""
    return [_reheated(item, temperature / NEUTRAL) for item in judged]


def _reheated(item: Judged, ratio: float) -> Judged:
    powers = [guess.confidence ** (1 / ratio) for guess in item.ranked]
    total = sum(powers)
    ranked = tuple(replace(guess, confidence=power / total) for guess, power in zip(item.ranked, powers, strict=True))
    return replace(item, ranked=ranked, confidence=ranked[0].confidence if item.label else 0.0)


def _surprise(item: Judged, ratio: float) -> float:
    """Minus the logarithm of the true label's confidence once the temperature is `ratio` times as high."""
    ranked = _reheated(item, ratio).ranked
    least = ranked[-1].confidence if ranked else NEVER  # of what is not even mentioned
    truth = next((guess.confidence for guess in ranked if guess.label == item.example.label), least)
    return -log(max(truth, NEVER))


def calibration_set(judged: dict[tuple[int, Field], list[Judged]], size: int, field: Field) -> list[Judged]:
    """What the temperature is chosen on: letters also come as a chat message without a title."""
    fields: tuple[Field, ...] = ("title", "both") if field == "both" else (field,)
    return [item for name in fields for item in judged.get((size, name), [])]


def _fields(examples: Sequence[Example]) -> tuple[Field, ...]:
    return ("title", "text", "both") if any(example.text for example in examples) else ("title",)


def _labels(item: Judged) -> list[str]:
    return [guess.label for guess in item.ranked]


def _class_score(judged: Sequence[Judged], label: str) -> ClassScore:
    hits = sum(item.right and item.example.label == label for item in judged)
    count = sum(item.example.label == label for item in judged)
    guessed = sum(item.label == label for item in judged)
    f1 = 2 * hits / (count + guessed) if count + guessed else 0.0
    return ClassScore(label, hits / guessed if guessed else 0.0, hits / count if count else 0.0, f1, count)


def _coverage(judged: Sequence[Judged], threshold: float) -> Coverage:
    sure = [item for item in judged if item.confidence >= threshold]
    right = sum(item.right for item in sure)
    return Coverage(threshold, len(sure) / len(judged), right / len(sure) if sure else 1.0)


def _reliability(judged: Sequence[Judged]) -> tuple[Bin, ...]:
    bars: dict[int, list[Judged]] = {}
    for item in judged:
        bars.setdefault(min(BINS - 1, int(item.confidence * BINS)), []).append(item)
    return tuple(
        Bin(
            sum(item.confidence for item in bar) / len(bar),
            sum(item.right for item in bar) / len(bar),
            len(bar),
        )
        for _, bar in sorted(bars.items())
    )
