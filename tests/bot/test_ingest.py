"""Messages from Telegram: kept before they are confirmed, once each, whatever breaks in between."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from starlette.applications import Starlette
from stores import rows
from stubs.telegram import Fault, TelegramStub

from bot.channels.telegram.client import TelegramChannel
from bot.ingest import OFFSET, SECRET_HEADER, TelegramIngest, tagged
from bot.service import Service
from domain.messages import Incoming, Media, MediaKind

SECRET = "s" * 32


class Bot:
    """The way in alone: nothing is answered here."""

    def __init__(self, storage, stub, clock) -> None:
        self.storage, self.stub = storage, stub
        self.channel = TelegramChannel(
            stub.token, clock=clock.now, base_url=stub.base_url, base_file_url=stub.base_file_url
        )
        self.service = Service(storage, lambda: None, None, clock)
        self.ingest = TelegramIngest(self.service, self.channel)
        self.site = httpx.ASGITransport(
            Starlette(routes=[self.ingest.webhook("/telegram", SECRET)]), raise_app_exceptions=False
        )

    def kept(self):
        return [
            json.loads(payload)["text"] for (payload,) in rows(self.storage, "SELECT payload FROM inbox ORDER BY id")
        ]

    def offset(self):
        return self.storage.write_now(lambda uow: uow.meta.get(OFFSET))

    async def push(self, update=None, *, secret=SECRET, **more):
        sent = {"json": update} if update is not None else {}
        async with httpx.AsyncClient(transport=self.site, base_url="http://bot.test") as client:
            return (await client.post("/telegram", headers={SECRET_HEADER: secret}, **sent, **more)).status_code


@pytest.fixture
async def bot(storage, clock):
    async with TelegramStub() as stub:
        bot = Bot(storage, stub, clock)
        yield bot
        await bot.channel.close()


async def test_a_batch_is_kept_and_confirmed_by_the_next_call_only(bot):
    bot.stub.says(7, "一")
    bot.stub.says(8, "二")
    assert await bot.ingest.poll_once(0) == 2
    assert bot.kept() == ["一", "二"]
    assert len(bot.stub.pending) == 2
    assert await bot.ingest.poll_once(0) == 0
    assert bot.stub.pending == []


async def test_the_offset_is_kept_in_the_same_transaction_as_the_messages(bot, monkeypatch):
    bot.stub.says(7, "一")

    def broken(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr("storage.meta.Meta.set", broken)
        with pytest.raises(OSError, match="disk full"):
            await bot.ingest.poll_once(0)
    assert (bot.kept(), bot.offset()) == ([], "")
    await bot.ingest.poll_once(0)
    assert bot.kept() == ["一"]


async def test_a_crash_between_fetching_and_keeping_loses_nothing(bot, monkeypatch):
    bot.stub.says(7, "一")

    async def dies(*_):
        raise asyncio.CancelledError

    with monkeypatch.context() as patch:
        patch.setattr(bot.service, "receive", dies)
        with pytest.raises(asyncio.CancelledError):
            await bot.ingest.poll_once(0)
    assert len(bot.stub.pending) == 1
    await bot.ingest.poll_once(0)
    assert bot.kept() == ["一"]


async def test_what_is_offered_again_is_kept_once(bot):
    bot.stub.says(7, "一")
    await bot.ingest.poll_once(0)
    bot.storage.write_now(lambda uow: uow.meta.set(OFFSET, ""))
    await bot.ingest.poll_once(0)
    assert bot.kept() == ["一"]


async def test_a_press_is_confirmed_to_the_person_and_a_failure_of_that_loses_nothing(bot):
    bot.stub.starts(7)
    await bot.channel._bot.call(
        "sendMessage",
        {
            "chat_id": 7,
            "text": "好？",
            "reply_markup": {"inline_keyboard": [[{"text": "好", "callback_data": "t:0"}]]},
        },
    )
    query = bot.stub.presses(7, "好")
    bot.stub.fails(Fault.ERROR_BEFORE, method="answerCallbackQuery")
    await bot.ingest.poll_once(0)
    second = bot.stub.presses(7, "好")
    await bot.ingest.poll_once(0)
    assert query not in bot.stub.presses_answered
    assert second in bot.stub.presses_answered
    assert len(bot.kept()) == 3


async def test_photos_carry_the_name_of_their_platform(bot):
    bot.stub.sends_photo(7, caption="灯")
    await bot.ingest.poll_once(0)
    (row,) = bot.storage.write_now(lambda uow: uow.inbox.next(9))
    assert row.incoming.media[0].ref.startswith("telegram:")


def test_tagging_leaves_the_rest_as_it_was(clock):
    sent = Incoming("telegram", "u1", "7", "7", clock.now(), text="x", media=(Media(MediaKind.PHOTO, "abc"),))
    assert tagged(sent).media[0].ref == "telegram:abc"
    assert tagged(sent).text == "x"


async def test_who_blocks_the_bot_is_unreachable_and_who_lets_it_in_again_is_not(bot, clock):
    def known(uow):
        person = uow.people.add(clock.now()).id
        uow.people.seen("telegram", "7", person, "7", clock.now())
        return person

    person = bot.storage.write_now(known)
    states = []
    for act in (bot.stub.blocks, bot.stub.unblocks):
        act(7)
        await bot.ingest.poll_once(0)
        states.append(bot.storage.write_now(lambda uow: uow.people.accounts(person))[0].unreachable)
    assert states == [True, False]


async def test_polling_goes_on_after_failures_of_the_platform_and_of_our_own(bot, monkeypatch):
    monkeypatch.setattr("bot.ingest.PAUSES", (0,))
    bot.stub.says(7, "一")
    bot.stub.fails(Fault.BAD_GATEWAY, method="deleteWebhook")
    bot.stub.fails(Fault.ERROR_BEFORE, method="getUpdates")
    real, failures = bot.service.receive, [OSError("disk full")]

    async def receive(*args):
        if failures:
            raise failures.pop()
        return await real(*args)

    monkeypatch.setattr(bot.service, "receive", receive)
    task = asyncio.create_task(bot.ingest.poll_forever())
    await bot.stub.until(bot.kept)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (bot.kept(), failures) == (["一"], [])
    assert [method for _, method, _ in bot.stub.calls].count("deletewebhook") == 2


async def test_before_polling_an_old_webhook_is_taken_away(bot):
    bot.stub.webhook = {"url": "https://old.example/telegram", "secret": ""}
    bot.stub.says(7, "一")
    task = asyncio.create_task(bot.ingest.poll_forever())
    await bot.stub.until(bot.kept)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert bot.stub.webhook == {}
    assert [method for _, method, _ in bot.stub.calls][:2] == ["deletewebhook", "getme"]


async def test_a_webhook_is_set_with_its_secret(bot):
    await bot.ingest.be_pushed_to("https://bot.example/telegram", SECRET)
    assert bot.stub.webhook == {"url": "https://bot.example/telegram", "secret": SECRET}


def update(bot, text="一"):
    bot.stub.says(7, text)
    return bot.stub.pending[-1]


async def test_a_pushed_message_is_kept_before_it_is_confirmed_and_once(bot):
    one = update(bot)
    assert [await bot.push(one), await bot.push(one)] == [200, 200]
    assert bot.kept() == ["一"]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", SECRET[:-1], "密"])
async def test_without_the_right_secret_nothing_is_kept(bot, secret):
    assert await bot.push(update(bot), secret=secret.encode()) == 403
    assert bot.kept() == []


async def test_with_no_secret_of_ours_nobody_gets_in(bot):
    bot.site = httpx.ASGITransport(Starlette(routes=[bot.ingest.webhook("/telegram", "")]))
    assert await bot.push(update(bot), secret="") == 403


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"update_id": 1,}'])
async def test_broken_json_is_refused(bot, body):
    assert await bot.push(content=body) == 400
    assert bot.kept() == []


@pytest.mark.parametrize("body", [[], "text", 5, {}, {"update_id": "x"}, {"update_id": 1, "message": {"from": 5}}])
async def test_what_is_no_message_is_taken_and_left_alone_so_that_it_does_not_come_again(bot, body):
    assert await bot.push(body) == 200
    assert bot.kept() == []


async def test_a_store_that_fails_is_not_a_confirmation(bot, monkeypatch):
    async def full(*_):
        raise OSError("disk full")

    monkeypatch.setattr(bot.service, "receive", full)
    assert await bot.push(update(bot)) == 500
