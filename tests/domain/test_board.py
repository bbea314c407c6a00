"""Figures on the public board never stand for a handful of people, alone or by subtraction."""

from __future__ import annotations

from domain.board import REST, enough, rows
from domain.digest import GridFigures, Rate


def community(name: str, new: int, **counts: int) -> GridFigures:
    return GridFigures(name, name, new=new, **counts)


def test_small_communities_stand_together_or_not_at_all() -> None:
    shown = rows([community("甲", 9), community("乙", 3), community("丙", 4), community("丁", 0)], 5)
    assert [(row.grid, row.new) for row in shown] == [("甲", 9), (REST, 7)]


def test_one_small_community_is_no_rest() -> None:
    assert [row.grid for row in rows([community("甲", 9), community("乙", 3)], 3)] == ["乙", "甲"]
    assert [row.grid for row in rows([community("甲", 9), community("乙", 4)], 5)] == ["甲"]


def test_what_is_too_small_together_stays_hidden() -> None:
    assert rows([community("乙", 2), community("丙", 2)], 5) == ()


def test_a_rate_needs_as_many_answers() -> None:
    assert enough(Rate(5, 5), 5)
    assert not enough(Rate(4, 4), 5)
