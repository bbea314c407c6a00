"""`run`: all enabled channels, timers, outbox and web pages, until stopped."""

from __future__ import annotations

import asyncio
import gc

from bot import app, logs
from bot.commands.options import ConfigFile
from bot.config import Settings, load
from bot.lock import only_one


def run(config: ConfigFile = None) -> None:
    """Run the bot with the settings of a file."""
    logs.configure()
    settings = load(config)
    with only_one(settings.storage.url):
        asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    gc.disable()  # as in bot/__main__.py: what a start makes stays, and `app.run` freezes it
    running = app.build(settings)
    gc.enable()
    try:
        await app.run(running)
    finally:
        await running.close()
