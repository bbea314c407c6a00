"""Hot topics that supervisors were told of, so that they are told once in each window."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from domain.values import frozen
from storage.engine import Connection, upsert
from storage.records import columns_of, values_of
from storage.tables import topics

P = bindparam


@frozen
class Topic:
    """One matter of one area, when its supervisors last heard of it, and how many people it was then."""

    area: str
    matter: str
    told_at: datetime
    people: int


class Topics:
    """The hot topics of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def tell(self, topic: Topic) -> None:
        self._db.run(TELL, **values_of(topic))

    def find(self, area: str, matter: str) -> Topic | None:
        row = self._db.one(FIND, area=area, matter=matter)
        return Topic(*row) if row else None

    def since(self, moment: datetime) -> list[Topic]:
        """The newest first."""
        return [Topic(*row) for row in self._db.all(SINCE, moment=moment)]


FIELDS = columns_of(topics, Topic)
TELL = upsert(topics, "area", "matter")
FIND = select(*FIELDS).where(topics.c.area == P("area"), topics.c.matter == P("matter"))
SINCE = select(*FIELDS).where(topics.c.told_at >= P("moment")).order_by(topics.c.told_at.desc())
