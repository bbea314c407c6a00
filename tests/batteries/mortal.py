"""A program that lends out real bots which die, or whose disk fails, where they are told to. One connection, one bot.

    python -m batteries.mortal SOCKET

The first line of a connection is an Order; the bot then does one pass for each line {"now": seconds} and answers with
what is left to do. Everything slow is loaded once, and each bot is a fork.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import logging
import os
import random
import shutil
import signal
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TextIO
from unittest.mock import patch

from batteries.disk import FULL, Disk
from batteries.opening import greeted_town, settings
from batteries.workload import CHAPTERS
from stubs.telegram import TelegramStub
from town import MONDAY, ZONE, made_once, template

import bot.app
from bot.app import App
from bot.channels.telegram.transport import AiohttpRequest
from bot.clock import VirtualClock
from bot.deliver import Delivery
from storage.ballast import Ballast
from storage.sqlite import PRAGMAS, SqliteEngine

letter: ContextVar[int] = ContextVar("letter", default=0)


PLENTY = 1 << 40  # bytes
DISK = ("cut", "fail", "fill")


@dataclass(frozen=True)
class Fate:
    """What befalls a bot. `how` is kill, copy (a backup is made), cut (power), fail (disk) or fill (disk); `at` counts points of that kind; 0 is never."""

    how: str = "kill"
    at: int = 0
    seed: int = 0
    error: int = 0  # the code of SQLite that a failing disk gives
    kind: str = ""  # the kind of operation that fails
    times: int = 1
    threaded: bool = False  # writes in a thread of their own, as the real program does
    synchronous: str = "FULL"  # how the store waits for the disk; all but FULL must be seen to lose


@dataclass(frozen=True)
class Order:
    """Which bot to run: its folder, its platform, and its fate."""

    folder: str
    base_url: str
    base_file_url: str
    token: str
    fate: Fate

    def line(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, line: str) -> Order:
        told = json.loads(line)
        return cls(**{**told, "fate": Fate(**told["fate"])})


class Points:
    """Counts the moments at which something may happen, and lets it happen at one of them."""

    def __init__(self, at: int, strike: Callable[[], None]) -> None:
        self.passed = 0
        self._at = at
        self._strike = strike
        self._paused = False

    def pass_one(self) -> bool:
        """One more; False while nothing counts."""
        if self._paused:
            return False
        self.passed += 1
        if self.passed == self._at:
            self._strike()
        return True

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """What the harness itself asks is no moment of the bot's life."""
        self._paused = True
        try:
            yield
        finally:
            self._paused = False


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def back_up(folder: str) -> None:
    """As another process does it: what is committed at this moment."""
    with closing(sqlite3.connect(f"{folder}/town.db")) as raw:
        raw.execute(f"VACUUM INTO '{folder}/copy'")


def mortal_everywhere(fate: Fate, folder: str) -> Points:
    """A point before every statement (COMMIT is one), after every commit, before and after every HTTP call."""
    strike = die if fate.how == "kill" else partial(back_up, folder)
    points = Points(fate.at if fate.how in ("kill", "copy") else 0, strike)
    write_now, request, send, opened = (
        SqliteEngine.write_now,
        AiohttpRequest.do_request,
        Delivery._send,
        SqliteEngine.__init__,
    )

    def open_traced(self, *args, **kwargs):
        opened(self, *args, **kwargs)
        self._raw.set_trace_callback(lambda _sql: points.pass_one())

    def write(self, work):
        result = write_now(self, work)
        points.pass_one()
        return result

    async def call(self, url, *args, **kwargs):
        points.pass_one()
        answer = await request(self, f"{url}?letter={letter.get()}" if letter.get() else url, *args, **kwargs)
        points.pass_one()
        return answer

    async def send_named(self, claimed):
        letter.set(claimed.letter.id)
        await send(self, claimed)

    SqliteEngine.__init__, SqliteEngine.write_now = open_traced, write
    AiohttpRequest.do_request, Delivery._send = call, send_named
    return points


