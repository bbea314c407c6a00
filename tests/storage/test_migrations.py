"""Migrations lead from nothing to exactly the tables the code speaks of."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData, create_engine, insert, text

from domain.errors import StorageError
from storage.migrate import migrate
from storage.tables import metadata


@pytest.fixture(params=["sqlite", "postgres"])
def place(request, tmp_path):
    """Gives the addresses of stores that do not exist yet, or are empty databases."""
    if request.param == "sqlite":
        yield lambda name: f"sqlite:///{tmp_path}/new/folder/{name}.db"
        return
    import postgres

    made = []
    yield lambda _name: made.append(postgres.create()) or made[-1]
    for url in made:
        postgres.drop(url)


def test_migrations_run_from_empty_and_equal_the_metadata(place):
    url = place("store")
    migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_partial_indexes_are_those_of_the_metadata(place):
    """Alembic does not compare the conditions of indexes; without them the outbox would be scanned whole."""
    migrated, created = place("migrated"), place("created")
    migrate(migrated)
    migrate(created, "base")
    engine = create_engine(created)
    metadata.create_all(engine)
    engine.dispose()
    assert len(indexes(migrated)) > 20
    assert indexes(migrated) == indexes(created)


INDEXES = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}


def indexes(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.exec_driver_sql(INDEXES[engine.dialect.name]).fetchall()
    engine.dispose()
    return {name: sql for name, sql in found if name.startswith("ix_")}


def test_two_nodes_that_start_at_once_migrate_once():
    import postgres

    url = postgres.create()
    program = f"from storage.migrate import migrate; migrate({url!r})"
    nodes = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [node.wait(60) for node in nodes] == [0, 0, 0]
    assert len(indexes(url)) > 20
    postgres.drop(url)


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


def test_events_of_an_older_release_get_the_day_of_their_digest(place):
    """Digests were sent at 18:00 Chinese time: a minute before it is of the day, the minute itself of the next."""
    url = place("store")
    migrate(url, "0002")
    engine = create_engine(url)
    with engine.begin() as connection:
        tickets = MetaData()
        tickets.reflect(connection)
        blank = {"id": 1, "status": "assigned", "urgency": "normal", "source": "resident", "kind": "help"}
        connection.execute(insert(tickets.tables["tickets"]).values(blank | filled(tickets.tables["tickets"], blank)))
        for at in ("2026-11-30T17:59:59+08:00", "2026-11-30T18:00:00+08:00"):
            moment = int(datetime.fromisoformat(at).timestamp() * 1000)
            event = {"ticket": 1, "action": "file", "party": "reporter", "after": "assigned", "at": moment}
            connection.execute(insert(tickets.tables["events"]).values(event | filled(tickets.tables["events"], event)))
    migrate(url)
    with engine.connect() as connection:
        days = connection.execute(text("SELECT day FROM events ORDER BY id")).scalars().all()
    engine.dispose()
    assert days == ["2026-11-30", "2026-12-01"]


def filled(table, known):
    """Something for every other column that must not be empty."""
    empty = {int: 0, bool: False, str: "{}"}
    return {
        column.name: empty[column.type.python_type]
        for column in table.columns
        if not column.nullable and column.name not in known and not (column.name == "id" and column.primary_key)
    }
