"""What is read in nearly every turn and changes seldom, kept from one transaction to the next."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables import leaves, meta, posts, shifts, storms, topics

Memory = dict[tuple[Any, ...], list[tuple[Any, ...]]]  # a statement and its values → the rows as the driver gave them

SELDOM = frozenset(table.name for table in (leaves, posts, shifts, storms, topics))
NAME = "edition"
MOST = 20_000  # results on the shelf; then it is emptied


class Shelf:
    """Rows of the tables that seldom change (`SELDOM`), for as long as nobody writes there.

    The edition is a name for the state of those tables, kept in `meta`: who writes to one of them gives a new name in
    the same transaction. Each transaction asks for the name first, so whatever process wrote, old rows are not used.
    """

    def __init__(self) -> None:
        self._kept: tuple[str, Memory] = ("", {})

    def opened(self, edition: str) -> Memory:
        """What was read of this edition so far; what else is read of it is added there."""
        name, memory = self._kept
        if name != edition or len(memory) > MOST:
            memory = {}
            self._kept = edition, memory
        return memory


def new_edition() -> dict[str, str]:
    """The values of NEW_EDITION: a name that was never used before, also not in the life of a backup."""
    return {"key": NAME, "value": secrets.token_hex(8)}


EDITION = select(meta.c.value).where(meta.c.key == bindparam("key"))
NEW_EDITION = insert(meta)
NEW_EDITION = NEW_EDITION.on_conflict_do_update(index_elements=["key"], set_={"value": NEW_EDITION.excluded.value})
