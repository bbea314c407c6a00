"""The audit trail: what was exported and configured, and seals that make it show when any part of the trail is changed.

A seal is one link of a chain: a hash over the seal before it and over everything that came since, events of tickets,
looks at personal fields and acts of operators. What people wrote is not in it, for that must stay erasable; what was done,
by whom, when and with what (the reason of a 剔除, the days granted) is. Whoever keeps one seal outside the store (the daily
digest carries it) can prove the rest.

Seals are of two forms: those of the first cover fewer columns, were made by older releases, and are checked as such.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, bindparam, func, insert, select
from sqlalchemy.sql.expression import ClauseElement

from domain.ticket import OWN_WORDS
from domain.values import frozen
from storage.engine import Connection, insert_new
from storage.records import columns_of
from storage.tables import acts, events, seals, views
from storage.types import EPOCH

P = bindparam
SETTLES = timedelta(minutes=1)  # until then a row with a lower number may still be on its way from another node
CHUNK = 5000  # rows hashed at a time


@frozen
class Act:
    """Something an operator did to the whole: an export, an import, another configuration."""

    at: datetime
    by: str
    what: str
    detail: str


@frozen
class Seal:
    """One link: everything up to these row numbers, and the hash (64 hexadecimal digits) over it and the link before.

    `form` says which columns of these rows are in the hash (`LINKS`).
    """

    id: int
    at: datetime
    previous: str
    events: int
    views: int
    acts: int
    hash: str
    form: int = 1


BEGINNING = Seal(0, EPOCH, "", 0, 0, 0, "")


class Audit:
    """The trail of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def did(self, act: Act) -> None:
        self._db.run(ADD_ACT, at=act.at, by=act.by, what=act.what, detail=act.detail)

    def acts_between(self, start: datetime, end: datetime) -> list[Act]:
        return [Act(*row) for row in self._db.all(ACTS, start=start, end=end)]

    def last(self) -> Seal | None:
        row = self._db.one(LAST)
        return Seal(*row) if row else None

    def seal(self, now: datetime, settles: timedelta = timedelta(0)) -> Seal | None:
        """Seal what came since the last seal and is older than `settles`; the newest seal, None when there is none."""
        before = self.last() or BEGINNING
        upto = {
            name: int(self._db.value(link.newest, after=getattr(before, name), upto=now - settles) or 0)
            for name, link in LINKS[FORM].items()
        }
        reached = {name: max(number, getattr(before, name)) for name, number in upto.items()}
        if all(reached[name] == getattr(before, name) for name in reached):
            return self.last()
        sealed = self._hash(before, Seal(0, now, before.hash, **reached, hash="", form=FORM))
        self._db.run(ADD_SEAL, at=now, previous=before.hash, **reached, hash=sealed, form=FORM)
        return self.last()

    def seals(self) -> list[Seal]:
        """The whole chain, the oldest first."""
        return [Seal(*row) for row in self._db.all(SEALS)]

    def broken(self) -> Seal | None:
        """The first seal that the rows it covers, or the seal before it, do not bear out any more; None when all hold."""
        before = BEGINNING
        for seal in self.seals():
            known = before.form <= seal.form <= FORM  # a later seal never covers less
            if not known or seal.previous != before.hash or seal.hash != self._hash(before, seal):
                return seal
            before = seal
        return None

    def _hash(self, before: Seal, seal: Seal) -> str:
        found = hashlib.sha256(before.hash.encode())
        for name, link in LINKS[seal.form].items():
            for row in self._rows(link, getattr(before, name), getattr(seal, name)):
                found.update(json.dumps([name, *map(_proven, row)], default=_plain, sort_keys=True).encode())
        return found.hexdigest()

    def _rows(self, link: Link, after: int, upto: int) -> Iterator[tuple[Any, ...]]:
        while rows := self._db.all(link.rows, after=after, upto=upto, limit=CHUNK):
            yield from rows
            after = rows[-1][0]


@frozen
class Link:
    """How the rows of one table go into a seal: `newest` finds how far it may reach, `rows` reads what is hashed."""

    newest: ClauseElement
    rows: ClauseElement


def _link(table: Table, *names: str) -> Link:
    after, upto = table.c.id > P("after"), table.c.id <= P("upto")
    columns = [table.c[name] for name in ("id", "at", *names)]
    return Link(
        select(func.max(table.c.id)).where(after, table.c.at <= P("upto")),
        select(*columns).where(after, upto).order_by(table.c.id).limit(P("limit")),
    )


def _proven(value: object) -> object:
    """Of the data of an event what no person wrote: words may be erased, and the seal holds."""
    return {key: each for key, each in value.items() if key not in OWN_WORDS} if isinstance(value, dict) else value


def _plain(value: object) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%S.%f}" if isinstance(value, datetime) else str(value)


FORM = 2  # of the seals made now
_DONE, _SEEN = ("ticket", "action", "by", "party", "before", "after"), ("viewer", "person", "field")
_ACTS = _link(acts, "by", "what", "detail")
LINKS = {
    1: {"events": _link(events, *_DONE), "views": _link(views, *_SEEN), "acts": _ACTS},
    2: {"events": _link(events, *_DONE, "data", "day"), "views": _link(views, *_SEEN, "reason"), "acts": _ACTS},
}
ADD_ACT = insert(acts)
ACTS = (
    select(acts.c.at, acts.c.by, acts.c.what, acts.c.detail)
    .where(acts.c.at >= P("start"), acts.c.at < P("end"))
    .order_by(acts.c.id)
)
SEALS = select(*columns_of(seals, Seal)).order_by(seals.c.id)
LAST = select(*columns_of(seals, Seal)).order_by(seals.c.id.desc()).limit(1)
ADD_SEAL = insert_new(seals, "previous")
