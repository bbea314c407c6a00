"""The only place that reads the time. Everything else is told what time it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """The moment, timezone-aware."""
        ...


class SystemClock:
    """The machine's clock, set right by that of a store which several machines share."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead  # noqa: TID251 — the one place

    def agree(self, moment: datetime) -> None:
        """It is this moment now, whatever the machine says."""
        self._ahead += moment - self.now()


class MovableClock:
    """The machine's clock, moved forward by hand: for the demo."""

    def __init__(self, ahead: timedelta = timedelta()) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead  # noqa: TID251 — the one place


class VirtualClock:
    """A clock that stands still until it is moved: for tests and replays."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move forward; time never goes back here."""
        self._now = max(self._now, moment)
