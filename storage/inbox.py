"""Messages as they came in: kept before the platform is told that we have them, taken up once each, in order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select, update

from domain.messages import Incoming
from domain.values import frozen
from storage.engine import Connection, insert_new, words
from storage.tables import inbox

P = bindparam
(NEW,) = words("new")
LAST_ATTEMPT = 3


@frozen
class Received:
    """One kept message."""

    id: int
    incoming: Incoming
    received_at: datetime
    attempts: int


class Inbox:
    """The inbox of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(self, incoming: Incoming, now: datetime) -> bool:
        """Keep a message; False when it is there already (a platform repeats what it thinks we missed)."""
        return bool(
            self._db.changed(
                PUT,
                channel=incoming.channel,
                message_id=incoming.message_id,
                account=incoming.sender,
                ref=incoming.ref,
                payload=incoming,
                received_at=now,
                state="new",
                attempts=0,
                error="",
                ticket=0,
            )
        )

    def next(self, limit: int = 1) -> list[Received]:
        """The first that waits of each conversation, the oldest first, unless another node has it in its hands.

        So who writes a thousand messages keeps nobody else waiting.
        """
        return [Received(*row) for row in self._db.all(NEXT, limit=limit)]

    def claim(self, row: int) -> bool:
        """Take a message up in the transaction that handles it; ending without a commit gives it back to any node.

        False when another node has it, or an earlier one of its conversation still waits.
        """
        return self._db.value(CLAIM, row=row) is not None

    def done(self, row: int, ticket: int = 0) -> None:
        self._db.run(DONE, key=row, ticket=ticket)

    def forget(self, row: int, incoming: Incoming, now: datetime) -> None:
        """Done, and nothing of it is kept but that it was there: what is said in groups is not ours."""
        self._db.run(FORGET, key=row, payload=Incoming(incoming.channel, "", "", "", now), account="", state="done")

    def failed(self, row: int, attempts: int, error: str) -> bool:
        """Note that a turn failed; True when it was the last attempt and the row is set aside (poison)."""
        last = attempts + 1 >= LAST_ATTEMPT
        state = "poison" if last else "new"
        noted = self._db.changed(FAILED, key=row, attempts=attempts + 1, error=error[:500], state=state)
        return last and bool(noted)

    def went_into(self, channel: str, ref: str, ticket: int) -> None:
        """Note the ticket that an earlier message became part of, so that an edit of it finds the way."""
        self._db.run(WENT_INTO, of_channel=channel, of_ref=ref, ticket=ticket)

    def ticket_of(self, channel: str, ref: str) -> int:
        """The ticket an earlier message went into, 0 if none."""
        return int(self._db.value(TICKET_OF, channel=channel, ref=ref) or 0)

    def last_ticket(self, channel: str, account: str) -> int:
        """The ticket this account's last message that went into one went into, 0 if none."""
        return int(self._db.value(LAST_TICKET, channel=channel, account=account) or 0)

    def waiting(self) -> tuple[int, datetime | None]:
        """How many messages wait, and since when the oldest does."""
        row = self._db.one(WAITING)
        return (int(row[0]), row[1]) if row else (0, None)


_earlier = inbox.alias("earlier")
_first = func.min(inbox.c.id)
_heads = (
    select(_first)
    .where(inbox.c.state == NEW)
    .group_by(inbox.c.channel, inbox.c.account)
    .order_by(_first)
    .limit(P("limit"))
    .scalar_subquery()
)
PUT = insert_new(inbox, "channel", "message_id")
NEXT = (
    select(inbox.c.id, inbox.c.payload, inbox.c.received_at, inbox.c.attempts)
    .where(inbox.c.id.in_(_heads))
    .order_by(inbox.c.id)
    .with_for_update(skip_locked=True)
)
CLAIM = (
    select(inbox.c.id)
    .where(
        inbox.c.id == P("row"),
        inbox.c.state == NEW,
        ~select(_earlier.c.id)
        .where(
            _earlier.c.channel == inbox.c.channel,
            _earlier.c.account == inbox.c.account,
            _earlier.c.id < inbox.c.id,
            _earlier.c.state == NEW,
        )
        .exists(),
    )
    .with_for_update(skip_locked=True, of=inbox)
)
DONE = update(inbox).where(inbox.c.id == P("key")).values(state="done", ticket=P("ticket"))
FORGET = update(inbox).where(inbox.c.id == P("key"))
FAILED = update(inbox).where(inbox.c.id == P("key"), inbox.c.state == NEW)
WENT_INTO = update(inbox).where(inbox.c.channel == P("of_channel"), inbox.c.ref == P("of_ref"))
TICKET_OF = (
    select(inbox.c.ticket)
    .where(inbox.c.channel == P("channel"), inbox.c.ref == P("ref"), inbox.c.ticket != 0)
    .order_by(inbox.c.id.desc())
    .limit(1)
)
LAST_TICKET = (
    select(inbox.c.ticket)
    .where(inbox.c.channel == P("channel"), inbox.c.account == P("account"), inbox.c.ticket != 0)
    .order_by(inbox.c.id.desc())
    .limit(1)
)
WAITING = select(func.count(), func.min(inbox.c.received_at)).where(inbox.c.state == NEW)
