"""Passes to pages: hashes of codes and of the visits they open"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "passes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("visit", sa.Text(), nullable=False),
        sa.Column("person", BIG_ID, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_passes_person_people")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_passes")),
    )
    op.create_index("ix_passes_visit", "passes", ["visit"])
