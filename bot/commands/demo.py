"""`demo`: the whole bot on a made-up community, and a page of three phones. No token, no settings."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import logs
from bot.app import loops
from bot.demo.backend import Demo
from bot.health import Health
from bot.lock import only_one
from bot.site import board_page, free, queue_page, serve, web_settings
from bot.web.app import create_app

console = Console()
HOST = "127.0.0.1"


def demo(
    port: Annotated[int, typer.Option(help="Where the page is served on 127.0.0.1.")] = 8000,
    folder: Annotated[Path, typer.Option(help="Where the demo keeps its store.")] = Path("var/demo"),
) -> None:
    """Play the demo community and serve three phones at http://127.0.0.1:8000."""
    logs.configure(logging.WARNING)
    free(HOST, port)  # better said before the history is played
    with only_one(f"sqlite:///{folder}/demo.db"):
        asyncio.run(_demo(folder, port))


async def _demo(folder: Path, port: int) -> None:
    backend = Demo(folder, f"http://{HOST}:{port}")
    with console.status("正在布置演示社区，演练前几天的工单 …"):
        app = await backend.open()
    health = Health(app.storage, app.clock, app.room)
    queue = queue_page(app)
    board = board_page(app)
    site = create_app(
        web_settings(app), demo=backend, queue=queue, board=board, health=health.report, metrics=health.metrics
    )
    console.print(f"演示已就绪：[bold]http://127.0.0.1:{port}[/bold]  （Ctrl-C 结束）")
    try:
        async with loops(app):
            await serve(site, HOST, port)
    finally:
        await app.close()
