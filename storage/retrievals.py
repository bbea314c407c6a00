"""Codes by which an answer is read from any telephone: of what is confidential, and of what was filed for somebody."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.codes import WrongCodes
from storage.engine import Connection, upsert
from storage.sealed import Seal
from storage.tables import guesses, retrievals

P = bindparam
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # without those that are taken for one another
LENGTH = 8  # 31⁸ = 850 thousand million


class Retrievals:
    """The codes of the store; only keyed hashes of them."""

    def __init__(self, db: Connection, seal: Seal) -> None:
        self._db = db
        self._seal = seal

    def issue(self, ticket: int) -> str:
        """A new code for a ticket, the only one that opens it; it is told once and never again."""
        code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        self._db.run(ISSUE, ticket=ticket, mark=self._mark(ticket, code), failures=0, locked_until=None)
        return code

    def issued(self, ticket: int) -> bool:
        return self._db.one(GET, ticket=ticket) is not None

    def opens(self, ticket: int, code: str, now: datetime, wrong: WrongCodes) -> bool:
        """Whether this is the ticket's code. After some wrong ones it stays shut for a while, even for the right one."""
        row = self._db.one(GET, ticket=ticket)
        mark, failures, locked_until = row or (b"", 0, None)
        if row is None or (locked_until and now < locked_until):
            return False
        if hmac.compare_digest(mark, self._mark(ticket, code.upper())):
            self._db.run(TRIED, of_ticket=ticket, failures=0, locked_until=None)
            return True
        shut = failures + 1 >= wrong.for_one_ticket
        until = now + wrong.shut_for if shut else None
        self._db.run(TRIED, of_ticket=ticket, failures=0 if shut else failures + 1, locked_until=until)
        return False

    def revoke(self, ticket: int) -> None:
        """Nothing opens it any more."""
        self._db.run(REVOKE, ticket=ticket)

    def guessing(self, channel: str, account: str, now: datetime) -> bool:
        """Whether this account has guessed too often and has to wait."""
        row = self._db.one(GUESSED, channel=channel, account=account)
        return bool(row and row[2] and now < row[2])

    def guessed(self, channel: str, account: str, now: datetime, wrong: WrongCodes) -> None:
        """This account gave a wrong code; after some within a while it waits as long."""
        row = self._db.one(GUESSED, channel=channel, account=account)
        recent = row is not None and now - row[1] < wrong.shut_for
        failures, since = (row[0] + 1, row[1]) if row and recent else (1, now)
        until = now + wrong.shut_for if failures >= wrong.by_one_account else None
        self._db.run(
            GUESS,
            channel=channel,
            account=account,
            failures=0 if until else failures,
            since=now if until else since,
            locked_until=until,
        )

    def _mark(self, ticket: int, code: str) -> bytes:
        return self._seal.mark(code, f"retrieval:{ticket}")


ISSUE = upsert(retrievals, "ticket")
REVOKE = delete(retrievals).where(retrievals.c.ticket == P("ticket"))
GET = select(retrievals.c.mark, retrievals.c.failures, retrievals.c.locked_until).where(
    retrievals.c.ticket == P("ticket")
)
TRIED = update(retrievals).where(retrievals.c.ticket == P("of_ticket"))
GUESS = upsert(guesses, "channel", "account")
GUESSED = select(guesses.c.failures, guesses.c.since, guesses.c.locked_until).where(
    guesses.c.channel == P("channel"), guesses.c.account == P("account")
)
