"""A message of the web chat gets a number that no erased one had: an open page asks for what is after the last it saw"""

from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # the sequences of PostgreSQL never go back
        with op.batch_alter_table("transcript", recreate="always", table_kwargs={"sqlite_autoincrement": True}):
            pass
