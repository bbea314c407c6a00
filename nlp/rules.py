"""Keyword rules that judge what a message is about, and can say why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp
from pathlib import Path

from nlp.matching import Words, is_near, parts
from nlp.normalise import normalise
from nlp.rulefile import Rule, RuleFile, read, rule_line

SHOWN = 8  # words and guesses a verdict carries; `explain` gives all words


@dataclass(frozen=True, slots=True)
class Hit:
    """One word that was found, and what it said (signed) about a label."""

    word: str
    weight: float
    label: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A label with a confidence between 0 and 1."""

    label: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a text is about: the best label ("" when nothing speaks), the runners-up, and the winner's words."""

    label: str
    confidence: float
    ranked: tuple[Guess, ...]
    why: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class _Gate:
    """The conditions of a rule as positions of words."""

    any: frozenset[int]
    all: frozenset[int]
    none: frozenset[int]
    strength: float

    def is_open(self, found: set[int]) -> bool:
        return self.none.isdisjoint(found) and self.all <= found and not (self.any and self.any.isdisjoint(found))


class RuleBook:
    """One rule file, ready to judge. Immutable: to reload, load a new one and swap the reference.

    Texts and titles given to it have been through `nlp.normalise.normalise`, once for all books.
    """

    __slots__ = ("_biased", "_gates", "_ids", "_keys", "_said", "_words", "meta", "path", "rules")

    def __init__(self, file: RuleFile, path: Path | None = None) -> None:
        self.meta = file.meta
        self.path = path
        self.rules: Mapping[str, Rule] = {rule.id: rule for rule in file.rule}
        self._ids = tuple(self.rules)
        self._keys, self._words = _words(file)
        number = {key: index for index, key in enumerate(self._keys)}
        self._said = _said(file.rule, number)
        self._gates = {index: gate for index, rule in enumerate(file.rule) if (gate := _gate(rule, number))}
        self._biased = {index: rule.bias for index, rule in enumerate(file.rule) if rule.bias is not None}

    @classmethod
    def load(cls, path: Path | str) -> RuleBook:
        """Read a rule file; raises RuleError with file and line."""
        return cls(read(Path(path)), Path(path))

    def judge(self, text: str, title: str = "") -> Verdict:
        """The one label a text is about, with a confidence that sums to 1 over all labels and "none of these"."""
        scores, found = self._scores(text, title)
        ordered = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if not ordered or ordered[0][1] <= self.meta.other:
            return Verdict("", 0.0, self._guesses(ordered), ())
        best = ordered[0][0]
        ranked = self._guesses(ordered)
        return Verdict(self._ids[best], ranked[0].confidence, ranked, self._why(best, found))

    def all(self, text: str, title: str = "") -> tuple[Guess, ...]:
        """Every label whose own confidence reaches its threshold, surest first: for labels that may hold together."""
        scores, _ = self._scores(text, title)
        guesses = (Guess(self._ids[index], self._sigmoid(score)) for index, score in sorted(scores.items()))
        held = [guess for guess in guesses if guess.confidence >= self._threshold(guess.label)]
        return tuple(sorted(held, key=lambda guess: -guess.confidence))

    def explain(self, text: str, title: str = "") -> tuple[Hit, ...]:
        """Everything that was found, for every label, strongest first (biases have the word "")."""
        _, found = self._scores(text, title)
        hits = [hit for index in range(len(self._ids)) for hit in self._hits(index, found)]
        hits += [Hit("", bias, self._ids[index]) for index, bias in self._biased.items()]
        return tuple(sorted(hits, key=lambda hit: -abs(hit.weight)))

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

    def _scores(self, text: str, title: str) -> tuple[dict[int, float], dict[int, float]]:
        """Scores by rule, and the found words with how much each counts."""
        body = self._words.found(text)
        found = dict.fromkeys(body, 1.0)
        if title:
            for word in self._words.found(title):
                found[word] = found.get(word, 0.0) + self.meta.title_weight
        scores: dict[int, float] = {}
        for word, times in found.items():
            for rule, weight in self._said[word]:
                scores[rule] = scores.get(rule, 0.0) + weight * times
        if self.meta.damping and found:
            share = len(found) ** -self.meta.damping
            scores = {rule: score * share for rule, score in scores.items()}
        for rule, bias in self._biased.items():
            scores[rule] = scores.get(rule, 0.0) + bias
        if self._gates:
            self._pass_gates(scores, set(found))
        return scores, found

    def _pass_gates(self, scores: dict[int, float], found: set[int]) -> None:
        for rule in [rule for rule in scores if rule in self._gates]:
            gate = self._gates[rule]
            if gate.is_open(found):
                scores[rule] += gate.strength
            else:
                del scores[rule]

    def _guesses(self, ordered: list[tuple[int, float]]) -> tuple[Guess, ...]:
        """Confidences by softmax at the file's temperature, with "none of these" among the choices."""
        top = max(ordered[0][1] if ordered else 0.0, self.meta.other)
        powers = [exp((score - top) / self.meta.temperature) for _, score in ordered]
        total = sum(powers) + exp((self.meta.other - top) / self.meta.temperature)
        return tuple(
            Guess(self._ids[index], power / total)
            for (index, _), power in zip(ordered[:SHOWN], powers[:SHOWN], strict=True)
        )

    def _why(self, index: int, found: Mapping[int, float]) -> tuple[Hit, ...]:
        return tuple(sorted(self._hits(index, found), key=lambda hit: -abs(hit.weight))[:SHOWN])

    def _hits(self, index: int, found: Mapping[int, float]) -> list[Hit]:
        return [
            Hit(self._keys[word][0], weight * times, self._ids[index])
            for word, times in found.items()
            for rule, weight in self._said[word]
            if rule == index
        ]

    def _sigmoid(self, score: float) -> float:
        return 1 / (1 + exp(-max(-700.0, score / self.meta.temperature)))

    def _threshold(self, label: str) -> float:
        return self.rules[label].threshold or self.meta.threshold


