"""Special clocks of tickets: by name, and how many minutes there are until somebody has taken them up"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("clock", sa.Text(), server_default="", nullable=False))
    op.add_column("tickets", sa.Column("rush", sa.Integer(), server_default="0", nullable=False))
    running = sa.text("rush > 0 AND closed_at IS NULL")
    op.create_index("ix_tickets_rush", "tickets", ["created_at"], sqlite_where=running, postgresql_where=running)
