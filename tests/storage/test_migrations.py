"""Migrations lead from nothing to exactly the tables the code speaks of."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from domain.errors import StorageError
from storage.migrate import migrate
from storage.tables import metadata


def test_migrations_run_from_empty_and_equal_the_metadata(tmp_path):
    url = f"sqlite:///{tmp_path}/new/folder/store.db"
    migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_partial_indexes_are_those_of_the_metadata(tmp_path):
    """Alembic does not compare the conditions of indexes; without them the outbox would be scanned whole."""
    url, other = (f"sqlite:///{tmp_path}/{name}.db" for name in ("migrated", "created"))
    migrate(url)
    engine = create_engine(other)
    metadata.create_all(engine)
    engine.dispose()
    assert indexes(tmp_path / "migrated.db") == indexes(tmp_path / "created.db")


def indexes(path):
    with closing(sqlite3.connect(path)) as raw:
        found = raw.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
    return {name: sql for name, sql in found if name.startswith("ix_")}


def test_migrating_again_changes_nothing(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    migrate(url)
    before = (tmp_path / "store.db").read_bytes()
    migrate(url)
    assert (tmp_path / "store.db").read_bytes() == before


def test_a_store_of_a_newer_release_is_refused(tmp_path):
    url = f"sqlite:///{tmp_path}/store.db"
    migrate(url)
    with closing(sqlite3.connect(tmp_path / "store.db")) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match="newer release"):
        migrate(url)


def test_a_damaged_store_is_a_clear_error(tmp_path):
    (tmp_path / "store.db").write_bytes(b"SQLite format 3\x00" + b"rubbish" * 500)
    with pytest.raises(StorageError, match=r"store\.db: "):
        migrate(f"sqlite:///{tmp_path}/store.db")
