"""Storm mode: where and for what it is switched on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from domain.people import holds
from domain.values import frozen, replace
from storage.engine import Connection
from storage.records import columns_of, values_of
from storage.tables import storms

P = bindparam


@frozen
class Storm:
    """Storm mode for the area `scope` (a division's or grid's code) and these matters (all, when empty)."""

    id: int
    scope: str
    matters: tuple[str, ...]
    by: int
    began_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None

    def takes(self, area: str, matter: str) -> bool:
        """Whether a ticket of this area and matter falls under it."""
        return bool(area) and holds(self.scope, area) and (not self.matters or matter in self.matters)


class Storms:
    """The storm modes of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def begin(self, storm: Storm) -> Storm:
        return replace(storm, id=self._db.value(BEGIN, **values_of(storm, but="id")))

    def end(self, storm: int, now: datetime) -> bool:
        """False when it had ended before."""
        return bool(self._db.changed(END, key=storm, ended_at=now))

    def get(self, storm: int) -> Storm | None:
        row = self._db.one(GET, id=storm)
        return Storm(*row) if row else None

    def open(self) -> list[Storm]:
        """Those that are on, the newest first."""
        return [Storm(*row) for row in self._db.all(OPEN)]


_FIELDS = columns_of(storms, Storm)
BEGIN = insert(storms).returning(storms.c.id)
END = update(storms).where(storms.c.id == P("key"), storms.c.ended_at.is_(None))
GET = select(*_FIELDS).where(storms.c.id == P("id"))
OPEN = select(*_FIELDS).where(storms.c.ended_at.is_(None)).order_by(storms.c.id.desc())
