"""The words people are shown for why a message was understood as it was: real ones, few, and staff's own words first."""

from __future__ import annotations

from functools import cache

from nlp.matching import is_near, parts
from nlp.rules import Verdict
from nlp.wordfile import WORDS, load_words

MOST = 4
SHORTEST = 2  # characters
WEAKEST = 1.0  # weight below which a fitted word is only a part of the sum
EDGES = frozenset("的了到是在和与都不也就等为有我们您")  # a fitted piece that begins or ends so is no word


def reasons(verdict: Verdict) -> tuple[str, ...]:
    """At most four words that spoke for the label, none inside another; nothing where only pieces of words did."""
    if not verdict.evidence or not verdict.label:
        return ()
    rule = verdict.evidence.book.rules[verdict.label]
    hits = [hit for hit in verdict.evidence.hits() if hit.label == verdict.label and hit.weight > 0]
    hits.sort(key=lambda hit: -hit.weight)
    written = [hit.word for hit in hits if not rule.seal or hit.word in rule.hand]
    fitted = [hit.word for hit in hits if hit.weight >= WEAKEST and hit.word in readable()] if rule.seal else []
    shown: list[str] = []
    for word in (piece for near in (*written, *fitted) for piece in (parts(near) if is_near(near) else [near])):
        if (
            len(word) >= SHORTEST
            and EDGES.isdisjoint((word[0], word[-1]))
            and not any(word in other for other in shown)
        ):
            shown = [other for other in shown if other not in word] + [word]
    return tuple(shown[:MOST])


@cache
def readable() -> frozenset[str]:
    """Those fitted words that a dictionary knows: fitting finds pieces like 文化建 that nobody should read."""
    return frozenset(load_words(WORDS / "readable.toml")["words"].split())
