"""Several residents under one ticket: who joined, what each answered, and which ticket was merged into which"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("followers", sa.Text(), server_default="[]", nullable=False))
    op.add_column("tickets", sa.Column("merged_into", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "follows",
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("merged", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_follows_ticket_tickets")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_follows_person_people")),
        sa.PrimaryKeyConstraint("ticket", "person", name=op.f("pk_follows")),
    )
    op.create_index("ix_follows_person", "follows", ["person"])
    op.create_table(
        "verdicts",
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.BigInteger()),
        sa.Column("solved", sa.Boolean()),
        sa.Column("satisfied", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_verdicts_ticket_tickets")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_verdicts_person_people")),
        sa.PrimaryKeyConstraint("ticket", "episode", "person", name=op.f("pk_verdicts")),
    )