def on_a_doubtful_disk(fate: Fate, ballast: Path) -> Points:
    """A point before every write, truncation, sync and deletion of a file of the store (of `kind` only, if it fails).

    One that fills takes nothing more from a write on while the ballast is there, and is never seen to have room again.
    """
    disk = Disk()
    points = Points(fate.at if fate.how == "cut" else 0, lambda: cut(disk, fate.seed))

    def full() -> bool:
        return fate.how == "fill" and 0 < fate.at <= points.passed

    def before(kind: str) -> int:
        if fate.how == "fill":
            return FULL if kind == "write" and points.pass_one() and full() and ballast.exists() else 0
        if fate.kind not in ("", kind) or not points.pass_one():
            return 0
        return fate.error if fate.how == "fail" and 0 < fate.at <= points.passed < fate.at + fate.times else 0

    patch.object(Ballast, "free", lambda _self: 0 if full() else PLENTY).start()
    disk.before = before
    disk.install()
    return points


def cut(disk: Disk, seed: int) -> None:
    """The power goes: what was synced stays, what was not is kept, lost or torn by chance."""
    disk.lose_power(random.Random(seed))
    die()


async def live(line: TextIO, answers: TextIO) -> None:
    """One bot, from its start to the end of its connection."""
    order = Order.read(line.readline())
    os.environ["HUIYING_TELEGRAM_TOKEN"] = order.token
    store = Path(order.folder) / "town.db"
    disk = on_a_doubtful_disk(order.fate, Path(f"{store}.ballast")) if order.fate.how in DISK else None
    points = mortal_everywhere(order.fate, order.folder)
    clock = VirtualClock(MONDAY)
    app: App | None = None
    counted = disk or points
    for asked in line:
        clock.move_to(datetime.fromtimestamp(json.loads(asked)["now"], ZONE))
        told = {}
        try:
            app = app or await start(order, clock)
            told = await one_pass(app, clock, (disk, points))
        except Exception as error:  # noqa: BLE001 — as the bot's own loop does: the next pass tries again
            told = {"failed": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps({**told, "points": counted.passed}) + "\n")
        answers.flush()


async def start(order: Order, clock: VirtualClock) -> App:
    pragmas = tuple(each.replace("=FULL", f"={order.fate.synchronous}") for each in PRAGMAS)
    with patch("storage.sqlite.PRAGMAS", pragmas):
        app = bot.app.build(
            settings(Path(order.folder), order, ballast_mb=order.fate.how == "fill"),
            clock=clock,
            threaded=order.fate.threaded,
        )
    await app.service.delivery.recover()
    return app


async def one_pass(app: App, clock: VirtualClock, counters: tuple[Points | None, ...]) -> dict:
    """Fetch, take turns, fire timers, send; then say what is left."""
    assert app.telegram
    await app.room.look()
    polled = await app.telegram.poll_once(wait=0)
    await app.service.settle()
    with contextlib.ExitStack() as quiet:
        for counter in counters:
            if counter:
                quiet.enter_context(counter.paused())
        ready = await app.storage.write(lambda uow: uow.outbox.ready(clock.now()))
        following = await app.service.next_moment()
    return {"polled": polled, "ready": ready, "next": following.timestamp() if following else None}


def serve(path: str) -> None:
    asyncio.run(template())  # before anything is kept: its store is still empty
    with made_once():
        warm_up()
        lend(path)


def lend(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(16)
        gc.freeze()  # what is shared stays shared
        print("ready", flush=True)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        listening.settimeout(1)
        battery = os.getppid()
        while os.getppid() == battery:  # nobody else would end this program
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            if os.fork() == 0:
                listening.close()
                with contextlib.suppress(BrokenPipeError, ConnectionError):
                    asyncio.run(live(connection.makefile("r"), connection.makefile("w")))
                os._exit(0)
            connection.close()


def warm_up() -> None:
    """Load what never changes before anybody forks. Pictures may be any."""
    logging.disable(logging.CRITICAL)
    for chart in ("digest_chart", "month_chart"):
        patch(f"bot.media.{chart}", lambda *_: b"\x89PNG a chart").start()
    patch("bot.media.chinese_font", lambda: "").start()
    asyncio.run(play_everything())
    patch.object(bot.app, "migrate").start()  # the stores are of this release


async def play_everything() -> None:
    """The whole workload once, so that everything done for the first time is done before anybody forks."""
    clock = VirtualClock(MONDAY)
    with tempfile.TemporaryDirectory() as folder:
        async with TelegramStub(now=lambda: clock.now().timestamp()) as stub:
            shutil.copytree(await template(), folder, dirs_exist_ok=True)
            town, _ = await greeted_town(stub, clock, Path(folder))
            for step in chain(*CHAPTERS.values()):
                await town.passes(seconds=step.after.total_seconds())
                step.act(stub)
                await town.settle()
            await town.app.close()


if __name__ == "__main__":
    serve(sys.argv[1])
