"""The world around a mortal bot: the platform that judges, the people's clock, and a new bot whenever one has died."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from batteries.mortal import Fate, Order
from batteries.opening import greeted_town
from batteries.workload import Step
from stubs.telegram import TelegramStub
from town import MONDAY, ZONE, template

from bot.clock import VirtualClock

SECOND = timedelta(seconds=1)
PATIENCE = 400  # passes in which everything must come to rest
TESTS = Path(__file__).parents[1]
ALIVE = Fate()
STATE = [
    "chats",
    "names",
    "files",
    "pending",
    "all_updates",
    "presses_open",
    "presses_answered",
    "next_update_id",
    "sent",
    "webhook",
    "allowed",
    "_planned",
    "shown",
]


@dataclass(frozen=True, slots=True)
class Shown:
    """A letter that reached a chat, as a new message or as a changed one."""

    letter: int
    chat: int
    fresh: bool
    text: str = ""


class Platform(TelegramStub):
    """The stub Bot API, which notes what really reached people, and whose state can be kept and put back."""

    def __init__(self) -> None:
        self.clock = VirtualClock(MONDAY)
        super().__init__(now=lambda: self.clock.now().timestamp())
        self.shown: list[Shown] = []

    async def _answer(self, method: str, params: dict):
        letter = int(params.pop("letter", 0))
        answer = await super()._answer(method, params)
        if letter and answer.status == 200 and method.startswith(("send", "edit")):
            text = str(params.get("text") or params.get("caption") or "")
            self.shown.append(Shown(letter, int(params["chat_id"]), method.startswith("send"), text))
        return answer

    def kept(self) -> bytes:
        numbers, messages = next(self._numbers), next(self._messages)
        self._numbers, self._messages = count(numbers), count(messages)
        state = {name: getattr(self, name) for name in STATE}
        return pickle.dumps((state, dict(self.rates._sent), numbers, messages, self.clock.now()))

    def put_back(self, kept: bytes) -> None:
        state, rates, numbers, messages, now = pickle.loads(kept)
        vars(self).update(state)
        self.rates._sent.clear()
        self.rates._sent.update(rates)
        self._numbers, self._messages = count(numbers), count(messages)
        self.clock = VirtualClock(now)
        self.calls.clear()


@contextlib.contextmanager
def lender(folder: Path) -> Iterator[Path]:
    """The program that lends bots (mortal.py), for as long as the block runs; the address it is reached at."""
    address = folder / "bots"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))}
    program = [sys.executable, "-m", "batteries.mortal", str(address)]
    with subprocess.Popen(program, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            assert process.stdout.readline(), "the lender of bots does not start"
            yield address
        finally:
            process.kill()


@dataclass(frozen=True)
class Moment:
    """The whole town between two steps: the platform, and the files of the bot."""

    platform: bytes
    folder: Path


class Outside:
    """A town whose bot may die at any point. `deaths` counts how often it did, `points` how far the present one got."""

    def __init__(self, platform: Platform, bots: Path, folder: Path) -> None:
        self.platform = platform
        self.folder = folder
        self.deaths = 0
        self.points = 0
        self.failures: list[str] = []
        self._bots = bots
        self._bot: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._fates: list[Fate] = []
        self._next: float | None = None

    def begin(self, moment: Moment, fates: Iterable[Fate] = ()) -> None:
        """Go (back) to a moment; the first bot has the first fate, the one after its death the second, then all is well."""
        self.let_go()
        self.platform.put_back(moment.platform)
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(moment.folder, self.folder)
        self._fates = list(fates)
        self.deaths, self.points, self._next = 0, 0, None
        self.failures = []

    def keep(self, where: Path) -> Moment:
        shutil.copytree(self.folder, where)
        return Moment(self.platform.kept(), where)

    async def take(self, step: Step) -> None:
        """Let time pass until the step, let it happen, and let everything come to rest."""
        await self.until(self.platform.clock.now() + step.after)
        step.act(self.platform)
        await self.settle()

    async def until(self, moment: datetime) -> None:
        await self.settle()
        while self._next is not None and self._next <= moment.timestamp():
            self.platform.clock.move_to(datetime.fromtimestamp(self._next, ZONE))
            await self.settle()
        self.platform.clock.move_to(moment)

    async def settle(self) -> None:
        for _ in range(PATIENCE):
            left = await self._pass()
            if left is None or left.get("polled"):
                continue
            if "failed" in left:
                self.failures.append(left["failed"])
            elif not left["ready"]:
                self._next = left["next"]
                return
            self.platform.clock.move_to(self.platform.clock.now() + SECOND)
        raise AssertionError(f"the town does not come to rest: {self.failures[-3:]}")

    async def _pass(self) -> dict | None:
        """One pass of the bot; None when it died in it."""
        reader, writer = self._bot or await self._borrow()
        with contextlib.suppress(ConnectionError):
            writer.write(json.dumps({"now": self.platform.clock.now().timestamp()}).encode() + b"\n")
            if answer := await reader.readline():
                told = json.loads(answer)
                self.points = told["points"]
                return told
        self.let_go()
        self.deaths += 1
        return None

    async def _borrow(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_unix_connection(str(self._bots))
        fate = self._fates.pop(0) if self._fates else ALIVE
        stub = self.platform
        order = Order(str(self.folder), stub.base_url, stub.base_file_url, stub.token, fate)
        writer.write(order.line().encode() + b"\n")
        self._bot = reader, writer
        return self._bot

    def let_go(self) -> None:
        """Take leave of the bot; it stops without a word."""
        if self._bot:
            self._bot[1].close()
            self._bot = None


@asynccontextmanager
async def outside(bots: Path, folder: Path, towns: int = 1) -> AsyncIterator[list[Outside]]:
    """So many towns side by side, each with its platform; `bots` is where the lender is reached."""
    async with contextlib.AsyncExitStack() as stack:
        platforms = [await stack.enter_async_context(Platform()) for _ in range(towns)]
        there = [Outside(platform, bots, folder / f"town{number}") for number, platform in enumerate(platforms)]
        yield there
        for each in there:
            each.let_go()


async def first_moment(there: Outside, folder: Path) -> Moment:
    """Everybody has been greeted, and nothing is open."""
    shutil.copytree(await template(), folder)
    platform = there.platform
    town, greeted = await greeted_town(platform, platform.clock, folder)
    platform.shown = [Shown(letter, chat, fresh=True) for letter, chat in enumerate(greeted, start=1)]
    await town.app.close()
    return Moment(platform.kept(), folder)
