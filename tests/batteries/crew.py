"""A program that lends out whole nodes: the real program on a shared store, each a fork of what is loaded once.

    python -m batteries.crew SOCKET

The only line of a connection is an Order; the answer is the number of the process, which runs until it is killed.
What is not as in the real program: the clock is ahead by a fixed time, timers come in seconds instead of days, lists of pushes not at all, places
are read once for all nodes, claims last seconds, and calls to the platform name the letter they carry.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import signal
import socket
import sys
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

import town
from batteries.mortal import warm_up
from town import DATA, made_once, template

import bot.app
from bot import deliver
from bot.channels.telegram.transport import AiohttpRequest
from bot.config import Operator, Settings, StorageSection, Telegram, Web
from bot.deliver import Delivery
from storage.postgres import PostgresEngine

letter: ContextVar[int] = ContextVar("letter", default=0)
SECRET = "a-secret-of-the-battery"
LEASE = timedelta(seconds=5)
POLICY = {  # what takes days comes in seconds
    "survey_reminder_after": timedelta(seconds=60),
    "survey_close_after": timedelta(seconds=100),
    "pushes_a_day": 100_000,
    "me_too_within": timedelta(0),
}


@dataclass(frozen=True)
class Order:
    """Which node to run: its store, its platform, where it listens (0: it polls), how fast it may send."""

    url: str
    folder: str
    base_url: str
    token: str
    port: int
    ahead: float  # seconds of the clock before that of the database
    per_second: int
    chat_pause: float  # seconds between two messages to one chat

    def line(self) -> bytes:
        return json.dumps(asdict(self)).encode() + b"\n"


def settings(order: Order) -> Settings:
    folder = Path(order.folder)
    return Settings(
        operator=Operator(name="三亚回应", shapes=DATA / "grids.geojson"),
        storage=StorageSection(url=order.url, key_file=folder / "key", files=folder / "files"),
        telegram=Telegram(
            enabled=True,
            mode="webhook" if order.port else "polling",
            webhook_url="https://example.org/telegram",
            base_url=order.base_url,
            base_file_url=order.base_url,
            per_second=order.per_second,
        ),
        web=Web(enabled=False, port=order.port or 1),
    )


def as_ordered(order: Order) -> None:
    """Make this process what the order says."""
    os.environ["HUIYING_TELEGRAM_TOKEN"] = order.token
    os.environ["HUIYING_TELEGRAM_SECRET"] = SECRET
    moment, send, request = PostgresEngine.moment, Delivery._send, AiohttpRequest.do_request

    async def ahead(self):
        return await moment(self) + timedelta(seconds=order.ahead)

    async def send_named(self, claimed):
        letter.set(claimed.letter.id)
        await send(self, claimed)

    async def call(self, url, *args, **kwargs):
        return await request(self, f"{url}?letter={letter.get()}" if letter.get() else url, *args, **kwargs)

    PostgresEngine.moment, Delivery._send, AiohttpRequest.do_request = ahead, send_named, call
    bot.app.CHAT_PAUSE = timedelta(seconds=order.chat_pause)
    deliver.LEASE, deliver.LAST_MOMENT = LEASE, LEASE * 0.6


async def live(order: Order) -> None:
    end = asyncio.create_task(end_with_the_battery(os.getppid()))
    await bot.app.run(bot.app.build(settings(order)))
    end.cancel()


async def end_with_the_battery(crew: int) -> None:
    """Nobody else would end a node whose battery was stopped."""
    while os.getppid() == crew:  # noqa: ASYNC110 — nothing tells
        await asyncio.sleep(1)
    os._exit(0)


def serve(path: str) -> None:
    asyncio.run(template())  # before anything is kept: its store is still empty
    with made_once():
        warm_up()
        (world,) = town._worlds
        town._worlds[:] = [replace(world, policy=replace(world.policy, **POLICY))]
        lend(path)


def lend(path: str) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(16)
        gc.freeze()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        listening.settimeout(1)
        battery = os.getppid()
        while os.getppid() == battery:
            try:
                connection, _ = listening.accept()
            except TimeoutError:
                continue
            order = Order(**json.loads(connection.makefile("r").readline()))
            if os.fork() == 0:
                listening.close()
                connection.sendall(f"{os.getpid()}\n".encode())
                connection.close()
                run(order)
            connection.close()


def run(order: Order) -> None:
    """A node, until it is killed; what it complains of stands in a file."""
    logging.disable(logging.NOTSET)
    logging.basicConfig(filename=f"{order.folder}/log", level=logging.WARNING)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    as_ordered(order)
    try:
        asyncio.run(live(order))
    except Exception:
        logging.getLogger().exception("a node ended by itself")
    os._exit(1)


if __name__ == "__main__":
    serve(sys.argv[1])
