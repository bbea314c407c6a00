"""A small scripted bot behind the web pages, and the pages served for real."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channel import Button
from bot.web.app import create_app, web_server
from bot.web.backend import ChatMedia, ChatMessage, DemoPerson, DemoSpot
from bot.web.settings import WebSettings
from domain.errors import HuiyingError
from domain.messages import Incoming, MediaKind, Point

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2025, 3, 12, 9, 30, tzinfo=ZONE)
SECRET = b"0123456789abcdef0123456789abcdef"
SIGNATURES = {MediaKind.PHOTO: (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")}
PEOPLE = [
    DemoPerson("resident", "a-chen", "陈秀英", "resident", "月川社区 3栋502"),
    DemoPerson("resident2", "a-lin", "林志强", "resident", "金鸡岭社区 12栋"),
    DemoPerson("volunteer", "a-zhou", "周晓雯", "volunteer", "志愿者"),
    DemoPerson("worker", "a-li", "李国栋", "worker", "月川社区 第2网格"),
    DemoPerson("captain", "a-wang", "王海燕", "captain", "月川社区"),
    DemoPerson("supervisor", "a-fu", "符明", "supervisor", "吉阳区指挥中心"),
]


class ScriptedBot:
    """Answers a broken street lamp with a whole little story, and anything else with an echo."""

    def __init__(self) -> None:
        self.clock = MORNING
        self.restart()
        self.news = asyncio.Condition()
        self.received: list[Incoming] = []
        self.media: dict[tuple[str, str], tuple[bytes, str]] = {}
        self.trouble: Exception | None = None

    def restart(self) -> None:
        self.chats: dict[str, list[ChatMessage]] = {person.account: [] for person in PEOPLE}
        self.seen: set[str] = set()

    async def say(self, account: str, text: str, *, mine: bool = False, **more) -> None:
        chat = self.chats.setdefault(account, [])
        chat.append(ChatMessage(len(chat) + 1, mine, text, self.clock, **more))
        async with self.news:
            self.news.notify_all()

    async def receive(self, incoming: Incoming) -> None:
        if self.trouble:
            raise self.trouble
        if incoming.message_id in self.seen:
            return
        self.seen.add(incoming.message_id)
        self.received.append(incoming)
        media = tuple(ChatMedia(item.kind, item.ref) for item in incoming.media)
        labels = {b.payload: b.label for m in self.chats.get(incoming.chat, []) for b in m.buttons}
        said = incoming.text or labels.get(incoming.pressed, incoming.start)
        if not incoming.pressed:  # a press shows on its button
            more = {"media": media, "point": incoming.point, "source": incoming.message_id}
            await self.say(incoming.chat, said, mine=True, **more)
        await self.answer(incoming, said)

    async def answer(self, incoming: Incoming, said: str) -> None:
        yes_no = (Button("t1:yes", "确认"), Button("t1:edit", "修改"))
        card = "请您核对：\n类别：路灯照明\n地点：月川社区 3栋楼下\n办理：第2网格 李国栋\n答复：3月14日（周五）17:30前"
        if "路灯" in said:
            await self.say(incoming.chat, "您好，路灯的事我们记下了。", state="sent")
            await self.say(incoming.chat, card, buttons=yes_no, card="draft-1", state="sent")
        elif incoming.pressed == "t1:yes":
            ticket = card.replace("请您核对：", "工单 SY250312-0001 已受理")
            await self.say(incoming.chat, ticket, card="draft-1", state="sent")
            await self.say(
                "a-li",
                f"新工单\n{card[6:]}",
                card="task-1",
                buttons=(Button("t1:take", "接单"), Button("t1:no", "退回")),
            )
        elif incoming.pressed == "t1:take":
            await self.say("a-li", "工单 SY250312-0001\n已签收，请于3月14日17:30前办结。", card="task-1")
            await self.say("a-chen", "网格员李国栋已接单，会尽快上门查看。")
        else:
            await self.say(incoming.chat, f"收到：{said or '照片'}", state="sent")

    async def history(self, account: str, after: int) -> list[ChatMessage]:
        return [message for message in self.chats.get(account, []) if message.id > after]

    async def changed(self, account: str, after: int, timeout: float) -> None:  # noqa: ASYNC109
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout), self.news:
                await self.news.wait_for(lambda: len(self.chats.get(account, [])) > after)

    async def store_media(self, account: str, data: bytes, kind: MediaKind) -> str:
        if not data.startswith(SIGNATURES.get(kind, (b"",))):
            raise HuiyingError("not a photo")
        ref = f"store:{hashlib.sha256(data).hexdigest()}"
        self.media[account, ref] = (data, "image/png" if data[:1] == b"\x89" else "image/jpeg")
        return ref

    async def load_media(self, account: str, ref: str) -> tuple[bytes, str] | None:
        return self.media.get((account, ref))

    def people(self) -> list[DemoPerson]:
        return PEOPLE

    def spots(self) -> list[DemoSpot]:
        return [DemoSpot("月川社区居委会", Point(18.2701, 109.5138)), DemoSpot("金鸡岭市场", Point(18.2555, 109.5102))]

    def now(self) -> datetime:
        return self.clock

    async def advance(self, minutes: int) -> datetime:
        self.clock += timedelta(minutes=minutes)
        return self.clock

    async def advance_to(self, hour: int, minute: int) -> datetime:
        moment = self.clock.replace(hour=hour, minute=minute)
        self.clock = moment if moment > self.clock else moment + timedelta(days=1)
        await self.say("a-fu", "今日日报\n新增 3 件，办结 2 件，逾期 0 件。\n响应率 100%（3/3）")
        return self.clock

    async def reset(self) -> None:
        self.restart()
        self.clock = MORNING


async def fine(_request: Request) -> Response:
    return PlainTextResponse("fine")


async def hook(request: Request) -> Response:
    return PlainTextResponse(await request.body())


def web_app(bot: ScriptedBot, *, demo: bool, ping: float = 15.0):
    settings = WebSettings(secret=SECRET, zone=ZONE, now=bot.now, ping=ping)
    backend = {"demo": bot} if demo else {"chat": bot}
    return create_app(settings, **backend, health=fine, metrics=fine, routes=[Route("/hook", hook, methods=["POST"])])


@pytest.fixture
def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
async def demo(bot: ScriptedBot) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the demo application."""
    async with client_of(web_app(bot, demo=True)) as client:
        yield client


