"""What the web chat shows: for this channel we are the platform, so we remember what was said in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.engine import Connection
from storage.tables import transcript

P = bindparam


class Transcript:
    """The web chat's memory. A message is a small JSON object that the web channel defines."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def add(self, account: str, message: dict[str, Any], now: datetime, *, mine: bool) -> int:
        return int(self._db.value(ADD, account=account, mine=mine, message=message, at=now))

    def change(self, row: int, message: dict[str, Any]) -> None:
        self._db.run(CHANGE, key=row, message=message)

    def get(self, row: int) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._db.value(GET, key=row)
        return found

    def newest(self, account: str, limit: int = 100) -> list[tuple[int, dict[str, Any]]]:
        """The last messages, the newest first."""
        return [(row, message) for row, message in self._db.all(NEWEST, account=account, limit=limit)]

    def newer(self, account: str, row: int) -> bool:
        """Whether there is anything after a row."""
        return self._db.value(NEWER, account=account, row=row) is not None

    def after(self, account: str, row: int, limit: int = 500) -> list[tuple[int, dict[str, Any]]]:
        """The first messages after a row."""
        return [(found, message) for found, message in self._db.all(AFTER, account=account, row=row, limit=limit)]


ADD = insert(transcript).returning(transcript.c.id)
CHANGE = update(transcript).where(transcript.c.id == P("key"))
GET = select(transcript.c.message).where(transcript.c.id == P("key"))
NEWEST = (
    select(transcript.c.id, transcript.c.message)
    .where(transcript.c.account == P("account"))
    .order_by(transcript.c.id.desc())
    .limit(P("limit"))
)
NEWER = select(transcript.c.id).where(transcript.c.account == P("account"), transcript.c.id > P("row")).limit(1)
AFTER = (
    select(transcript.c.id, transcript.c.message)
    .where(transcript.c.account == P("account"), transcript.c.id > P("row"))
    .order_by(transcript.c.id)
    .limit(P("limit"))
)
