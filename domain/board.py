"""The public board (公示): what stands on it, and how few people no figure may be about."""

from __future__ import annotations

from collections.abc import Iterable

from domain.digest import GridFigures, Rate, together
from domain.values import frozen

REST = "rest"  # the row of those that are too small to stand alone


@frozen
class Rules:
    """What an operator says of it.

    A row of figures stands only for `at_least` requests, a rate only for as many answers: fewer could be known by their
    neighbours. `running` also shows the month that has not ended, whose figures change with each answer. `never` are
    matters and categories of which no result is shown, whoever agrees.
    """

    enabled: bool = False
    at_least: int = 5
    results: int = 20
    running: bool = False
    never: frozenset[str] = frozenset()


def rows(communities: Iterable[GridFigures], at_least: int) -> tuple[GridFigures, ...]:
    """Those large enough to stand alone, by name, and the small ones as one row if they are large enough together.

    There is no total: from it and the other rows the hidden one could be counted. One small one alone stays hidden.
    """
    found = sorted(communities, key=lambda each: (each.name, each.grid))
    large = [each for each in found if each.new >= at_least]
    small = [each for each in found if 0 < each.new < at_least]
    rest = together(REST, "", small)
    return (*large, rest) if len(small) > 1 and rest.new >= at_least else tuple(large)


def enough(rate: Rate, at_least: int) -> bool:
    """Whether so many people stand behind a rate that it says nothing of one of them."""
    return rate.denominator >= at_least
