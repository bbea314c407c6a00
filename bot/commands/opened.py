"""Opens the store for a command and closes it again, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from bot.app import App, build
from bot.config import Telegram, load
from bot.lock import beside_the_bot


@contextmanager
def opened(config: Path | None, *, writes: bool = False) -> Iterator[App]:
    """The app of these settings without its platforms: a command needs no token. `writes`: it changes the store."""
    settings = load(config).model_copy(update={"telegram": Telegram()})
    with ExitStack() as stack:
        if writes:
            stack.enter_context(beside_the_bot(settings.storage.url))
        app = build(settings, threaded=False)
        stack.callback(lambda: asyncio.run(app.close()))
        yield app
