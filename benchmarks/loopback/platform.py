"""A Bot API that is faster than any bot: people write, press 确认 on the card they get, and wait for a ticket's number.

    python -m benchmarks.loopback.platform TICKETS AT_ONCE [--echo]

Prints a line of JSON when it listens, when the bot fetches for the first time, and at the end; then it waits for the end
of its input. With --echo a message is answered by any message. Nothing is checked but what the people need: correctness
is judged by the tests' stub, which is slower.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections import deque
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

NUMBER = re.compile(r"\d{6}-\d{4}")
FIRST = 10_000  # the id of the first resident
BATCH = 100  # what Telegram gives at most
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
STALLED = 30.0  # seconds in which nobody gets a number
NOW = 1_795_000_000
BOT = {"id": 7, "is_bot": True, "first_name": "bot", "username": "loopback_bot"}
PLACES = [f"榕树里小区{building}栋楼下路灯坏了三天，晚上太黑了" for building in range(1, 13)]


class World:
    """Everybody who writes: so many at once, the next one when somebody has their ticket."""

    def __init__(self, tickets: int, at_once: int, *, echo: bool) -> None:
        self.tickets, self.echo = tickets, echo
        self.updates: deque[tuple[int, bytes]] = deque()
        self.began: dict[int, float] = {}
        self.took: list[float] = []
        self.accepted = 0.0  # when the last update was confirmed by the bot's offset
        self.start = 0.0
        self.calls = 0
        self._update = self._message = 0
        self._next = 0
        self.waiting: asyncio.Future[None] | None = None
        self.over = asyncio.Event()
        for _ in range(min(at_once, tickets)):
            self._somebody_writes()

    def _somebody_writes(self) -> None:
        person, self._next = FIRST + self._next, self._next + 1
        self.began[person] = time.perf_counter()
        text = PLACES[person % len(PLACES)]
        self._tell("message", {**self._shown(person), "from": somebody(person), "text": text})

    def _shown(self, chat: int) -> dict[str, Any]:
        self._message += 1
        return {"message_id": self._message, "date": NOW, "chat": {"id": chat, "type": "private", "first_name": "居民"}}

    def _tell(self, kind: str, content: dict[str, Any]) -> None:
        self._update += 1
        self.updates.append((self._update, json.dumps({"update_id": self._update, kind: content}).encode()))
        if self.waiting and not self.waiting.done():
            self.waiting.set_result(None)

    def shows(self, asked: dict[str, Any]) -> dict[str, Any]:
        """The bot sends or edits a message; whoever sees it goes on."""
        chat, text = int(asked["chat_id"]), str(asked.get("text") or asked.get("caption") or "")
        shown = {**self._shown(chat), "from": BOT, "text": text}
        if chat not in self.began:
            return shown
        if self.echo or NUMBER.search(text):
            self.took.append(time.perf_counter() - self.began.pop(chat))
            if self._next < self.tickets:
                self._somebody_writes()
            if len(self.took) == self.tickets:
                self.over.set()
        elif data := confirming(asked.get("reply_markup")):
            press = {"id": str(self._message), "from": somebody(chat), "chat_instance": "1", "data": data}
            self._tell("callback_query", {**press, "message": shown})
        return shown

    async def fetch(self, asked: dict[str, Any]) -> bytes:
        """getUpdates: forget what is confirmed, wait if there is nothing."""
        if not self.start:
            self.start = time.perf_counter()
            for person in self.began:
                self.began[person] = self.start
            say({"began": True})
        offset = int(asked.get("offset") or 0)
        while self.updates and self.updates[0][0] < offset:
            self.updates.popleft()
        if not self.updates:
            self.accepted = time.perf_counter()
            self.waiting = asyncio.get_running_loop().create_future()
            await asyncio.wait({self.waiting}, timeout=float(asked.get("timeout") or 0))
        batch = [raw for _, raw in list(self.updates)[:BATCH]]
        return b'{"ok":true,"result":[' + b",".join(batch) + b"]}"

    async def answer(self, method: str, asked: dict[str, Any]) -> bytes:
        self.calls += 1
        if method == "getupdates":
            return await self.fetch(asked)
        result: Any = True
        if method == "getme":
            result = BOT
        elif method.startswith(("send", "edit")):
            result = self.shows(asked)
        return json.dumps({"ok": True, "result": result}).encode()

    def figures(self) -> dict[str, float]:
        end = time.perf_counter()
        took = sorted(self.took)
        return {
            "tickets": len(took),
            "seconds": end - self.start,
            "per_second": len(took) / (end - self.start),
            "p50_ms": took[len(took) // 2] * 1000,
            "p99_ms": took[len(took) * 99 // 100] * 1000,
            "calls": self.calls,
        }


def somebody(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": "居民", "language_code": "zh-hans"}


def confirming(markup: Any) -> str:
    """The data of the button 确认, "" if there is none."""
    keyboard = json.loads(markup) if isinstance(markup, str) else markup
    rows = (keyboard or {}).get("inline_keyboard", ())
    return next((button["callback_data"] for row in rows for button in row if "确认" in button["text"]), "")


def say(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


class Connection(asyncio.Protocol):
    """HTTP/1.1 as far as Bot API clients speak it: requests with a length, one after the other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._got = b""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._got += data
        while (end := self._got.find(b"\r\n\r\n")) >= 0:
            head = self._got[:end].lower()
            found = re.search(rb"content-length: *(\d+)", head)
            length = end + 4 + (int(found[1]) if found else 0)
            if len(self._got) < length:
                return
            body, path = self._got[end + 4 : length], self._got[: self._got.index(b"\r\n")].split(b" ")[1]
            self._got = self._got[length:]
            method = path.rsplit(b"/", 1)[-1].split(b"?")[0].decode().lower()
            task = asyncio.ensure_future(self._world.answer(method, parameters(head, body)))
            task.add_done_callback(self._reply)

    def _reply(self, task: asyncio.Task[bytes]) -> None:
        body = task.result()
        self._transport.write(HEAD % (len(body), body))


def parameters(head: bytes, body: bytes) -> dict[str, Any]:
    if b"application/json" in head:
        return dict(json.loads(body))
    if b"multipart/form-data" in head:
        return {
            name.decode(): value.decode()
            for name, value in re.findall(
                rb'name="?([^";\r]+)"?[^\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', body, re.DOTALL
            )
        }
    return dict(parse_qsl(body.decode()))


async def serve(tickets: int, at_once: int, *, echo: bool) -> None:
    world = World(tickets, at_once, echo=echo)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(world), "127.0.0.1", 0)
    say({"port": server.sockets[0].getsockname()[1]})
    while not world.over.is_set():
        answered = len(world.took)
        with suppress(TimeoutError):
            await asyncio.wait_for(world.over.wait(), STALLED)
        if world.start and len(world.took) == answered:
            raise SystemExit(
                f"the bot has lost {len(world.began)} of {tickets} people: nobody got a number for {STALLED} s"
            )
    say(world.figures())
    await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2]), echo="--echo" in sys.argv))