Key = tuple[str, bool]  # a folded word, and whether only whole words count


def fold(word: str) -> str:
    """A written word as it stands in normalised text; the signs of near words stay."""
    if not is_near(word):
        return normalise(word)
    sign = "~" if "~" in word else "…"
    return sign.join(normalise(piece) for piece in parts(word))


def _key(rule: Rule, word: str) -> Key:
    return fold(word), word in rule.whole


def _words(file: RuleFile) -> tuple[list[Key], Words]:
    written = ((rule, word) for rule in file.rule for word in (*rule.weights, *rule.any, *rule.all, *rule.none))
    keys = sorted({_key(rule, word) for rule, word in written}, key=lambda key: (key[1], key[0]))
    plain = [word for word, whole in keys if not whole]
    whole = [word for word, whole in keys if whole]
    return keys, Words(plain, whole=whole, hide=[fold(phrase) for phrase in file.meta.hide])


def _said(rules: tuple[Rule, ...], number: Mapping[Key, int]) -> tuple[tuple[tuple[int, float], ...], ...]:
    """For each word, what it says about which rule. Words of a gate say 0: they make the rule a candidate."""
    said: list[dict[int, float]] = [{} for _ in number]
    for index, rule in enumerate(rules):
        for word in (*rule.any, *rule.all):
            said[number[_key(rule, word)]][index] = 0.0
        for word, weight in rule.weights.items():
            said[number[_key(rule, word)]][index] = weight
    return tuple(tuple(weights.items()) for weights in said)


def _gate(rule: Rule, number: Mapping[Key, int]) -> _Gate | None:
    if not (rule.any or rule.all or rule.none):
        return None
    needed, every, never = (
        frozenset(number[_key(rule, word)] for word in words) for words in (rule.any, rule.all, rule.none)
    )
    return _Gate(needed, every, never, rule.strength if rule.any or rule.all else 0.0)
