"""Passes to pages: a code that is good once and for minutes, and the visit it opens; only hashes of both are kept."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update

from storage.engine import Connection
from storage.sealed import hashed
from storage.tables import passes

P = bindparam


class Passes:
    """The passes of the store; a person has one at a time."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def issue(self, person: int, expires_at: datetime, now: datetime) -> str:
        """A new code (128 bits); whatever the person had open before is shut."""
        self._db.run(FORGET, person=person, now=now)
        code = secrets.token_urlsafe(16)
        self._db.run(ISSUE, code=hashed(code), visit="", person=person, expires_at=expires_at)
        return code

    def enter(self, code: str, until: datetime, now: datetime) -> str:
        """The visit an unused code in time opens, good until then; "" for any other code."""
        visit = secrets.token_urlsafe(16)
        entered = self._db.changed(ENTER, at_code=hashed(code), visit=hashed(visit), expires_at=until, now=now)
        return visit if entered else ""

    def visitor(self, visit: str, now: datetime) -> int:
        """Whose visit this is, 0 when it is nobody's or over."""
        row = self._db.one(VISITOR, visit=hashed(visit), now=now) if visit else None
        return int(row[0]) if row else 0


ISSUE = insert(passes)
FORGET = delete(passes).where((passes.c.person == P("person")) | (passes.c.expires_at <= P("now")))
ENTER = (
    update(passes)
    .where(passes.c.code == P("at_code"), passes.c.visit == "", passes.c.expires_at > P("now"))
    .values(visit=P("visit"), expires_at=P("expires_at"))
)
VISITOR = select(passes.c.person).where(passes.c.visit == P("visit"), passes.c.expires_at > P("now"))
