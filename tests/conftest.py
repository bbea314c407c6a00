"""What all tests share."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from channels import CHANNEL, CHANNELS
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


LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Stories of what the channel has not are left out; how many, and why, is said at the end."""
    lacks = CHANNELS[CHANNEL].lacks
    needs = {item: [mark.args[0] for mark in item.iter_markers("needs") if mark.args[0] in lacks] for item in items}
    left_out = [item for item in items if needs[item]]
    config.stash[LEFT_OUT] = Counter(lacks[needs[item][0]] for item in left_out)
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not needs[item]]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Of many processes each has collected the same."""
    node.config.stash[LEFT_OUT] = Counter(getattr(node, "workeroutput", {}).get("left_out"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = dict(session.config.stash.get(LEFT_OUT, Counter()))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    left_out = config.stash.get(LEFT_OUT, Counter())
    if left_out:
        terminalreporter.write_line(f"{left_out.total()} stories were left out, of what {CHANNEL} has not:")
        for reason, count in left_out.most_common():
            terminalreporter.write_line(f"  {count:3}  {reason}")