@pytest.fixture
async def visitor(bot: ScriptedBot) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has opened the chat page of the real application."""
    async with client_of(web_app(bot, demo=False)) as client:
        await client.get("/")
        yield client


@pytest.fixture
async def another_visitor(bot: ScriptedBot) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(web_app(bot, demo=False)) as client:
        await client.get("/")
        yield client


def client_of(app) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://huiying.test")


@pytest.fixture
def application(bot: ScriptedBot):
    """The demo application."""
    return web_app(bot, demo=True)


@pytest.fixture
def hub(application):
    """The open streams of the demo application."""
    return application.state.hub


@pytest_asyncio.fixture(loop_scope="module")
async def served(application) -> AsyncIterator[str]:
    """The address of the demo application on a real server."""
    async with serving(application) as (address, _):
        yield address


@pytest.fixture
def serve(bot: ScriptedBot) -> Callable:
    """Serve the application for as long as the test says: `async with serve() as (address, stop)`."""
    return lambda *, demo=True, **settings: serving(web_app(bot, demo=demo, **settings))


@contextlib.asynccontextmanager
async def serving(app) -> AsyncIterator[tuple[str, Callable]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = web_server(app)
        task = asyncio.create_task(server.serve(sockets=[listening]))

        async def stop() -> None:
            server.should_exit = True
            await task

        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}", stop
        finally:
            await stop()
