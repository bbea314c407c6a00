"""How every battery begins: a town on a folder's store in which everybody of the workload has been greeted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol

from batteries.workload import CAPTAIN, DESK, NEIGHBOUR, RESIDENT, SUPERVISOR, VOLUNTEER, WORKER
from stubs.telegram import TelegramStub
from town import DATA, GRID, Town

from bot.app import build
from bot.clock import VirtualClock
from bot.config import Operator, Settings, StorageSection, Telegram
from domain.people import Role

COMMUNITY, DISTRICT = "460204198023", "460204000000"
STAFF = {
    WORKER: (Role.WORKER, GRID),
    DESK: (Role.DESK, COMMUNITY),
    SUPERVISOR: (Role.SUPERVISOR, DISTRICT),
    VOLUNTEER: (Role.VOLUNTEER, COMMUNITY),
    CAPTAIN: (Role.CAPTAIN, GRID),
}


async def greeted_town(stub: TelegramStub, clock: VirtualClock, folder: Path) -> tuple[Town, list[int]]:
    """The town, and the chats of those greeted, in that order."""
    os.environ["HUIYING_TELEGRAM_TOKEN"] = stub.token
    town = Town(build(settings(folder, stub), clock=clock, threaded=False), stub, clock)
    greeted = [await town.resident(), await town.resident()]
    greeted += [await town.staff(role, scope) for role, scope in STAFF.values()]
    chats = [person.chat_id for person in greeted]
    assert chats == [RESIDENT, NEIGHBOUR, *STAFF]
    return town, chats


class Address(Protocol):
    """Where a platform is."""

    @property
    def base_url(self) -> str: ...

    @property
    def base_file_url(self) -> str: ...


def settings(folder: Path, platform: Address, ballast_mb: int = 0) -> Settings:
    """Of a bot whose store is in a folder."""
    return Settings(
        operator=Operator(name="三亚回应", shapes=DATA / "grids.geojson"),
        storage=StorageSection(
            url=f"sqlite:///{folder}/town.db",
            key_file=folder / "key",
            files=folder / "files",
            ballast_mb=ballast_mb,
        ),
        telegram=Telegram(enabled=True, base_url=platform.base_url, base_file_url=platform.base_file_url),
    )
