"""What is late by area and by leading unit is read in one index"""

from alembic import op
from sqlalchemy import text

revision = "0034"
down_revision = "0033"

LIVE = {"sqlite_where": text("closed_at IS NULL"), "postgresql_where": text("closed_at IS NULL")}


def upgrade() -> None:
    op.drop_index("ix_tickets_area", "tickets")
    op.create_index("ix_tickets_area", "tickets", ["community", "grid", "unit", "due_at", "status", "kind"], **LIVE)
