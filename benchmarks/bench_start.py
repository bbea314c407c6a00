"""Cold start and memory: `python -m bot run` until the first fetch from the platform, on the demo community.

    python -m benchmarks.bench_start [--rounds N]

The store is there already, as after any restart; a fresh one is migrated first, which is shown too. What Python and we
keep of files that were read (`__pycache__`) is there too, whatever PYTHONDONTWRITEBYTECODE says. "bare import" is the
interpreter with the libraries we stand on, loaded whole: what a start would cost at least if it needed all of them.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.bench_loopback import ROOT, megabytes, platform, processor_seconds, said

FLOOR = "import aiohttp, aiosqlite, alembic, apscheduler, pydantic, sqlalchemy, starlette, telegram, uvicorn"
SETTINGS = """
[operator]
name = "三亚回应"
shapes = "{root}/bot/demo/data/grids.geojson"
[storage]
url = "{store}"
key_file = "{folder}/key"
files = "{folder}/files"
[telegram]
enabled = true
base_url = "{api}"
[web]
enabled = {web}
port = {port}
"""
SURROUNDINGS = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "HUIYING_TELEGRAM_TOKEN": "7:loopback"
}


def started(folder: Path, *, fresh: bool = False, web: bool = False) -> tuple[float, float, float]:
    """Seconds until the first fetch, processor seconds until then, and megabytes."""
    store = f"sqlite:///{folder}/start.db"
    with platform(1, echo=False) as (api, judge):
        config = folder / "config.toml"
        given = {
            "root": ROOT,
            "store": store,
            "folder": folder,
            "api": api,
            "web": str(web).lower(),
            "port": free_port(),
        }
        config.write_text(SETTINGS.format_map(given), "utf-8")
        ours = ["benchmarks.loopback.ours", api, store, "0"] if fresh else ["bot", "run", "--config", str(config)]
        begin = time.perf_counter()
        bot = subprocess.Popen([sys.executable, "-m", *ours], cwd=ROOT, env=SURROUNDINGS, stderr=subprocess.DEVNULL)
        try:
            said(judge, bot)
            return time.perf_counter() - begin, processor_seconds(bot.pid), megabytes(bot.pid)
        finally:
            bot.kill()
            bot.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


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
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = started(folder, fresh=True)
        started(folder, web=True)  # what Python keeps of our modules is kept from here on
        runs = [(started(folder), started(folder, web=True), floor()) for _ in range(wanted.rounds)]
    print(f"fresh store, with import of the community: {fresh[0]:.2f} s ({fresh[1]:.2f} s of processor)")
    for place, what in enumerate(("Telegram", "Telegram and web pages")):
        wall, used, mb = (median(run[place][figure] for run in runs) for figure in range(3))
        print(f"cold start, {what}: {wall:.2f} s ({used:.2f} s of processor), {mb:.0f} MB at its peak")
    print(f"bare import of the libraries: {median(run[2] for run in runs):.2f} s of processor")


if __name__ == "__main__":
    main()
