"""The store at ten thousand, a million and ten million tickets: lists, digest, whole lives a second.

    python -m benchmarks.bench_sizes [--sizes 10000,1000000] [--lives N] [--folder DIR]

Tickets are written by one SQL statement: five hundred grids, two thousand filed a day, the last five thousand unfinished,
each older one with the events of a whole life. The figures are written likewise, and compared with a recount where there are few.
A read is what a handler calls, its rows made into objects; medians of many, in processor time (nothing waits).
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Text

from domain.people import Person, Post, Role
from domain.ticket import Action, Event, Party, Status, Ticket, apply
from handlers.scene import Scene
from handlers.supervisor.figures import day_figures, month_figures
from storage.counters import CURRENT, EVER, RULES
from storage.migrate import migrate
from storage.sealed import Seal
from storage.tables import tickets
from storage.types import Json, Shape, Word
from storage.unit_of_work import Storage, UnitOfWork

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MS = 1000
NOW_MS = int(NOW.timestamp() * MS)
A_DAY = 2000  # tickets
GRIDS, WORKERS, PEOPLE = 500, 500, 200_000
UNFINISHED = 5000
CHECKED = 10_000  # tickets; so far the figures are compared with a recount
DISTRICT, CITY, COMMUNITY = "460204000000", "460200000000", "460204100001"
IN_CITY = "4602"
REPEATS = 200
GAP = 86_400_000 // A_DAY  # milliseconds between two
FILED = f"(:now - (:tickets - i) * {GAP})"
OLD = f"(i <= :tickets - {UNFINISHED})"
COLUMNS = {
    "number": f"strftime('%Y%m%d', {FILED} / 1000, 'unixepoch') || '-' || printf('%07d', i)",
    "kind": "'complaint'",
    "status": f"iif({OLD}, 'closed', 'working')",
    "category": "'类别' || (i % 30)",
    "matter": "'路灯照明'",
    "words": "'榕树里小区3栋楼下路灯坏了三天，晚上太黑了'",
    "urgency": "'normal'",
    "place_words": "'榕树里小区3栋'",
    "grid": f"printf('4602%02d1%05d%03d', 3 + i % 2, i % {GRIDS} / 5, i % 5 + 1)",
    "community": f"printf('4602%02d1%05d', 3 + i % 2, i % {GRIDS} / 5)",
    "reporter": f"1 + (i * 7919) % {PEOPLE}",
    "source": "'resident'",
    "assignee": f"1 + i % {WORKERS}",
    "created_at": FILED,
    "due_at": f"{FILED} + 172800000",
    "closed_at": f"iif({OLD}, {FILED} + 86400000, NULL)",
    "media": "'[]'",
    "version": "4",
}
EVENTS = """
INSERT INTO events (ticket, action, "by", party, at, "before", "after", note, media, data, day)
SELECT id, column1, 1, column2, created_at + column3, column4, column5, '', '[]', column6,
    strftime('%Y-%m-%d', (created_at + column3) / 1000 + 50400, 'unixepoch')
FROM tickets, (VALUES
    ('file', 'reporter', 0, NULL, 'assigned', '{}'),
    ('accept', 'assignee', 3600000, 'assigned', 'working', '{}'),
    ('resolve', 'assignee', 36000000, 'working', 'resolved', '{}'),
    ('confirm', 'reporter', 36100000, 'resolved', 'closed', '{}'),
    ('rate', 'reporter', 36200000, 'closed', 'closed', '{"satisfied":"yes"}'))
WHERE closed_at IS NOT NULL OR column1 IN ('file', 'accept')
"""
# What a recount gives (checked at the smallest size), in one statement: a recount of millions takes minutes.
COUNTERS = """
INSERT INTO counters (period, topic, area, new, resolved, closed, open, dispatched, responded, asked, answered, solved,
    rated, satisfied, due, on_time)
SELECT {period}, {topic}, grid, sum(action = 'file'), sum(action = 'resolve'), sum(action = 'confirm'),
    sum((action = 'file') - (action = 'resolve')), sum(action = 'accept'), sum(action = 'accept'),
    sum(action = 'confirm'), sum(action = 'confirm'), sum(action = 'confirm'), sum(action = 'confirm'),
    sum(action = 'confirm'), sum(action = 'resolve'), sum(action = 'resolve')
