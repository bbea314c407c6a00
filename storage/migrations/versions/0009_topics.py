"""Hot topics that supervisors were told of, and an index by which they are counted"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_index("ix_tickets_topic", "tickets", ["community", "matter", "created_at"])
    op.create_table(
        "topics",
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("area", "matter", name=op.f("pk_topics")),
    )
