"""Reads nlp/sentences/places.toml and judges what the gazetteer makes of each line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from domain.places import Level
from nlp.gazetteer import Gazetteer
from nlp.places import UNMAPPED

ROOT = Path(__file__).parents[1]
FILE = Path(__file__).parent / "nlp" / "sentences" / "places.toml"


@dataclass(frozen=True, slots=True)
class Case:
    section: str
    text: str
    home: str
    right: tuple[str, ...]

    def is_right(self, outcome: str) -> bool:
        """Whether the outcome is one of those that are right; `ask`, `where` and `among X` stand for many questions."""
        verb, *choices = outcome.split(" ")
        asked_about = {f"among {choice}" for choice in choices} if verb == "ask" else set()
        return not {outcome, verb, *asked_about}.isdisjoint(self.right)


def demo_gazetteer() -> Gazetteer:
    data = ROOT / "bot" / "demo" / "data"
    return Gazetteer.from_csv(data / "places.csv", data / "grids.csv")


def cases() -> list[Case]:
    """All sentences of the file."""
    sections = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return [
        Case(section, text, home, tuple(sorted_choices(way) for way in right.split(" | ")))
        for section, lines in sections.items()
        for text, home, right in lines
    ]


def sorted_choices(way: str) -> str:
    verb, _, choices = way.partition(" ")
    return f"ask {' '.join(sorted(choices.split()))}" if verb == "ask" and choices else way


class Labels:
    """The short names of the file (友谊/2, desk 友谊) to codes and back."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._grids = {}
        for code in _communities(gazetteer):
            name = gazetteer.area(code).name.removesuffix("社区")
            grids = gazetteer.children(code, Level.GRID)
            self._grids[f"desk {name}"] = code
            self._grids |= {f"{name}/{number}": grid.code for number, grid in enumerate(grids, start=1)}
        self._labels = {code: label for label, code in self._grids.items()}

    def code(self, label: str) -> str:
        return self._grids[label] if label else ""

    def outcome(self, text: str, home: str) -> str:
        spot = self._gazetteer.find(text, self.code(home))
        if spot is None:
            return "none"
        routing = self._gazetteer.routing(spot)
        if routing.candidates:
            return f"ask {' '.join(sorted(self._choice(code) for code in routing.candidates))}"
        if spot.confidence <= UNMAPPED and not routing.sure:
            return f"where {spot.words}"
        return self._labels.get(routing.grid, f"desk {self._gazetteer.area(routing.grid).name}")

    def _choice(self, code: str) -> str:
        label = self._labels.get(code, "")
        return label if "/" in label else self._gazetteer.area(code).name


def _communities(gazetteer: Gazetteer) -> list[str]:
    cities = [area.code for area in (gazetteer.area("460200000000"),) if area]
    districts = [area.code for city in cities for area in gazetteer.children(city, Level.DISTRICT)]
    return [area.code for code in districts for area in gazetteer.children(code, Level.COMMUNITY)]
