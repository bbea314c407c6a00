"""What the checks of a replay look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.replay.witness import Book, Paper
from domain.direct import Organisation
from domain.people import Role
from domain.policy import Policy
from domain.ticket import Event, Ticket
from domain.worktime import WorkWeek


@dataclass(frozen=True, slots=True)
class Post:
    """Who holds a role for an area, and where messages reach them."""

    person: int
    name: str
    role: Role
    scope: str
    address: str


@dataclass(frozen=True, slots=True)
class Case:
    """A ticket at the end with its history, and where its reporter is reached ("" for nobody)."""

    ticket: Ticket
    history: tuple[Event, ...]
    reporter: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of a replay; `end` is when it ended."""

    cases: tuple[Case, ...]
    posts: tuple[Post, ...]
    unreachable: frozenset[str]
    paper: Paper
    book: Book
    policy: Policy
    organisation: Organisation
    week: WorkWeek
    end: datetime


@dataclass(slots=True)
class Check:
    """What was looked at, how much of it, and where it was not so."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number
