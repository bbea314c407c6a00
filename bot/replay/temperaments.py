"""How simulated members of staff work: one temperament a row, and who of them a staff is made of."""

from __future__ import annotations

from dataclasses import dataclass

Span = tuple[float, float]  # working hours, at least and at most


@dataclass(frozen=True, slots=True)
class Temperament:
    """How somebody works; None is never.

    `accept` is how long until they look at what they were given, `resolve` from then until it is done, `returns` the
    share they give back instead. `steps_in` is how long until they do something about what they are told as those above.
    """

    name: str
    accept: Span | None = None
    resolve: Span = (0, 0)
    returns: float = 0.0
    steps_in: Span | None = None


STEADY = Temperament("steady", accept=(0.5, 3), resolve=(3, 40), steps_in=(1, 6))
PROMPT = Temperament("prompt", accept=(0.1, 1), resolve=(1, 8), returns=0.02, steps_in=(0.2, 2))
SLOW = Temperament("slow", accept=(3, 14), resolve=(20, 60), returns=0.05, steps_in=(4, 20))
SILENT = Temperament("silent")
RETURNING = Temperament("returning", accept=(0.5, 3), resolve=(3, 40), returns=1.0, steps_in=(1, 6))

Mix = tuple[tuple[Temperament, int], ...]  # with how many of each
STAFFS: dict[str, Mix] = {
    **{each.name: ((each, 1),) for each in (STEADY, PROMPT, SLOW, SILENT, RETURNING)},
    "mixed": ((PROMPT, 4), (SLOW, 3), (SILENT, 2), (RETURNING, 1)),
}


def one_of(mix: Mix, number: int) -> Temperament:
    """The temperament that a number stands for; all numbers together give the mix."""
    drawn = [temperament for temperament, share in mix for _ in range(share)]
    return drawn[number % len(drawn)]
