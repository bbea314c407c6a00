"""Parts of a bot, on a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from stores import opened

from bot.clock import VirtualClock
from bot.files import FileStore
from bot.texts import Texts
from storage.unit_of_work import Storage

MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


class Clock(VirtualClock):
    """A clock that tests wind."""

    def later(self, **span: float) -> datetime:
        self.move_to(self.now() + timedelta(**span))
        return self.now()


@pytest.fixture
def clock() -> Clock:
    return Clock(MORNING)


@pytest.fixture
async def storage(tmp_path) -> AsyncIterator[Storage]:
    storage = opened(tmp_path / "store.db", threaded=False, durable=False)
    yield storage
    await storage.close()


@pytest.fixture(scope="session")
def texts() -> Texts:
    return Texts()


@pytest.fixture
def files(tmp_path) -> FileStore:
    return FileStore(tmp_path / "files")
