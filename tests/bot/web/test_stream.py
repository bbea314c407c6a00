"""The stream of a chat: everything once, in order, whatever breaks."""

from __future__ import annotations

import json
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import aiohttp
import pytest
import pytest_asyncio

from bot.web.stream import Follower, Hub, parse_position

pytestmark = pytest.mark.asyncio(loop_scope="module")  # as the served application
ZONE = ZoneInfo("Asia/Shanghai")


class Listener:
    """Reads events off an open stream."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def event(self) -> dict:
        lines: dict = {}
        async for line in self.response.content:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if not name and "event" in lines:
                return {**lines, "data": json.loads(lines["data"])}
            lines[name] = value
        raise EOFError

    async def until(self, name: str, count: int = 1) -> list[dict]:
        """Everything up to the count-th event of this name."""
        events: list[dict] = []
        while sum(event["event"] == name for event in events) < count:
            events.append(await self.event())
        return events

    async def messages(self, count: int) -> list[dict]:
        return [event for event in await self.until("message", count) if event["event"] == "message"]

    async def texts(self, count: int) -> list[str]:
        return [event["data"]["text"] for event in await self.messages(count)]


@pytest_asyncio.fixture(loop_scope="module")
async def listen(served):
    """Open a stream of the served demo application."""
    async with aiohttp.ClientSession(served) as session:

        @asynccontextmanager
        async def opened(path: str, last: str = ""):
            headers = {"Last-Event-ID": last} if last else {}
            async with session.get(path, headers=headers, timeout=aiohttp.ClientTimeout(20)) as response:
                yield Listener(response)

        yield opened


@pytest_asyncio.fixture(loop_scope="module")
async def post(served):
    async with aiohttp.ClientSession(served) as session:

        async def posted(path: str, **body) -> int:
            async with session.post(path, json=body) as response:
                return response.status

        yield posted


async def test_the_history_comes_first_and_then_what_is_new(bot, listen):
    await bot.say("a-chen", "早")
    async with listen("/api/chat/resident/stream") as stream:
        names = [event["event"] for event in await stream.until("ready")]
        assert names == ["clock", "message", "ready"]
        await bot.say("a-chen", "好")
        assert await stream.texts(1) == ["好"]


async def test_after_a_break_nothing_comes_twice_and_nothing_is_missing(bot, listen):
    for text in ("一", "二"):
        await bot.say("a-chen", text)
    async with listen("/api/chat/resident/stream") as stream:
        last = (await stream.messages(2))[-1]["id"]
    assert last == "2"
    await bot.say("a-chen", "三")
    async with listen("/api/chat/resident/stream", last) as stream:
        assert [e["data"]["text"] for e in await stream.until("ready") if e["event"] == "message"] == ["三"]


async def test_the_position_can_also_be_given_in_the_address(bot, listen):
    for text in ("一", "二"):
        await bot.say("a-chen", text)
    async with listen("/api/chat/resident/stream?after=1") as stream:
        assert await stream.texts(1) == ["二"]


async def test_a_nonsense_position_gives_the_whole_chat(bot, listen):
    await bot.say("a-chen", "一")
    for nonsense in ("x", "-5", "9e9", "=", "²"):
        async with listen("/api/chat/resident/stream", nonsense.encode().decode("latin-1")) as stream:
            assert await stream.texts(1) == ["一"]


async def test_of_a_very_long_chat_only_the_newest_messages_are_sent_at_first(bot, listen):
    for number in range(1000):
        await bot.say("a-chen", str(number))
    async with listen("/api/chat/resident/stream") as stream:
        sent = [e["data"]["text"] for e in await stream.until("ready") if e["event"] == "message"]
    assert sent == [str(number) for number in range(700, 1000)]


async def test_proxies_are_told_not_to_keep_the_stream_back(listen):
    async with listen("/api/chat/resident/stream") as stream:
        assert stream.response.headers["X-Accel-Buffering"] == "no"
        assert stream.response.headers["Content-Type"].startswith("text/event-stream")
        assert stream.response.headers["Cache-Control"] == "no-store"


async def test_a_quiet_stream_is_kept_open_by_pings(bot, serve):
    async with (
        serve(ping=0.01) as (address, _),
        aiohttp.ClientSession(address) as session,
        session.get("/api/chat/resident/stream") as response,
    ):
        lines = [line async for line in until(response.content, b": ping\n")]
    assert lines[-1] == b": ping\n"


async def until(lines, last):
    async for line in lines:
        yield line
        if line == last:
            return


async def test_one_stream_carries_every_phone_of_the_demo(bot, listen):
    async with listen("/api/demo/stream") as stream:
        await stream.until("ready", 6)
        await bot.say("a-li", "新工单")
        await bot.say("a-chen", "已受理")
        events = await stream.messages(2)
    assert {(e["data"]["who"], e["data"]["text"]) for e in events} == {("worker", "新工单"), ("resident", "已受理")}


async def test_the_demo_stream_goes_on_where_it_broke_for_every_phone(bot, listen):
    async with listen("/api/demo/stream") as stream:
        await stream.until("ready", 6)
        await bot.say("a-li", "一")
        await bot.say("a-chen", "二")
        last = (await stream.messages(2))[-1]["id"]
    await bot.say("a-li", "三")
    async with listen("/api/demo/stream", last) as stream:
        events = await stream.until("ready", 6)
    assert [e["data"]["text"] for e in events if e["event"] == "message"] == ["三"]


async def test_a_demo_stream_of_another_edition_starts_with_a_reset(bot, listen):
    await bot.say("a-li", "一")
    async with listen("/api/demo/stream", "older:worker=7") as stream:
        events = await stream.until("message")
    assert [e["event"] for e in events if e["event"] in {"reset", "message"}] == ["reset", "message"]


async def test_moving_the_clock_is_told_to_every_page(listen, post):
    async with listen("/api/demo/stream") as phones, listen("/api/chat/worker/stream") as alone:
        for stream in (phones, alone):
            await stream.until("ready")
        assert await post("/api/demo/clock", advance_minutes=60) == 200
        for stream in (phones, alone):
            assert (await stream.until("clock"))[-1]["data"] == {"now": "2025-03-12T10:30:00+08:00"}


async def test_a_reset_ends_the_streams_so_that_pages_begin_anew(bot, listen, post):
    await bot.say("a-chen", "旧")
    async with listen("/api/demo/stream") as stream:
        last = (await stream.until("message"))[-1]["id"]
        assert await post("/api/demo/reset") == 200
        with pytest.raises(EOFError):
            await stream.until("never")
    async with listen("/api/demo/stream", last) as stream:
        assert (await stream.event())["event"] == "reset"


async def test_a_stream_ends_when_the_bot_behind_it_fails(bot, listen, caplog):
    async def broken(account: str, after: int):
        raise RuntimeError("boom")

    bot.history = broken
    async with listen("/api/chat/resident/stream") as stream:
        with pytest.raises(EOFError):
            await stream.until("never")
    assert "ended early" in caplog.text


async def test_the_server_stops_although_a_stream_is_open(serve):
    async with (
        serve() as (address, stop),
        aiohttp.ClientSession(address) as session,
        session.get("/api/chat/resident/stream") as response,
    ):
        stream = Listener(response)
        await stream.until("ready")
        await stop()
        with pytest.raises(EOFError):
            await stream.until("never")


async def test_a_stream_that_nobody_reads_any_more_is_forgotten(bot):
    hub = Hub()
    follower = Follower(bot, {"": "a-chen"}, {"": 0}, ZONE, ping=15)
    stream = follower.events(hub, ())
    assert await anext(stream) == b"retry: 1000\n\n"
    assert b"event: ready" in await anext(stream)
    assert len(hub.queues) == 1
    await stream.aclose()
    assert not hub.queues


async def test_a_position_survives_forgery():
    names = {"resident": "", "worker": ""}
    assert parse_position("resident=3,worker=x,stranger=9,,=", names) == {"resident": 3, "worker": 0}
    assert parse_position(f"resident={'9' * 40}", names)["resident"] == 2**53
