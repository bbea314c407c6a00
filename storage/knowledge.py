"""The knowledge base as imported and corrected, what residents asked, and how often each answer helped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from domain.knowledge import Enquiry, Entry, Outcome, Use
from domain.values import replace
from storage.engine import Connection, added_up, upsert, words
from storage.meta import Meta
from storage.records import columns_of, values_of
from storage.tables import enquiries, knowledge, knowledge_uses

P = bindparam


class KnowledgeBase:
    """The entries of the store; `version` changes with every change, so that running bots notice."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def replace_all(self, entries: Iterable[Entry]) -> None:
        """What is not among them is no entry any more; how often it was used stays."""
        self._db.run(CLEAR)
        for entry in entries:
            self._db.run(KEEP, **_packed(entry))
        self._changed()

    def keep(self, entry: Entry) -> None:
        """A correction of one entry, or a new one."""
        self._db.run(KEEP, **_packed(entry))
        self._changed()

    def warned(self, entry: Entry, how: str) -> None:
        """Its editors were told how far it is from its end."""
        self._db.run(WARNED, of_code=entry.code, warned=how)

    def entries(self) -> list[Entry]:
        return [_entry(row) for row in self._db.all(ENTRIES)]

    def version(self) -> int:
        return int(Meta(self._db).get("knowledge", "0"))

    def ask(self, enquiry: Enquiry) -> Enquiry:
        """Keep a question; it comes back with its id."""
        return replace(enquiry, id=int(self._db.value(ASK, **values_of(enquiry, but="id"))))

    def enquiry(self, enquiry: int) -> Enquiry | None:
        row = self._db.one(ENQUIRY, id=enquiry)
        return Enquiry(*row) if row else None

    def later(self, enquiry: Enquiry) -> list[Enquiry]:
        """What the same person asked after it."""
        return [Enquiry(*row) for row in self._db.all(LATER, asked=enquiry.id, of_person=enquiry.person)]

    def became(self, before: Enquiry, after: Enquiry) -> bool:
        """Keep what became of a question; False when somebody else was quicker."""
        new = {"shown": after.shown, "outcome": after.outcome, "ticket": after.ticket}
        return bool(self._db.changed(BECAME, key=before.id, seen=str(before.outcome), **new))

    def used(self, code: str, month: str, *, shown: int = 0, solved: int = 0, unsolved: int = 0) -> None:
        self._db.run(USED, month=month, code=code, shown=shown, solved=solved, unsolved=unsolved)

    def uses(self, month: str) -> list[Use]:
        """What each entry did in a month (2026-11)."""
        return [Use(*row) for row in self._db.all(USES, month=month)]

    def unanswered(self, since: datetime, limit: int) -> list[Enquiry]:
        """Questions that found no answer, the newest first."""
        return [Enquiry(*row) for row in self._db.all(UNANSWERED, since=since, limit=limit)]

    def count(self, since: datetime, until: datetime) -> dict[Outcome, int]:
        """How many questions of a span of time ended how."""
        return dict(self._db.all(COUNT, since=since, until=until))

    def _changed(self) -> None:
        Meta(self._db).set("knowledge", str(self.version() + 1))


def _packed(entry: Entry) -> dict[str, Any]:
    days = {name: day.isoformat() if day else "" for name, day in (("until", entry.until), ("updated", entry.updated))}
    return values_of(entry) | days


def _entry(row: tuple[Any, ...]) -> Entry:
    code, questions, answer, unit, source, until, area, tags, updated, warned = row
    last, newest = (date.fromisoformat(day) if day else None for day in (until, updated))
    return Entry(code, questions, answer, unit, source, last, area, tags, newest, warned)


CLEAR = delete(knowledge)
KEEP = upsert(knowledge, "code")
ENTRIES = select(*columns_of(knowledge, Entry)).order_by(knowledge.c.code)
WARNED = update(knowledge).where(knowledge.c.code == P("of_code"))
FIELDS = columns_of(enquiries, Enquiry)
ASK = insert(enquiries).returning(enquiries.c.id)
ENQUIRY = select(*FIELDS).where(enquiries.c.id == P("id"))
LATER = select(*FIELDS).where(enquiries.c.id > P("asked"), enquiries.c.person == P("of_person"))
BECAME = update(enquiries).where(enquiries.c.id == P("key"), enquiries.c.outcome == P("seen"))
USED = added_up(knowledge_uses, "month", "code")
USES = (
    select(*columns_of(knowledge_uses, Use)).where(knowledge_uses.c.month == P("month")).order_by(knowledge_uses.c.code)
)
(_NONE,) = words(Outcome.UNANSWERED)
UNANSWERED = (
    select(*FIELDS)
    .where(enquiries.c.outcome == _NONE, enquiries.c.at >= P("since"), enquiries.c.words != "")
    .order_by(enquiries.c.id.desc())
    .limit(P("limit"))
)
COUNT = (
    select(enquiries.c.outcome, func.count())
    .where(enquiries.c.at >= P("since"), enquiries.c.at < P("until"))
    .group_by(enquiries.c.outcome)
)
