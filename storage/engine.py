"""What every kind of store has in common: statements compiled once, a transaction, and the verbs of an engine."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Table, literal_column, make_url
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import ClauseElement
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

from domain.values import frozen
from storage.ballast import Ballast
from storage.shelf import EDITION, NAME, NEW_EDITION, SELDOM, Memory, Shelf, new_edition
from storage.types import Kept

T = TypeVar("T")
Row = tuple[Any, ...]
Processor = Callable[[Any], Any]
REMEMBERED = 50  # rows: what is longer is read once anyway


@frozen
class Prepared:
    """A Core statement compiled once: the SQL text, how values go in, and how they come out. NULL is NULL both ways."""

    sql: str
    constants: list[Any]  # by place in the text, as the driver takes them; None where a value goes
    into: tuple[tuple[int, str, Processor | None], ...]  # the place of each value
    out: tuple[tuple[int, Processor], ...]  # by place in the row
    tables: frozenset[str]
    writes: bool  # or locks what it reads
    seldom: bool  # it reads only tables that seldom change

    def bind(self, values: dict[str, Any]) -> list[Any]:
        bound = self.constants.copy()
        for place, name, process in self.into:
            value = values[name]
            bound[place] = process(value) if process and value is not None else value
        return bound

    def rows(self, raw: Iterable[Row]) -> list[Row]:
        """The rows as the columns' types mean them; only what has to be changed is touched."""
        return [self._row(each) for each in raw] if self.out else list(raw)

    def _row(self, raw: Row) -> Row:
        values = list(raw)
        for place, process in self.out:
            if (value := values[place]) is not None:
                values[place] = process(value)
        return tuple(values)


def _bound(process: Processor | None, value: Any) -> Any:
    return process(value) if process and value is not None else value


