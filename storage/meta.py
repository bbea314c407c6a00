"""Single values by name: how far a poll got, which version of the places is current."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.engine import Connection, upsert
from storage.tables import meta


class Meta:
    """The single values of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def get(self, key: str, default: str = "") -> str:
        value = self._db.value(GET, key=key)
        return default if value is None else str(value)

    def set(self, key: str, value: str) -> None:
        self._db.run(SET, key=key, value=value)


GET = select(meta.c.value).where(meta.c.key == bindparam("key"))
SET = upsert(meta, "key")
