"""What call-backs heard beyond solved or not, and tickets that count in no rate (剔除). The figures are counted anew"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("excluded", sa.Text(), server_default="", nullable=False))
    for measure in ("partly", "uncontacted", "excluded"):
        op.add_column("counters", sa.Column(measure, sa.Integer(), server_default="0", nullable=False))
