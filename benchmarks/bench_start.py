"""Cold start and memory: from the process's beginning to the first fetch from the platform, on the demo community.

    python -m benchmarks.bench_start [--rounds N]

The store is there already, as after any restart; a fresh one is migrated first, which is shown too. "bare import" is the
interpreter with the libraries we stand on, the floor below which a start cannot come.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.bench_loopback import ROOT, megabytes, platform, processor_seconds, said

FLOOR = "import aiohttp, aiosqlite, alembic, apscheduler, pydantic, sqlalchemy, starlette, telegram, uvicorn"


def started(store: str) -> tuple[float, float, float]:
    """Seconds until the first fetch, processor seconds until then, and megabytes."""
    with platform(1, echo=False) as (api, judge):
        begin = time.perf_counter()
        bot = subprocess.Popen([sys.executable, "-m", "benchmarks.loopback.ours", api, store, "0"], cwd=ROOT)
        try:
            said(judge, bot)
            return time.perf_counter() - begin, processor_seconds(bot.pid), megabytes(bot.pid)
        finally:
            bot.kill()
            bot.wait()


def floor() -> float:
    """Processor seconds of importing what we stand on."""
    before = os.times()
    subprocess.run([sys.executable, "-c", FLOOR], check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    wanted = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = f"sqlite:///{Path(folder)}/start.db"
        fresh = started(store)
        runs = [(started(store), floor()) for _ in range(wanted.rounds)]
    print(f"fresh store, with import of the community: {fresh[0]:.2f} s ({fresh[1]:.2f} s of processor)")
    wall, used, mb = (median(run[place] for run, _ in runs) for place in range(3))
    print(f"cold start: {wall:.2f} s ({used:.2f} s of processor), {mb:.0f} MB at its peak")
    print(f"bare import of the libraries: {median(bare for _, bare in runs):.2f} s of processor")


if __name__ == "__main__":
    main()
