"""Labelled history: reading it, finding its near-duplicates, and splitting it so that they never part."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from itertools import combinations
from pathlib import Path

from domain.errors import HuiyingError
from domain.values import frozen
from nlp.normalise import normalise

SHINGLE = 6  # characters
SKETCH = 10  # smallest shingle hashes kept of each text
SHARED = 4  # so many in common make near-duplicates
CROWD = 40  # a shingle in more texts than this is a set phrase, not a copy
NOISE = re.compile(r"[\W\da-zA-Z_]")


class ExamplesError(HuiyingError):
    """The labelled history cannot be used."""


@frozen
class Example:
    """One message of the past with the label a person gave it; title and text are normalised, either may be empty."""

    title: str
    text: str
    label: str


def read_examples(path: Path) -> list[Example]:
    """JSON lines `{"title", "text", "label"}` → examples; raises ExamplesError with file and line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ExamplesError(f"{path}: {error}") from error
    return [_example(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _example(path: Path, number: int, line: str) -> Example:
    try:
        row = json.loads(line)
        title, text, label = (row.get(key, "") for key in ("title", "text", "label"))
    except (json.JSONDecodeError, AttributeError) as error:
        raise ExamplesError(f"{path}:{number}: not a JSON object: {error}") from error
    if not all(isinstance(value, str) for value in (title, text, label)) or not label or not (title or text):
        raise ExamplesError(f'{path}:{number}: needs "label" and at least one of "title" and "text"')
    return Example(normalise(title), normalise(text), label)


def folds(examples: Sequence[Example], count: int) -> list[list[int]]:
    """Indices split into `count` parts of near-equal size and label mix; near-duplicates stay together."""
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, group in enumerate(_groups(examples)):
        groups[group].append(index)
    ordered = sorted(groups.values(), key=lambda members: (examples[members[0]].label, _digest(str(members[0]))))
    parts: list[list[int]] = [[] for _ in range(count)]
    for turn, members in enumerate(ordered):
        parts[turn % count].extend(members)
    return parts


def _groups(examples: Sequence[Example]) -> list[int]:
    """For each example the first example it is a near-duplicate of (itself for most)."""
    parent = list(range(len(examples)))

    def root(index: int) -> int:
        while parent[index] != index:
            index = parent[index]
        return index

    for earlier, later in sorted(_pairs(examples)):
        parent[root(later)] = root(earlier)
    return [root(index) for index in range(len(examples))]


def _pairs(examples: Sequence[Example]) -> Iterable[tuple[int, int]]:
    shared: defaultdict[tuple[int, int], int] = defaultdict(int)
    for field in ("title", "text"):
        holders: defaultdict[str, list[int]] = defaultdict(list)
        for index, example in enumerate(examples):
            for digest in _sketch(NOISE.sub("", getattr(example, field))):
                holders[digest].append(index)
        for members in holders.values():
            if len(members) <= CROWD:
                for pair in combinations(members, 2):
                    shared[pair] += 1
    return [pair for pair, count in shared.items() if count >= SHARED]


def _sketch(text: str) -> list[str]:
    shingles = {text[start : start + SHINGLE] for start in range(max(1, len(text) - SHINGLE + 1))} - {""}
    digests = sorted(_digest(shingle) for shingle in shingles)
    short = len(digests) < SHARED  # then the whole text is the only evidence
    return [f"{_digest(text)}{copy}" for copy in range(SHARED)] if short and text else digests[:SKETCH]


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
