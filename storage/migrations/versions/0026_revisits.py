"""抽查回访: how many were asked again, and how many say otherwise than the record. The figures are counted anew"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    for measure in ("revisited", "differing"):
        op.add_column("counters", sa.Column(measure, sa.Integer(), server_default="0", nullable=False))
