"""The name somebody probably meant who typed another."""

from __future__ import annotations

import difflib
from collections.abc import Collection

LIKE = 0.5  # of 1: how alike two names must be for one to be taken for a slip of the other


def meant(given: str, known: Collection[str]) -> str:
    """“ Did you mean people?”, or nothing when no known name is like it."""
    close = difflib.get_close_matches(given, known, 1, LIKE)
    return f" Did you mean {close[0]}?" if close else ""
