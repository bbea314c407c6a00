"""The demo behind its page: some days of history, a clock that can be moved, and a new start."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.app import build
from bot.demo.backend import Demo, prepare, settings
from domain.messages import Incoming
from domain.ticket import Status


@pytest.fixture
async def demo(tmp_path):
    """Its loops do not run, so that nothing happens by itself."""
    backend = Demo(tmp_path)
    app = await backend.open()
    yield backend
    await app.close()


async def tickets(demo):
    now = demo.now()
    return await demo.app.storage.write(lambda uow: uow.tickets.filed_between(now - timedelta(days=60), now))


def person(demo, who):
    return next(person for person in demo.people() if person.who == who)


async def texts(demo, who):
    return [message.text for message in await demo.history(person(demo, who).account, 0)]


async def says(demo, who, text, number=[0]):  # noqa: B006 — a counter
    number[0] += 1
    account = person(demo, who).account
    await demo.receive(Incoming("web", f"{account}:{number[0]}", account, account, demo.now(), text=text))
    await demo.app.service.settle()


DAYS = {
    "Monday": datetime(2026, 11, 23, tzinfo=UTC),
    "Wednesday": datetime(2026, 11, 25, tzinfo=UTC),
    "a Saturday, so Monday": datetime(2026, 11, 21, tzinfo=UTC),
    "the middle of National Day": datetime(2025, 10, 3, tzinfo=UTC),
    "a year whose holidays are not announced": datetime(2028, 3, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("today", DAYS.values(), ids=DAYS)
async def test_the_history_leaves_something_of_everything_on_whatever_day(tmp_path, today):
    now = await prepare(tmp_path, today=today)
    storage = build(settings(tmp_path), threaded=False, durable=False).storage
    found = storage.write_now(lambda uow: uow.tickets.filed_between(now - timedelta(days=60), now))
    storage.close_now()
    states = Counter(ticket.status for ticket in found)
    assert {Status.ASSIGNED, Status.WORKING, Status.CLOSED, Status.OPEN} <= set(states), states
    assert any(ticket.alive and not ticket.wish and ticket.due_at and ticket.due_at < now for ticket in found), (
        "none is late"
    )
    assert sum(ticket.wish for ticket in found) >= 2
    assert len(found) >= 25


async def it_begins_at_nine_in_the_morning(demo):
    local = demo.now().astimezone(demo.app.worlds.current.week.zone)
    assert (local.hour, local.minute) == (9, 0)


async def everybody_on_the_page_has_a_name_and_an_account_of_their_own(demo):
    people = demo.people()
    assert {"resident", "worker", "supervisor"} <= {each.who for each in people}
    assert all(each.name and each.account for each in people)
    assert len({each.account for each in people}) == len(people)
    assert demo.spots()


async def a_newcomer_is_greeted_and_asked_nothing_before_they_write(demo):
    assert await texts(demo, "resident3") == []
    await says(demo, "resident3", "你好")
    assert any("只用来办您的事" in text for text in await texts(demo, "resident3"))


async def moving_on_does_what_falls_due(demo):
    before = demo.now()
    after = await demo.advance(10)
    assert timedelta(minutes=10) <= after - before < timedelta(minutes=11)


async def the_digest_comes_at_six_once_with_a_picture(demo):
    account = person(demo, "supervisor").account
    before = len(await demo.history(account, 0))
    await demo.advance_to(18, 0)
    await demo.advance(30)
    digests = [message for message in (await demo.history(account, 0))[before:] if "日报" in message.text]
    assert len(digests) == 1
    (chart,) = digests[0].media
    picture = await demo.load_media(account, chart.ref)
    assert picture[1] == "image/jpeg"
    assert await demo.load_media(person(demo, "resident").account, chart.ref) is None


async def starting_anew_is_as_at_the_beginning_and_everybody_keeps_their_name(demo):
    await says(demo, "resident", "我们楼下路灯坏了三天")
    people, version = demo.people(), demo.app.worlds.current
    counts = Counter(ticket.status for ticket in await tickets(demo))
    await demo.reset()
    assert demo.people() == people
    assert "路灯坏了三天" not in "".join(await texts(demo, "resident"))
    assert version is not None
    assert len(await tickets(demo)) <= sum(counts.values())
    local = demo.now().astimezone(demo.app.worlds.current.week.zone)
    assert (local.hour, local.minute) == (9, 0)


async def after_it_the_same_story_can_be_played_again(demo):
    await says(demo, "resident", "我们榕树里小区3栋楼下路灯坏了三天")
    assert "请看看对不对" in (await texts(demo, "resident"))[-1]
    await demo.advance_to(18, 0)
    assert any("日报" in text for text in await texts(demo, "supervisor"))


async def news_of_a_person_wakes_their_page(demo):
    account = person(demo, "resident").account
    last = (await demo.history(account, 0))[-1].id
    waiting = asyncio.create_task(demo.changed(account, last, 600))
    await asyncio.sleep(0)
    await says(demo, "resident", "取消")
    async with asyncio.timeout(60):
        await waiting


async def test_a_day_of_the_demo(demo):
    """One test of all its steps: each goes on where the one before left the demo."""
    await it_begins_at_nine_in_the_morning(demo)
    await everybody_on_the_page_has_a_name_and_an_account_of_their_own(demo)
    await a_newcomer_is_greeted_and_asked_nothing_before_they_write(demo)
    await moving_on_does_what_falls_due(demo)
    await the_digest_comes_at_six_once_with_a_picture(demo)
    await starting_anew_is_as_at_the_beginning_and_everybody_keeps_their_name(demo)
    await after_it_the_same_story_can_be_played_again(demo)
    await news_of_a_person_wakes_their_page(demo)
