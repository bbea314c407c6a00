"""From the words of a rule file to what is looked for in a text: folded, told apart by kind, numbered."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from nlp.matching import Words, is_near, parts
from nlp.normalise import normalise
from nlp.rulefile import Rule, RuleFile

PLAIN, NEAR, WHOLE = range(3)
Key = tuple[str, bool]  # a folded word, and whether only whole words count


@cache
def fold(word: str) -> str:
    """A written word as it stands in normalised text; the signs of near words stay."""
    if not is_near(word):
        return normalise(word)
    sign = "~" if "~" in word else "…"
    return sign.join(normalise(piece) for piece in parts(word))


def key_of(rule: Rule, word: str) -> Key:
    return fold(word), word in rule.whole


def sought(file: RuleFile) -> tuple[list[Key], Words]:
    written = ((rule, word) for rule in file.rule for word in (*rule.weights, *rule.any, *rule.all, *rule.none))
    keys = sorted({key_of(rule, word) for rule, word in written}, key=lambda key: (key[1], is_near(key[0]), key[0]))
    kinds: tuple[list[str], list[str], list[str]] = ([], [], [])
    for word, whole in keys:
        kinds[WHOLE if whole else NEAR if is_near(word) else PLAIN].append(word)
    return keys, Words(*kinds, hide=[fold(phrase) for phrase in file.meta.hide])


def said(rules: tuple[Rule, ...], number: Mapping[Key, int]) -> tuple[dict[int, float], ...]:
    """For each word, what it says about which rule."""
    weights: list[dict[int, float]] = [{} for _ in number]
    for index, rule in enumerate(rules):
        for word, weight in rule.weights.items():
            weights[number[key_of(rule, word)]][index] = weight
    return tuple(weights)
