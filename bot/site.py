"""What the bot serves over HTTP: its pages, its health, and the address Telegram pushes to."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import socket
from collections.abc import Awaitable

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.app import App, told_to_stop
from bot.boardpage import BoardPage
from bot.config import secret
from bot.health import Health
from bot.queuepage import QueuePage
from bot.web.app import create_app, web_server
from bot.web.settings import WebSettings
from bot.webchat import WebChat
from domain.errors import ConfigError

SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")  # Bot API, setWebhook: 1-256 of these; fewer than 16 can be guessed


def served(app: App) -> Awaitable[None]:
    """Serve the site of these settings until SIGTERM or SIGINT. ConfigError, at once, when it cannot be served."""
    web, hook = app.settings.web, webhook(app)
    free(web.host, web.port)  # better said before anything is sent
    return serve(pages(app, hook), web.host, web.port)


async def serve(site: Starlette, host: str, port: int) -> None:
    """Serve the site until SIGTERM or SIGINT. ConfigError when the address is taken."""
    with _listening(host, port) as listening:
        server = web_server(site)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        stop = asyncio.create_task(told_to_stop())
        await asyncio.wait({serving, stop}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        await serving
        stop.cancel()


def free(host: str, port: int) -> None:
    """ConfigError when nobody can be served at this address."""
    _listening(host, port).close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port))
    except OSError as error:
        raise ConfigError(
            f"port {port} of {host} cannot be used: {error.strerror}. Choose another: `demo --port {port + 1}`, or [web] port."
        ) from error


def webhook(app: App) -> list[BaseRoute]:
    """The route Telegram pushes to, if it is to. ConfigError when its secret is missing or not one Telegram takes."""
    if not app.telegram or app.settings.telegram.mode != "webhook":
        return []
    hook = secret(app.settings.telegram.secret_env)
    if not SECRET.fullmatch(hook):
        raise ConfigError(
            f"the environment variable {app.settings.telegram.secret_env} must hold a secret of 16 to 256 letters, digits, _ or -"
        )
    return [app.telegram.webhook("/telegram", hook)]


def pages(app: App, routes: list[BaseRoute]) -> Starlette:
    health = Health(app.storage, app.clock, app.room)
    chat = WebChat(app.service, app.web, app.files, app.desk, app.clock) if app.settings.web.enabled else None
    queue = queue_page(app) if app.settings.web.enabled else None
    board = board_page(app) if app.settings.web.enabled else None
    return create_app(
        web_settings(app),
        chat=chat,
        queue=queue,
        board=board,
        health=health.report,
        metrics=health.metrics,
        routes=routes,
    )


def queue_page(app: App) -> QueuePage:
    return QueuePage(app.service, lambda: app.worlds.current, app.clock)


def board_page(app: App) -> BoardPage | None:
    """The public board, None while it is off."""
    if not app.settings.board.enabled:
        return None
    return BoardPage(app.service, app.worlds, app.desk, app.files, app.clock)


def web_settings(app: App) -> WebSettings:
    """Cookies are signed with a secret from the environment; without one, visitors are strangers again after a restart."""
    given = secret(app.settings.web.secret_env)
    key = hashlib.sha256(given.encode()).digest() if given else secrets.token_bytes(32)
    return WebSettings(secret=key, zone=app.worlds.current.week.zone, now=app.clock.now)
