"""Extensions, parking, storm mode, and lists instead of single pushes"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("request", sa.Text(), server_default="", nullable=False))
    op.add_column("tickets", sa.Column("request_until", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("extensions", sa.Integer(), server_default="0", nullable=False))
    op.add_column("tickets", sa.Column("parked_until", sa.BigInteger(), nullable=True))
    op.add_column("tickets", sa.Column("storm", BIG_ID, server_default="0", nullable=False))
    op.create_table(
        "storms",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("matters", sa.Text(), nullable=False),
        sa.Column("by", BIG_ID, nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_storms")),
    )
    op.create_index(
        "ix_storms_open",
        "storms",
        ["ends_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "bundled",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person", BIG_ID, nullable=False),
        sa.Column("ticket", BIG_ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundled")),
    )
    op.create_index("ix_bundled_person_id", "bundled", ["person", "id"])
    op.create_table(
        "pushes",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("person", BIG_ID, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "person", name=op.f("pk_pushes")),
    )
