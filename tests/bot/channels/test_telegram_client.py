"""The Telegram channel against the stub Bot API."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from stubs.telegram import TelegramStub

from bot.channel import Button, Outgoing
from bot.channels.telegram.client import TelegramChannel

RESIDENT = 42
NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)


@pytest.fixture
async def stub():
    async with TelegramStub() as stub:
        stub.knows(RESIDENT)
        yield stub


@pytest.fixture
async def channel(stub):
    async with TelegramChannel(
        stub.token, clock=lambda: NOW, base_url=stub.base_url, base_file_url=stub.base_file_url, read_timeout=5
    ) as channel:
        yield channel


async def test_a_message_goes_in_and_an_answer_with_buttons_comes_back(stub, channel):
    stub.says(RESIDENT, "楼道灯坏了")
    (got,) = await channel.get_updates(None, wait=0)
    assert got.incoming.text == "楼道灯坏了"
    ref = await channel.send(got.incoming.chat, Outgoing("请确认", (Button("a:1", "确认"), Button("b:1", "修改"))))
    assert stub.chat(RESIDENT).texts == ["请确认"]
    stub.presses(RESIDENT, "确认")
    (press,) = await channel.get_updates(got.update_id + 1, wait=0)
    assert (press.incoming.pressed, press.incoming.ref) == ("a:1", ref)
    await channel.answer_press(press.incoming.message_id)
    assert not stub.presses_open
    assert await channel.send(press.incoming.chat, Outgoing("已立案", replaces=ref)) == ref
    assert (stub.chat(RESIDENT).texts, stub.chat(RESIDENT).labels) == (["已立案"], [])
