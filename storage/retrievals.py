"""Codes by which whoever reported something confidential reads the answer, from any telephone and without a name."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import bindparam, insert, select, update

from storage.engine import Connection
from storage.sealed import Seal
from storage.tables import retrievals

P = bindparam
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are taken for one another
LENGTH = 8  # 31⁸ = 850 thousand million
TRIES = 5
LOCKED = timedelta(hours=1)


class Retrievals:
    """The codes of the store; only keyed hashes of them."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def issue(self, ticket: int) -> str:
        """A new code for a ticket; it is told once and never again."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        self._db.run(ISSUE, ticket=ticket, mark=self._mark(ticket, code), failures=0)
        return code

    def issued(self, ticket: int) -> bool:
        return self._db.one(GET, ticket=ticket) is not None

    def opens(self, ticket: int, code: str, now: datetime) -> bool:
        """Whether this is the ticket's code. After five wrong ones it stays shut for an hour, even for the right one."""
        row = self._db.one(GET, ticket=ticket)
        mark, failures, locked_until = row or (b"", 0, None)
        if row is None or (locked_until and now < locked_until):
            return False
        if hmac.compare_digest(mark, self._mark(ticket, code.upper())):
            self._db.run(TRIED, of_ticket=ticket, failures=0, locked_until=None)
            return True
        shut = failures + 1 >= TRIES
        self._db.run(
            TRIED, of_ticket=ticket, failures=0 if shut else failures + 1, locked_until=now + LOCKED if shut else None
        )
        return False

    def _mark(self, ticket: int, code: str) -> bytes:
        return self._seal.mark(code, f"retrieval:{ticket}")


ISSUE = insert(retrievals)
GET = select(retrievals.c.mark, retrievals.c.failures, retrievals.c.locked_until).where(
    retrievals.c.ticket == P("ticket")
)
TRIED = update(retrievals).where(retrievals.c.ticket == P("of_ticket"))
