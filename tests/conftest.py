"""What all tests share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from stores import forget
from town import Town, town

settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")


@pytest.fixture(autouse=True)
def _databases_end_with_their_test() -> Iterator[None]:
    yield
    forget()


@pytest.fixture
async def our_town(tmp_path: Path) -> AsyncIterator[Town]:
    """The demo community with the bot at work, on a Monday morning."""
    async with town(tmp_path) as place:
        yield place
