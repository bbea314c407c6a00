"""Names that sound or look like a known one are asked about; other names are not."""

from __future__ import annotations

import pytest
from place_cases import demo_gazetteer

from nlp.near_names import NearNames, alike
from nlp.wordfile import WORDS, load_words

DEMO = demo_gazetteer()
ESTATE = DEMO.children("460204198006")


@pytest.mark.parametrize(
    ("text", "name"), [("海红花园3栋", "海虹花园"), ("春辉里没电", "春晖里"), ("海宏花圆停水", "海虹花园")]
)
def test_a_name_that_sounds_like_a_known_one_is_found(text: str, name: str) -> None:
    names = NearNames(list(enumerate(ESTATE)))
    assert {ESTATE[place].name for _, _, place in names.find(text)} == {name}


@pytest.mark.parametrize("text", ["东马小区停水", "海天花园停水", "友谊大路", "有谊", ""])
def test_a_name_that_only_shares_some_characters_is_another_place(text: str) -> None:
    areas = [*ESTATE, *DEMO.children("460203198002")]
    assert NearNames(list(enumerate(areas))).find(text) == []


def test_no_character_stands_in_two_groups() -> None:
    groups = load_words(WORDS / "typos.toml")["alike"].split()
    characters = "".join(groups)
    assert len(set(characters)) == len(characters)
    assert "海红".translate(alike()) == "海虹".translate(alike())
