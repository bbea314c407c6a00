"""Results that may be shown to everybody, and the points of volunteers"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "publications",
        sa.Column("ticket", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("person", BIG_ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("thanks", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("reader", BIG_ID, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_publications_ticket_tickets")),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_publications_person_people")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_publications")),
    )
    op.create_index("ix_publications_person", "publications", ["person"])
    op.create_index("ix_publications_state_at", "publications", ["state", "at"])
    op.create_table(
        "points",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person", BIG_ID, nullable=False),
        sa.Column("ticket", BIG_ID, nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", BIG_ID, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_points_person_people")),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_points_ticket_tickets")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
    )
    op.create_index("ix_points_person_id", "points", ["person", "id"])
    op.create_index("ix_points_ticket", "points", ["ticket"])
