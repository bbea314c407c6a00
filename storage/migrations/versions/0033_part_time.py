"""兼职网格员: which posts of workers are part-time ones"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("posts", sa.Column("part_time", sa.Boolean(), server_default=sa.false(), nullable=False))
