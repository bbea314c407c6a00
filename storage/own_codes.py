"""我的码: six digits by which staff know whom they file something for; good for minutes, one at a time."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select

from storage.engine import Connection
from storage.tables import own_codes

P = bindparam
DIGITS = 6


class OwnCodes:
    """The codes of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def issue(self, person: int, expires_at: datetime, now: datetime) -> str:
        """A new code of somebody, which nobody else has now; the one before it is good no more."""
        self._db.run(FORGET, person=person, now=now)
        while True:
            code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
            if self._db.one(OF, code=code) is None:
                self._db.run(ISSUE, code=code, person=person, expires_at=expires_at)
                return code

    def owner(self, code: str, now: datetime) -> int:
        """Whose code this is, 0 when it is nobody's or too old."""
        row = self._db.one(OF, code=code)
        return int(row[0]) if row and now < row[1] else 0


ISSUE = insert(own_codes)
FORGET = delete(own_codes).where((own_codes.c.person == P("person")) | (own_codes.c.expires_at <= P("now")))
OF = select(own_codes.c.person, own_codes.c.expires_at).where(own_codes.c.code == P("code"))
