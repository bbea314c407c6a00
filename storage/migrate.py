"""Brings a store's schema to the newest version, each step in its own transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str, revision: str = "head") -> None:
    """Run every migration the store has not seen; nothing happens when it is current."""
    engine = create_engine(url)
    event.listen(engine, "begin", _immediately)
    try:
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    finally:
        engine.dispose()


def _immediately(connection: Connection) -> None:
    """SQLite's own default begins a transaction too late for changes of the schema."""
    if connection.dialect.driver == "pysqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
