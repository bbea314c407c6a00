"""Tickets filed a second, end to end over loopback HTTP: ours and peers, in rounds that take turns.

    python -m benchmarks.bench_loopback [--tickets N] [--rounds N] [--only NAME,NAME]

One ticket is a message, a card with 确认, its press, the durable ticket, and the confirmation delivered; everybody writes
the same rows. A number of people are in the middle of it at any time (AT_ONCE). Peers run from .venv-bench
(requirements-bench.in). "+2ms" adds two milliseconds to every fsync (slow_sync.c, if there is a compiler).
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
PARTS = Path(__file__).parent / "loopback"
PEERS = ROOT / ".venv-bench" / "bin" / "python"
AT_ONCE = 256
SLOW = {"SLOW_SYNC_US": "2000"}
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Contestant:
    """A bot: its interpreter and module; `store` makes the argument that says where it keeps things."""

    module: str
    python: str = sys.executable
    store: Callable[[Path], str] | None = None
    slow: bool = False
    echo: bool = False


@contextmanager
def platform(tickets: int, *, echo: bool) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "benchmarks.loopback.platform", str(tickets), str(AT_ONCE)]
    process = subprocess.Popen(
        [*command, "--echo"] if echo else command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        yield f"http://127.0.0.1:{said(process)['port']}/bot", process
    finally:
        process.kill()
        process.wait()


def said(process: subprocess.Popen[str], bot: subprocess.Popen[bytes] | None = None) -> dict[str, Any]:
    """The next line a process prints; the end of the benchmark when the bot it waits for has died."""
    assert process.stdout is not None
    while bot and not select.select([process.stdout], [], [], 1.0)[0]:
        if bot.poll() is not None:
            raise SystemExit("the bot ended early")
    line = process.stdout.readline()
    if not line:
        raise SystemExit("a process of the benchmark ended early")
    found: dict[str, Any] = json.loads(line)
    return found


def processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def megabytes(process: int) -> float:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def compete(one: Contestant, tickets: int, folder: Path) -> dict[str, float]:
    """One run; the figures of the platform, and what the bot's process cost."""
    with platform(tickets, echo=one.echo) as (api, judge):
        command = [one.python, "-m", f"benchmarks.loopback.{one.module}", api]
        if one.store:
            command.append(one.store(folder))
        if one.module == "ours":
            command.append(str(tickets))
        environment = os.environ | (SLOW | {"LD_PRELOAD": str(shim())} if one.slow else {})
        with (folder / "log").open("wb") as log:
            bot = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            said(judge, bot)
            before = processor_seconds(bot.pid)
            figures = said(judge, bot)
            cost = processor_seconds(bot.pid) - before
            return figures | {"cpu_ms": cost * 1000 / tickets, "mb": megabytes(bot.pid)}
        finally:
            bot.send_signal(signal.SIGKILL)
            bot.wait()


def shim() -> Path:
    """The library that slows syncing down, compiled when first needed."""
    made = Path(tempfile.gettempdir()) / f"huiying-slow-sync-{os.getuid()}.so"
    if not made.exists():
        subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", made, PARTS / "slow_sync.c", "-ldl"], check=True)
    return made


def postgres() -> Callable[[Path], str] | None:
    """Makes databases in a PostgreSQL that waits for the disk; None when no server can be had."""
    try:
        import pgserver
    except ImportError:
        return None
    from urllib.parse import quote

    server = pgserver.get_server(tempfile.mkdtemp(prefix="bench-pg-"), cleanup_mode="delete")
    socket = quote(str(server.get_postmaster_info().socket_dir), safe="")
    made = iter(range(1000))

    def create(_folder: Path) -> str:
        name = f"bench{next(made)}"
        server.psql(f"CREATE DATABASE {name};")
        return f"postgresql+psycopg://postgres@/{name}?host={socket}"

    return create


def plain_file(folder: Path) -> str:
    path = folder / "plain.db"
    path.touch()
    return str(path)


def contestants() -> dict[str, Contestant]:
    ours = Contestant("ours", store=lambda folder: f"sqlite:///{folder}/ours.db")
    found = {"echo of our transport": Contestant("echo", echo=True), "ours on SQLite": ours}
    if create := postgres():
        found["ours on PostgreSQL"] = Contestant("ours", store=create)
    peers = PEERS.exists()
    if peers:
        for name in ("ptb", "aiogram"):
            found[f"plain {name}"] = Contestant(f"plain_{name}", str(PEERS), plain_file)
    if shutil.which("cc"):
        found["ours on SQLite +2ms"] = Contestant("ours", store=ours.store, slow=True)
        for name in ("ptb", "aiogram") if peers else ():
            found[f"plain {name} +2ms"] = Contestant(f"plain_{name}", str(PEERS), plain_file, slow=True)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tickets", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--only", default="")
    wanted = options.parse_args()
    names = [name for name in wanted.only.split(",") if name]
    there = {name: one for name, one in contestants().items() if not names or name in names}
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in there}
    for _ in range(wanted.rounds):
        for name, one in there.items():
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(compete(one, wanted.tickets, Path(folder)))
    show(runs, f"{wanted.tickets} tickets, {wanted.rounds} rounds, {AT_ONCE} at once")


def show(runs: dict[str, list[dict[str, float]]], title: str) -> None:
    print(f"\n{title}: medians\n")
    print(f"{'':28}{'tickets/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'cpu ms':>8}{'calls':>7}{'MB':>6}{'of ptb':>8}")
    base = {slow: middle(runs.get(f"plain ptb{slow}", []), "per_second") for slow in ("", " +2ms")}
    for name, found in runs.items():
        rate = middle(found, "per_second")
        ratio = base[" +2ms" if name.endswith("+2ms") else ""]
        calls = middle(found, "calls") / middle(found, "tickets")
        print(
            f"{name:28}{rate:10,.0f}{middle(found, 'p50_ms'):9,.0f}{middle(found, 'p99_ms'):9,.0f}"
            f"{middle(found, 'cpu_ms'):8.2f}{calls:7.1f}{middle(found, 'mb'):6.0f}{rate / ratio if ratio else 0:8.2f}"
        )


def middle(found: list[dict[str, float]], figure: str) -> float:
    return median(one[figure] for one in found) if found else 0.0


if __name__ == "__main__":
    main()
