"""How much a short message sounds like a micro-wish: a sum of fitted weights, where no phrase of kinds.toml tells.

A key is a word or a group of kinds.toml ({goods}: any of its words, counted once); a word staff add to a group counts at
once. The weights stand in wishes.toml, learned by `benchmarks/fit_wishes.py`; staff overrule them under [hand].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from domain.errors import RuleError
from nlp.lexicon import Lexicon, weights_of
from nlp.wordfile import load_words

LONGEST = 60  # characters; wishes are said briefly
WISHING = re.compile(r"[想盼愿望梦求缺送捐一]")  # none of these characters: no wish, and nothing is weighed


class WishWords:
    """The weights made ready. Pure and immutable."""

    def __init__(self, path: Path, groups: Mapping[str, str]) -> None:
        table = load_words(path)
        meta = table.get("meta", {})
        self._bias, self._least = float(meta.get("bias", 0.0)), float(meta.get("least", 0.0))
        known = weights_of(table, "wish", path) | weights_of(table, "hand", path)
        senses = wish_senses(groups)
        for key in known:
            if key.startswith("{") and key[1:-1] not in senses:
                raise RuleError(f"{path.name}: “{key}” is no group of kinds.toml")
        self._lexicon = Lexicon((key for key in sorted(known) if not key.startswith("{")), senses)
        self._weights = tuple(known.get(key, 0.0) for key in self._lexicon.keys)

    def speak(self, text: str) -> bool:
        """Whether the words of a normalised text sound like a wish."""
        if len(text) > LONGEST or not WISHING.search(text):
            return False
        return sum(map(self._weights.__getitem__, self._lexicon.found(text)), self._bias) >= self._least


def wish_senses(groups: Mapping[str, str]) -> dict[str, list[str]]:
    """The groups of kinds.toml that say something about wishes, as senses."""
    return {name: groups[name].lower().split("|") for name in GROUPS if name in groups}


GROUPS = ("goods", "deed", "public", "actor")
