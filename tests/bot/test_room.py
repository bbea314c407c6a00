"""Who hears that the disk is full, and when."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from town import Town

from bot.room import Room
from domain.people import Role
from storage.ballast import Ballast

SIZE = 4096


@pytest.fixture
def ballast(our_town: Town, tmp_path: Path) -> Iterator[Ballast]:
    """On a disk of ours, whatever the store is."""
    with patch.object(our_town.app.storage.engine, "ballast", Ballast(tmp_path / "store")):
        yield our_town.app.storage.ballast


@pytest.fixture
def room(our_town: Town, ballast: Ballast) -> Room:
    app = our_town.app
    return Room(app.storage, lambda: app.worlds.current, our_town.clock, SIZE)


async def test_supervisors_hear_once_that_the_disk_is_full_and_once_that_it_has_room_again(our_town, room, ballast):
    supervisor = await our_town.staff(Role.SUPERVISOR, "460204000000")
    await room.look()
    assert room.enough
    ballast.let_go()
    with patch.object(Ballast, "free", return_value=0):
        for _ in range(3):
            await room.look()
            await our_town.settle()
    supervisor.sees_once("磁盘满了")
    supervisor.sees_nothing("腾出空间")
    for _ in range(2):
        await room.look()
        await our_town.settle()
    supervisor.sees_once("腾出空间")
    assert room.enough


async def test_at_night_too(our_town, room):
    supervisor = await our_town.staff(Role.SUPERVISOR, "460204000000")
    await our_town.passes(hours=15)
    supervisor.looks_away()
    with patch.object(Ballast, "free", return_value=0):
        await room.look()
        await our_town.settle()
    supervisor.sees_once("磁盘满了")
