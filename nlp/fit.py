"""Learn a keyword list from labelled history: signed weights fitted jointly, pruned until staff can read it.

Every message is shown to the learner as title, as text and as both, so one list serves chats and letters alike. A word
may matter in proportion to its log-odds for a label (Wang and Manning 2012, "Baselines and bigrams"); the list is then
cut to the strongest (word, label) entries and fitted again on what is left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from domain.values import frozen, replace
from nlp.examples import Example
from nlp.keywords import candidates, positions
from nlp.rulefile import Meta, Rule, RuleFile
from nlp.rulewriter import seal
from nlp.solver import Index, Rows, Vector, separate

Matrix = npt.NDArray[np.float64]
Step = Callable[[], None]

COST = 0.5
TITLE_WEIGHT = 2.0
DAMPING = 0.5
BLEND = 0.25  # share of log-odds, against rarity, in how freely a weight may grow
SMOOTHING = 0.5
SHOWINGS = {"title": 1.0, "text": 0.5, "both": 1.0}  # how much a message counts in each of its forms
BROAD = 5_000  # words kept before single (word, label) entries are chosen
DIGITS = 1  # of a weight; the lead the learner aims at is 1


@frozen
class Fitted:
    """A keyword list: weights by label and word (only those that say something), and each label's bias."""

    words: dict[str, dict[str, float]]
    bias: dict[str, float]

    @property
    def size(self) -> int:
        """Number of (word, label) entries."""
        return sum(map(len, self.words.values()))


def fit(examples: Sequence[Example], sizes: Sequence[int] = (5_000,), step: Step = lambda: None) -> Iterator[Fitted]:
    """Keyword lists of at most the given sizes (descending), each pruned from the one before.

    `step` is called after each label's fit: (len(sizes) + 2) x number of labels times in all.
    """
    if any(before < after for before, after in pairwise(sizes)):
        raise ValueError("sizes must descend")
    task = _Task.of(examples, step)
    weights, _ = task.solve(task.scales())
    task = task.narrowed(_strongest_words(weights, task.frequency))
    scales = task.scales()
    weights, _ = task.solve(scales)
    for size in sizes:
        kept = _strongest_entries(_shifted(weights), task.frequency, size)
        alive = np.asarray(kept.any(axis=0))
        task, scales, kept = task.narrowed(alive), scales[:, alive], kept[:, alive]
        weights, bias = task.solve(scales * kept)
        yield task.written(weights, bias)


def as_rule_file(fitted: Fitted, temperature: float, old: RuleFile | None = None) -> RuleFile:
    """The rule file of a fitted list. What staff wrote into the `old` file (all but fitted words) stays."""
    earlier = {rule.id: rule for rule in old.rule} if old else {}
    fresh = [
        earlier.pop(label, Rule(id=label)).model_copy(
            update={"words": words, "bias": fitted.bias[label], "seal": seal(words)}
        )
        for label, words in fitted.words.items()
    ]
    changes = {"title_weight": TITLE_WEIGHT, "damping": DAMPING, "temperature": temperature}
    meta = (old.meta if old else Meta(title="按历史工单拟合的分类词表", other=-99.0)).model_copy(update=changes)
    return RuleFile(meta=meta, rule=(*fresh, *earlier.values()))


