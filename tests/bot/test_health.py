"""What watching machines are told, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from unittest.mock import patch

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from stores import opened

from bot.health import Health
from bot.room import Room
from domain.messages import Incoming, Reply, Text
from storage.ballast import Ballast
from storage.timers import Timer

SIZE = 4096


@pytest.fixture
async def storage(tmp_path):
    """One that is read beside its writer, as a running bot's."""
    storage = opened(tmp_path / "read.db", threaded=False)
    yield storage
    await storage.close()


def no_world():
    raise AssertionError("nobody is told anything")


@pytest.fixture
def ballast(storage, tmp_path):
    """On a disk of ours, whatever the store is."""
    with patch.object(storage.engine, "ballast", Ballast(tmp_path / "disk")):
        storage.ballast.hold(SIZE)
        yield storage.ballast


@pytest.fixture
async def client(storage, clock, ballast):
    health = Health(storage, clock, Room(storage, no_world, clock, SIZE))
    site = Starlette(routes=[Route("/healthz", health.report), Route("/metrics", health.metrics)])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://bot.test") as client:
        yield client


async def test_a_bot_with_nothing_to_do_is_well(client):
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["ok"]) == (200, True)


async def test_a_message_that_waits_for_a_minute_makes_it_ill(client, storage, clock):
    storage.write_now(lambda uow: uow.inbox.put(Incoming("web", "1", "a", "a", clock.now()), clock.now()))
    clock.later(seconds=59)
    assert (await client.get("/healthz")).status_code == 200
    clock.later(seconds=1)
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["waiting"]) == (503, 1)


async def test_a_full_disk_makes_it_ill(client, ballast):
    ballast.let_go()
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()["room"]) == (503, False)
    assert "huiying_disk_full 1.0" in (await client.get("/metrics")).text


async def test_a_store_that_cannot_be_read_makes_it_ill(client, storage):
    await storage.close()
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"ok": False, "error": "StorageError"})


async def test_figures_are_told_in_the_form_of_prometheus(client, storage, clock):
    def fill(uow):
        uow.inbox.put(Incoming("web", "1", "a", "a", clock.now()), clock.now())
        uow.outbox.put("web", "a", "a", Reply(Text("x")), clock.now())
        uow.outbox.put("", "", "", Reply(Text("x")), clock.now(), state="dead", error="nobody")
        uow.timers.start(Timer("t", "x", 1, clock.now() - timedelta(hours=1)))

    storage.write_now(fill)
    lines = (await client.get("/metrics")).text.splitlines()
    for line in (
        "huiying_inbox_waiting 1.0",
        "huiying_timers_late 1.0",
        'huiying_letters{state="dead"} 1.0',
        'huiying_letters{state="pending"} 1.0',
    ):
        assert line in lines
