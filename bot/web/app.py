"""The web application: pages, chat, demo, health, metrics and whatever else is mounted, in one Starlette app."""

from __future__ import annotations

import socket
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.boardpage import BoardPage
from bot.queuepage import QueuePage
from bot.web import visitor
from bot.web.backend import ChatBackend, DemoBackend
from bot.web.board import BoardRoutes
from bot.web.chat import Chat
from bot.web.demo import Demo
from bot.web.guard import ERROR_HANDLERS, BodyLimit, SecurityHeaders
from bot.web.queue import Queue
from bot.web.settings import WebSettings
from bot.web.stream import Hub

STATIC = Path(__file__).parent / "static"
Endpoint = Callable[[Request], Awaitable[Response]]


def create_app(
    settings: WebSettings,
    *,
    chat: ChatBackend | None = None,
    demo: DemoBackend | None = None,
    queue: QueuePage | None = None,
    board: BoardPage | None = None,
    health: Endpoint,
    metrics: Endpoint,
    routes: Sequence[BaseRoute] = (),
) -> Starlette:
    """The application with the demo page (given `demo`), the chat page (given `chat`), or only the mounted `routes`.

    `queue` adds the page of the command centre's queue, `board` the public board.
    """
    hub = Hub()
    common = [
        Route("/healthz", health),
        Route("/metrics", metrics),
        *routes,
        *(Queue(queue).routes() if queue else ()),
        *(BoardRoutes(board).routes() if board else ()),
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    pages = demo_pages(demo, settings, hub) if demo else chat_pages(chat, settings, hub) if chat else []
    app = Starlette(
        routes=[*common, *pages],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(BodyLimit, limit=lambda path: body_limit(path, settings)),
        ],
        exception_handlers=ERROR_HANDLERS,
    )
    app.state.hub = hub
    return app


def demo_pages(backend: DemoBackend, settings: WebSettings, hub: Hub) -> list[BaseRoute]:
    """The page of three phones, and any one phone alone at /chat?as=WHO."""
    demo = Demo(backend, settings, hub)

    async def page(request: Request) -> Response:
        return FileResponse(STATIC / ("chat.html" if request.url.path == "/chat" else "index.html"))

    chat = Chat(backend, settings, hub, demo.account_of)
    return [Route("/", page), Route("/chat", page), *demo.routes(), *chat.routes()]


def chat_pages(backend: ChatBackend, settings: WebSettings, hub: Hub) -> list[BaseRoute]:
    """The chat of whoever's browser it is."""

    async def page(request: Request) -> Response:
        response = FileResponse(STATIC / "chat.html", headers={"Cache-Control": "no-store"})
        visitor.welcome(request, response, settings.secret)
        return response

    def account_of(request: Request) -> str:
        if request.path_params["who"] != "me":
            raise HTTPException(404)
        account = visitor.account_of(request, settings.secret)
        if account is None:
            raise HTTPException(401)
        return account

    return [Route("/", page), Route("/chat", page), *Chat(backend, settings, hub, account_of).routes()]


def body_limit(path: str, settings: WebSettings) -> int:
    """How long a body may be: files are larger than words; the form around a file takes a little too."""
    return (
        settings.media_limit + 10_000
        if path.startswith("/api/chat/") and path.endswith("/media")
        else settings.json_limit
    )


class WebServer(uvicorn.Server):
    """Uvicorn that ends the open streams first: it would wait for them before anything else is shut down."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the streams, then let uvicorn finish the requests under way (two seconds at most)."""
        app = self.config.app
        assert isinstance(app, Starlette)
        app.state.hub.close()
        await super().shutdown(sockets)


def web_server(app: Starlette, *, host: str = "127.0.0.1", port: int = 8000) -> WebServer:
    """A server for the app; `await server.serve()` runs it until `server.should_exit` is set or a signal comes."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        lifespan="off",
        ws="none",
    )
    return WebServer(config)
