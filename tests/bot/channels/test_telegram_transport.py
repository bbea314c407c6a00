"""The HTTP layer under the Telegram client: what failures are called, and that the token stays inside."""

from __future__ import annotations

import asyncio
import io
import logging
import traceback
from datetime import UTC, datetime

import pytest
from aiohttp import web
from stubs.telegram import Fault, TelegramStub

from bot.channel import Button, Outgoing, SendError
from bot.channels.telegram.client import TelegramChannel
from bot.channels.telegram.transport import WAIT_UNTOLD, Flood, Unclear, asked_to_wait, understood
from domain.messages import Media, MediaKind

NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)
TOKEN = "7000001:AAsecret_token_that_nobody_may_read"
PHONE = "13800001234"


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"parameters": {}}', b'{"parameters": null}', b"\xff"])
def test_a_flood_that_does_not_say_how_long_waits_a_while(content):
    assert asked_to_wait(content) == WAIT_UNTOLD


def test_a_flood_says_how_long():
    with pytest.raises(Flood) as caught:
        understood(429, b'{"ok": false, "parameters": {"retry_after": 5}}')
    assert caught.value.seconds == 5


@pytest.mark.parametrize("status", [302, 400, 403, 404, 407, 418, 451, 500, 502, 599])
def test_a_page_of_a_proxy_says_nothing_about_the_message(status):
    with pytest.raises(Unclear):
        understood(status, b"<html>blocked by the office</html>")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413])
def test_a_refusal_of_telegram_itself_is_believed(status):
    assert understood(status, b'{"ok": false}') == (status, b'{"ok": false}')


@pytest.fixture
def log():
    """Everything written to any log, at the lowest level."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


async def everything_that_can_be_done(channel: TelegramChannel, stub: TelegramStub, to: str) -> list[BaseException]:
    """Use every method, through every fault; returns what was raised."""
    photo = Media(MediaKind.PHOTO, "store:1")
    kept = stub.keep("photo", b"content")
    large = stub.keep("video", b"content", size=1 << 30)
    stub.says(to, f"我的电话{PHONE}")
    deeds = [
        lambda: channel.send(to, Outgoing(f"电话{PHONE}", (Button("a", "确认"),))),
        lambda: channel.send(to, Outgoing("照片", media=(photo,))),
        lambda: channel.send(to, Outgoing("照片", media=(photo, photo))),
        lambda: channel.send(to, Outgoing("改", replaces=f"{to}/11")),
        lambda: channel.send("99", Outgoing("您好")),
        lambda: channel.get_updates(None, wait=0),
        lambda: channel.answer_press("cb:1"),
        lambda: channel.download(kept.id),
        lambda: channel.download(large.id),
        lambda: channel.download("unknown"),
        channel.me,
        lambda: channel.set_webhook("https://bot.example", "secret"),
        channel.delete_webhook,
    ]
    raised = []
    for fault in (None, *Fault):
        for deed in deeds:
            stub.heals()
            for method in ("", "getUpdates", "getFile", "getMe", "answerCallbackQuery", "setWebhook") if fault else ():
                stub.fails(fault, method=method)
            try:
                await deed()
            except SendError as error:
                raised.append(error)
    return raised


async def test_the_token_and_what_people_write_are_in_no_log_no_error_and_no_repr(log):
    async with TelegramStub(token=TOKEN) as stub:
        settings = {"base_url": stub.base_url, "base_file_url": stub.base_file_url, "read_timeout": 0.05}
        loaded = {"load": lambda _: (b"content", "image/jpeg"), "clock": lambda: NOW}
        async with TelegramChannel(TOKEN, **settings, **loaded) as channel:
            asyncio.get_running_loop().set_debug(True)
            raised = await everything_that_can_be_done(channel, stub, "42")
            await stub.stop()
            raised += await everything_that_can_be_done(channel, stub, "42")
            told = [repr(channel), str(channel), repr(channel._bot), repr(channel._request)]
    told += ["".join(traceback.format_exception(error)) + repr(error) for error in raised]
    told += [log.getvalue()]
    assert len(raised) > 50
    for secret in ("AAsecret", PHONE):
        assert not [text for text in told if secret in text]


async def test_a_server_that_answers_nonsense_is_unclear_and_not_logged(log):
    async def nonsense(_: web.Request) -> web.Response:
        return web.Response(text=f"not json {PHONE}")

    app = web.Application()
    app.router.add_route("*", "/{anything:.*}", nonsense)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    try:
        async with TelegramChannel(TOKEN, base_url=base, clock=lambda: NOW) as channel:
            with pytest.raises(SendError) as caught:
                await channel.send("42", Outgoing("您好"))
    finally:
        await runner.cleanup()
    assert type(caught.value).__name__ == "Ambiguous"
    assert PHONE not in log.getvalue() + str(caught.value)
