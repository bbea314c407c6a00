"""A real PostgreSQL for tests: a server from a wheel, started once, its databases copied from templates."""

from __future__ import annotations

import itertools
import os
import tempfile
import warnings
from functools import cache
from typing import Any
from urllib.parse import quote

import psycopg
from memory import IN_MEMORY

# Tests lose nothing when the machine loses power: no waiting for the disk.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200"}
# Where the wheel does not run, a server of one's own: HUIYING_TEST_POSTGRES="postgresql+psycopg://me@localhost/{}"
OURS = os.environ.get("HUIYING_TEST_POSTGRES", "")
_numbers = itertools.count()


@cache
def server() -> Any:
    """The server of this test run; it stops and is deleted with the process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a missing XDG_RUNTIME_DIR
        import pgserver

        folder = tempfile.mkdtemp(prefix="pg-", dir=IN_MEMORY)
        found = pgserver.get_server(folder, cleanup_mode="delete")
    found.psql("".join(f"ALTER SYSTEM SET {name} = '{value}';\n" for name, value in CARELESS.items()))
    found.psql("SELECT pg_reload_conf();")
    return found


def address(database: str) -> str:
    """The address of a database as [storage] url wants it."""
    if OURS:
        return OURS.format(database)
    socket = quote(str(server().get_postmaster_info().socket_dir), safe="")
    return f"postgresql+psycopg://postgres@/{database}?host={socket}"


def create(template: str = "template0") -> str:
    """The address of a new database, a copy of another (which nobody may have open)."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return address(name)


def drop(url: str) -> None:
    execute(f"DROP DATABASE IF EXISTS {name_of(url)} WITH (FORCE)")


def name_of(url: str) -> str:
    return url.rpartition("/")[2].partition("?")[0]


def execute(sql: str) -> None:
    with psycopg.connect(address("postgres").replace("+psycopg", ""), autocommit=True) as raw:
        raw.execute(sql)
