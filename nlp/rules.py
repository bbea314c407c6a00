"""Keyword rules that judge what a message is about, and can say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import exp, inf
from pathlib import Path

from domain.values import frozen
from nlp.normalise import normalise
from nlp.packing import HUNDREDTHS, PackedWeights
from nlp.rulefile import Rule, RuleFile, read, rule_line
from nlp.vocabulary import Key, key_of, said, sought

SHOWN = 5  # words a verdict carries; `explain` gives all
SILENCE = -inf  # the score of a rule that does not compete
LEAST = 0.005  # confidence of a guess that is worth mentioning


@frozen
class Hit:
    """One word that was found, and what it said (signed) about a label."""

    word: str
    weight: float
    label: str


@frozen
class Guess:
    """A label with a confidence between 0 and 1."""

    label: str
    confidence: float


@frozen
class Verdict:
    """What a text is about: the best label, "" when nothing speaks."""

    label: str
    confidence: float
    evidence: Evidence | None = field(default=None, repr=False, compare=False)

    @property
    def ranked(self) -> tuple[Guess, ...]:
        """All guesses worth mentioning, surest first; worked out when asked for."""
        return self.evidence.ranked() if self.evidence else ()

    @property
    def why(self) -> tuple[Hit, ...]:
        """The strongest words for and against the winner; worked out when asked for."""
        if not self.evidence or not self.label:
            return ()
        hits = [hit for hit in self.evidence.hits() if hit.label == self.label]
        return tuple(sorted(hits, key=lambda hit: -abs(hit.weight))[:SHOWN])


@dataclass(slots=True)  # not frozen: one is made for every verdict
class Evidence:
    """The words found in a text and in its title, for whoever asks why, and the score of each rule (SILENCE: none)."""

    book: RuleBook
    text: Positions
    title: Positions
    scores: list[float]

    def ranked(self) -> tuple[Guess, ...]:
        """The labels that compete, surest first, without those hardly worth mentioning."""
        guesses = self.book.guesses(self.scores)
        return tuple(guess for guess in guesses if guess.confidence >= LEAST)

    def hits(self) -> list[Hit]:
        """Everything the found words say, about every label."""
        return [
            Hit(self.book.word(word), weight * self._times(word), label)
            for word in sorted(self.text | self.title)
            for label, weight in self.book.said(word)
        ]

    def _times(self, word: int) -> float:
        return (word in self.text) + (word in self.title) * self.book.meta.title_weight


NOTHING: frozenset[int] = frozenset()
Positions = frozenset[int] | set[int]
SILENT = Verdict("", 0.0)


@frozen
class _Gate:
    """The conditions of a rule as positions of words."""

    any: frozenset[int]
    all: frozenset[int]
    none: frozenset[int]
    strength: float

    def is_open(self, found: Positions) -> bool:
        return self.none.isdisjoint(found) and self.all <= found and not (self.any and self.any.isdisjoint(found))


class RuleBook:
    """One rule file, ready to judge. Immutable: to reload, load a new one and swap the reference.

    Texts and titles given to it have been through `nlp.normalise.normalise`, once for all books.
    """

    __slots__ = (
        "_bias",
        "_gates",
        "_idle",
        "_ids",
        "_keys",
        "_packed",
        "_said",
        "_stamp",
        "_words",
        "meta",
        "path",
        "rules",
    )

    def __init__(self, file: RuleFile, path: Path | None = None) -> None:
        self.meta = file.meta
        self.path = path
        self._stamp = _stamp(path) if path else NO_STAMP
        self.rules: Mapping[str, Rule] = {rule.id: rule for rule in file.rule}
        self._ids = tuple(self.rules)
        self._keys, self._words = sought(file)
        number = {key: index for index, key in enumerate(self._keys)}
        self._said = said(file.rule, number)
        self._gates = {index: gate for index, rule in enumerate(file.rule) if (gate := _gate(rule, number))}
        self._bias = tuple(rule.bias for rule in file.rule)
        self._idle = tuple(rule.bias if rule.is_wordless else SILENCE for rule in file.rule)
        self._packed = PackedWeights(self._said, len(self._ids))

    @classmethod
    def load(cls, path: Path | str) -> RuleBook:
        """Read a rule file; raises RuleError with file and line."""
        return cls(read(Path(path)), Path(path))

    def fresh(self) -> RuleBook:
        """This book while its file is as it was loaded, else a new one; raises RuleError, and this one stays usable."""
        return self if not self.path or _stamp(self.path) == self._stamp else RuleBook.load(self.path)

    def judge(self, text: str, title: str = "") -> Verdict:
        """The one label a text is about, with a confidence that sums to 1 over all labels and "none of these"."""
        found, called = self._found(text, title)
        if not (found or called):
            return SILENT
        scores = self._scores(found, called)
        evidence = Evidence(self, found, called, scores)
        best = max(scores, default=SILENCE)
        if best <= self.meta.other:
            return Verdict("", 0.0, evidence)
        return Verdict(self._ids[scores.index(best)], 1 / self._mass(scores, best), evidence)

    def all(self, text: str, title: str = "") -> tuple[Guess, ...]:
        """Every label whose own confidence reaches its threshold, surest first: for labels that may hold together."""
        scores = self._scores(*self._found(text, title))
        own = [Guess(label, self._sigmoid(score)) for label, score in self._competing(scores)]
        return tuple(guess for guess in own if guess.confidence >= self._threshold(guess.label))

    def guesses(self, scores: list[float]) -> list[Guess]:
        """Confidences by softmax at the file's temperature, with "none of these" among the choices; surest first."""
        top = max(*scores, self.meta.other)
        mass = self._mass(scores, top)
        return [
            Guess(label, exp((score - top) / self.meta.temperature) / mass) for label, score in self._competing(scores)
        ]

    def explain(self, text: str, title: str = "") -> tuple[Hit, ...]:
        """Everything that was found, for every label, strongest first (biases have the word "")."""
        found, called = self._found(text, title)
        hits = Evidence(self, found, called, []).hits()
        hits += [Hit("", bias, label) for label, bias in zip(self._ids, self._bias, strict=True) if bias]
        return tuple(sorted(hits, key=lambda hit: -abs(hit.weight)))

    def word(self, position: int) -> str:
        """The word at a position, as it is looked for."""
        return self._keys[position][0]

    def said(self, position: int) -> list[tuple[str, float]]:
        """What the word at a position says about which label."""
        return [(self._ids[rule], weight) for rule, weight in self._said[position].items()]

    def check(self) -> tuple[str, ...]:
        """The in-file tests that fail, one line each with file and line; empty when all is well."""
        source = self.path.read_text(encoding="utf-8") if self.path else ""
        return tuple(
            f"{self.path}:{rule_line(source, index, kind, sentence)}: {rule.id}: {kind}: 「{sentence}」 → {landed}"
            for index, rule in enumerate(self.rules.values())
            for kind, sentence, landed in self._failures(rule)
        )

    def _failures(self, rule: Rule) -> Iterable[tuple[str, str, str]]:
        for kind, sentences, wanted in (("tests", rule.tests, True), ("not_tests", rule.not_tests, False)):
            for sentence in sentences:
                landed = self._landed(sentence)
                if (rule.id in landed) is not wanted:
                    yield kind, sentence, "、".join(landed) or "nothing"

    def _landed(self, sentence: str) -> tuple[str, ...]:
        text = normalise(sentence)
        if self.meta.many:
            return tuple(guess.label for guess in self.all(text))
        label = self.judge(text).label
        return (label,) if label else ()

    def _found(self, text: str, title: str) -> tuple[Positions, Positions]:
        return self._words.found(text), self._words.found(title) if title else NOTHING

    def _scores(self, found: Positions, called: Positions) -> list[float]:
        """The score of each rule, SILENCE where it does not compete; `found` in the text, `called` in the title."""
        sums, count = self._packed.total(found), len(found)
        if called:
            extra, count = self.meta.title_weight, len(found | called)
            sums = tuple(a + extra * b for a, b in zip(sums, self._packed.total(called), strict=True))
        share = max(1, count) ** -self.meta.damping / HUNDREDTHS
        scores = [
            said * share + bias if said else idle for said, bias, idle in zip(sums, self._bias, self._idle, strict=True)
        ]
        for rule, gate in self._gates.items():
            if not gate.is_open(found | called):
                scores[rule] = SILENCE
            elif gate.strength:
                scores[rule] = gate.strength + (scores[rule] if scores[rule] > SILENCE else 0.0)
        return scores

    def _competing(self, scores: list[float]) -> list[tuple[str, float]]:
        """Labels and their scores, best first; of equal ones the wordless last."""
        order = sorted(
            (-score, idle, rule)
            for rule, (score, idle) in enumerate(zip(scores, self._idle, strict=True))
            if score > SILENCE
        )
        return [(self._ids[rule], -score) for score, _, rule in order]

    def _mass(self, scores: list[float], top: float) -> float:
        """The sum of what softmax adds up, "none of these" among it, where the score `top` weighs one."""
        cold = 1 / self.meta.temperature
        return sum(
            [exp((score - top) * cold) for score in scores if score > SILENCE], exp((self.meta.other - top) * cold)
        )

    def _sigmoid(self, score: float) -> float:
        return 1 / (1 + exp(-max(-700.0, score / self.meta.temperature)))

    def _threshold(self, label: str) -> float:
        return self.rules[label].threshold or self.meta.threshold


NO_STAMP = (0, 0)


def _stamp(path: Path) -> tuple[int, int]:
    """What changes when a file is written: time (ns) and size; nought for a file that is gone."""
    try:
        status = path.stat()
    except OSError:
        return NO_STAMP
    return status.st_mtime_ns, status.st_size


def _gate(rule: Rule, number: Mapping[Key, int]) -> _Gate | None:
    if not (rule.any or rule.all or rule.none):
        return None
    needed, every, never = (
        frozenset(number[key_of(rule, word)] for word in words) for words in (rule.any, rule.all, rule.none)
    )
    return _Gate(needed, every, never, rule.strength if rule.any or rule.all else 0.0)
