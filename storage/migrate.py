"""Brings a store's schema to the newest version, each step in its own transaction."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from domain.errors import StorageError
from storage.engine import shown

SQLITE = "sqlite:///"
MIGRATING = 460204198023  # the number of the lock: any, as long as all releases agree
MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(url: str, revision: str = "head") -> None:
    """Run every migration the store has not seen; nothing happens when it is current.

    StorageError when the file is no store, is damaged, is in use for too long, or comes from a newer release.
    """
    if url.startswith(SQLITE):
        Path(url.removeprefix(SQLITE)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    try:
        if revision != "head" or _revision(engine) != newest():
            _upgrade(engine, url, revision)
    except SQLAlchemyError as error:
        raise StorageError(f"{shown(url)}: {getattr(error, 'orig', None) or error}") from error
    finally:
        engine.dispose()


def newest() -> str:
    """The revision of this release: the number its last step begins with."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


def _revision(engine: Engine) -> str:
    """What the store says it is, "" if it does not say: so a start needs no Alembic, which takes long to load."""
    try:
        with engine.connect() as connection:
            return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    except SQLAlchemyError:
        return ""


def _upgrade(engine: Engine, url: str, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    event.listen(engine, "begin", _immediately)
    try:
        with engine.connect() as connection:
            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.commit()
    except CommandError as error:
        raise StorageError(f"{shown(url)}: {error}; it was made by a newer release") from error


def _immediately(connection: Connection) -> None:
    """One process at a time. SQLite's own default begins a transaction too late for changes of the schema."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({MIGRATING})")
