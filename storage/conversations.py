"""Where each account is in its conversation."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from domain.conversation import Conversation
from storage.engine import Connection, upsert
from storage.tables import conversations

P = bindparam


class Conversations:
    """The conversations of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def get(self, channel: str, account: str) -> Conversation:
        row = self._db.one(GET, channel=channel, account=account)
        return Conversation(channel, account, *row) if row else Conversation(channel, account)

    def save(self, conversation: Conversation, now: datetime) -> None:
        self._db.run(SAVE, **_kept(conversation), updated_at=now)

    def show_menu(self, channel: str, account: str, token: str, now: datetime) -> None:
        """A message with choices was put to this account: numbers they type mean its lines."""
        if not self._db.changed(MENU, of_channel=channel, of_account=account, menu=token):
            self.save(Conversation(channel, account, menu=token), now)


def _kept(conversation: Conversation) -> dict[str, Any]:
    """The fields by column; the moment is the moment of saving."""
    return {name: getattr(conversation, name) for name in KEPT}


KEPT = tuple(field.name for field in fields(Conversation) if field.name != "since")
_FIELDS = (
    conversations.c.form,
    conversations.c.answers,
    conversations.c.prompt,
    conversations.c.menu,
    conversations.c.album,
    conversations.c.updated_at,
)
_MINE = (conversations.c.channel == P("channel"), conversations.c.account == P("account"))
GET = select(*_FIELDS).where(*_MINE)
SAVE = upsert(conversations, "channel", "account")
MENU = update(conversations).where(
    conversations.c.channel == P("of_channel"), conversations.c.account == P("of_account")
)