@frozen
class _Task:
    """What is fitted: each form of each message as counted words, with its label."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    forms: tuple[tuple[Index, Vector], ...]  # (columns, how often they count)
    label_of: Index
    importance: Vector
    plain: npt.NDArray[np.bool_]  # forms that are one text, not title and text together
    step: Step

    @classmethod
    def of(cls, examples: Sequence[Example], step: Step) -> _Task:
        keys = tuple(candidates(text for example in examples for text in (example.title, example.text) if text))
        labels = tuple(sorted({example.label for example in examples}))
        number = {label: index for index, label in enumerate(labels)}
        titles = positions([example.title for example in examples], keys)
        texts = positions([example.text for example in examples], keys)
        shown: list[tuple[str, int, tuple[Index, Vector]]] = []
        for index, (title, text) in enumerate(zip(titles, texts, strict=True)):
            if title:
                shown.append(("title", index, _counted(title, [])))
            if text:
                shown.append(("text", index, _counted([], text)))
            if title and text:
                shown.append(("both", index, _counted(title, text)))
        return cls(
            keys,
            labels,
            tuple(form for _, _, form in shown),
            np.array([number[examples[index].label] for _, index, _ in shown]),
            np.array([SHOWINGS[kind] for kind, _, _ in shown]),
            np.array([kind != "both" for kind, _, _ in shown]),
            step,
        )

    @property
    def frequency(self) -> Vector:
        """In how many titles and texts each word is."""
        return self._counts(self.plain)

    def _counts(self, chosen: npt.NDArray[np.bool_]) -> Vector:
        found = [columns for (columns, _), wanted in zip(self.forms, chosen, strict=True) if wanted]
        return np.bincount(np.concatenate(found), minlength=len(self.keys)).astype(float)

    def scales(self) -> Matrix:
        """How freely the weight of a word (column) for a label (row) may grow, about 1 on average."""
        frequency = self.frequency
        rarity = np.log((1 + self.plain.sum()) / (1 + frequency)) + 1
        scales = []
        for label in range(len(self.labels)):
            inside = self._counts(self.plain & (self.label_of == label)) + SMOOTHING
            outside = frequency - inside + 2 * SMOOTHING
            odds = np.abs(np.log((inside / inside.sum()) / (outside / outside.sum())))
            scale = BLEND * odds + (1 - BLEND) * rarity * odds.mean() / rarity.mean()
            scales.append(scale / np.sqrt((scale**2 * frequency).sum() / frequency.sum()))
        return np.array(scales)

    def solve(self, scales: Matrix) -> tuple[Matrix, Vector]:
        """Weights (labels x words) and biases, one label against the rest at a time."""
        rows = Rows.of([(columns, counts / len(columns) ** DAMPING) for columns, counts in self.forms], len(self.keys))
        solved = []
        for label, scale in enumerate(scales):
            side = np.where(self.label_of == label, 1.0, -1.0)
            solved.append(separate(rows, side, self.importance, np.append(scale, 1.0), COST))
            self.step()
        weights = np.array(solved)
        return weights[:, :-1], weights[:, -1]

    def narrowed(self, kept: npt.NDArray[np.bool_]) -> _Task:
        """The same task with only the `kept` words; messages without any of them leave."""
        place = np.cumsum(kept) - 1
        forms = tuple((place[columns[kept[columns]]], counts[kept[columns]]) for columns, counts in self.forms)
        alive = np.array([len(columns) > 0 for columns, _ in forms])
        return replace(
            self,
            keys=tuple(key for key, wanted in zip(self.keys, kept, strict=True) if wanted),
            forms=tuple(form for form, wanted in zip(forms, alive, strict=True) if wanted),
            label_of=self.label_of[alive],
            importance=self.importance[alive],
            plain=self.plain[alive],
        )

    def written(self, weights: Matrix, bias: Vector) -> Fitted:
        """The list as staff see it: rounded, without zeros, strongest first."""
        words = {}
        for label, row in zip(self.labels, np.round(weights, DIGITS), strict=True):
            said = sorted((-weight, key) for key, weight in zip(self.keys, row.tolist(), strict=True) if weight)
            words[label] = {key: -weight for weight, key in said}
        return Fitted(words, dict(zip(self.labels, np.round(bias, DIGITS + 1).tolist(), strict=True)))


def _counted(title: list[int], text: list[int]) -> tuple[Index, Vector]:
    """The found words; those in the title of a letter count TITLE_WEIGHT more, a title alone is an ordinary text."""
    weight = TITLE_WEIGHT if text else 1.0
    columns = np.union1d(title, text).astype(np.int64)
    return columns, np.asarray(weight * np.isin(columns, title) + np.isin(columns, text), dtype=np.float64)


def _shifted(weights: Matrix) -> Matrix:
    """The same differences between labels with as many zeros as possible: the middle label of each word says nothing."""
    return np.asarray(weights - np.median(weights, axis=0))


def _strongest_words(weights: Matrix, frequency: Vector) -> npt.NDArray[np.bool_]:
    strength = np.abs(weights).max(axis=0) * np.sqrt(frequency)
    return _top(strength, BROAD)


def _strongest_entries(weights: Matrix, frequency: Vector, size: int) -> npt.NDArray[np.bool_]:
    return _top(np.abs(weights) * np.sqrt(frequency), size)


def _top(strength: npt.NDArray[np.float64], size: int) -> npt.NDArray[np.bool_]:
    """Which cells are among the `size` strongest (ties and zeros left out)."""
    if size >= strength.size:
        return np.asarray(strength > 0)
    return np.asarray(strength > np.partition(strength, -size - 1, axis=None)[-size - 1])
