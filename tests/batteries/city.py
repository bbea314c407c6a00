"""A city in real time: the platform, residents and workers who answer what they see, and the nodes that are killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Self

import aiohttp
from batteries.crew import SECRET, Order
from batteries.outside import Shown
from stubs.chats import Bubble
from stubs.telegram import TelegramStub
from stubs.telegram_limits import Rates
from town import MONDAY

TESTS = Path(__file__).parents[1]
STARTING = 60.0  # real seconds the program that lends nodes may take to load
PATIENCE = 240.0  # real seconds somebody waits for an answer
CONNECTIONS = 16
COMPLAINTS = 5_000  # characters of the nodes' log that are shown when a battery fails
REPEATED = 0.03  # how often the platform delivers once more what was acknowledged


Found = Callable[[Bubble], bool]


class Platform(TelegramStub):
    """The stub Bot API on the real clock, moved to a Monday morning; it tells each chat when something was shown in it."""

    def __init__(self, *, limited: bool = False) -> None:
        begun = time.monotonic()
        super().__init__(now=lambda: MONDAY.timestamp() + time.monotonic() - begun)
        if not limited:
            self.rates = Rates(None)
        self.shown: list[Shown] = []
        self.fresh: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)
        self.came: asyncio.Queue[dict] = asyncio.Queue()

    async def _answer(self, method: str, params: dict):
        letter = int(params.pop("letter", 0))
        answer = await super()._answer(method, params)
        if letter and answer.status == 200 and method.startswith(("send", "edit")):
            self.shown.append(Shown(letter, int(params["chat_id"]), method.startswith("send")))
        return answer

    def add(self, bubble: Bubble) -> Bubble:
        self.fresh[bubble.chat].set()
        return super().add(bubble)

    def _change(self, bubble: Bubble, text: str, rows: tuple) -> dict:
        self.fresh[bubble.chat].set()
        return super()._change(bubble, text, rows)

    def _wait_for_bot(self, update: dict) -> None:
        super()._wait_for_bot(update)
        self.came.put_nowait(update)

    async def sees(self, chat: int, found: Found, since: int = 0) -> Bubble:
        """The newest message of the bot for which this holds, after the first `since` of the chat, when there is one."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    self.fresh[chat].clear()
                    for bubble in reversed(self.chat(chat).bubbles[since:]):
                        if bubble.from_bot and found(bubble):
                            return bubble
                    await self.fresh[chat].wait()
        except TimeoutError:
            raise AssertionError(f"nothing more came in chat {chat}:\n{self.chat(chat)}") from None


async def until(condition: Callable[[], bool]) -> None:
    """Wait until it holds; nobody would tell, so it is looked at again and again."""
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.02)


def with_button(label: str, *words: str) -> Found:
    return lambda bubble: label in bubble.labels and all(word in bubble.text for word in words)


def saying(*words: str) -> Found:
    return lambda bubble: all(word in bubble.text for word in words)


class Post:
    """Pushes updates to any of the nodes until one says 200; some it pushes again."""

    def __init__(self, platform: Platform, ports: list[int]) -> None:
        self.acknowledged = 0
        self._platform = platform
        self._urls = [f"http://127.0.0.1:{port}/telegram" for port in ports]
        self._random = random.Random(3)
        self._tasks: list[asyncio.Task] = []

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3))
        self._tasks = [asyncio.create_task(self._push()) for _ in range(CONNECTIONS)]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    async def _push(self) -> None:
        while True:
            update = await self._platform.came.get()
            while not await self._taken(update):  # noqa: ASYNC110 — the platform tries again, too
                await asyncio.sleep(0.05)
            self.acknowledged += 1
            if self._random.random() < REPEATED:
                await self._taken(update)

    async def _taken(self, update: dict) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._session.post(self._random.choice(self._urls), json=update, headers=headers) as answer:
                return answer.status == 200
        return False


