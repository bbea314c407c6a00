"""The only place that reads the time. Everything else is told what time it is."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

log = logging.getLogger(__name__)
STEP = timedelta(minutes=5)  # what a clock may be set by without being called wrong
_SINCE_START = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # Linux: goes on while the machine sleeps


def _wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 — the one place


def _running() -> float:
    return time.clock_gettime(_SINCE_START)


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The moment, timezone-aware."""
        ...


class SystemClock:
    """The machine's clock without its jumps.

    Between two looks the clock on the wall must have moved as far as the one that counts since the machine was started
    (sleep included). What is more than STEP is somebody setting the clock; it is not followed, for timers would come
    too early or late. Others may know better: a store that several machines share, or the platform.
    """

    def __init__(self, wall: Callable[[], datetime] = _wall, running: Callable[[], float] = _running) -> None:
        self._wall, self._running = wall, running
        self._ahead = timedelta()
        self._last = wall(), running()
        self._one_at_a_time = Lock()

    def now(self) -> datetime:
        with self._one_at_a_time:
            wall, running = self._wall(), self._running()
            jump = (wall - self._last[0]) - timedelta(seconds=running - self._last[1])
            self._last = wall, running
            if abs(jump) > STEP:
                self._ahead -= jump
                log.error("the machine's clock jumped by %s; it is not followed", jump)
            return wall + self._ahead

    def agree(self, moment: datetime) -> None:
        """It is this moment now, whatever the machine says."""
        off = moment - self.now()
        with self._one_at_a_time:
            self._ahead += off

    def heard(self, moment: datetime) -> None:
        """Somebody to be trusted says what time it is, to the second; followed when we are far off."""
        off = moment - self.now()
        if abs(off) > STEP:
            log.error("the machine's clock is off by %s; the platform's is followed", -off)
            self.agree(moment)


class MovableClock:
    """The machine's clock, moved forward by hand: for the demo."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return _wall() + self.ahead


class VirtualClock:
    """A clock that stands still until it is moved: for tests and replays."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move forward; time never goes back here."""
        self._now = max(self._now, moment)
