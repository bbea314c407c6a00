"""How a ticket was answered, and who wrote the answer"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("result", sa.Text(), server_default="", nullable=False))
    op.add_column("tickets", sa.Column("author", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(
        "ix_tickets_review",
        "tickets",
        ["community"],
        sqlite_where=sa.text("status = 'reviewing'"),
        postgresql_where=sa.text("status = 'reviewing'"),
    )
