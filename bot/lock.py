"""One process for one embedded store: a second one would write past the first."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

from domain.errors import StorageError

SQLITE = "sqlite:///"


@contextlib.contextmanager
def only_one(url: str) -> Iterator[None]:
    """Hold the store of this address; StorageError when another process holds it. A shared store is held by nobody."""
    if not url.startswith(SQLITE):
        yield
        return
    path = Path(f"{url.removeprefix(SQLITE)}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w")
    except OSError as error:
        raise StorageError(f"{path}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(
                f"another process is using {url}; stop it first (a `run`, `demo` or `chat` in another window?)"
            ) from error
        yield
