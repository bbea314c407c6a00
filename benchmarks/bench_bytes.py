"""How large the store gets: bytes a ticket with all that belongs to it, on SQLite and PostgreSQL, and what a year takes.

    python -m benchmarks.bench_bytes [--tickets 52000] [--postgres postgresql://USER@HOST/EMPTY_DATABASE]

The demo's history is played by the real handlers; its rows are then multiplied with new keys until there are so many
tickets. A hundredth of a city-year (5.2 million) is the default. Messages and letters are all kept here; in operation
`words_kept` and `letters_kept` end them, so what stays for ever is the line "for ever". Files are not counted.
Without --postgres a server from the tests' wheel is started.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Boolean, Table

from bot.demo.backend import DATABASE, prepare
from storage.migrate import migrate
from storage.tables import metadata

STEP = 10_000_000  # between the keys of two copies
GROWS = (
    "people",
    "accounts",
    "sealed",
    "tickets",
    "events",
    "surveys",
    "inbox",
    "outbox",
    "timers",
    "conversations",
    "transcript",
)
FOREVER = ("people", "accounts", "sealed", "tickets", "events", "surveys")
NUMBERED = {"id", "person", "ticket", "reporter", "subject"}
NAMED = {"number", "token", "key", "message_id", "account"}
YEARS = {"city-year, 5.2 million": 5_200_000, "national year, 480 million": 480_000_000}
GB = 1e9
Run = Callable[[str], Any]


def growing() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name in GROWS]


def multiplied(table: Table, copies: int) -> str:
    """One statement that adds so many copies of what is in a table, each with keys of its own."""

    def value(name: str) -> str:
        if name in NUMBERED:
            return f'CASE WHEN t."{name}" = 0 THEN 0 ELSE t."{name}" + CAST(n.k AS BIGINT) * {STEP} END'
        return f"t.\"{name}\" || '-' || n.k" if name in NAMED else f't."{name}"'

    names = [column.name for column in table.columns]
    return (
        f"INSERT INTO {table.name} ({', '.join(f'{chr(34)}{name}{chr(34)}' for name in names)}) "
        f"WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < {copies}) "
        f"SELECT {', '.join(map(value, names))} FROM {table.name} t CROSS JOIN n"
    )


def sqlite_sizes(path: Path, copies: int) -> dict[str, int]:
    """Bytes by table, indexes included; only the whole where this SQLite cannot tell."""
    with closing(sqlite3.connect(path, isolation_level=None)) as raw:
        raw.execute("PRAGMA synchronous=OFF")
        for table in growing():
            raw.execute(multiplied(table, copies))
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            rows = raw.execute(
                "SELECT m.tbl_name, sum(s.pgsize) FROM dbstat s JOIN sqlite_master m ON m.name = s.name GROUP BY 1"
            ).fetchall()
        except sqlite3.OperationalError:
            rows = [("everything", path.stat().st_size)]
    return dict(rows)


def postgres_sizes(url: str, source: Path, copies: int) -> dict[str, int]:
    """Bytes by table, indexes and overlong values included, after VACUUM."""
    with closing(psycopg.connect(url, autocommit=True)) as raw, closing(sqlite3.connect(source)) as before:
        for table in growing():
            copy(before, raw, table)
            raw.execute(multiplied(table, copies))
        raw.execute("VACUUM ANALYZE")
        return {
            table.name: raw.execute("SELECT pg_total_relation_size(%s::regclass)", (table.name,)).fetchone()[0]
            for table in growing()
        }


def copy(before: sqlite3.Connection, raw: Any, table: Table) -> None:
    names = [column.name for column in table.columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    flags = {index for index, column in enumerate(table.columns) if isinstance(column.type, Boolean)}
    rows = [
        [bool(value) if index in flags and value is not None else value for index, value in enumerate(row)]
        for row in before.execute(f"SELECT {quoted} FROM {table.name}")
    ]
    with raw.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table.name} ({quoted}) VALUES ({', '.join(['%s'] * len(names))})", rows)


@contextmanager
def a_server(given: str) -> Iterator[str]:
    if given:
        yield given
        return
    import pgserver

    with tempfile.TemporaryDirectory() as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


def report(engine: str, sizes: dict[str, int], tickets: int) -> None:
    total = sum(sizes.values())
    kept = sum(size for name, size in sizes.items() if name in FOREVER) or None
    print(f"\n{engine}: {tickets} tickets, {total / GB:.2f} GB, {total / tickets:.0f} bytes a ticket")
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:12]:
        print(f"  {name:15} {size / tickets:8.0f}")
    for name, count in YEARS.items():
        forever = f", for ever {kept / tickets * count / GB:,.0f} GB" if kept else ""
        print(f"  {name}: all kept {total / tickets * count / GB:,.0f} GB{forever}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tickets", type=int, default=52_000)
    parser.add_argument("--postgres", default="")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / DATABASE
        asyncio.run(prepare(Path(folder)))
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            played = raw.execute("SELECT count(*) FROM tickets").fetchone()[0]
        copies = max(1, given.tickets // played - 1)
        print(f"{played} tickets played by the handlers, {copies} copies of them")
        with a_server(given.postgres) as url:
            migrate(url.replace("postgresql://", "postgresql+psycopg://"))
            report("PostgreSQL", postgres_sizes(url, path, copies), played * (copies + 1))
        report("SQLite", sqlite_sizes(path, copies), played * (copies + 1))


if __name__ == "__main__":
    main()
