"""Groups bound to a grid or a building"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.create_table(
        "groups",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("danger", sa.Text(), nullable=False),
        sa.Column("danger_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "chat", name=op.f("pk_groups")),
    )
