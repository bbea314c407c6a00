"""Messages to be sent: the intent is kept with the change that caused it, and the fate of every message is recorded."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from domain.messages import AT_LEAST_ONCE, Lane, Reply
from domain.values import frozen, replace
from storage.engine import Connection, upsert, words
from storage.tables import outbox, rates
from storage.types import UtcTime

P = bindparam
PENDING, SENDING, DELIVERED = words("pending", "sending", "sent")
LANES: list[ColumnElement[int]] = [literal_column(str(int(lane))) for lane in sorted(AT_LEAST_ONCE)]
RESTORED = "perhaps sent before the restore"
TAKEN_BACK = "taken back"  # what it said was not so any more: nobody misses it
FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


@frozen
class Letter:
    """One message in the outbox. `token` names it in buttons; `replaces` is the platform's id of the card it edits."""

    id: int
    token: str
    channel: str
    account: str
    address: str
    lane: Lane
    reply: Reply
    created_at: datetime
    state: str
    attempts: int
    ambiguous: int
    claim: str = ""


class Outbox:
    """The outbox of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def put(
        self,
        channel: str,
        account: str,
        address: str,
        reply: Reply,
        now: datetime,
        *,
        not_before: datetime | None = None,
        expires_at: datetime | None = None,
        ticket: int = 0,
        state: str = "pending",
        error: str = "",
    ) -> str:
        """Keep a message to be sent; its token comes back. `state` "dead" keeps one that cannot be sent, with the reason."""
        token = secrets.token_urlsafe(9)
        self._db.run(
            PUT,
            token=token,
            channel=channel,
            account=account,
            address=address,
            lane=int(reply.lane),
            reply=reply,
            card=reply.card,
            ticket=ticket,
            created_at=now,
            not_before=not_before or now,
            expires_at=expires_at,
            state=state,
            attempts=0,
            ambiguous=0,
            sent_ref="",
            sent_at=None,
            error=error,
        )
        return token

    def by_token(self, token: str) -> Letter | None:
        row = self._db.one(BY_TOKEN, token=token)
        return _letter(row) if row else None

    def after(self, row: int) -> list[Letter]:
        """All letters written since one of them, in order."""
        return [_letter(found) for found in self._db.all(AFTER, row=row)]

    def heads(self, now: datetime, limit: int) -> list[Letter]:
        """What may be sent now: the first of each chat whose turn it is, urgent lanes first."""
        return [_letter(row) for row in self._db.all(HEADS, now=now, limit=limit, urgent=int(Lane.URGENT))]

    def next_at(self, now: datetime) -> datetime | None:
        """When the next waiting message may go, if none may go now."""
        found: datetime | None = self._db.value(NEXT_AT, now=now)
        return found

    def ready(self, now: datetime) -> int:
        """How many messages could go now if no chat had to wait for its pace."""
        return int(self._db.value(READY, now=now))

    def intend(self, letter: Letter, until: datetime = FOREVER) -> Letter:
        """We are about to send: after a crash from here on, nobody knows whether it arrived.

        It is ours until a moment; then others may take it for lost. Only who holds the claim can say what became of it.
        """
        claim = secrets.token_hex(8)
        self._db.run(CHANGE, key=letter.id, state="sending", claim=claim, not_before=until)
        return replace(letter, claim=claim)

    def sent(self, letter: Letter, ref: str, now: datetime) -> None:
        self._db.run(SENT, key=letter.id, held=letter.claim, sent_ref=ref, sent_at=now)

    def retry(self, letter: Letter, at: datetime, error: str, *, ambiguous: bool = False, counts: bool = True) -> None:
        """Try again at a later time. The attempt is counted here and nowhere else; `counts` False for a pause the platform asked for."""
        self._db.run(
            RETRY,
            key=letter.id,
            held=letter.claim,
            not_before=at,
            error=error[:500],
            ambiguous=letter.ambiguous + ambiguous,
            attempts=letter.attempts + counts,
        )

    def give_up(self, letter: Letter, state: str, error: str, *, ambiguous: bool = False) -> None:
        """End it as `unknown` (perhaps delivered) or `dead` (not delivered), with a reason a supervisor can read."""
        counted = letter.ambiguous + ambiguous
        self._db.run(GIVE_UP, key=letter.id, held=letter.claim, state=state, error=error[:500], ambiguous=counted)

    def drop_chat(self, channel: str, address: str, error: str) -> int:
        """Nothing reaches this chat any more: end all that waits for it."""
        return self._db.changed(DROP_CHAT, at_channel=channel, at_address=address, error=error)

    def take_back(self, ticket: int, written: datetime) -> set[tuple[str, str]]:
        """End what was written of a ticket at a moment and was not tried yet: to whom it had been (channel, account)."""
        rows = self._db.all(TAKE_BACK, of_ticket=ticket, written=written)
        return {(str(channel), str(account)) for channel, account in rows}

    def expire(self, now: datetime) -> int:
        """End what came too late to be worth sending."""
        return self._db.changed(EXPIRE, now=now)

    def left_sending(self, now: datetime = FOREVER) -> list[Letter]:
        """Messages whose claim has ended by a moment: a crash caught them between intent and outcome."""
        return [_letter(row) for row in self._db.all(LEFT_SENDING, now=now)]

    def newest(self) -> int:
        """The last message written, 0 if none was."""
        return int(self._db.value(NEWEST) or 0)

    def doubt(self, after: int = 0, until: datetime = FOREVER) -> None:
        """What waits to be sent until a moment, and was written after a message, has perhaps been sent before a restore."""
        self._db.run(SEND_MARKED, after=after, until=until)
        self._db.run(SPARE, after=after, until=until, error=RESTORED)

    def card_ref(self, letter: Letter) -> str:
        """The platform's id of the last delivered message with the same card in the same chat, "" if none."""
        if not letter.reply.card:
            return ""
        where = {"channel": letter.channel, "address": letter.address, "card": letter.reply.card}
        return str(self._db.value(CARD_REF, **where) or "")

    def hold_chat(self, key: str, until: datetime) -> None:
        """Keep a chat (or, with the `chat_key` of no address, a whole channel) silent until a moment."""
        self._db.run(PACE, key=key, next_at=until)

    def take_slot(self, key: str, now: datetime, gap: timedelta, burst: int) -> bool:
        """Take one sending slot of a rate (one every `gap`, at most `burst` at once); False when there is none now."""
        return bool(
            self._db.changed(TAKE_SLOT, key=key, next_at=now + gap, now=now, gap=_ms(gap), last=now + gap * (burst - 1))
        )

    def counts(self) -> dict[str, int]:
        return dict(self._db.all(COUNTS))

    def count_failures(self, since: datetime) -> int:
        """How many messages did not arrive since a moment."""
        return int(self._db.value(COUNT_FAILURES, since=since))

    def failures(self, since: datetime) -> list[tuple[int, str, str]]:
        """Messages that did not arrive since a moment: (ticket, state, reason)."""
        return [(ticket, state, error) for ticket, state, error in self._db.all(FAILURES, since=since)]


