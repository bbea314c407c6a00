"""Mediations (人民调解), with names, matter and agreement sealed"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mediations",
        sa.Column("id", ID, nullable=False),
        sa.Column("asker", ID, nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("mediator", ID, nullable=False),
        sa.Column("other", ID, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("yes", sa.Text(), nullable=False),
        sa.Column("recused", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("consented_at", sa.BigInteger(), nullable=True),
        sa.Column("agreed_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("invite", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediations")),
    )
    for column in ("asker", "other", "mediator", "created_at", "invite"):
        op.create_index(op.f(f"ix_mediations_{column}"), "mediations", [column], unique=False)
    op.create_table(
        "mediation_secrets",
        sa.Column("mediation", ID, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["mediation"], ["mediations.id"], name=op.f("fk_mediation_secrets_mediation")),
        sa.PrimaryKeyConstraint("mediation", "field", name=op.f("pk_mediation_secrets")),
    )
