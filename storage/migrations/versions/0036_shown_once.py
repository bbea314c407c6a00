"""A message of the web chat is known by the inbox: what was kept of each beside it goes"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    meta = sa.table("meta", sa.column("key", sa.Text()))
    op.execute(meta.delete().where(meta.c.key.like("shown:%")))