FROM events JOIN tickets ON tickets.id = events.ticket GROUP BY 1, 2, 3
"""
KEPT = (("day", "''"), ("substr(day, 1, 7)", "'matter/' || category || '/' || matter"), (f"'{EVER}'", "''"))
WORLD: Any = SimpleNamespace(
    grid_name=str, gazetteer=SimpleNamespace(in_words=str), organisation=SimpleNamespace(zones={})
)
EMPTY = {Text: "''", Word: "''", Shape: "'[]'", Json: "'{}'"}
WORKER = Person(2)


def filled(folder: Path, count: int) -> Storage:
    """A store of that many tickets; made once, kept in the folder."""
    path = folder / f"size-{count}.db"
    if not path.exists():
        migrate(f"sqlite:///{path}")
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("PRAGMA synchronous=OFF")
            raw.execute(filling(), {"tickets": count, "now": NOW_MS})
            raw.execute(EVENTS)
            for period, topic in KEPT:
                raw.execute(COUNTERS.format(period=period, topic=topic))
            raw.execute("INSERT INTO meta VALUES (?, ?)", (CURRENT, RULES))
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Storage(f"sqlite:///{path}", Seal(b"k" * 32), threaded=False)


def filling() -> str:
    """The statement that writes the tickets: an empty value in every other column that needs one."""
    needed = [
        column for column in tickets.columns if not (column.nullable or column.primary_key or column.server_default)
    ]
    empty = {column.name: EMPTY.get(type(column.type), "0") for column in needed}
    values = {**empty, **COLUMNS}
    return (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :tickets) "
        f"INSERT INTO tickets ({', '.join(values)}) SELECT {', '.join(values.values())} FROM n"
    )


def timed(storage: Storage, name: str) -> float:
    """Milliseconds of processor time of a read, the median; each time in a new transaction, which remembers nothing."""

    def once(uow: UnitOfWork) -> float:
        work = reads(uow)[name]
        start = time.thread_time()
        work()
        return time.thread_time() - start

    return median(storage.write_now(once) for _ in range(REPEATS)) * MS


def reads(uow: UnitOfWork) -> dict[str, Callable[[], object]]:
    """Each read a handler makes, by name."""
    scene = Scene(uow, WORLD, NOW)
    found, counters = uow.tickets, uow.counters

    def digest(scope: str) -> Callable[[], object]:
        return lambda: day_figures(scene, scope, NOW.date(), NOW)

    return {
        "a worker's list": lambda: found.todo_of(7),
        "a resident's list": lambda: found.of_reporter(7920, 6),
        "a ticket by number": lambda: found.find(4),
        "digest, one community": digest(COMMUNITY),
        "digest, one district (250 grids)": digest(DISTRICT),
        "digest, the city (500 grids)": digest(CITY),
        "late list, the city": lambda: found.late(IN_CITY, NOW, 8, confidential=True),
        "in work list, one community": lambda: found.in_work(COMMUNITY, 8, confidential=True),
        "dashboard: a month by matter": lambda: counters.by_topic("2026-11", IN_CITY, "matter"),
        "bulletin, the city": lambda: month_figures(scene, CITY, "2026-11"),
        "dashboard: everything ever, by grid": lambda: counters.by_area(EVER, IN_CITY),
    }


def lives(storage: Storage, count: int) -> tuple[float, float]:
    """Whole lives (filed, accepted, resolved, confirmed, rated): a second, each step a durable turn, and ms of processor.

    Each is somebody else's, in another grid: what they touch lies all over the store, as in a city.
    """
    start, used = time.perf_counter(), time.process_time()
    for i in range(count):
        grid = grid_of(i * 37)
        blank = Ticket(0, "", "help", Status.ASSIGNED, "类别1", "路灯照明", "路灯坏了", grid=grid, community=grid[:12])
        resident = Person(1 + i * 104729 % PEOPLE)
        blank = replace(blank, reporter=resident.id, assignee=WORKER.id, due_at=NOW + timedelta(days=2))
        ticket = storage.write_now(lambda uow, blank=blank: filed(uow, blank)).id
        worker = replace(WORKER, posts=(Post(Role.WORKER, grid),))
        for action, by in zip(STEPS, (worker, worker, resident, resident), strict=True):
            storage.write_now(lambda uow, t=ticket, a=action, p=by: done(uow, t, a, p))
    return count / (time.perf_counter() - start), (time.process_time() - used) * MS / count


def grid_of(number: int) -> str:
    """The grid of a ticket, as COLUMNS has it."""
    return f"4602{3 + number % 2:02}1{number % GRIDS // 5:05}{number % 5 + 1:03}"


def filed(uow: UnitOfWork, blank: Ticket) -> Ticket:
    ticket = uow.tickets.add(blank, NOW, f"{NOW:%Y%m%d}")
    event = Event(ticket.id, Action.FILE, 1, Party.REPORTER, NOW, None, ticket.status, day=f"{NOW:%Y-%m-%d}")
    uow.tickets.record(event)
    uow.counters.follow(None, ticket, event)
    return ticket


def done(uow: UnitOfWork, number: int, action: Action, by: Person) -> None:
    ticket = uow.tickets.get(number)
    after, event = apply(ticket, action, by, NOW, data={"satisfied": "yes"} if action is Action.RATE else None)
    event = replace(event, day=f"{NOW:%Y-%m-%d}")
    after = replace(after, closed_at=NOW if after.status is Status.CLOSED else None)
    uow.tickets.save(after, ticket.version)
    uow.tickets.record(event)
    uow.counters.follow(ticket, after, event)


STEPS = (Action.ACCEPT, Action.RESOLVE, Action.CONFIRM, Action.RATE)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="10000,1000000")
    options.add_argument("--lives", type=int, default=500)
    options.add_argument("--folder", type=Path)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for size in map(int, wanted.sizes.split(",")):
            measure(filled(wanted.folder or Path(made), size), size, wanted.lives)


def measure(storage: Storage, size: int, count: int) -> None:
    print(f"\n{size:,} tickets")
    if size <= CHECKED:
        assert not storage.write_now(lambda uow: uow.counters.differences())
    for name in storage.write_now(reads):
        print(f"  {name:36}{timed(storage, name):8.3f} ms")
    rate, cost = lives(storage, count)
    print(f"  {'whole lives a second (5 turns each)':36}{rate:8.0f}\n  {'processor time of one':36}{cost:8.3f} ms")
    storage.close_now()


if __name__ == "__main__":
    main()
