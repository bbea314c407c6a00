"""按时办结率: how many episodes were resolved, or past their date, and how many by it. The figures are counted anew"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    for measure in ("due", "on_time"):
        op.add_column("counters", sa.Column(measure, sa.Integer(), server_default="0", nullable=False))
