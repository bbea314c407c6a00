"""What the checks of a replay look at, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.replay.dates import Span
from bot.replay.fates import Diary
from bot.replay.paper import Paper
from bot.replay.witness import Book
from domain.direct import Organisation
from domain.people import Role
from domain.policy import Policy
from domain.ticket import Event, Ticket
from domain.values import frozen
from domain.worktime import WorkWeek


@frozen
class Post:
    """Who holds a role for an area, and where messages reach them."""

    person: int
    name: str
    role: Role
    scope: str
    address: str


@frozen
class Case:
    """A ticket at the end with its history and its dates, and where its reporter is reached ("" for nobody)."""

    ticket: Ticket
    history: tuple[Event, ...]
    spans: tuple[Span, ...]
    reporter: str

    @property
    def told(self) -> bool:
        """Whether its resident reads in the chat what becomes of it; of 举报 only that there is news."""
        return bool(self.reporter) and not self.ticket.confidential


@frozen
class Evidence:
    """All that is known of a replay; `posts` are those at its beginning, `end` is when it ended."""

    cases: tuple[Case, ...]
    posts: tuple[Post, ...]
    diary: Diary
    paper: Paper
    book: Book
    policy: Policy
    organisation: Organisation
    week: WorkWeek
    end: datetime

    def account(self, name: str) -> str:
        """The account of somebody with a post, "" for nobody."""
        return next((post.address for post in self.posts if post.name == name), "") if name else ""


@dataclass(slots=True)
class Check:
    """What was looked at, how much of it, and where it was not so."""

    name: str
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number
