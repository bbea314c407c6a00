"""How tests open a store."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from storage.migrate import migrate
from storage.sealed import Seal
from storage.unit_of_work import Storage

SEAL = Seal(b"k" * 32)


def opened(path: Path, **how: bool) -> Storage:
    """A store of the newest schema; `how` as for Storage."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(empty(), path)
    return Storage(f"sqlite:///{path}", SEAL, **how)


@cache
def empty() -> Path:
    """An empty store, migrated once for all tests."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    migrate(f"sqlite:///{folder}/empty.db")
    return Path(folder) / "empty.db"
