"""Figures that are kept, not counted; and lists that are read in an index. The figures are counted at the next start"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
MEASURES = (
    *("new", "resolved", "closed", "open", "dispatched", "responded"),
    *("asked", "answered", "solved", "rated", "satisfied"),
)
# The day whose digest tells of a moment (milliseconds): until now digests were sent at 18:00, and Chinese time is UTC+8.
FILL_DAY = {
    "sqlite": "UPDATE events SET day = strftime('%Y-%m-%d', \"at\" / 1000 + 14 * 3600, 'unixepoch')",
    "postgresql": "UPDATE events SET day = to_char(to_timestamp(\"at\" / 1000 + 14 * 3600) AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
}
INDEXES = {
    "ix_tickets_area": (["community", "grid", "due_at", "status", "kind"], "closed_at IS NULL"),
    "ix_tickets_due": (["due_at", "community", "grid", "status", "kind"], "closed_at IS NULL"),
    "ix_tickets_wishes": (["status", "id"], "kind = 'wish'"),
    "ix_tickets_claimant": (["claimant"], "claimant <> 0"),
}


def upgrade() -> None:
    op.add_column("events", sa.Column("day", sa.Text(), server_default="", nullable=False))
    op.execute(FILL_DAY[op.get_bind().dialect.name])
    op.create_table(
        "counters",
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        *(sa.Column(measure, sa.Integer(), server_default="0", nullable=False) for measure in MEASURES),
        sa.PrimaryKeyConstraint("period", "topic", "area", name=op.f("pk_counters")),
    )
    op.drop_index("ix_tickets_area", "tickets")
    for name, (columns, where) in INDEXES.items():
        op.create_index(name, "tickets", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