def _letter(row: tuple[object, ...]) -> Letter:
    values = list(row)
    values[5] = Lane(int(str(values[5])))
    return Letter(*values)  # type: ignore[arg-type]


def _ms(span: timedelta) -> int:
    """A span as moments are kept: whole milliseconds, never 0 (a slot takes time)."""
    return max(1, span // timedelta(milliseconds=1))


def chat_key(channel: str, address: str) -> str:
    """The name of a chat's pace in the table of rates; without an address, that of the whole channel's pause."""
    return f"{channel}:{address}"


LETTER = (
    outbox.c.id,
    outbox.c.token,
    outbox.c.channel,
    outbox.c.account,
    outbox.c.address,
    outbox.c.lane,
    outbox.c.reply,
    outbox.c.created_at,
    outbox.c.state,
    outbox.c.attempts,
    outbox.c.ambiguous,
    outbox.c.claim,
)
_earlier = outbox.alias("earlier")
_pace = rates.alias("pace")
_whole_channel = outbox.c.channel + ":"
_key = _whole_channel + outbox.c.address

# PostgreSQL plans by what it last counted, and before a broadcast next to nothing waits: it then joined all that waits with
# all that waits (10,000 letters: 23 s). So that it looks at each once at the most, and, once it has counted, walks in order of sending and stops:
ALONE: ColumnElement[int] = literal_column("0")  # with an OFFSET a subquery stays one of its own, asked for each letter
_not_before = type_coerce(outbox.c.not_before, BigInteger) + literal_column("0")  # in no index

PUT = insert(outbox)
BY_TOKEN = select(*LETTER).where(outbox.c.token == P("token"))
AFTER = select(*LETTER).where(outbox.c.id > P("row")).order_by(outbox.c.id)
HEADS = (
    select(*LETTER)
    .where(
        outbox.c.state == PENDING,
        _not_before <= type_coerce(P("now", type_=UtcTime), BigInteger),
        ~select(_pace.c.key)
        .where(_pace.c.key.in_([_key, _whole_channel]), _pace.c.next_at > P("now"))
        .offset(ALONE)
        .exists(),
        ~select(_earlier.c.id)
        .where(
            _earlier.c.channel == outbox.c.channel,
            _earlier.c.address == outbox.c.address,
            _earlier.c.id < outbox.c.id,
            _earlier.c.state.in_([PENDING, SENDING]),  # in the words of the index, so that it is used
            or_(
                _earlier.c.state == SENDING,
                and_(
                    _earlier.c.state == PENDING,
                    # An urgent message overtakes; one held back for quiet hours (never tried) does not block the rest.
                    outbox.c.lane != P("urgent"),
                    # Not "due by now": the node that wrote it may be a little ahead of ours.
                    or_(
                        _earlier.c.not_before <= P("now"),
                        _earlier.c.not_before == _earlier.c.created_at,
                        _earlier.c.error != "",
                    ),
                ),
            ),
        )
        .offset(ALONE)
        .exists(),
    )
    .order_by(outbox.c.lane, outbox.c.id)
    .limit(P("limit"))
    .with_for_update(skip_locked=True, of=outbox)
)
NEXT_AT = select(func.min(outbox.c.not_before)).where(outbox.c.state == PENDING, outbox.c.not_before > P("now"))
READY = select(func.count()).where(outbox.c.state == PENDING, outbox.c.not_before <= P("now"))
CHANGE = update(outbox).where(outbox.c.id == P("key"))
_held = (outbox.c.id == P("key"), outbox.c.claim == P("held"))
SENT = update(outbox).where(*_held).values(state="sent", error="")
RETRY = update(outbox).where(*_held).values(state="pending")
GIVE_UP = update(outbox).where(*_held)
DROP_CHAT = (
    update(outbox)
    .where(
        outbox.c.channel == P("at_channel"), outbox.c.address == P("at_address"), outbox.c.state.in_([PENDING, SENDING])
    )
    .values(state="dead")
)
EXPIRE = (
    update(outbox)
    .where(outbox.c.state == PENDING, outbox.c.expires_at <= P("now"))
    .values(state="dead", error="expired")
)
TAKE_BACK = (
    update(outbox)
    .where(
        outbox.c.ticket == P("of_ticket"),
        outbox.c.created_at == P("written"),
        outbox.c.state == PENDING,
        outbox.c.attempts == 0,
    )
    .values(state="dead", error=TAKEN_BACK)
    .returning(outbox.c.channel, outbox.c.account)
)
LEFT_SENDING = (
    select(*LETTER)
    .where(outbox.c.state == SENDING, outbox.c.not_before <= P("now"))
    .order_by(outbox.c.not_before, outbox.c.id)
    .with_for_update(skip_locked=True)
)
NEWEST = select(func.max(outbox.c.id))
_doubted = (outbox.c.state == PENDING, outbox.c.id > P("after"), outbox.c.not_before <= P("until"))
_marked = {"ambiguous": outbox.c.ambiguous + 1}
SEND_MARKED = update(outbox).where(*_doubted, outbox.c.lane.in_(LANES)).values(_marked)
SPARE = update(outbox).where(*_doubted, outbox.c.lane.not_in(LANES)).values({**_marked, "state": "unknown"})
CARD_REF = (
    select(outbox.c.sent_ref)
    .where(
        outbox.c.channel == P("channel"),
        outbox.c.address == P("address"),
        outbox.c.card == P("card"),
        outbox.c.card != literal_column("''"),  # in the words of the index
        outbox.c.state == DELIVERED,
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)
PACE = upsert(rates, "key")
_slot = insert(rates)
# One statement, so that no two nodes take the same slot: the row's lock is the queue. A rest is not saved up.
TAKE_SLOT = _slot.on_conflict_do_update(
    index_elements=["key"],
    set_={
        "next_at": case(
            (rates.c.next_at > P("now"), type_coerce(rates.c.next_at, BigInteger) + P("gap", type_=BigInteger)),
            else_=_slot.excluded.next_at,
        )
    },
    where=rates.c.next_at <= P("last"),
)
COUNTS = select(outbox.c.state, func.count()).group_by(outbox.c.state)
_FAILED = (
    outbox.c.state.in_(words("dead", "unknown")),
    outbox.c.created_at >= P("since"),
    outbox.c.error != TAKEN_BACK,
)
FAILURES = select(outbox.c.ticket, outbox.c.state, outbox.c.error).where(*_FAILED).order_by(outbox.c.id)
COUNT_FAILURES = select(func.count()).where(*_FAILED)
