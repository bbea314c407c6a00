"""A draw can be repeated, takes one ticket of one person, and leaves no small place out."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from domain.sampling import Candidate, draw, size

REPORTERS = st.lists(st.integers(1, 8), max_size=30)


def candidates(reporters: list[int]) -> list[Candidate]:
    return [Candidate(at, f"261123-{at:04}", "460204198023", person) for at, person in enumerate(reporters, start=1)]


def test_a_share_is_rounded_up_and_has_an_end() -> None:
    assert [size(count, 0.05, 5) for count in (0, 1, 20, 21, 100, 1000)] == [0, 1, 1, 2, 5, 5]
    assert size(100, 0, 5) == 0


def test_the_order_is_that_of_the_hash_so_that_anybody_can_repeat_it() -> None:
    found = candidates([1, 2, 3, 4])
    by_hand = sorted(found, key=lambda each: sha256(f"2026-11:ab {each.number}".encode()).hexdigest())
    assert draw("2026-11:ab", found, 0.5, 9) == by_hand[:2]
    assert draw("2026-11:ab", reversed(found), 0.5, 9) == by_hand[:2]


@given(REPORTERS, st.floats(0, 1), st.integers(1, 9))
def test_nobody_is_drawn_twice_and_never_more_than_asked_for(reporters, share, at_most) -> None:
    found = candidates(reporters)
    drawn = draw("seed", found, share, at_most)
    assert len(drawn) <= size(len(found), share, at_most)
    assert len({each.reporter for each in drawn}) == len(drawn)
    assert set(drawn) <= set(found)
