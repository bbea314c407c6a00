"""A million pending timers: ours as rows, APScheduler's in memory; each in a process of its own.

    python -m benchmarks.bench_timers [--timers N]

Memory is what the process grew by; claiming is finding and marking a thousand that are due.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler

from storage.migrate import migrate
from storage.sealed import Seal
from storage.timers import Timer
from storage.unit_of_work import Storage, UnitOfWork

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DUE = 1000
BATCH = 10_000
SEAL = Seal(b"k" * 32)


def megabytes() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def due_at(number: int) -> datetime:
    """The first thousand are due, the others in the weeks to come."""
    return NOW - MINUTE if number < DUE else NOW + timedelta(seconds=number)


def nothing() -> None:
    """What an APScheduler job does here."""


def ours(count: int, folder: Path) -> None:
    url = f"sqlite:///{folder}/timers.db"
    migrate(url)
    before = megabytes()
    storage = Storage(url, SEAL, threaded=False)
    start = time.perf_counter()
    for first in range(0, count, BATCH):

        def fill(uow: UnitOfWork, first: int = first) -> None:
            for number in range(first, min(first + BATCH, count)):
                uow.timers.start(Timer(f"overdue:{number}:1", "overdue", number, due_at(number)))

        storage.write_now(fill)
    added = time.perf_counter() - start
    grown = megabytes() - before
    storage.close_now()
    start = time.perf_counter()
    storage = Storage(url, SEAL, threaded=False)
    assert storage.write_now(lambda uow: uow.timers.next_at()) == NOW - MINUTE
    started = time.perf_counter() - start
    start = time.perf_counter()

    def claim(uow: UnitOfWork) -> int:
        return sum(uow.timers.fired(timer) for timer in uow.timers.due(NOW, DUE))

    assert storage.write_now(claim) == DUE
    claimed = time.perf_counter() - start
    storage.close_now()
    show("ours (rows)", count, added, grown, f"start {started * 1000:.1f} ms, claim of {DUE}: {claimed * 1000:.0f} ms")


def apscheduler(count: int, _folder: Path) -> None:
    before = megabytes()
    scheduler = BackgroundScheduler(timezone=UTC)
    scheduler.start(paused=True)
    start = time.perf_counter()
    for number in range(count):
        scheduler.add_job(nothing, "date", run_date=due_at(number), id=str(number), misfire_grace_time=None)
    added = time.perf_counter() - start
    show("APScheduler (memory)", count, added, megabytes() - before, "all lost at a restart")


def show(name: str, count: int, seconds: float, grown: float, rest: str) -> None:
    print(
        f"{name:22}{count:>10,} timers: {seconds / count * 1e6:6.0f} us to add one, {grown:6.0f} MB, {rest}", flush=True
    )


WAYS = {"ours": ours, "apscheduler": apscheduler}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--timers", type=int, default=1_000_000)
    options.add_argument("--only", default="")
    wanted = options.parse_args()
    if wanted.only:
        with tempfile.TemporaryDirectory() as folder:
            WAYS[wanted.only](wanted.timers, Path(folder))
        return
    for name in WAYS:
        again = [sys.executable, "-m", "benchmarks.bench_timers", "--timers", str(wanted.timers), "--only", name]
        subprocess.run(again, check=True)


if __name__ == "__main__":
    main()