@dataclass
class Node:
    """One of the nodes: what it was ordered, and its process."""

    order: Order
    pid: int


class Crew:
    """The nodes, and the hand that kills and freezes them."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "crew"
        self._log = folder / "log"
        self.nodes: list[Node] = []
        self.kills = self.stops = 0
        self._random = random.Random(7)
        self._replacing = asyncio.Lock()  # or both hands start a node, and nobody knows of one of them

    async def __aenter__(self) -> Self:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS)))}
        program = [sys.executable, "-m", "batteries.crew", str(self._socket)]
        self._program = subprocess.Popen(program, env=environment)  # noqa: ASYNC220 — it only starts
        async with asyncio.timeout(STARTING):
            while not self._socket.exists():
                await asyncio.sleep(0.05)
                assert self._program.poll() is None, "the program that lends nodes does not start"
        self._watching = asyncio.create_task(self._restart_what_ends())
        return self

    async def __aexit__(self, failed: type[BaseException] | None, *_: object) -> None:
        if failed and self._log.exists():
            print("What the nodes complained of last:", self._log.read_text("utf-8", "replace")[-COMPLAINTS:], sep="\n")
        self._watching.cancel()
        for node in self.nodes:
            _kill(node.pid, signal.SIGKILL)
        self._program.kill()
        self._program.wait()

    async def start(self, order: Order) -> None:
        self.nodes.append(Node(order, await self._forked(order)))

    async def loses_one(self) -> None:
        """One node dies without a word, and another takes its place."""
        # One that ended by itself is started again; all may have, when the server is down.
        while not await self._killed(self._random.choice(self.nodes)):  # noqa: ASYNC110 — a process tells nobody
            await asyncio.sleep(0.1)
        self.kills += 1

    async def _killed(self, node: Node) -> bool:
        """Whether it lived until now; then another runs in its place."""
        async with self._replacing:
            if not _kill(node.pid, signal.SIGKILL):
                return False
            node.pid = await self._forked(node.order)
            return True

    async def freezes_one(self, seconds: float) -> None:
        """One node stands still, and does not know it."""
        pid = self._random.choice(self.nodes).pid
        self.stops += _kill(pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        _kill(pid, signal.SIGCONT)

    async def _restart_what_ends(self) -> None:
        """As systemd would: a node that starts while the server is down ends with an error."""
        while True:
            async with self._replacing:
                for node in self.nodes:
                    if not _kill(node.pid, 0):
                        node.pid = await self._forked(node.order)
            await asyncio.sleep(1)

    async def _forked(self, order: Order) -> int:
        reader, writer = await asyncio.open_unix_connection(str(self._socket))
        writer.write(order.line())
        pid = int(await reader.readline())
        writer.close()
        return pid


def _kill(pid: int, how: int) -> bool:
    """Whether there was such a process."""
    try:
        os.kill(pid, how)
    except ProcessLookupError:
        return False
    return True


def free_ports(number: int) -> list[int]:
    with contextlib.ExitStack() as held:
        return [
            held.enter_context(closing(socket.create_server(("127.0.0.1", 0)))).getsockname()[1] for _ in range(number)
        ]


# ---- the people

# A place people name, and the grid that answers for it.
PLACES = {
    "榕树里小区3栋": "460204198023001",
    "临春河畔10栋": "460203198002002",
    "椰风雅苑2栋": "460204198023003",
    "渔港新村4栋": "460204198023004",
    "卓达东苑5栋": "460203198013001",
    "金鸡岭花园5栋": "460204198008001",
    "金鸡岭花园12栋": "460204198008002",
    "卓达东苑20栋": "460203198013002",
    "桂花苑8栋": "460204198008004",
    "海虹花园3栋": "460204198006002",
    "海虹花园9栋": "460204198006003",
    "建设新村4栋": "460204198025001",
    "卓达西苑5栋": "460203198013003",
    "月河名苑3栋": "460203198019001",
    "翔云花园11栋": "460204198007002",
    "椰梦海岸6栋": "460204198029001",
    "椰梦海岸15栋": "460204198029002",
    "月川新城4栋": "460203198001001",
    "月川新城14栋": "460203198001002",
    "临春河畔5栋": "460203198002001",
}


@dataclass(frozen=True)
class Story:
    """What becomes of one request: how many updates it takes, and what must have happened to its ticket in the end."""

    name: str
    updates: int
    history: tuple[str, ...]


STORIES = {
    story.name: story
    for story in (
        Story("withdrawn", 6, ("file", "urge", "withdraw")),
        Story("waiting", 4, ("file", "urge")),
        Story("served", 9, ("file", "accept", "resolve", "confirm", "rate")),
        Story("silent", 6, ("file", "accept", "resolve", "close")),
    )
}


class People:
    """Residents with one request each, and the worker of each grid, who does one thing after the other."""

    def __init__(self, platform: Platform, workers: dict[str, int]) -> None:
        self.platform = platform
        self.told: dict[str, tuple[Story, int]] = {}
        self._workers = workers
        self._busy: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._numbers = count(1)

    async def live(self, stories: list[str], at_once: int) -> None:
        """Let all stories happen, so many side by side; those in which only time passes at the end stand in nobody's way."""
        waiting = iter(stories)

        async def one_after_the_other() -> None:
            for name in waiting:
                await self.tells(STORIES[name])

        async with asyncio.TaskGroup() as group:
            self._aside = group.create_task
            for _ in range(at_once):
                group.create_task(one_after_the_other())

    async def tells(self, story: Story) -> None:
        number = next(self._numbers)
        me, place, mark = 100_000 + number, list(PLACES)[number % len(PLACES)], f"编号{number:06d}号"
        self.told[mark] = (story, me)
        self.platform.says(me, f"{place}楼下路灯坏了，{mark}")
        await self.platform.sees(me, with_button("确认", mark))
        await self._presses(me, with_button("确认", mark), "确认", saying("登记好了"))
        if story.name in ("withdrawn", "waiting"):
            await self._says(me, "催一下", saying("已经替您催了"))
            await self._says(me, "我的工单", saying("您的工单"))
        if story.name == "withdrawn":
            await self._says(me, "撤回", with_button("确定撤回"))
            await self._presses(me, with_button("确定撤回"), "确定撤回", saying("已撤回"))
        if story.name in ("served", "silent"):
            await self._serves(self._workers[place], mark)
        if story.name == "served":
            await self._presses(me, with_button("解决了"), "解决了", with_button("满意"))
            await self._presses(me, with_button("满意"), "满意", with_button("不说了"))
            await self._presses(me, with_button("不说了"), "不说了", saying("谢谢您的评价"))
        if story.name == "silent":
            self._aside(self.platform.sees(me, saying("先结案了")))

    async def _serves(self, worker: int, mark: str) -> None:
        async with self._busy[worker]:
            await self._presses(worker, with_button("签收", mark), "签收", saying("办理中", mark))
            since = len(self.platform.chat(worker).bubbles)
            await self._presses(worker, with_button("办结", mark), "办结", saying("怎么办好的"), since)
            since = len(self.platform.chat(worker).bubbles)
            await self._says(worker, f"换了灯泡，{mark}", with_button("没有照片"), since)
            await self._presses(worker, with_button("没有照片"), "没有照片", saying("等居民确认"), since)

    async def _says(self, who: int, words: str, then: Found, since: int = 0) -> None:
        self.platform.says(who, words)
        await self.platform.sees(who, then, since)

    async def _presses(self, who: int, where: Found, label: str, then: Found, since: int = 0) -> None:
        bubble = await self.platform.sees(who, where)
        self.platform.presses(who, label, message_id=bubble.id)
        await self.platform.sees(who, then, since)
