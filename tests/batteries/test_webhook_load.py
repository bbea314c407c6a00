"""R4: kill -9 again and again while updates are pushed: every update that was acknowledged is in the store."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

import aiohttp
import pytest
from batteries.conftest import Scale
from stubs.telegram import TelegramStub

pytestmark = pytest.mark.battery
ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-battery"
CONNECTIONS = 8
STARTING = 90.0  # real seconds
WORDS = ("你好", "谢谢", "我的工单", "榕树里小区3栋楼下路灯坏了", "菜单", "心愿墙")
SETTINGS = """
[storage]
url = "sqlite:///{folder}/huiying.db"
key_file = "{folder}/key"
files = "{folder}/files"
[telegram]
enabled = true
mode = "webhook"
webhook_url = "https://example.org/telegram"
base_url = "{base_url}"
base_file_url = "{base_file_url}"
per_second = 1000
burst = 30
[web]
port = {port}
"""


class Bot:
    """The real program in webhook mode, killed and started again on the same files."""

    def __init__(self, folder: Path, stub: TelegramStub) -> None:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self.port = free.getsockname()[1]
        self._config = folder / "config.toml"
        urls = {"base_url": stub.base_url, "base_file_url": stub.base_file_url}
        self._config.write_text(SETTINGS.format(folder=folder, port=self.port, **urls), "utf-8")
        self._log = folder / "log"
        self._environment = os.environ | {"HUIYING_TELEGRAM_TOKEN": stub.token, "HUIYING_TELEGRAM_SECRET": SECRET}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/telegram"

    @contextmanager
    def running(self):
        """From its start to its sudden end."""
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", "bot", "run", "--config", str(self._config)]
            process = subprocess.Popen(command, cwd=ROOT, env=self._environment, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGKILL)
            process.wait()


@dataclass
class Load:
    """Updates pushed over several connections at once; what was answered with 200 is acknowledged, the rest comes again."""

    url: str
    numbers: count = field(default_factory=lambda: count(1))
    waiting: list[int] = field(default_factory=list)
    acknowledged: set[int] = field(default_factory=set)

    async def press_on(self, until: int) -> None:
        """Push until so many are acknowledged."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
            await asyncio.gather(*(self._push(session, until) for _ in range(CONNECTIONS)))

    async def _push(self, session: aiohttp.ClientSession, until: int) -> None:
        while len(self.acknowledged) < until:
            number = self.waiting.pop() if self.waiting else next(self.numbers)
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            try:
                async with session.post(self.url, json=update(number), headers=headers) as answer:
                    status = answer.status
            except (aiohttp.ClientError, TimeoutError):
                status = 0
            if status == 200:
                self.acknowledged.add(number)
            else:
                self.waiting.append(number)
                await asyncio.sleep(0.05)


def update(number: int) -> dict:
    """What one of a thousand people writes."""
    person = {"id": 5000 + number % 997, "is_bot": False, "first_name": "居民", "language_code": "zh-hans"}
    chat = {"id": person["id"], "type": "private", "first_name": "居民"}
    words = WORDS[number % len(WORDS)]
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 1_790_000_000, "chat": chat, "from": person, "text": words},
    }


def kept(folder: Path) -> tuple[Counter[str], int]:
    """How often each message is in the inbox, and how many were set aside as poison."""
    with closing(sqlite3.connect(f"file:{folder}/huiying.db?mode=ro", uri=True, timeout=10)) as store:
        rows = store.execute("SELECT message_id, state FROM inbox").fetchall()
    return Counter(message for message, _ in rows), sum(state == "poison" for _, state in rows)


async def answering(bot: Bot, process: subprocess.Popen) -> None:
    """Wait until it takes updates."""
    async with asyncio.timeout(STARTING), aiohttp.ClientSession() as session:
        while True:
            assert process.poll() is None, "the bot does not run"
            try:
                async with session.get(f"http://127.0.0.1:{bot.port}/healthz"):
                    return
            except aiohttp.ClientError:
                await asyncio.sleep(0.05)


async def test_no_acknowledged_update_is_lost_when_the_bot_is_killed_under_load(scale: Scale, folder: Path) -> None:
    wanted, kills = scale(short=1_000, full=20_000), scale(short=3, full=40)
    chance = Random(4)
    async with TelegramStub() as stub:
        stub.knows(*range(5000, 5997))
        bot = Bot(folder, stub)
        load = Load(bot.url)
        for killed in range(1, kills + 1):
            with bot.running() as process:
                await answering(bot, process)
                enough = asyncio.create_task(load.press_on(wanted * killed // kills))
                await enough if killed == kills else await asyncio.wait({enough}, timeout=chance.uniform(1, 6))
                more = asyncio.create_task(load.press_on(10**9))  # it is killed with answers on the way
                await asyncio.sleep(chance.uniform(0.05, 0.4))
            for task in (enough, more):
                task.cancel()
            await asyncio.gather(enough, more, return_exceptions=True)
        inbox, poison = kept(folder)
    lost = [number for number in load.acknowledged if f"u{number}" not in inbox]
    twice = [message for message, times in inbox.items() if times > 1]
    errors = re.findall(r"^.*(?:ERROR|Traceback).*$", (folder / "log").read_text("utf-8"), re.MULTILINE)
    print(
        f"\nR4 {kills} kills, {len(load.acknowledged)} acknowledged: {len(lost)} lost, {len(twice)} twice, {poison} poison"
    )
    assert len(load.acknowledged) >= wanted
    assert not lost
    assert not twice
    assert not poison
    assert not errors, errors[:5]
