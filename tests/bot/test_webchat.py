"""The web chat's memory: what each person sees, and nobody else's files."""

from __future__ import annotations

import asyncio
import io
import json
from dataclasses import replace

import pytest
from PIL import Image
from stores import rows

from bot.channel import Button, Outgoing
from bot.media import MediaDesk
from bot.service import Service
from bot.webchat import WebChannel, WebChat
from domain.messages import Incoming, Media, MediaKind, Point


class Page:
    """Both halves of the web chat, without a bot behind them."""

    def __init__(self, storage, files, clock) -> None:
        self.storage, self.clock = storage, clock
        self.channel = WebChannel(storage, clock)
        desk = MediaDesk(storage, files, patient=frozenset({"web"}))
        self.chat = WebChat(Service(storage, lambda: None, None, clock), self.channel, files, desk, clock)

    def message(self, number="1", account="a", **parts) -> Incoming:
        return replace(Incoming("web", f"{account}:{number}", account, account, self.clock.now()), **parts)

    async def shown(self, account="a", after=0):
        return await self.chat.history(account, after)

    def kept(self):
        return self.storage.write_now(lambda uow: uow.inbox.waiting())[0]


@pytest.fixture
def page(storage, files, clock) -> Page:
    return Page(storage, files, clock)


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "JPEG")
    return out.getvalue()


async def test_what_i_say_and_what_i_am_told_stand_in_order(page):
    await page.chat.receive(page.message(text="灯坏了", point=Point(18.25, 109.5)))
    await page.channel.send("a", Outgoing("收到"))
    mine, theirs = await page.shown()
    assert (mine.mine, mine.text, mine.point, mine.source) == (True, "灯坏了", Point(18.25, 109.5), "a:1")
    assert (theirs.mine, theirs.text, theirs.id > mine.id) == (False, "收到", True)
    assert await page.shown(after=mine.id) == [theirs]
    assert await page.shown("b") == []


async def test_the_same_message_again_changes_nothing(page):
    for _ in range(3):
        await page.chat.receive(page.message(text="灯坏了"))
    assert [message.text for message in await page.shown()] == ["灯坏了"]
    assert page.kept() == 1
    assert rows(page.storage, "SELECT key FROM meta WHERE key LIKE '%a:1%'") == []  # known by the inbox alone


async def test_nothing_is_remembered_of_pages_that_were_only_opened(page):
    for account in "abc":
        await page.chat.changed(account, 0, timeout=0)
    assert len(page.channel.spoken._events) == 0


async def test_a_start_is_kept_and_not_shown(page):
    await page.chat.receive(page.message(start="h460204198023001"))
    assert await page.shown() == []
    assert page.kept() == 1


async def test_a_press_marks_its_button_and_is_no_bubble(page):
    for payload in ("t1:0", "t2:0"):
        await page.channel.send("a", Outgoing("好吗？", (Button(payload, "好"),)))
    await page.chat.receive(page.message(pressed="t1:0"))
    assert [message.chosen for message in await page.shown()] == ["t1:0", ""]


async def test_also_in_a_very_long_chat(page):
    for number in range(520):
        await page.channel.send("a", Outgoing(f"{number}"))
    await page.channel.send("a", Outgoing("好吗？", (Button("t1:0", "好"),)))
    await page.chat.receive(page.message(pressed="t1:0"))
    last = (await page.shown(after=520))[-1]
    assert last.chosen == "t1:0"


async def test_of_a_very_long_chat_an_opened_page_gets_the_end(page):
    for number in range(520):
        await page.channel.send("a", Outgoing(f"{number}"))
    opened = await page.shown()
    assert [opened[0].text, opened[-1].text] == ["20", "519"]


async def test_a_forged_press_marks_nothing(page):
    await page.channel.send("a", Outgoing("好吗？", (Button("t1:0", "好"),)))
    await page.chat.receive(page.message(account="b", pressed="t1:0"))
    assert [message.chosen for message in await page.shown()] == [""]


async def test_an_edited_card_has_the_name_of_the_one_it_replaces_and_a_new_one_a_new_name(page):
    first = await page.channel.send("a", Outgoing("第一版", card="ticket:1"))
    news = await page.channel.send("a", Outgoing("补充", card="ticket:1"))
    edit = await page.channel.send("a", Outgoing("第二版", card="ticket:1", replaces=news))
    await page.channel.send("a", Outgoing("第三版", card="ticket:1", replaces=edit))
    names = [message.card for message in await page.shown()]
    assert first != news
    assert names[0] != names[1] == names[2] == names[3]


async def test_who_waits_is_woken_by_their_own_news_only(page):
    waiting = asyncio.create_task(page.chat.changed("a", 0, 600))
    await asyncio.sleep(0)
    await page.channel.send("b", Outgoing("for b"))
    await asyncio.sleep(0)
    assert not waiting.done()
    await page.channel.send("a", Outgoing("for a"))
    async with asyncio.timeout(60):
        await waiting


async def test_waiting_ends_at_once_when_there_is_news_already_and_in_the_end_anyway(page):
    await page.chat.changed("a", 0, 0.001)
    await page.channel.send("a", Outgoing("for a"))
    async with asyncio.timeout(60):
        await page.chat.changed("a", 0, 600)


async def test_my_photo_can_be_loaded_by_me_and_by_whom_it_is_sent_to(page):
    ref = await page.chat.store_media("a", photo(), MediaKind.PHOTO)
    assert (await page.chat.load_media("a", ref))[1] == "image/jpeg"
    assert await page.chat.load_media("b", ref) is None
    await page.channel.send("b", Outgoing("看", media=(Media(MediaKind.PHOTO, ref),)))
    assert await page.chat.load_media("b", ref) is not None
    assert await page.chat.load_media("c", ref) is None


async def test_a_name_nobody_was_told_loads_nothing(page):
    for ref in ("store:" + "a" * 64, "chart:digest:1", "places", "../key"):
        assert await page.chat.load_media("a", ref) is None


async def test_a_chart_is_drawn_once_when_somebody_looks(page, monkeypatch):
    drawn = []

    def draw(figures, _font):
        drawn.append(figures.name)
        return photo()

    monkeypatch.setattr("bot.media.digest_chart", draw)
    record = json.dumps({"day": "2026-11-23", "scope": "460204000000", "name": "天涯区", "grids": []})
    page.storage.write_now(lambda uow: uow.meta.set("digest:1", record))
    sent = Outgoing("日报", media=(Media(MediaKind.PHOTO, "chart:digest:1"),))
    for account in ("a", "b"):
        await page.channel.send(account, sent)
    assert drawn == []
    pictures = [await page.chat.load_media(account, "chart:digest:1") for account in ("a", "b", "a")]
    assert drawn == ["天涯区"]
    assert {kind for _, kind in pictures} == {"image/jpeg"}
    assert await page.chat.load_media("c", "chart:digest:1") is None
