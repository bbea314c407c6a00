"""One connection to PostgreSQL: statements stay prepared, and those that wait for no answer go over with the next that does.

Straight on libpq (`psycopg.pq`): a cursor of psycopg costs three times as much per statement as everything else about it.
"""

from __future__ import annotations

import select
from collections.abc import Sequence
from typing import Any, NoReturn

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]
BEGIN, COMMIT = "BEGIN", "COMMIT"
DONE = frozenset({int(pq.ExecStatus.COMMAND_OK), int(pq.ExecStatus.TUPLES_OK)})
WAIT = 60_000  # milliseconds between two looks whether the connection is still there
SHORT = 64  # statements in one go, so that neither side fills the other's buffers


class Answer:
    """What came back for one statement: the part of a driver's cursor that `Connection` uses."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rowcount: int, rows: list[Row]) -> None:
        self.rowcount = rowcount
        self._rows = rows

    def fetchall(self) -> list[Row]:
        return self._rows


class UnknownCommit(psycopg.OperationalError):
    """Nobody knows whether a COMMIT that was not answered has happened."""


class Session:
    """The connection of one transaction after another. Values go over as text; their types are those of the columns."""

    def __init__(self, raw: psycopg.Connection[Row]) -> None:
        raw.prepare_threshold = None  # nothing is prepared beside us, so that nothing of ours is forgotten with it
        self.raw = raw
        self._libpq = raw.pgconn
        self._libpq.nonblocking = 0
        self._names: dict[str, bytes] = {}
        self._types = Transformer(raw)
        self._readable = select.poll()
        self._readable.register(self._libpq.socket, select.POLLIN)

    def run(self, statements: Sequence[tuple[str, list[Any]]]) -> Answer:
        """Execute statements in their order, in one round trip; the answer to the last. Raises what the first that failed says."""
        while len(statements) > SHORT:
            self._together(statements[:SHORT])
            statements = statements[SHORT:]
        return self._together(statements) if len(statements) > 1 else self.run_one(*statements[0])

    def commit(self, statements: Sequence[tuple[str, list[Any]]]) -> None:
        """Execute what is left to do, and COMMIT. UnknownCommit when its answer is lost or no."""
        self.run([*statements, (COMMIT, [])])

    def run_one(self, sql: str, values: list[Any]) -> Answer:
        """Execute one statement."""
        try:
            result = self._libpq.exec_prepared(self._prepared(sql), _texts(values))
        except psycopg.OperationalError as error:
            self._lost(sql, error)
        return self._answer(sql, result)

    def _together(self, statements: Sequence[tuple[str, list[Any]]]) -> Answer:
        ready = [(sql, self._prepared(sql), _texts(values)) for sql, values in statements]
        self._libpq.enter_pipeline_mode()
        try:
            for _, name, values in ready:
                self._libpq.send_query_prepared(name, values)
            self._libpq.pipeline_sync()
            results = [self._next_result() for _ in ready]
            self._next_result(ends=False)  # the sync
        except psycopg.OperationalError as error:
            self._lost(ready[-1][0], error)
        self._libpq.exit_pipeline_mode()
        answers = [self._answer(sql, result) for (sql, _, _), result in zip(ready, results, strict=True)]
        return answers[-1]

    def _next_result(self, *, ends: bool = True) -> PGresult:
        """What came back next; in a pipeline an empty result `ends` each statement's."""
        result = self._waited()
        if result is None:
            raise psycopg.OperationalError("the connection is lost")
        if ends:
            self._waited()
        return result

    def _waited(self) -> PGresult | None:
        """The next result, without holding up other threads while it is not there."""
        while self._libpq.is_busy():
            self._readable.poll(WAIT)
            self._libpq.consume_input()
        return self._libpq.get_result()

    def _lost(self, last: str, error: psycopg.Error) -> NoReturn:
        """It broke off, so nobody knows how far it came."""
        self.raw.close()
        if last == COMMIT:
            raise UnknownCommit(str(error)) from error
        raise error

    def _answer(self, sql: str, result: PGresult) -> Answer:
        if result.status not in DONE:
            error = self._failure(result)
            if sql == COMMIT:
                raise UnknownCommit(str(error)) from error
            raise error
        if sql == COMMIT and result.command_status != b"COMMIT":
            raise psycopg.InternalError("what had failed before cannot be committed")
        count = result.ntuples
        if not count:
            return Answer(result.command_tuples or 0, [])
        self._types.set_pgresult(result)
        return Answer(count, self._types.load_rows(0, count, tuple))

    def _failure(self, result: PGresult) -> psycopg.Error:
        """What a refused statement says; without a code it was not the server that said so: the connection is lost."""
        error = error_from_result(result)
        if error.diag.sqlstate is None:
            self.raw.close()  # libpq notices a failed write only at the next read
        return error

    def _prepared(self, sql: str) -> bytes:
        """The name under which the server knows a statement of ours."""
        name = self._names.get(sql)
        if name is None:
            name = f"s{len(self._names)}".encode()
            result = self._libpq.prepare(name, sql.encode())
            if result.status not in DONE:
                raise self._failure(result)
            self._names[sql] = name
        return name


def _texts(values: list[Any]) -> list[Any]:
    """Values as PostgreSQL reads them. Its text cannot hold the character NUL; nobody can type it, so it is left out."""
    return [
        value.replace("\x00", "").encode()
        if isinstance(value, str)
        else b"%d" % value
        if type(value) is int
        else _rare(value)
        for value in values
    ]


def _rare(value: int | bytes | None) -> bytes | None:
    """Truth, bytes, nothing, and numbers of a type of their own."""
    if isinstance(value, bytes):
        return b"\\x" + value.hex().encode()
    return None if value is None else b"%d" % value
