"""The loops of a running bot: they look by themselves, and forget at night or as soon as the machine is on again."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot import app as root
from bot.app import App, build
from bot.config import Settings, StorageSection
from bot.demo.backend import import_community
from domain.errors import StorageError


@pytest.fixture
async def app(tmp_path, clock):
    kept = StorageSection(
        url=f"sqlite:///{tmp_path}/store.db", key_file=tmp_path / "key", files=tmp_path / "files", ballast_mb=0
    )
    app = build(Settings(storage=kept), clock=clock, threaded=False, durable=False)
    yield app
    await app.close()


async def test_timers_and_letters_are_looked_at_when_nothing_comes_in(app: App, monkeypatch):
    looked = asyncio.Semaphore(0)

    async def settle() -> None:
        looked.release()

    monkeypatch.setattr(app.service, "settle", settle)
    monkeypatch.setattr(root, "TICK", 0.001)
    work = asyncio.create_task(root._work(app))
    async with asyncio.timeout(30):
        for _ in range(3):
            await looked.acquire()
    work.cancel()


async def test_the_store_is_closed_whatever_fails_before(app: App):
    async def fails() -> None:
        raise OSError

    app.closing.append(fails)
    with pytest.raises(OSError):  # noqa: PT011 — it is told all the same
        await app.close()
    app.closing.clear()
    with pytest.raises(StorageError, match="closed"):
        app.storage.write_now(lambda uow: uow.meta.get("x"))


async def test_new_places_are_never_seen_without_their_units(app: App, monkeypatch):
    import_community(app)
    units = app.worlds.current.organisation.units
    assert units

    def broken(_uow) -> float:
        raise StorageError

    def change(uow) -> None:
        uow.places.replace_grids(uow.places.grids())
        monkeypatch.setattr(uow.units, "organisation", lambda: broken(uow))
        app.worlds.refresh(uow)

    with pytest.raises(StorageError):
        app.storage.write_now(change)
    assert app.worlds.current.organisation.units == units


async def test_what_is_no_longer_needed_is_forgotten_once_a_night_or_when_the_machine_is_on_again(
    app: App, clock, monkeypatch
):
    nights = []

    async def tidy(*_) -> int:
        nights.append(f"{app.local():%d %H}")
        return 0

    monkeypatch.setattr(app.service, "tidy", tidy)
    midnight = app.local().replace(hour=0)
    for hours in (22, 24, 26, 27, 28, 47, 48 + 9, 48 + 10, 72 + 2, 72 + 3):  # off in the second night
        clock.move_to(midnight + timedelta(hours=hours))
        await root._tidy(app)
    first = midnight.day
    assert nights == [f"{first} 22", f"{first + 1} 03", f"{first + 2} 09", f"{first + 3} 03"]


async def test_a_night_whose_work_failed_is_tried_again(app: App, monkeypatch):
    tried = []

    async def tidy(*_) -> int:
        tried.append(True)
        if len(tried) == 1:
            raise OSError
        return 0

    monkeypatch.setattr(app.service, "tidy", tidy)
    with pytest.raises(OSError):  # noqa: PT011 — APScheduler writes it into the log
        await root._tidy(app)
    await root._tidy(app)
    await root._tidy(app)
    assert len(tried) == 2
