"""How tests open a store."""

from __future__ import annotations

from pathlib import Path

from storage.migrate import migrate
from storage.sealed import Seal
from storage.unit_of_work import Storage

SEAL = Seal(b"k" * 32)


def opened(path: Path, **how: bool) -> Storage:
    """A store of the newest schema; `how` as for Storage."""
    migrate(f"sqlite:///{path}")
    return Storage(f"sqlite:///{path}", SEAL, **how)