def _into(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    """How a value of a type goes to the driver. Core's wrappers are left out where a type of ours does all of it."""
    return kind.inwards if isinstance(kind, Kept) else kind._cached_bind_processor(dialect)  # noqa: SLF001


def _from(kind: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    """How a value of the driver becomes one of a type."""
    return kind.outwards if isinstance(kind, Kept) else kind._cached_result_processor(dialect, None)  # noqa: SLF001


class Statements:
    """The compiled form of every Core statement in use. Core's cost per call is compiling; this pays it once.

    Statements must be module constants (they are remembered by identity); values are always bound, never written in, and
    by place: the dialect's paramstyle must be one of those that count.
    """

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[object, ...], tuple[ClauseElement, Prepared]] = {}

    def prepare(self, statement: ClauseElement, names: Iterable[str]) -> Prepared:
        key = (id(statement), *names)  # a place in the code gives its names in the same order each time
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = (statement, self._compile(statement, frozenset(names)))
        return known[1]

    def _compile(self, statement: ClauseElement, names: frozenset[str]) -> Prepared:
        sets = getattr(statement, "is_insert", False) or getattr(statement, "is_update", False)
        columns = sorted(names & set(statement.table.c.keys())) if sets else None  # type: ignore[attr-defined]
        compiled = statement.compile(dialect=self._dialect, column_keys=columns)
        tables = frozenset(each.name for each in iterate(statement) if isinstance(each, Table))
        assert isinstance(compiled, SQLCompiler)
        constants, into = self._places(compiled, names)
        results = [_from(column.type, self._dialect) for column in compiled._result_columns]  # noqa: SLF001
        out = tuple((place, process) for place, process in enumerate(results) if process)
        locks = getattr(statement, "_for_update_arg", None) is not None
        writes = sets or getattr(statement, "is_delete", False) or locks
        return Prepared(str(compiled), constants, into, out, tables, writes, tables <= SELDOM)

    def _places(
        self, compiled: SQLCompiler, names: frozenset[str]
    ) -> tuple[list[Any], tuple[tuple[int, str, Processor | None], ...]]:
        """What stands in each place of the text: a constant of the statement, or a value given with each call."""
        order = list(enumerate(compiled.positiontup or ()))
        ways = {name: _into(compiled.binds[name].type, self._dialect) for _, name in order}
        given = compiled.params
        constants = [None if name in names else _bound(ways[name], given[name]) for _, name in order]
        return constants, tuple((place, name, ways[name]) for place, name in order if name in names)


class Cursor(Protocol):
    """The part of a driver's cursor that we use."""

    @property
    def rowcount(self) -> int: ...

    def fetchall(self) -> list[Any]: ...


class Connection:
    """One open transaction. Values are given by column or parameter name; rows come back as tuples in select order.

    What it has read it does not read again, unless it wrote to one of those tables itself.
    """

    def __init__(self, statements: Statements, shelf: Shelf) -> None:
        self._statements = statements
        self._shelf = shelf
        self._read: Memory = {}
        self._read_of: dict[str, list[tuple[Any, ...]]] = {}  # a table → the keys of `_read` that speak of it
        self._seldom: Memory | None = None  # the same of the tables that seldom change; None before any was asked for
        self._renamed = False  # whether their state has a new name by us

    def run(self, statement: ClauseElement, **values: Any) -> None:
        """Execute a write; an engine may do it later in the transaction, together with others."""
        self.changed(statement, **values)

    def changed(self, statement: ClauseElement, **values: Any) -> int:
        """Execute a write now; the number of rows it touched."""
        prepared = self._statements.prepare(statement, values)
        self._forget(prepared)
        return self._execute(prepared, prepared.bind(values)).rowcount

    def all(self, statement: ClauseElement, **values: Any) -> list[Row]:
        prepared = self._statements.prepare(statement, values)
        bound = prepared.bind(values)
        if prepared.writes:
            self._forget(prepared)
            return prepared.rows(self._execute(prepared, bound).fetchall())
        return prepared.rows(self._remembered(prepared, bound))

    def one(self, statement: ClauseElement, **values: Any) -> Row | None:
        rows = self.all(statement, **values)
        return rows[0] if rows else None

    def value(self, statement: ClauseElement, **values: Any) -> Any:
        row = self.one(statement, **values)
        return row[0] if row else None

    def _execute(self, prepared: Prepared, bound: list[Any]) -> Cursor:
        """Have the driver do it now."""
        raise NotImplementedError

    def _remembered(self, prepared: Prepared, bound: list[Any]) -> list[Row]:
        """The rows as the driver gives them, from memory if they were read before."""
        memory = self._opened() if prepared.seldom else self._read
        key = (id(prepared), *bound)
        rows = memory.get(key)
        if rows is None:
            rows = self._execute(prepared, bound).fetchall()
            if len(rows) <= REMEMBERED:
                memory[key] = rows
                for table in prepared.tables:
                    self._read_of.setdefault(table, []).append(key)
        return rows

    def _opened(self) -> Memory:
        if self._seldom is None:
            self._seldom = self._shelf.opened(str(self.value(EDITION, key=NAME)))
        return self._seldom

    def _forget(self, prepared: Prepared) -> None:
        """What was read of the tables of a write is so no more: for us at once, for others when it is committed."""
        for table in prepared.tables:
            if table in self._read_of:
                for key in self._read_of.pop(table):
                    self._read.pop(key, None)
        if not SELDOM.isdisjoint(prepared.tables):
            self._seldom = {}
            if not self._renamed:
                self._renamed = True
                self.run(NEW_EDITION, **new_edition())


class Reader:
    """A read connection: sees what is committed, writes nothing, never blocks the writer."""

    def __init__(self, fetch: Callable[[str, list[Any]], Awaitable[Iterable[Row]]], statements: Statements) -> None:
        self._fetch = fetch
        self._statements = statements

    async def all(self, statement: ClauseElement, **values: Any) -> list[Row]:
        prepared = self._statements.prepare(statement, values)
        return prepared.rows(await self._fetch(prepared.sql, prepared.bind(values)))

    async def value(self, statement: ClauseElement, **values: Any) -> Any:
        rows = await self.all(statement, **values)
        return rows[0][0] if rows else None


class Engine(Protocol):
    """What a kind of store must be able to do."""

    shared: bool  # whether several processes may work on it at the same time

    @property
    def ballast(self) -> Ballast | None:
        """What keeps room for it on the disk, where that is ours."""
        ...

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run `work` in a transaction; it is durable when this returns. Cancelling the caller does not stop it."""
        ...

    def write_now(self, work: Callable[[Connection], T]) -> T:
        """The same, here and now, for set-up and for virtual time."""
        ...

    def read(self) -> AbstractAsyncContextManager[Reader]:
        """A read connection from the pool."""
        ...

    async def leads(self, office: str) -> bool:
        """Whether this process holds an office that only one may hold; asking takes it if it is free."""
        ...

    async def moment(self) -> datetime | None:
        """The clock that all processes of the store go by; None when there is only ours."""
        ...

    async def backup(self, target: Path) -> None:
        """Copy everything committed to a new file."""
        ...

    async def replace_with(self, source: Path) -> None:
        """Overwrite the whole content with that of another file."""
        ...

    async def settle_down(self, *, rewrite: bool = False) -> bool:
        """Leave no copy of what was overwritten in files beside the store; False when somebody reads it just now."""
        ...

    async def close(self) -> None:
        """Finish what was asked for, then close; closing again does nothing."""
        ...

    def close_now(self) -> None:
        """The same without an event loop, for a store nobody reads from."""
        ...


def words(*constants: str) -> list[ColumnElement[str]]:
    """Constants of ours written into the SQL itself, not bound: only so can a partial index on them be used."""
    return [literal_column(f"'{constant}'") for constant in constants]


# The inserts below are PostgreSQL's: SQLite's compiler reads the same ON CONFLICT, but not the other way round.


def upsert(table: Table, *keys: str) -> Insert:
    """Insert a row, or overwrite the one with the same keys; with nothing but keys, leave it as it is."""
    statement = insert(table)
    rest = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
    if not rest:
        return statement.on_conflict_do_nothing(index_elements=keys)
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def insert_new(table: Table, *keys: str) -> Insert:
    """Insert a row unless one with the same keys is there."""
    return insert(table).on_conflict_do_nothing(index_elements=keys)


def counted_up(table: Table, counter: str, *keys: str) -> Insert:
    """Insert a row, or add one to the counter of the row with the same keys."""
    statement = insert(table)
    return statement.on_conflict_do_update(index_elements=keys, set_={counter: table.c[counter] + 1})


def added_up(table: Table, *keys: str) -> Insert:
    """Insert a row of numbers, or add them to those of the row with the same keys."""
    statement = insert(table)
    rest = [column for column in table.c if column.name not in keys]
    sums = {column.name: column + statement.excluded[column.name] for column in rest}
    return statement.on_conflict_do_update(index_elements=keys, set_=sums)


def prefixed(digits: str) -> tuple[str, str]:
    """The range [from, up to) of the codes that begin with these digits, whatever the order of letters is."""
    return digits, str(int(digits) + 1).zfill(len(digits)) if digits.isdecimal() else "zz"


def shown(url: str) -> str:
    """An address without its password, for logs and errors."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return url.partition("://")[0]
