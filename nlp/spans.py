"""Labels the parts of a written address (city, road, houseno, roomno, …) with a small linear tagger over characters.

The weight file holds hashed features and small integers: no word of the addresses it was fitted on.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from domain.errors import ConfigError
from domain.values import frozen

WEIGHTS = Path(__file__).parent / "words" / "address_spans.npz"
BITS = 18  # features are hashed into 2^18 rows
Rows = Any  # an integer array, positions x features
Matrix = Any  # a float array


@frozen
class Span:
    """One part of an address: text[start:end] and what it is."""

    start: int
    end: int
    label: str


@frozen
class Tagger:
    """Tags are B-, I-, E- and S- of each label, and O. `weights` is rows x tags, `moves` tags x tags."""

    tags: tuple[str, ...]
    weights: Matrix
    moves: Matrix
    rows: Any  # feature hash → row of `weights`; row 0 is all zeros

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> Tagger:
        """Raises ConfigError when the file is missing or of another shape."""
        try:
            with np.load(path, allow_pickle=False) as file:
                scale = float(file["scale"])
                tags = tuple(json.loads(str(file["tags"])))
                weights = np.zeros((len(file["hashes"]) + 1, len(tags)), np.float32)
                counts = file["counts"]
                weights[np.repeat(np.arange(1, len(counts) + 1), counts), file["columns"]] = file["values"] * scale
                rows = np.zeros(1 << BITS, np.int32)
                rows[np.cumsum(file["hashes"].astype(np.int64))] = np.arange(1, len(counts) + 1)
                return cls(tags, weights, file["moves"].astype(np.float32) * scale, rows)
        except (OSError, KeyError, ValueError) as error:
            raise ConfigError(f"{path.name}: cannot be used as weights of the address tagger") from error

    def read(self, text: str) -> tuple[Span, ...]:
        """The labelled parts from left to right, without gaps inside a part. About a millisecond."""
        if not text:
            return ()
        best = decode(self.weights[self.rows[features(text)]].sum(axis=1), self.moves)
        return tuple(spans_of([self.tags[tag] for tag in best]))


def decode(scores: Matrix, moves: Matrix) -> list[int]:
    """The best sequence of tags (Viterbi)."""
    total = scores[0] + moves[-1]
    back = []
    for score in scores[1:]:
        reached = total[:, None] + moves[:-1]
        best = reached.argmax(axis=0)
        back.append(best)
        total = reached[best, np.arange(len(best))] + score
    path = [int(total.argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return path[::-1]


def spans_of(tags: Sequence[str]) -> Iterator[Span]:
    """B- I- E- and S- tags as spans; a broken sequence ends a span where it breaks."""
    start, label = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        place, _, name = tag.partition("-")
        if label and (place in "BSO" or name != label):
            yield Span(start, at, label)
            label = ""
        if name and not label:
            start, label = at, name
        if label and place in "ES":
            yield Span(start, at + 1, label)
            label = ""


def features(text: str) -> Rows:
    """Hashed features of every character: what stands around it, of what kind, and which marks come before and after."""
    size = len(text)
    padded = f"^^^{text}$$$$"
    kinds = "".join(map(_kind, padded))
    before, after = _marks_before(text), _marks_after(text)
    rows = np.empty((size, COUNT), np.int64)
    for i in range(size):
        j = i + 3
        repeated = text[i : i + 2] in text[:i] or (i > 0 and text[i - 1 : i + 1] in text[: i - 1])
        rows[i] = [
            zlib.crc32(f"{number}{feature}".encode()) & ((1 << BITS) - 1)
            for number, feature in enumerate(
                (
                    "", padded[j], padded[j - 1], padded[j + 1], padded[j - 2], padded[j + 2],
                    padded[j - 1 : j + 1], padded[j : j + 2], padded[j - 2 : j], padded[j + 1 : j + 3],
                    padded[j - 1 : j + 2], padded[j - 2 : j + 1], padded[j : j + 3], padded[j - 3 : j + 1], padded[j : j + 4],
                    kinds[j - 2 : j + 3], kinds[j - 1 : j + 2], kinds[j], padded[j] + kinds[j + 1 : j + 4],
                    kinds[j - 3 : j] + padded[j],
                    after[i], after[i][:1] + kinds[j], before[i], before[i][:1] + kinds[j], before[i][:1] + after[i][:1],
                    before[i][:1] + after[i][:2] + kinds[j], padded[j] + after[i], before[i] + padded[j],
                    f"{repeated}{kinds[j]}", f"{repeated}{before[i][:1]}{after[i][:1]}",
                    str(min(i, 4)), str(min(size - i, 4)) + kinds[j], str(min(i, 12) // 3) + after[i][:1],
                )
            )
        ]  # fmt: skip
    return rows


def _marks_before(text: str) -> list[str]:
    """For every character the nearest mark (市, 路, 号 …) on its left, how far it is, and the one before that."""
    found, last, older, at = [], "^", "^", 0
    for i, c in enumerate(text):
        found.append(f"{last}{min(i - at, 6)}{older}")
        if c in MARKS:
            last, older, at = c, last, i
    return found


def _marks_after(text: str) -> list[str]:
    """For every character the nearest mark at it or on its right, the next one, and how far it is."""
    found, next_, later, at = [], "$", "$", len(text)
    for i in range(len(text) - 1, -1, -1):
        if text[i] in MARKS:
            next_, later, at = text[i], next_, i
        found.append(f"{next_}{later}{min(at - i, 6)}")
    return found[::-1]


def _kind(c: str) -> str:
    if c.isdigit():
        return "0"
    if c in "一二三四五六七八九十零百":
        return "1"
    if c.isascii():
        return "a" if c.isalpha() else c if c in "^$-" else "."
    return c if c in MARKS else "w"


COUNT = 33
MARKS = frozenset("省市区县旗镇乡村路街道巷弄号幢栋座楼层室单元里园苑庄厦场心店司厂院期组铺桥湾城寓岛段")
