"""Whether the bot is well, for machines that watch it: /healthz and /metrics."""

from __future__ import annotations

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.clock import Clock
from bot.room import Room
from domain.errors import HuiyingError
from domain.values import frozen
from storage.queues import queues
from storage.unit_of_work import Storage

LONGEST_WAIT = 60  # seconds a message may wait for its turn before we call ourselves ill


@frozen
class Readings:
    """What is measured: queue lengths, the age of the oldest message in seconds, letters by state, timers that are late.

    `room` tells whether the disk has room, `free` how many bytes (None where the disk is a server's).
    """

    waiting: int
    oldest: float
    letters: dict[str, int]
    late_timers: int
    room: bool
    free: int | None


class Health:
    """Answers from the store itself: a bot that cannot read its store is ill."""

    def __init__(self, storage: Storage, clock: Clock, room: Room) -> None:
        self._storage = storage
        self._room = room
        self._clock = clock

    async def report(self, _request: Request) -> Response:
        try:
            found = await self.read()
        except (HuiyingError, OSError) as error:
            return JSONResponse({"ok": False, "error": type(error).__name__}, status_code=503)
        well = found.oldest < LONGEST_WAIT and found.room
        body = {
            "ok": well,
            "waiting": found.waiting,
            "oldest_seconds": found.oldest,
            "late_timers": found.late_timers,
            "room": found.room,
        }
        return JSONResponse(body, status_code=200 if well else 503)

    async def metrics(self, _request: Request) -> Response:
        found = await self.read()
        registry = CollectorRegistry()
        _gauge(registry, "huiying_inbox_waiting", "Messages waiting for their turn", found.waiting)
        _gauge(registry, "huiying_inbox_oldest_seconds", "Age of the oldest waiting message", found.oldest)
        _gauge(registry, "huiying_timers_late", "Timers that are due and not fired", found.late_timers)
        _gauge(registry, "huiying_disk_full", "1 when the disk was full and the ballast had to go", not found.room)
        if found.free is not None:
            _gauge(registry, "huiying_disk_free_bytes", "Bytes free on the disk of the store", found.free)
        letters = Gauge("huiying_letters", "Outgoing messages by state", ["state"], registry=registry)
        for state, count in found.letters.items():
            letters.labels(state).set(count)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    async def read(self) -> Readings:
        now, room = self._clock.now(), self._room
        async with self._storage.read() as reader:
            found = await queues(reader, now)
        age = _age(found.since, now)
        return Readings(found.waiting, age, found.letters, found.late_timers, room.enough, room.free)


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _gauge(registry: CollectorRegistry, name: str, help_text: str, value: float) -> None:
    Gauge(name, help_text, registry=registry).set(value)
