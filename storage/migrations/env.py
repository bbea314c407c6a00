"""Alembic's entry: always online, on the connection that storage.migrate opened."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from storage.tables import metadata


def plain_types(kind: str, item: Any, _autogen: AutogenContext) -> str | Literal[False]:
    """Migrations name the plain column type: they must keep working when our own types change."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=plain_types,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
