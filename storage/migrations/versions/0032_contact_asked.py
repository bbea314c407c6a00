"""有没有人联系: how many were asked. The figures are counted anew"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("counters", sa.Column("contact_asked", sa.Integer(), server_default="0", nullable=False))
