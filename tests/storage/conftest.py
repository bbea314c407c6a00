"""Fresh stores."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stores import opened

from storage.unit_of_work import Storage

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Storage]:
    """A store whose writes happen in the caller."""
    storage = opened(tmp_path / "store.db", threaded=False)
    yield storage
    await storage.close()


@pytest.fixture
async def threaded(tmp_path: Path) -> AsyncIterator[Storage]:
    """A store with its writer thread."""
    storage = opened(tmp_path / "threaded.db")
    yield storage
    await storage.close()


@pytest.fixture
def now() -> datetime:
    return NOON
