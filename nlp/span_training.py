"""Fits the address tagger: an averaged structured perceptron over hashed features, stored as small integers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from nlp.spans import BITS, Matrix, Rows, Tagger, decode, features

STEP = 0.25  # a stored weight is a whole number of these


def tags_of(length: int, spans: Sequence[Mapping[str, Any]]) -> list[str]:
    """B- I- E- S- tags of an address from its labelled spans (start, end, label)."""
    tags = ["O"] * length
    for span in spans:
        start, end, label = span["start"], span["end"], span["label"]
        tags[start:end] = [f"I-{label}"] * (end - start)
        tags[start], tags[end - 1] = f"B-{label}", f"E-{label}"
        if end - start == 1:
            tags[start] = f"S-{label}"
    return tags


def fit(rows: Sequence[Mapping[str, Any]], epochs: int = 8, told: Callable[[int, float], None] | None = None) -> Tagger:
    """A tagger for addresses {"text", "spans"}; `told` hears the share of characters wrong after each epoch."""
    data = [(features(row["text"]), tags_of(len(row["text"]), row["spans"])) for row in rows if row["text"]]
    tags = tuple(sorted({tag for _, own in data for tag in own}))
    number = {tag: index for index, tag in enumerate(tags)}
    gold = [np.array([number[tag] for tag in own]) for _, own in data]
    trainer = _Trainer(len(tags))
    order = list(range(len(data)))
    shuffle = random.Random(0)  # noqa: S311 — the same order every time, no secret
    for epoch in range(epochs):
        shuffle.shuffle(order)
        wrong = sum(trainer.learn(data[i][0], gold[i]) for i in order)
        if told:
            told(epoch, wrong / sum(map(len, gold)))
    weights, moves = trainer.average()
    return Tagger(tags, weights, moves, np.arange(1 << BITS, dtype=np.int32))


class _Trainer:
    """Weights and the running sum of weight times step that gives their average."""

    def __init__(self, tags: int) -> None:
        self.weights: Matrix = np.zeros((1 << BITS, tags), np.float32)
        self.moves: Matrix = np.zeros((tags + 1, tags), np.float32)
        self._weight_sums: Matrix = np.zeros_like(self.weights)
        self._move_sums: Matrix = np.zeros_like(self.moves)
        self._step = 1

    def learn(self, rows: Rows, gold: Any) -> int:
        """One address: decode it, and where it is wrong move the weights towards the right tags."""
        guess = np.array(decode(self.weights[rows].sum(axis=1), self.moves))
        wrong = np.flatnonzero(guess != gold)
        for i in wrong:
            for tag, sign in ((gold[i], 1), (guess[i], -1)):
                self.weights[rows[i], tag] += sign
                self._weight_sums[rows[i], tag] += sign * self._step
        if len(wrong):
            for path, sign in ((gold, 1), (guess, -1)):
                froms = np.concatenate(([len(self.moves) - 1], path[:-1]))
                np.add.at(self.moves, (froms, path), sign)
                np.add.at(self._move_sums, (froms, path), sign * self._step)
        self._step += 1
        return len(wrong)

    def average(self) -> tuple[Matrix, Matrix]:
        return self.weights - self._weight_sums / self._step, self.moves - self._move_sums / self._step


def save(tagger: Tagger, path: Path, smallest: float = 2.0) -> None:
    """Write the weights as whole steps of STEP; those below `smallest` (the fitting moves by 1) are dropped."""
    steps = np.round(tagger.weights / STEP).astype(np.int16)
    steps[np.abs(tagger.weights) < smallest] = 0
    used = np.flatnonzero(steps.any(axis=1))
    places, columns = np.nonzero(steps[used])
    np.savez_compressed(
        path,
        tags=json.dumps(tagger.tags),
        scale=STEP,
        moves=np.round(tagger.moves / STEP).astype(np.int16),
        hashes=np.diff(used, prepend=0).astype(np.uint16 if np.diff(used, prepend=0).max() < 1 << 16 else np.uint32),
        counts=np.bincount(places, minlength=len(used)).astype(np.uint8),
        columns=columns.astype(np.uint8),
        values=steps[used][places, columns],
    )
