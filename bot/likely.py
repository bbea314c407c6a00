"""The name somebody probably meant who typed another."""

from __future__ import annotations

import difflib
from collections.abc import Collection

LIKE = 0.5  # of 1: how alike two names must be for one to be taken for a slip of the other


def meant(given: str, known: Collection[str]) -> str:
    """“ Did you mean people?”, or nothing when no known name is like it."""
    close = likely(given, known)
    return f" Did you mean {close}?" if close else ""


def likely(given: str, known: Collection[str]) -> str:
    """The known name most like it, "" when none is."""
    return next(iter(difflib.get_close_matches(given, known, 1, LIKE)), "")
