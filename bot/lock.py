"""One process for one embedded store: a second one would write past the first."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from domain.errors import StorageError


@contextlib.contextmanager
def only_one(url: str) -> Iterator[None]:
    """Hold the store of this address; StorageError when another process holds it."""
    path = Path(f"{url.removeprefix('sqlite:///')}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(f"another process is using {url}; stop it first") from error
        yield
