"""Groups of a chat platform that are bound to a grid or a building, and the danger last spoken of in each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from domain.values import frozen
from storage.engine import Connection, upsert
from storage.records import columns_of
from storage.tables import groups

P = bindparam


@frozen
class Group:
    """A bound group: `scope` is a grid's code or that of a building (a place's code, a dash, its number)."""

    channel: str
    chat: str
    scope: str
    by: int
    at: datetime
    danger: str = ""
    danger_at: datetime | None = None


class Groups:
    """The bound groups of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def find(self, channel: str, chat: str) -> Group | None:
        row = self._db.one(FIND, channel=channel, chat=chat)
        return Group(*row) if row else None

    def bind(self, channel: str, chat: str, scope: str, by: int, now: datetime) -> None:
        self._db.run(BIND, channel=channel, chat=chat, scope=scope, by=by, at=now, danger="", danger_at=None)

    def unbind(self, channel: str, chat: str) -> bool:
        """Whether there was anything to undo."""
        return bool(self._db.changed(UNBIND, channel=channel, chat=chat))

    def in_danger(self, group: Group, danger: str, now: datetime) -> None:
        """Keep which danger was spoken of, so that the next word of it is no new one."""
        self._db.run(DANGER, in_channel=group.channel, in_chat=group.chat, danger=danger, danger_at=now)


FIND = select(*columns_of(groups, Group)).where(groups.c.channel == P("channel"), groups.c.chat == P("chat"))
BIND = upsert(groups, "channel", "chat")
UNBIND = delete(groups).where(groups.c.channel == P("channel"), groups.c.chat == P("chat"))
DANGER = (
    update(groups)
    .where(groups.c.channel == P("in_channel"), groups.c.chat == P("in_chat"))
    .values(danger=P("danger"), danger_at=P("danger_at"))
)
