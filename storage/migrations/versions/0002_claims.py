"""Who is sending a message, so that several nodes may share the outbox"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("claim", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_outbox_sending",
        "outbox",
        ["not_before"],
        sqlite_where=sa.text("state = 'sending'"),
        postgresql_where=sa.text("state = 'sending'"),
    )
