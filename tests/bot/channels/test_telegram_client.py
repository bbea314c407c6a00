"""The Telegram channel against the stub Bot API: what was really received, and what every failure is called."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from stubs.telegram import METHODS, Fault, TelegramStub

from bot.channel import Ambiguous, Button, NotSent, Outgoing, Refused, RetryLater, Unreachable
from bot.channels.telegram.client import TelegramChannel
from domain.messages import Media, MediaKind, Point

RESIDENT = 42
TO = str(RESIDENT)
GROUP = -1001
NOW = datetime(2026, 9, 21, 9, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff kept"
YES_NO = (Button("a:1", "确认"), Button("b:1", "修改"))
KEPT = Media(MediaKind.PHOTO, "store:ab12")


def load(ref: str) -> tuple[bytes, str] | None:
    return (JPEG, "image/jpeg") if ref == KEPT.ref else None


def channel_to(stub: TelegramStub, **settings: object) -> TelegramChannel:
    urls = {"base_url": stub.base_url, "base_file_url": stub.base_file_url}
    return TelegramChannel(stub.token, **({"clock": lambda: NOW, "load": load, "read_timeout": 5} | urls | settings))


@pytest.fixture
async def stub():
    async with TelegramStub() as stub:
        stub.knows(RESIDENT)
        yield stub


@pytest.fixture
async def channel(stub):
    async with channel_to(stub) as channel:
        yield channel


@pytest.fixture
def person(stub):
    return stub.chat(RESIDENT)


async def test_a_message_goes_in_and_an_answer_with_buttons_comes_back(stub, channel, person):
    stub.says(RESIDENT, "楼道灯坏了")
    (got,) = await channel.get_updates(None, wait=0)
    assert got.incoming.text == "楼道灯坏了"
    ref = await channel.send(got.incoming.chat, Outgoing("请确认", YES_NO))
    assert person.texts == ["请确认"]
    stub.presses(RESIDENT, "确认")
    (press,) = await channel.get_updates(got.update_id + 1, wait=0)
    assert (press.incoming.pressed, press.incoming.ref) == ("a:1", ref)
    await channel.answer_press(press.incoming.message_id)
    assert not stub.presses_open
    assert await channel.send(press.incoming.chat, Outgoing("已立案", replaces=ref)) == ref
    assert (person.texts, person.labels) == (["已立案"], [])


async def test_updates_stay_until_the_next_offset_confirms_them(stub, channel):
    stub.says(RESIDENT, "一")
    stub.says(RESIDENT, "二")
    first = await channel.get_updates(None, wait=0)
    assert await channel.get_updates(None, wait=0) == first
    assert [got.incoming.text for got in await channel.get_updates(first[1].update_id, wait=0)] == ["二"]
    assert await channel.get_updates(first[1].update_id + 1, wait=0) == []


async def test_markup_in_a_text_is_shown_as_written(channel, person):
    await channel.send(TO, Outgoing("<b>5</b> *号楼* [a](b) _x_ & <"))
    assert person.texts == ["<b>5</b> *号楼* [a](b) _x_ & <"]


async def test_a_kept_photo_is_uploaded_with_caption_and_buttons(channel, person):
    await channel.send(TO, Outgoing("看图", YES_NO, (KEPT,)))
    assert (person.last.text, person.last.photos, person.last.labels) == ("看图", [JPEG], ["确认", "修改"])


async def test_a_photo_of_a_resident_is_passed_on_by_its_id(stub, channel, person):
    stub.sends_photo(RESIDENT, b"\xff\xd8 original")
    (got,) = await channel.get_updates(None, wait=0)
    await channel.send(TO, Outgoing("转给您", media=got.incoming.media))
    assert person.last.photos == [b"\xff\xd8 original"]


async def test_an_album_is_one_message_with_its_choices_numbered_in_the_caption(channel, person):
    ref = await channel.send(TO, Outgoing("三张照片", YES_NO, (KEPT, KEPT, KEPT)))
    assert [bubble.photos for bubble in person.received] == [[JPEG]] * 3
    assert len({bubble.album for bubble in person.received}) == 1
    assert person.texts == ["三张照片\n1  确认\n2  修改", "", ""]
    assert ref == person.received[0].ref


async def test_a_point_alone_is_a_pin_and_beside_a_text_a_map_link(channel, person):
    await channel.send(TO, Outgoing("", point=Point(18.25, 109.5)))
    assert person.last.point == (18.25, 109.5)
    await channel.send(TO, Outgoing("在这里", point=Point(18.25, 109.5)))
    assert person.last.text.startswith("在这里\nhttps://")
    assert "18.250000" in person.last.text


@pytest.mark.parametrize("kind", [MediaKind.VOICE, MediaKind.VIDEO, MediaKind.FILE])
async def test_other_files_are_sent_as_what_they_are(channel, person, kind):
    await channel.send(TO, Outgoing("听", media=(Media(kind, KEPT.ref),)))
    assert person.last.files[0].kind == {MediaKind.FILE: "document"}.get(kind, kind.value)


async def test_the_caption_under_a_photo_is_edited_in_place(channel, person):
    ref = await channel.send(TO, Outgoing("待办", YES_NO, (KEPT,)))
    assert await channel.send(TO, Outgoing("已接单", replaces=ref)) == ref
    assert await channel.send(TO, Outgoing("已办结", (), (KEPT,), replaces=ref)) == ref
    assert (person.texts, person.labels, person.last.photos) == (["已办结"], [], [JPEG])


async def test_an_edit_that_changes_nothing_is_a_success(channel, person):
    ref = await channel.send(TO, Outgoing("待办", YES_NO))
    assert await channel.send(TO, Outgoing("待办", YES_NO, replaces=ref)) == ref
    assert person.texts == ["待办"]


async def test_a_card_that_is_gone_is_sent_anew(stub, channel, person):
    ref = await channel.send(TO, Outgoing("待办"))
    stub.deletes(RESIDENT, person.last.id)
    assert await channel.send(TO, Outgoing("已接单", replaces=ref)) != ref
    assert person.texts == ["已接单"]


@pytest.mark.parametrize("replaces", ["", "web-17", "42/999999", "42/11x"])
async def test_a_reference_that_cannot_be_edited_gives_a_new_message(channel, person, replaces):
    await channel.send(TO, Outgoing("您好", replaces=replaces))
    assert person.texts == ["您好"]


async def test_a_photo_does_not_take_the_place_of_words_but_follows_them(channel, person):
    ref = await channel.send(TO, Outgoing("待办"))
    assert await channel.send(TO, Outgoing("已办结", media=(KEPT,), replaces=ref)) != ref
    assert person.texts == ["待办", "已办结"]


@pytest.mark.parametrize("ref", ["store:gone", "no-such-file", "/etc/hostname", "https://example.org/a.jpg"])
async def test_a_file_that_cannot_be_shown_costs_the_picture_and_not_the_words(channel, person, ref):
    await channel.send(TO, Outgoing("看图", YES_NO, (Media(MediaKind.PHOTO, ref),)))
    assert (person.texts, person.last.files) == (["看图\n1  确认\n2  修改"], ())


@pytest.mark.parametrize("ref", ["/etc/hostname", "https://example.org/a.jpg", "attach://photo"])
@pytest.mark.parametrize("count", [1, 2])
async def test_an_address_or_a_path_is_never_handed_on_as_a_file(stub, channel, ref, count):
    await channel.send(TO, Outgoing("看图", media=(Media(MediaKind.PHOTO, ref),) * count))
    assert [method for _, method, _ in stub.calls] == ["sendmessage"]


async def test_buttons_that_telegram_refuses_become_a_numbered_menu(channel, person):
    await channel.send(TO, Outgoing("请选", (Button("x" * 65, "确认"), Button("b", "修改"))))
    assert person.texts == ["请选\n1  确认\n2  修改"]


async def test_the_longest_text_arrives_with_its_end(channel, person):
    await channel.send(TO, Outgoing("𠮷" * 5000 + "完"))
    assert person.last.text.endswith("完")


async def test_empty_words_are_refused(channel):
    with pytest.raises(Refused):
        await channel.send(TO, Outgoing(" "))


async def test_half_a_surrogate_pair_is_refused_without_quoting_the_message(channel, stub):
    with pytest.raises(Refused) as caught:
        await channel.send(TO, Outgoing("电话13800001234\ud83d"))
    assert "13800001234" not in str(caught.value)
    assert not stub.calls


FAULTS = [
    (Fault.LOST_BEFORE, (Ambiguous, 0)),
    (Fault.LOST_AFTER, (Ambiguous, 1)),
    (Fault.ERROR_BEFORE, (Ambiguous, 0)),
    (Fault.ERROR_AFTER, (Ambiguous, 1)),
    (Fault.BAD_GATEWAY, (Ambiguous, 0)),
    (Fault.FLOOD, (RetryLater, 0)),
]


@pytest.mark.parametrize(("fault", "meaning"), FAULTS)
@pytest.mark.parametrize("media", [(), (KEPT,)])
async def test_a_failed_call_is_named_by_what_it_says_about_delivery_and_made_once(
    stub, channel, fault, meaning, media
):
    error, delivered = meaning
    person = stub.chat(RESIDENT)
    stub.fails(fault)
    with pytest.raises(error):
        await channel.send(TO, Outgoing("您好", YES_NO, media))
    assert len(person.received) == delivered
    assert len(stub.calls) == 1
    await channel.send(TO, Outgoing("再来", YES_NO, media))
    assert person.last.text == "再来"


@pytest.mark.parametrize("fault", [Fault.HANG_BEFORE, Fault.HANG_AFTER])
async def test_an_answer_that_never_comes_is_ambiguous(stub, person, fault):
    stub.fails(fault)
    async with channel_to(stub, read_timeout=0.05) as channel:
        with pytest.raises(Ambiguous):
            await channel.send(TO, Outgoing("您好"))
    assert len(person.received) == (fault is Fault.HANG_AFTER)


async def test_no_server_means_certainly_not_sent(stub, channel):
    await stub.stop()
    with pytest.raises(NotSent):
        await channel.send(TO, Outgoing("您好"))
    with pytest.raises(NotSent):
        await channel.get_updates(None, wait=0)


async def test_a_flood_says_how_long_to_wait(stub, channel):
    stub.fails(Fault.FLOOD, retry_after=17)
    with pytest.raises(RetryLater) as caught:
        await channel.send(TO, Outgoing("您好"))
    assert caught.value.seconds == 17


async def test_a_person_who_blocked_the_bot_is_unreachable_until_they_come_back(stub, channel, person):
    stub.blocks(RESIDENT)
    with pytest.raises(Unreachable):
        await channel.send(TO, Outgoing("您好"))
    stub.unblocks(RESIDENT)
    await channel.send(TO, Outgoing("您好"))
    assert person.texts == ["您好"]


async def test_a_person_nobody_knows_is_unreachable(channel):
    with pytest.raises(Unreachable):
        await channel.send("99", Outgoing("您好"))


async def test_a_wrong_token_keeps_the_message_for_later(stub, channel):
    stub.token = "7000001:changed"
    with pytest.raises(NotSent):
        await channel.send(TO, Outgoing("您好"))


async def test_a_group_that_moved_is_followed_and_the_reference_tells(stub, channel):
    stub.says(RESIDENT, "你好", chat=GROUP)
    stub.moves(GROUP, -1002)
    ref = await channel.send(str(GROUP), Outgoing("大家好"))
    assert ref.startswith("-1002/")
    assert stub.chat(-1002).texts == ["大家好"]


async def test_a_card_in_a_group_that_moved_is_sent_anew_there(stub, channel):
    stub.says(RESIDENT, "你好", chat=GROUP)
    ref = await channel.send(str(GROUP), Outgoing("待办"))
    stub.moves(GROUP, -1002)
    assert (await channel.send(str(GROUP), Outgoing("已办", replaces=ref))).startswith("-1002/")


async def test_a_press_that_is_too_old_to_answer_does_no_harm(channel, stub):
    await channel.answer_press("cb:1")
    stub.fails(Fault.BAD_GATEWAY, method="answerCallbackQuery")
    await channel.answer_press("2")
    assert [method for _, method, _ in stub.calls] == ["answercallbackquery"] * 2


async def test_a_file_is_downloaded_and_one_over_20_mb_is_refused(stub, channel):
    stub.sends_photo(RESIDENT, JPEG)
    stub.sends_file(RESIDENT, "video", b"film", size=21 * 1024 * 1024)
    photo, film = [got.incoming.media[0].ref for got in await channel.get_updates(None, wait=0)]
    assert await channel.download(photo) == JPEG
    with pytest.raises(Refused):
        await channel.download(film)
    with pytest.raises(Refused):
        await channel.download("unknown")


async def test_a_file_larger_than_it_was_said_to_be_is_refused_too(stub, channel):
    file = stub.keep("document", b"x" * (20 * 1024 * 1024 + 1), size=5)
    with pytest.raises(Refused):
        await channel.download(file.id)


async def test_polling_is_refused_while_a_webhook_is_set(stub, channel):
    await channel.set_webhook("https://bot.example/telegram", "s3cret")
    with pytest.raises(NotSent):
        await channel.get_updates(None, wait=0)
    await channel.delete_webhook()
    assert await channel.get_updates(None, wait=0) == []


async def test_the_bot_knows_who_it_is_and_leaves_commands_for_others(stub, channel):
    assert (await channel.me()).username == "huiying_bot"
    stub.says(RESIDENT, "/todo@huiying_bot", chat=GROUP)
    stub.says(RESIDENT, "/todo@other_bot", chat=GROUP)
    ours, theirs = await channel.get_updates(None, wait=0)
    assert (ours.incoming.text, ours.incoming.group) == ("/todo", True)
    assert theirs.incoming is None


@pytest.mark.parametrize("answer", [None, True, {}, [], {"message_id": "?"}, {"date": 1_790_000_000_000}])
async def test_a_server_that_says_done_without_more_has_done_it(stub, channel, person, monkeypatch, answer):
    monkeypatch.setattr(stub, "as_json", lambda _: answer)
    assert await channel.send(TO, Outgoing("您好")) == ""
    assert person.texts == ["您好"]


async def test_a_reference_needs_no_more_than_the_number_of_the_message(stub, channel, monkeypatch):
    monkeypatch.setattr(stub, "as_json", lambda _: {"message_id": 5})
    assert await channel.send(TO, Outgoing("您好")) == "42/5"


async def test_a_file_that_vanished_between_two_calls_is_refused(stub, channel, monkeypatch):
    file = stub.keep("photo", JPEG)
    monkeypatch.setitem(METHODS, "getfile", lambda *_: {"file_path": "photos/gone"})
    with pytest.raises(Refused):
        await channel.download(file.id)


async def test_two_pollers_are_told_of_each_other(stub, channel):
    async with channel_to(stub) as other:
        first = asyncio.create_task(channel.get_updates(None, wait=30))
        await stub.until(lambda: stub.calls)
        assert await other.get_updates(None, wait=0) == []
        with pytest.raises(NotSent):
            await first


async def test_a_waiting_poll_hears_a_message_at_once(stub, channel):
    poll = asyncio.create_task(channel.get_updates(None, wait=30))
    await stub.until(lambda: stub.calls)
    stub.says(RESIDENT, "您好")
    assert (await poll)[0].incoming.text == "您好"
