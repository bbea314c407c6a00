"""即答: enquiries answered at once, and how many of them went on to somebody. The figures are counted anew"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    for measure in ("at_once", "passed_on"):
        op.add_column("counters", sa.Column(measure, sa.Integer(), server_default="0", nullable=False))
