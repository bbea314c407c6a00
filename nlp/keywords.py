"""Which character sequences of the labelled history are worth being keywords, and where each occurs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from nlp.normalise import normalise

LONGEST = 4  # characters
RAREST = 4  # titles and texts
MERGED = 0.92  # a piece found this often inside one longer keyword says nothing more than it
CHINESE = re.compile(r"[\u4e00-\u9fff]+")  # no letters and digits: they are masks, names and numbers


def sequences(text: str) -> set[str]:
    """All Chinese character sequences of up to LONGEST characters."""
    return {
        run[start : start + size]
        for run in CHINESE.findall(text)
        for size in range(1, LONGEST + 1)
        for start in range(len(run) - size + 1)
    }


def candidates(texts: Iterable[str]) -> list[str]:
    """Sequences in at least RAREST texts, near-duplicates merged into the longest, in a stable order."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(sequences(text))
    common = {key: count for key, count in counts.items() if count >= RAREST}
    merged = {
        piece
        for key, count in common.items()
        for piece in (key[1:], key[:-1])
        if len(piece) > 1 and count >= MERGED * common[piece]
    }
    return sorted(key for key in common.keys() - merged if normalise(key) == key)


def positions(texts: Sequence[str], keys: Sequence[str]) -> list[list[int]]:
    """For each text the positions (in `keys`) of the keys it contains, ascending."""
    number = {key: index for index, key in enumerate(keys)}
    return [sorted(number[key] for key in sequences(text) if key in number) for text in texts]
