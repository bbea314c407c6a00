"""The demo's own routes: people, clock, starting anew."""

from __future__ import annotations

import pytest


async def test_the_page_learns_people_places_and_time(demo):
    about = (await demo.get("/api/demo")).json()
    assert about["now"] == "2025-03-12T09:30:00+08:00"
    assert [person["who"] for person in about["people"]][:2] == ["resident", "resident2"]
    assert about["spots"][0] == {"name": "月川社区居委会", "latitude": 18.2701, "longitude": 109.5138}


async def test_addresses_of_people_stay_with_the_server(demo):
    assert "a-chen" not in (await demo.get("/api/demo")).text


async def test_the_clock_moves_by_minutes_and_to_an_hour(demo):
    moved = await demo.post("/api/demo/clock", json={"advance_minutes": 10})
    assert moved.json() == {"now": "2025-03-12T09:40:00+08:00"}
    moved = await demo.post("/api/demo/clock", json={"until": "08:30"})
    assert moved.json() == {"now": "2025-03-13T08:30:00+08:00"}


WRONG = [
    {},
    {"advance_minutes": 0},
    {"advance_minutes": -60},
    {"advance_minutes": 10**9},
    {"until": "24:00"},
    {"until": "8"},
]
WRONG += [{"advance_minutes": 1, "until": "08:30"}, {"advance_minutes": "soon"}, {"backwards": 1}, []]


@pytest.mark.parametrize("body", WRONG, ids=str)
async def test_the_clock_takes_nothing_else(demo, bot, body):
    before = bot.now()
    answer = await demo.post("/api/demo/clock", json=body)
    assert answer.status_code == 400
    assert bot.now() == before


async def test_starting_anew_empties_the_chats(demo, bot):
    await demo.post("/api/chat/resident/messages", json={"id": "message-1", "text": "你好"})
    await demo.post("/api/demo/clock", json={"advance_minutes": 60})
    assert (await demo.post("/api/demo/reset", json={})).json() == {"now": "2025-03-12T09:30:00+08:00"}
    assert bot.chats["a-chen"] == []


async def test_another_site_cannot_move_the_clock(demo, bot):
    answer = await demo.post("/api/demo/reset", json={}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403


async def test_everybody_of_the_demo_has_a_chat_and_nobody_else(demo, bot):
    for who in ("resident2", "captain"):
        assert (
            await demo.post(f"/api/chat/{who}/messages", json={"id": f"message-{who}", "text": "好"})
        ).status_code == 202
    assert (await demo.post("/api/chat/mayor/messages", json={"id": "message-1", "text": "好"})).status_code == 404
    assert [message.sender for message in bot.received] == ["a-lin", "a-wang"]


async def test_the_demo_page_and_a_single_phone_are_pages(demo):
    for path in ("/", "/chat?as=worker"):
        assert "<!doctype html>" in (await demo.get(path)).text.lower()
