"""Forgets what is no longer needed: the shortest time that serves the purpose (PIPL Art. 19)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.messages import Incoming
from storage.engine import Connection, words
from storage.tables import enquiries, inbox, outbox, pushes, timers, transcript

P = bindparam
(PENDING,) = words("pending")
BATCH = 2000  # rows a transaction: the writer is never held up for long


class Tidy:
    """What the nightly round removes."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def messages(self, before: datetime) -> int:
        """Words of messages handled or set aside before a moment; the rows stay, so that a repeat is still recognised."""
        rows = self._db.all(OLD_INBOX, before=before, limit=BATCH)
        for row, channel, account in rows:
            blank = Incoming(channel, "", account, "", before)
            self._db.run(BLANK, key=row, payload=blank, error="", state="tidied")
        return len(rows)

    def letters(self, before: datetime) -> int:
        """Sent messages (their buttons end with them), finished timers, the web chat's old lines, old enquiries."""
        count = self._db.changed(OLD_OUTBOX, before=before)
        count += self._db.changed(OLD_TIMERS, before=before)
        count += self._db.changed(OLD_TRANSCRIPT, before=before)
        count += self._db.changed(OLD_PUSHES, before_day=f"{before:%Y%m%d}")
        count += self._db.changed(OLD_ENQUIRIES, before=before)
        return count


_OLD = (inbox.c.state.in_(words("done", "poison")), inbox.c.received_at < P("before"))
OLD_INBOX = select(inbox.c.id, inbox.c.channel, inbox.c.account).where(*_OLD).order_by(inbox.c.id).limit(P("limit"))
BLANK = update(inbox).where(inbox.c.id == P("key"))
OLD_OUTBOX = delete(outbox).where(outbox.c.state.not_in(words("pending", "sending")), outbox.c.created_at < P("before"))
OLD_TIMERS = delete(timers).where(timers.c.state != PENDING, timers.c.due_at < P("before"))
OLD_PUSHES = delete(pushes).where(pushes.c.day < P("before_day"))
OLD_ENQUIRIES = delete(enquiries).where(enquiries.c.at < P("before"))
OLD_TRANSCRIPT = delete(transcript).where(transcript.c.at < P("before"))
