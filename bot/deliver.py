"""Sends the outbox: intent first, then the wire, then the outcome; every message ends with a fate somebody can read."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.channel import (
    Ambiguous,
    Button,
    Channel,
    NotSent,
    Outgoing,
    Refused,
    RetryLater,
    SendError,
    Unreachable,
    fit,
)
from bot.clock import Clock
from bot.media import MediaDesk
from bot.texts import Texts
from domain.errors import StorageError
from domain.messages import AT_LEAST_ONCE
from domain.values import frozen
from handlers.handing_on import look_soon
from storage.outbox import FOREVER, Letter, chat_key
from storage.unit_of_work import Storage, UnitOfWork

log = logging.getLogger(__name__)
BATCH = 50
LAST_ATTEMPT = 8
LONGEST_PAUSE = timedelta(minutes=5)
OUT_OF_REACH = timedelta(seconds=30)  # the longest between two tries while the platform cannot be reached
OUTAGE = timedelta(days=3)  # how old a letter grows while it cannot: a typhoon takes the net for days
LEASE = timedelta(minutes=2)  # how long a message may be on the wire before others take it for lost
LAST_MOMENT = LEASE * 0.6  # a node that slept longer between claim and wire gives the message back
PUNCTUAL = timedelta(milliseconds=150)  # a slot of the rate is for this long: in any second, burst and rate × 1.15 go


@frozen
class Pace:
    """How fast a channel may be written to: `per_second` on average, `burst` at once; a pause for each chat."""

    per_second: float
    burst: int
    chat: timedelta
    group: timedelta

    @property
    def gap(self) -> timedelta:
        return timedelta(seconds=1 / self.per_second)

    @property
    def pause(self) -> timedelta:
        """When half of the burst may go again: what a look takes costs no slot, and nobody looks for each slot alone."""
        return self.gap * ((self.burst + 1) // 2)


@frozen
class Claimed:
    """A letter whose intent is committed and when, the platform's id of the message it edits, its reader's language."""

    letter: Letter
    at: datetime
    replaces: str
    language: str


class GivenBack(SendError):
    """This process was slow between claim and wire: the message is taken up anew."""


class Delivery:
    """The sender of one process."""

    def __init__(
        self,
        storage: Storage,
        channels: Mapping[str, Channel],
        paces: Mapping[str, Pace],
        texts: Texts,
        media: MediaDesk,
        clock: Clock,
    ) -> None:
        self._storage = storage
        self._channels = channels
        self._paces = paces
        self._texts = texts
        self._media = media
        self._clock = clock
        self._unwritten: list[Outcome] = []
        self._writing = asyncio.Lock()
        self.pause: timedelta | None = None  # how long to wait when letters only wait for the rate of their channel

    async def recover(self) -> int:
        """What a crash left between intent and outcome may or may not have arrived: decided by its class, never by luck.

        Where we are the only process, all of it is; where others send too, only what they held too long.
        """
        now = self._clock.now()
        ended = now if self._storage.shared else FOREVER
        return await self._storage.write(lambda uow: _take_for_lost(uow, now, ended))

    async def once(self) -> int:
        """Send what may be sent now; how many letters were taken up."""
        await self._write_outcomes()
        claimed = await self._storage.write(self._claim)
        await asyncio.gather(*(self._send(each) for each in claimed))
        await self._write_outcomes()
        return len(claimed)

    def _claim(self, uow: UnitOfWork) -> list[Claimed]:
        now = self._clock.now()
        self.pause = None
        _take_for_lost(uow, now, now)
        uow.outbox.expire(now)
        claimed: dict[tuple[str, str], Claimed] = {}  # one for each chat: urgent ones too go one after the other
        for letter in uow.outbox.heads(now, BATCH):
            chat = (letter.channel, letter.address)
            if chat in claimed:
                continue
            if letter.channel not in self._channels:
                uow.outbox.give_up(letter, "dead", f"channel {letter.channel!r} is not running")
            elif self._may_go(uow, letter, now):
                held = uow.outbox.intend(letter, now + LEASE)
                replaces = uow.outbox.card_ref(letter) if letter.reply.answers_person else ""
                claimed[chat] = Claimed(held, now, replaces, uow.people.language(letter.channel, letter.account))
        return list(claimed.values())

    def _may_go(self, uow: UnitOfWork, letter: Letter, now: datetime) -> bool:
        """Take a slot of the channel's rate and the chat's own; False when either is gone, also to another node."""
        pace = self._paces.get(letter.channel)
        if pace is None:
            return True
        if not uow.outbox.take_slot(letter.channel, now, pace.gap, pace.burst):
            self.pause = pace.pause
            return False
        pause = pace.group if letter.address != letter.account else pace.chat
        return uow.outbox.take_slot(chat_key(letter.channel, letter.address), now, pause, 1)

    async def _send(self, claimed: Claimed) -> None:
        letter = claimed.letter
        channel = self._channels[letter.channel]
        try:
            message = await self._in_words(claimed, channel)
            await self._must_be_in_time(claimed)
            ref = await channel.send(letter.address, message)
        except SendError as error:
            outcome = _failed(letter, error)
        except StorageError:  # the store was away before anything was on the wire
            outcome = _failed(letter, GivenBack())
        except Exception as error:
            log.exception("letter %d cannot be put into words", letter.id)
            outcome = _dead(letter, f"{type(error).__name__}: {error}")
        else:
            outcome = _sent(letter, ref)
        self._unwritten.append(outcome)
        if self._writing.locked():  # whoever writes just now takes this one along with the next ones
            return
        try:
            await self._write_outcomes()
        except Exception as error:  # noqa: BLE001 — whatever the disk says, the other letters go on
            log.warning("what became of letter %d cannot be written down yet: %s", letter.id, error)

    async def _write_outcomes(self) -> None:
        """Write down what became of letters, together; what a failing disk does not take now waits here for the next pass."""
        async with self._writing:
            while self._unwritten:
                together = tuple(self._unwritten)
                await self._write_down(together)
                del self._unwritten[: len(together)]

    async def _write_down(self, outcomes: tuple[Outcome, ...]) -> None:
        """In one transaction, and each in its own where something is wrong with one of them."""
        now = self._clock.now()
        try:
            await self._storage.write(lambda uow: [outcome(uow, now) for outcome in outcomes])
        except StorageError:
            raise
        except Exception:
            if len(outcomes) == 1:
                log.exception(
                    "what became of a letter cannot be written down: it is taken for lost when its claim ends"
                )
                return
            for outcome in outcomes:
                await self._write_down((outcome,))

    async def _must_be_in_time(self, claimed: Claimed) -> None:
        """Still ours, and its slot of now: who comes to the wire late needs another, for the rate is counted there."""
        now, channel = self._clock.now(), claimed.letter.channel
        late, pace = now - claimed.at, self._paces.get(channel)
        if late > LAST_MOMENT:
            raise GivenBack
        if pace and late > PUNCTUAL:
            gap, burst = pace.gap, pace.burst
            if not await self._storage.write(lambda uow: uow.outbox.take_slot(channel, now, gap, burst)):
                raise GivenBack

    async def _in_words(self, claimed: Claimed, channel: Channel) -> Outgoing:
        letter = claimed.letter
        reply = letter.reply
        message = Outgoing(
            text=self._texts.say(reply.text, claimed.language),
            buttons=tuple(
                Button(f"{letter.token}:{index}", self._texts.say(choice.label, claimed.language))
                for index, choice in enumerate(reply.choices)
            ),
            media=await self._media.for_channel(letter.channel, reply.media) if channel.capabilities.media else (),
            point=reply.point,
            replaces=claimed.replaces,
            card=reply.card,
        )
        return fit(message, channel.capabilities)


Outcome = Callable[[UnitOfWork, datetime], None]


def _sent(letter: Letter, ref: str) -> Outcome:
    return lambda uow, now: uow.outbox.sent(letter, ref, now)


def _dead(letter: Letter, reason: str) -> Outcome:
    return lambda uow, _now: uow.outbox.give_up(letter, "dead", reason)


def _failed(letter: Letter, error: SendError) -> Outcome:
    """What an error of the channel means for the letter."""

    def outcome(uow: UnitOfWork, now: datetime) -> None:
        match error:
            case RetryLater():
                _hold_channel(uow, letter, now + timedelta(seconds=error.seconds), str(error), counts=False)
            case GivenBack():
                uow.outbox.retry(letter, now, "given back", counts=False)
            case Unreachable():
                uow.people.unreachable(letter.channel, letter.address)
                look_soon(uow.timers, now)
                uow.outbox.drop_chat(letter.channel, letter.address, f"unreachable: {error}")
            case Refused():
                uow.outbox.give_up(letter, "dead", f"refused: {error}")
            case NotSent() if now - letter.created_at > OUTAGE and _last(letter.attempts):
                uow.outbox.give_up(letter, "dead", str(error))
            case NotSent():  # the line is down, for this letter as for all
                _hold_channel(uow, letter, now + _pause(letter, OUT_OF_REACH), str(error))
            case Ambiguous() | _:
                _perhaps_sent(uow, letter, now, str(error))

    return outcome


def _take_for_lost(uow: UnitOfWork, now: datetime, ended: datetime) -> int:
    """What was on the wire when its claim ended; how many."""
    left = uow.outbox.left_sending(ended)
    for letter in left:
        _perhaps_sent(uow, letter, now, "stopped while sending")
    return len(left)


def _hold_channel(uow: UnitOfWork, letter: Letter, until: datetime, reason: str, *, counts: bool = True) -> None:
    """This letter, and all others of its channel, at a later time."""
    uow.outbox.hold_chat(chat_key(letter.channel, ""), until)
    uow.outbox.retry(letter, until, reason, counts=counts)


def _perhaps_sent(uow: UnitOfWork, letter: Letter, now: datetime, reason: str) -> None:
    if letter.lane not in AT_LEAST_ONCE or _last(letter.ambiguous):
        uow.outbox.give_up(letter, "unknown", reason, ambiguous=True)
    else:
        uow.outbox.retry(letter, now + _pause(letter, LONGEST_PAUSE), reason, ambiguous=True)


def _last(before: int) -> bool:
    return before + 1 >= LAST_ATTEMPT


def _pause(letter: Letter, longest: timedelta) -> timedelta:
    """Longer each time."""
    return min(longest, timedelta(seconds=4 ** min(letter.attempts, LAST_ATTEMPT)))
