"""撤回办结: until when whoever resolved a ticket may take that back"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("tickets", sa.Column("retract_until", sa.BigInteger(), nullable=True))
