"""What wishes keep beside their tickets, and which volunteers were checked"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wishes",
        sa.Column("ticket", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("guardian", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.BigInteger(), nullable=True),
        sa.Column("by", BIG_ID, nullable=False),
        sa.Column("public", sa.Text(), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_wishes_ticket_tickets")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_wishes")),
    )
    op.create_table(
        "clearances",
        sa.Column("person", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("by", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_clearances_person_people")),
        sa.PrimaryKeyConstraint("person", name=op.f("pk_clearances")),
    )
