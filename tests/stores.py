"""How tests open a store: on SQLite, or on PostgreSQL with HUIYING_TEST_STORE=postgres."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy.sql.expression import ClauseElement

from storage.engine import Connection
from storage.migrate import migrate
from storage.sealed import Seal
from storage.sqlite import SqliteEngine
from storage.tables import metadata
from storage.unit_of_work import Storage

SEAL = Seal(b"k" * 32)
POSTGRES = os.environ.get("HUIYING_TEST_STORE") == "postgres"


def opened(path: Path, *, postgres: bool = POSTGRES, **how: bool) -> Storage:
    """A store of the newest schema; `how` as for Storage. A path names the same store each time."""
    return Storage(address(path, postgres=postgres), SEAL, **how)


def address(path: Path, *, like: Path | None = None, postgres: bool = POSTGRES) -> str:
    """Where the store of a path is; made when it is first asked for, empty or a copy of another nobody has open."""
    if postgres:
        return _database(path, like)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(like or empty(), path)
    return f"sqlite:///{path}"


def forget() -> None:
    """Drop the databases that tests of the past made."""
    for path in [path for path in _databases if path not in _kept]:
        import postgres

        postgres.drop(_databases.pop(path))


def rows(storage: Storage, sql: str) -> list[tuple[Any, ...]]:
    """What is in the store, in plain SQL."""
    return storage.engine.write_now(lambda db: plain(db, sql))


def plain(db: Connection, sql: str) -> list[tuple[Any, ...]]:
    """The same in the middle of a transaction."""
    asked = db._session.run([*db._to_do(), (sql, [])]) if hasattr(db, "_session") else db._raw.execute(sql)
    return [tuple(row) for row in asked.fetchall()]


def contents(storage: Storage) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the store, by table."""
    return {table: rows(storage, f'SELECT * FROM "{table}"') for table in metadata.tables}


def scanned(storage: Storage, statement: ClauseElement, names: Iterable[str] | Mapping[str, Any]) -> set[str]:
    """The tables that a statement reads from one end to the other, as the database plans it (each value is 0 if not given)."""
    engine = storage.engine
    prepared = engine._statements.prepare(statement, names)
    values = (
        prepared.bind(names)
        if isinstance(names, dict)
        else [0 if each is None else each for each in prepared.constants]
    )
    if isinstance(engine, SqliteEngine):
        plan = engine._raw.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", values).fetchall()
        return {table for row in plan for table in re.findall(r"SCAN (\w+)(?! USING INDEX)\b", row[3])}

    def explain(db: Connection) -> str:
        less = ("SET LOCAL enable_seqscan = off", [])  # a test's tables are too small for an index to pay
        return str(db._session.run([*db._to_do(), less, (f"EXPLAIN {prepared.sql}", values)]).fetchall())

    return set(re.findall(r"Seq Scan on (\w+)", engine.write_now(explain)))


def traces(storage: Storage) -> object:
    """Something that changes with every write, even of what was there already."""
    if isinstance(storage.engine, SqliteEngine):
        return storage.engine._raw.total_changes
    return {table: rows(storage, f'SELECT ctid::text FROM "{table}"') for table in metadata.tables}


@cache
def empty() -> Path:
    """An empty store, migrated once for all tests."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder)
    migrate(f"sqlite:///{folder}/empty.db")
    return Path(folder) / "empty.db"


_databases: dict[Path, str] = {}
_kept: set[Path] = set()


def keep(path: Path) -> None:
    """This store is a template: it stays for the whole run."""
    _kept.add(path)


def _database(path: Path, like: Path | None) -> str:
    import postgres

    if path not in _databases:
        template = postgres.name_of(_databases[like]) if like else _empty_database()
        _databases[path] = postgres.create(template)
    return _databases[path]


@cache
def _empty_database() -> str:
    import postgres

    url = postgres.create()
    migrate(url)
    return postgres.name_of(url)
