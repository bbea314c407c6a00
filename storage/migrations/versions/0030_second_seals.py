"""Seals of a second form, which cover what an event was done with; those that are there stay of the first"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.add_column("seals", sa.Column("form", sa.Integer(), server_default="1", nullable=False))
