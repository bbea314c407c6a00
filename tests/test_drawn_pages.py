"""The pages of docs/ that are drawn from the code are current."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.docs import pages, ticket_life
from domain.ticket import LIFE, Action, Status


@pytest.mark.parametrize(("path", "content"), list(pages()), ids=lambda value: getattr(value, "name", ""))
def test_a_drawn_page_is_current(path: Path, content: str) -> None:
    assert path.read_text("utf-8") == content, "run: python -m bot.docs"


def test_the_life_page_shows_every_status_every_action_and_every_row() -> None:
    page = ticket_life()
    assert set(re.findall(r"\(([a-z]+)\)$", page, re.MULTILINE)) >= set(Status)
    assert set(re.findall(r"\(`([a-z_]+)`\)", page)) == set(Action) - {Action.FILE}
    assert page.count("\n| ") == len(LIFE) + 1
