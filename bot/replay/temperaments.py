"""How simulated members of staff work: one temperament a row, and who of them a staff is made of."""

from __future__ import annotations

from domain.values import frozen

Span = tuple[float, float]  # working hours, at least and at most


@frozen
class Temperament:
    """How somebody works; None is never, and a share is of 1.

    `accept` is how long until they look at what they were given, `resolve` from then until it is done, `returns` the
    share they give back instead. Of what they accept they ask the resident something first (`asks`), ask for more time
    (`extends`) or park it (`parks`). Of the parts of others (协办) they leave some unanswered (`ignores`).
    `steps_in` is how long until they do something about what they are told as those above: they grant what is asked for
    (`grants`, or refuse), ask a second unit to help (`calls_in`), give another urgency (`ranks`).
    """

    name: str
    accept: Span | None = None
    resolve: Span = (0, 0)
    returns: float = 0.0
    asks: float = 0.0
    extends: float = 0.0
    parks: float = 0.0
    ignores: float = 0.0
    steps_in: Span | None = None
    grants: float = 1.0
    calls_in: float = 0.0
    ranks: float = 0.0


STEADY = Temperament(
    "steady",
    accept=(0.5, 3),
    resolve=(3, 40),
    asks=0.1,
    extends=0.1,
    parks=0.05,
    steps_in=(1, 6),
    grants=0.8,
    calls_in=0.5,
    ranks=0.1,
)
PROMPT = Temperament(
    "prompt",
    accept=(0.1, 1),
    resolve=(1, 8),
    returns=0.02,
    asks=0.15,
    extends=0.03,
    parks=0.03,
    steps_in=(0.2, 2),
    grants=0.9,
    calls_in=0.5,
    ranks=0.1,
)
SLOW = Temperament(
    "slow",
    accept=(3, 14),
    resolve=(20, 60),
    returns=0.05,
    asks=0.2,
    extends=0.2,
    parks=0.1,
    ignores=0.4,
    steps_in=(4, 20),
    grants=0.6,
    calls_in=0.5,
    ranks=0.2,
)
SILENT = Temperament("silent")
RETURNING = Temperament(
    "returning", accept=(0.5, 3), resolve=(3, 40), returns=1.0, steps_in=(1, 6), grants=0.5, calls_in=0.2
)

Mix = tuple[tuple[Temperament, int], ...]  # with how many of each
STAFFS: dict[str, Mix] = {
    **{each.name: ((each, 1),) for each in (STEADY, PROMPT, SLOW, SILENT, RETURNING)},
    "mixed": ((PROMPT, 4), (SLOW, 3), (SILENT, 2), (RETURNING, 1)),
}


def one_of(mix: Mix, number: int) -> Temperament:
    """The temperament that a number stands for; all numbers together give the mix."""
    drawn = [temperament for temperament, share in mix for _ in range(share)]
    return drawn[number % len(drawn)]
