"""Copies of an SQLite store that are whole and can prove it, and the way back from them."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sqlite3
from datetime import datetime
from pathlib import Path

from domain.errors import StorageError
from storage.engine import Connection
from storage.meta import Meta
from storage.migrate import migrate
from storage.outbox import Outbox
from storage.sqlite import SqliteEngine, check_file
from storage.tickets import Tickets

LAST_RESTORE = "restored"  # when a backup became this store


def sums_file(file: Path) -> Path:
    """Where the checksum of a backup stands, in the form of sha256sum."""
    return file.with_name(f"{file.name}.sha256")


def put_in_place(part: Path, file: Path) -> None:
    """Give a checked copy its name, with its checksum beside it; at every moment what stands there can be restored."""
    if problem := check_file(part):
        raise StorageError(f"the copy {part} is damaged: {problem}")
    sums, line = sums_file(file), f"{_digest(part)}  {file.name}\n"
    before = sums.read_text("utf-8") if file.exists() and sums.exists() else ""
    _write_durably(sums, before + line)
    _sync(part)
    part.replace(file)
    _write_durably(sums, line)


def damage(file: Path) -> str:
    """What is wrong with a backup, "" if nothing. Without its checksum beside it, only its structure can be judged."""
    sums = sums_file(file)
    try:
        if sums.exists() and _digest(file) not in sums.read_text("utf-8").split():
            return f"it is damaged or was changed: it is not what {sums.name} says"
    except OSError as error:
        return str(error)
    return check_file(file)


def restore(target: Path, file: Path, now: datetime) -> Path | None:
    """Make a store, which nobody may have open, what a backup holds; where the old one is kept, None if none.

    `now` is local time. A crash on the way leaves the store as it was or as the backup is. StorageError when the backup
    is damaged, no store of ours, or of a newer release; nothing is changed then.
    """
    if problem := damage(file):
        raise StorageError(f"{file}: {problem}")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    _remove(part)
    shutil.copyfile(file, part)
    migrate(f"sqlite:///{part}")
    _mark(part, now)
    _sync(part)
    kept = _set_aside(target)
    part.replace(target)
    _sync(target.parent)
    return kept


def last_restore(db: Connection) -> datetime | None:
    """When a backup became this store."""
    told = Meta(db).get(LAST_RESTORE)
    return datetime.fromisoformat(told) if told else None


def _mark(part: Path, now: datetime) -> None:
    """Between the backup and now another life went on: what it may have sent is in doubt, its numbers are not given again."""
    engine = SqliteEngine(part, threaded=False)

    def mark(db: Connection) -> None:
        Meta(db).set(LAST_RESTORE, now.isoformat())
        Outbox(db).doubt(until=now)
        Tickets(db).skip_numbers(f"{now:%Y%m%d}")

    try:
        engine.write_now(mark)
    finally:
        engine.close_now()
    Path(f"{part}.writer").unlink(missing_ok=True)


def _set_aside(target: Path) -> Path | None:
    """Keep the old store under another name while it still stands in its place."""
    kept = target.with_name(f"{target.name}.before-restore")
    _remove(kept)
    if not target.exists():
        return None
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(target)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # from here on the file alone is the store, if it is sound
    for suffix in ("-wal", "-shm"):
        beside = target.with_name(target.name + suffix)
        if beside.exists():
            beside.rename(kept.with_name(kept.name + suffix))
    os.link(target, kept)
    return kept


def _remove(store: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        store.with_name(store.name + suffix).unlink(missing_ok=True)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _write_durably(file: Path, text: str) -> None:
    part = file.with_name(f"{file.name}.part")
    part.write_text(text, "utf-8")
    _sync(part)
    part.replace(file)
    _sync(file.parent)


def _sync(path: Path) -> None:
    """What was written to a file, or the names in a folder, survives a power cut from here on."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
