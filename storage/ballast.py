"""A file of nothing that keeps room on the disk: it goes when the disk is full, so that what comes in can still be kept."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from shutil import disk_usage

log = logging.getLogger(__name__)


class Ballast:
    """The ballast of one store, beside its file. Any process of the store may let it go; only the bot takes it up."""

    def __init__(self, store: Path) -> None:
        self._file = Path(f"{store}.ballast")

    @property
    def held(self) -> bool:
        return self._file.exists()

    def hold(self, size: int) -> bool:
        """Take up so many bytes of the disk if as many stay free; whether they are held."""
        if self.held:
            return True
        if self.free() < 2 * size:
            return False
        part = self._file.with_name(f"{self._file.name}.part")
        try:
            with part.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
            part.replace(self._file)
        except OSError as error:
            log.warning("no ballast can be held: %s", error)
            part.unlink(missing_ok=True)
        return self.held

    def let_go(self) -> None:
        """The disk is full: make room for what matters."""
        if self.held:
            self._file.unlink(missing_ok=True)
            log.critical(
                "THE DISK IS FULL: %s was let go, what comes in is kept for a while. Make room now", self._file
            )

    def free(self) -> int:
        """Bytes free on the disk of the store."""
        return disk_usage(self._file.parent).free
