"""Opens the store for a command and closes it again, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.app import App, build
from bot.config import Telegram, load


@contextmanager
def opened(config: Path | None) -> Iterator[App]:
    """The app of these settings without its platforms: a command needs no token, and may work beside a running bot."""
    app = build(load(config).model_copy(update={"telegram": Telegram()}), threaded=False)
    try:
        yield app
    finally:
        asyncio.run(app.close())
