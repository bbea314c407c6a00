"""Lets one process write at a time where SQLite itself cannot be trusted with two.

Before 3.51.3 (and its back-ports) a checkpoint in the very moment of another connection's write can lose commits (the
WAL-reset bug). Writers hold this file's lock from BEGIN until after COMMIT and the checkpoint that may follow it.
"""

from __future__ import annotations

import contextlib
import fcntl
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import IO

FIXED = (3, 51, 3)
BACK_PORTS = ((3, 50, 7), (3, 44, 6))


def bears_two_writers(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite has the fix."""
    return version >= FIXED or any(version[:2] == fixed[:2] and version >= fixed for fixed in BACK_PORTS)


class Turnstile:
    """The lock of one store."""

    def __init__(self, store: Path, *, needed: bool) -> None:
        self._file: IO[str] | None = Path(f"{store}.writer").open("w") if needed else None  # noqa: SIM115 — open as long as the store is

    @contextlib.contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Wait for the turn, and hold it while the block runs."""
        if self._file is None:
            yield
            return
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file:
            self._file.close()
