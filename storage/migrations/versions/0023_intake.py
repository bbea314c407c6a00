"""Requests that somebody files for somebody else, on paper or from another system; codes and guesses at them"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NUMBERED = sa.text("external <> ''")


def upgrade() -> None:
    op.add_column("tickets", sa.Column("proxy", BIG, server_default="0", nullable=False))
    op.add_column("tickets", sa.Column("channel", sa.Text(), server_default="", nullable=False))
    op.add_column("tickets", sa.Column("called_back", sa.Boolean(), server_default=sa.text("true"), nullable=False))
    for measure in ("called", "called_solved"):
        op.add_column("counters", sa.Column(measure, sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "origins",
        sa.Column("ticket", BIG, nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("external", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("box", sa.Text(), nullable=False),
        sa.Column("contact", BIG, nullable=False),
        sa.ForeignKeyConstraint(["ticket"], ["tickets.id"], name=op.f("fk_origins_ticket")),
        sa.PrimaryKeyConstraint("ticket", name=op.f("pk_origins")),
    )
    op.create_index(
        "uq_origins_external",
        "origins",
        ["line", "external"],
        unique=True,
        sqlite_where=NUMBERED,
        postgresql_where=NUMBERED,
    )
    op.create_table(
        "own_codes",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("person", BIG, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name=op.f("fk_own_codes_person")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_own_codes")),
    )
    op.create_table(
        "guesses",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", name=op.f("pk_guesses")),
    )
