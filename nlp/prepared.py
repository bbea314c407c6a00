"""What was read from files that people edit, kept beside them as Python keeps its modules: read anew when one of them changes."""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
HASH = 32  # bytes of a SHA-256


def prepared(sources: Sequence[Path], code: str, read: Callable[[], T]) -> T:
    """What `read` makes of the files: plain values (dicts, lists, tuples, texts, numbers, bytes, None).

    It is read anew when the content of a file changes, or of `code`, the module that reads (its `__file__`). What raises
    is not kept, so a mistake is told at each start. Kept in `__pycache__` beside the first file, or where
    PYTHONPYCACHEPREFIX says; where nothing may be written (PYTHONDONTWRITEBYTECODE, a disk for reading only) it is read
    each time.
    """
    if not sources:
        return read()
    place, of = _place(sources[0], code), _hash(path.read_bytes() for path in (*sources, Path(code)))
    kept = _kept(place, of)
    if kept is not None:
        found: T = kept[0]
        return found
    found = read()
    if not sys.dont_write_bytecode:
        _keep(place, of, found)
    return found


def _place(source: Path, code: str) -> Path:
    """Python's own place for what it made of a source; the name tells its version and who reads."""
    compiled = Path(importlib.util.cache_from_source(str(source.resolve())))
    return compiled.with_name(f"{source.name}.{Path(code).stem}{compiled.suffixes[-2]}.prepared")


def _hash(parts: Iterable[bytes]) -> bytes:
    """Of parts of which none can take a piece of its neighbour."""
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()


def _kept(place: Path, of: bytes) -> tuple[Any] | None:
    """What is kept of these very files, in a tuple; None when there is nothing, or it is damaged."""
    try:
        content = place.read_bytes()
    except OSError:
        return None
    body = content[2 * HASH :]
    if content[: 2 * HASH] != of + hashlib.sha256(body).digest():
        return None
    return (marshal.loads(body),)  # noqa: S302 — ours: Python trusts its own modules in the same folder as much


def _keep(place: Path, of: bytes, found: Any) -> None:
    """Whole or not at all; a start does not fail because nothing can be kept, it is only slower."""
    try:
        body = marshal.dumps(found)
    except ValueError:  # a date in a word file: not a plain value
        return
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=place.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(of + hashlib.sha256(body).digest() + body)
            Path(name).replace(place)
        except OSError:
            Path(name).unlink(missing_ok=True)
