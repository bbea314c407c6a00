"""R11: the upgrade of a full store from every release's schema is killed at every statement; the next start finishes it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from batteries.conftest import Scale
from batteries.killing import Killer, killer
from sqlalchemy import Connection, MetaData, create_engine, insert, select, types

from storage.migrate import MIGRATIONS, migrate
from storage.tables import metadata

pytestmark = pytest.mark.battery
EMPTY = "base"
Content = dict[str, list[tuple[Any, ...]]]


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()][::-1]


@pytest.fixture(scope="module")
def deadly() -> Iterator[Killer]:
    with killer() as found:
        yield found


@pytest.fixture(params=["sqlite", "postgres"])
def copies(request: pytest.FixtureRequest, folder: Path) -> Iterator[Callable[[str], str]]:
    """Gives addresses: of a new empty store, or of a copy of another."""
    if request.param == "sqlite":
        yield lambda like: _copied_file(folder, like)
        return
    import postgres

    made: list[str] = []

    def copied(like: str) -> str:
        made.append(postgres.create(postgres.name_of(like)) if like else postgres.create())
        return made[-1]

    yield copied
    for url in made:
        postgres.drop(url)


def _copied_file(folder: Path, like: str) -> str:
    path = folder / f"{len(list(folder.iterdir()))}.db"
    if like:
        shutil.copyfile(like.removeprefix("sqlite:///"), path)
    return f"sqlite:///{path}"


@pytest.mark.parametrize("begun", [EMPTY, *revisions()])
def test_an_upgrade_killed_at_any_statement_has_done_whole_steps_only(
    begun: str, copies: Callable[[str], str], deadly: Killer, scale: Scale
) -> None:
    """The short run kills the upgrade from each release once, somewhere."""
    old = copies("")
    migrate(old, begun)
    fill(old)
    before = content(old)
    upgraded = copies(old)
    points = deadly.points("migrate", upgraded)
    after = content(upgraded)
    assert_nothing_lost(before, after)
    deaths = [1 + crc32(begun.encode()) % points] if scale.short else range(1, points + 1)
    killed = 0
    for at in deaths:
        url = copies(old)
        killed += deadly.kill("migrate", url, at=at)
        reached = copies(old)
        migrate(reached, revision(url) or EMPTY)
        assert content(url) == content(reached), f"killed at {at} of {points}: half a step"
        migrate(url)
        assert content(url) == after, f"killed at {at} of {points}"
        assert sound(url)
    assert same_as_metadata(url)
    print(f"\nR11 from {begun}: killed at {killed} of {points} points")
    assert killed == len(deaths)


def fill(url: str) -> None:
    """Some rows in every table there is, whatever its columns."""
    for table, connection in reflected(url):
        rows = [
            {
                column.name: _value(column.type, number)
                for column in table.columns
                if not (column.foreign_keys and column.nullable)
            }
            for number in range(1, ROWS + 1)
        ]
        connection.execute(insert(table), rows)


def _value(kind: types.TypeEngine, number: int) -> object:
    if isinstance(kind, types.LargeBinary):
        return b"sealed %d" % number
    if isinstance(kind, types.Boolean):
        return True
    return (
        number if isinstance(kind, types.Integer) else float(number) if isinstance(kind, types.Float) else str(number)
    )


def reflected(url: str) -> Iterator[tuple[Any, Connection]]:
    engine, found = create_engine(url), MetaData()
    with engine.begin() as connection:
        found.reflect(connection)
        for table in found.sorted_tables:
            if table.name != "alembic_version":
                yield table, connection
    engine.dispose()


def content(url: str) -> Content:
    """Every row of every table, each as (column, value)."""
    return {
        table.name: sorted((tuple(row._mapping.items()) for row in connection.execute(select(table))), key=repr)
        for table, connection in reflected(url)
    }


def assert_nothing_lost(before: Content, after: Content) -> None:
    for table, rows in before.items():
        assert len(after.get(table, [])) >= len(rows), f"rows of {table} are gone"
        for old in rows:
            assert any(set(old) <= set(new) for new in after[table]), f"{table} lost {old}"


def revision(url: str) -> str | None:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return found


def same_as_metadata(url: str) -> bool:
    engine = create_engine(url)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata)
    engine.dispose()
    return found == []


def sound(url: str) -> bool:
    """What SQLite says of its file; PostgreSQL's transactions need no such look."""
    if not url.startswith("sqlite"):
        return True
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as raw:
        return raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


ROWS = 3
