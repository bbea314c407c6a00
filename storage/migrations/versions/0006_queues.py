"""Queues that are read from their head, however long they are"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
INDEXES = {
    "ix_inbox_open": ("inbox", ["channel", "account", "id"], "state = 'new'"),
    "ix_inbox_since": ("inbox", ["received_at"], "state = 'new'"),
    "ix_outbox_expires": ("outbox", ["expires_at"], "state = 'pending'"),
    "ix_outbox_wakes": ("outbox", ["not_before"], "state = 'pending'"),
}


def upgrade() -> None:
    op.drop_index("ix_inbox_open", "inbox")
    for name, (table, columns, where) in INDEXES.items():
        op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
