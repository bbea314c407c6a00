"""What all batteries share: how much of them is run. `HUIYING_BATTERY=full` runs everything, `=0.1` a tenth.

Without it, a short part is run for CI. `HUIYING_NIGHT=7` takes other chances than the night before, where chances are taken."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from batteries.outside import lender
from batteries.rehearsal import Stage, rehearse
from memory import IN_MEMORY


@dataclass(frozen=True)
class Scale:
    """How much of a full run is wanted; 0 is the short one."""

    share: float
    night: int = 0

    @property
    def short(self) -> bool:
        return not self.share

    def __call__(self, *, short: int, full: int) -> int:
        return max(short, round(self.share * full))

    def chance(self, number: int) -> Random:
        """The chances of one battery in one night."""
        return Random(f"{number} {self.night}" if self.night else number)


@pytest.fixture(scope="session")
def scale() -> Scale:
    wanted = os.environ.get("HUIYING_BATTERY", "0")
    return Scale(1.0 if wanted == "full" else float(wanted), int(os.environ.get("HUIYING_NIGHT", "0")))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: a killed process leaves its files behind all the same."""
    with _folder() as path:
        yield path


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The workload, rehearsed once for all batteries that let something befall it."""
    with _folder() as path, lender(path) as bots:
        yield asyncio.run(rehearse(bots, path))


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="battery-", dir=IN_MEMORY) as path:
        yield Path(path)
