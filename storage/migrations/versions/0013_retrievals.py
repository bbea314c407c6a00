"""Codes by which a confidential answer is read, and members of staff whom a report accuses"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("recused", sa.Text(), server_default="[]", nullable=False))
    op.create_table(
        "retrievals",
        sa.Column("ticket", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_retrievals_ticket")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_retrievals")),
    )
