"""The knowledge base (热线信息知识库): prepared answers to enquiries, and what became of each enquiry."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.people import holds
from domain.values import frozen, replace

LONGEST_ANSWER = 300  # characters: read on a telephone, in one look
SOON, OVER = "soon", "over"


@frozen
class Entry:
    """One answer. `code` stays the same for ever, `questions` are ways to ask for it, the first stands as its title.

    `unit` is the code of the unit or area that answers for it, `source` the law or page it comes from. `until` is the
    last day it may be used (None: no end), `area` the code of the area it holds for ("" everywhere). `updated` is the
    day it last became what it is; `warned` how far its editors were told that it ends.
    """

    code: str
    questions: tuple[str, ...]
    answer: str
    unit: str
    source: str
    until: date | None = None
    area: str = ""
    tags: tuple[str, ...] = ()
    updated: date | None = None
    warned: str = ""

    @property
    def title(self) -> str:
        return self.questions[0]

    def valid(self, today: date) -> bool:
        return self.until is None or today <= self.until

    def ageing(self, today: date, before: timedelta) -> str:
        """SOON when it ends within `before`, OVER when it has ended, "" otherwise."""
        if self.until is None or today < self.until - before:
            return ""
        return SOON if self.valid(today) else OVER

    def holds_at(self, place: str) -> bool:
        """Whether it is true for somebody at the area `place` ("" unknown: only what is true everywhere)."""
        return not self.area or bool(place and holds(self.area, place))


def succeeding(old: Entry | None, new: Entry, today: date) -> Entry:
    """The new wording of an entry with what is known of the old one: an unchanged answer keeps its day."""
    if old is None:
        return replace(new, updated=today)
    told = ("questions", "answer", "unit", "source", "until", "area")
    same = all(getattr(old, name) == getattr(new, name) for name in told)
    return replace(new, updated=old.updated if same else today, warned=old.warned if old.until == new.until else "")


class Outcome(StrEnum):
    """What became of an enquiry."""

    UNANSWERED = "unanswered"  # 没答上: nothing fitted
    OFFERED = "offered"  # several may fit, the resident has not picked one
    SHOWN = "shown"  # answered, and nothing said about it
    SOLVED = "solved"  # 解决了
    UNSOLVED = "unsolved"  # 没解决: it became a ticket


@frozen
class Enquiry:
    """A question somebody asked, which entries were offered (`offered`) and read (`shown`), and the ticket it became."""

    id: int
    person: int
    at: datetime
    words: str
    area: str
    offered: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    outcome: Outcome = Outcome.UNANSWERED
    ticket: int = 0


@frozen
class Use:
    """How often an entry was shown, solved it, and did not."""

    code: str
    shown: int = 0
    solved: int = 0
    unsolved: int = 0
