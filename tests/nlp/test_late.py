"""What is compiled late is right all the same."""

from __future__ import annotations

import re

import pytest

from nlp import address, mentions, unknown_names, whose
from nlp.late import Late

PATTERNS = [
    pytest.param(pattern, id=f"{module.__name__}.{name}")
    for module in (address, mentions, unknown_names, whose)
    for name, pattern in vars(module).items()
    if isinstance(pattern, Late)
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_is_a_regular_expression(pattern):
    assert re.compile(pattern.pattern)


def test_it_answers_as_the_expression_itself_does():
    late, early = Late(r"(\d+)栋"), re.compile(r"(\d+)栋")
    for text in ("3栋", "在3栋和12栋", "没有"):
        for way in ("search", "match", "fullmatch"):
            ours, theirs = getattr(late, way)(text), getattr(early, way)(text)
            assert (ours and ours.span()) == (theirs and theirs.span())
        assert [found[1] for found in late.finditer(text)] == early.findall(text)
        assert late.split(text) == early.split(text)
