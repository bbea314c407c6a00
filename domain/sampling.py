"""抽查: which closed tickets are looked at again, by a draw that anybody can repeat and nobody can steer."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from hashlib import sha256
from math import ceil

from domain.values import frozen


@frozen
class Candidate:
    """A ticket that may be drawn: its id, its number, its community, who reported it."""

    ticket: int
    number: str
    community: str
    reporter: int


def size(closed: int, share: float, at_most: int) -> int:
    """How many of so many closed ones: the share, rounded up so that a small place is not left out, and never more than."""
    return min(at_most, ceil(closed * Fraction(str(share))))


def draw(seed: str, candidates: Iterable[Candidate], share: float, at_most: int) -> list[Candidate]:
    """The candidates of one community that are looked at again; of one person only one.

    They are put in the order of the SHA-256 of "seed number" (hexadecimal), and the first ones are taken.
    """
    ordered = sorted(candidates, key=lambda each: sha256(f"{seed} {each.number}".encode()).hexdigest())
    once = {each.reporter: each for each in reversed(ordered)}
    drawn = [each for each in ordered if once[each.reporter] is each]
    return drawn[: size(len(ordered), share, at_most)]
