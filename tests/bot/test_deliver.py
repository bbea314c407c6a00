"""Sending: what each failure means for a message, who waits for whom, and what arrives in the end."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from stubs.telegram import Fault, TelegramStub

from bot.channel import Ambiguous, Capabilities, NotSent, Refused, RetryLater, Unreachable
from bot.channels.telegram.client import TelegramChannel
from bot.deliver import LAST_ATTEMPT, LAST_MOMENT, LEASE, OUT_OF_REACH, OUTAGE, Delivery, Pace
from bot.media import MediaDesk
from domain.digest import DayFigures, GridFigures
from domain.errors import StorageError
from domain.messages import Choice, Lane, Media, MediaKind, Reply, Text
from storage.outbox import chat_key

SECOND = timedelta(seconds=1)
TEN = 10 * SECOND
PACE = Pace(per_second=25, burst=4, chat=SECOND, group=3 * SECOND)


class Post:
    """A channel that keeps what it is given, or fails as told; and the outbox behind it."""

    name = "telegram"
    capabilities = Capabilities(text=4096, caption=1024, buttons=8, label=40, edits=True, media=True, point=True)

    def __init__(self, storage, texts, files, clock, *, pace: Pace | None = None) -> None:
        self.storage, self.clock = storage, clock
        self.sent: list[tuple[str, str, str]] = []
        self.failures: list[Exception] = []
        self.desk = MediaDesk(storage, files)
        paces = {self.name: pace} if pace else {}
        self.delivery = Delivery(storage, {self.name: self}, paces, texts, self.desk, clock)

    async def send(self, address, message):
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((address, message.text, message.replaces))
        return f"{address}/{len(self.sent)}"

    def put(self, words, chat="7", lane=Lane.CONFIRMATION, *, group="", card="", asked=True, **more):
        reply = Reply(Text("plain", {"words": words}), lane=lane, card=card, answers_person=asked)
        now = self.clock.now()
        address = group or chat
        return self.storage.write_now(
            lambda uow: uow.outbox.put("telegram", chat, address, reply, now, ticket=1, **more)
        )

    async def deliver(self):
        while await self.delivery.once():
            pass

    @property
    def words(self):
        return [text for _, text, _ in self.sent]

    def fates(self):
        return {state: n for state, n in self.storage.write_now(lambda uow: uow.outbox.counts()).items() if n}

    def reasons(self):
        since = self.clock.now() - timedelta(days=1)
        return [(state, error) for _, state, error in self.storage.write_now(lambda uow: uow.outbox.failures(since))]


@pytest.fixture
def post(storage, texts, files, clock) -> Post:
    return Post(storage, texts, files, clock)


@pytest.fixture
def paced(storage, texts, files, clock) -> Post:
    return Post(storage, texts, files, clock, pace=PACE)


async def test_a_message_is_sent_once(post):
    post.put("好")
    await post.deliver()
    await post.deliver()
    assert post.sent == [("7", "好", "")]
    assert post.fates() == {"sent": 1}


async def test_when_asked_to_wait_the_whole_channel_waits_and_then_everything_goes_in_order(post, clock):
    post.put("一")
    post.put("二")
    post.put("丙", chat="8")
    post.failures = [RetryLater(10), RetryLater(10)]
    await post.deliver()
    clock.later(seconds=9.99)
    await post.deliver()
    assert post.sent == []
    clock.later(seconds=0.02)
    await post.deliver()
    assert post.words == ["一", "丙", "二"]


async def test_a_chat_that_was_silent_waits_too_when_the_channel_was_asked_to(post, clock):
    post.put("一", "7")
    post.failures = [RetryLater(10)]
    await post.deliver()
    post.put("二", "8")
    await post.deliver()
    assert post.words == []
    clock.later(seconds=11)
    await post.deliver()
    assert sorted(post.words) == ["一", "二"]


async def test_an_outcome_that_cannot_be_written_keeps_no_other_back(post):
    """Of letters that end together, one is refused with half a character, which no database takes."""
    for chat in "789":
        post.put("好", chat)
    post.failures = [Refused("\ud83d")]
    claimed = await post.delivery._storage.write(post.delivery._claim)
    async with post.delivery._writing:
        await asyncio.gather(*map(post.delivery._send, claimed))
    await post.deliver()
    assert post.fates() == {"sending": 1, "sent": 2}
    assert post.delivery._unwritten == []


async def test_what_became_of_letters_that_end_together_is_one_transaction(post, monkeypatch):
    for chat in "789":
        post.put("好", chat)
    claimed = await post.delivery._storage.write(post.delivery._claim)
    async with post.delivery._writing:  # as while another one is written down
        await asyncio.gather(*map(post.delivery._send, claimed))
    write, written = post.storage.write, []
    monkeypatch.setattr(post.storage, "write", lambda work: written.append(work) or write(work))
    await post.delivery._write_outcomes()
    assert (len(written), post.fates()) == (1, {"sent": 3})


async def test_what_another_process_held_too_long_is_taken_up_without_a_restart(post, clock):
    post.put("一")
    await post.delivery._storage.write(post.delivery._claim)  # whoever claimed it is never heard of again
    await post.deliver()
    assert post.words == []
    clock.later(seconds=LEASE.total_seconds() + 1)
    await post.deliver()
    clock.later(seconds=10)
    await post.deliver()
    assert post.words == ["一"]


async def test_what_crashes_catch_on_the_wire_waits_no_longer_than_what_failed_there(post, clock):
    post.put("一")
    waits = []
    for _ in range(4):
        await post.delivery._storage.write(post.delivery._claim)  # and then the process is gone
        clock.later(seconds=LEASE.total_seconds() + 1)
        await post.deliver()
        found = await post.storage.write(lambda uow: uow.outbox.next_at(clock.now()))
        waits.append((found - clock.now()).total_seconds())
        clock.later(seconds=waits[-1])
    assert waits == [1, 4, 16, 64]


async def test_being_asked_to_wait_does_not_use_up_attempts(post, clock):
    post.put("一")
    for _ in range(LAST_ATTEMPT + 5):
        post.failures = [RetryLater(1)]
        await post.deliver()
        clock.later(seconds=1)
    post.failures = [NotSent("no connection")]  # the first attempt that counts, not the last
    await post.deliver()
    clock.later(seconds=1)
    await post.deliver()
    assert post.words == ["一"]


async def test_what_waits_through_a_night_without_the_net_arrives_in_order_when_it_is_back(post, clock):
    for words in "一二":
        post.put(words)
    post.put("丙", chat="8", lane=Lane.URGENT)
    morning = clock.now() + timedelta(hours=9)
    while clock.now() < morning:
        post.failures = [NotSent("no connection")] * 2
        await post.deliver()
        assert post.failures == []  # two chats, each tried once and then left alone until the next look
        clock.later(seconds=OUT_OF_REACH.total_seconds())
    post.failures = []
    await post.deliver()
    assert post.words == ["丙", "一", "二"]


async def test_while_the_net_is_away_everybody_waits_for_the_next_look(post, clock):
    post.put("一")
    post.failures = [NotSent("no connection")]
    await post.deliver()
    post.put("丙", chat="8")
    await post.deliver()
    assert post.words == []
    clock.later(seconds=1)
    await post.deliver()
    assert sorted(post.words) == ["一", "丙"]


async def test_what_was_not_sent_is_tried_again_at_growing_intervals_and_ended_after_days(post, clock):
    post.put("一")
    waits = []
    for _ in range(LAST_ATTEMPT):
        clock.later(days=len(waits) and OUTAGE.days)
        post.failures = [NotSent("no connection")]
        await post.deliver()
        found = await post.storage.write(lambda uow: uow.outbox.next_at(clock.now()))
        waits.append((found - clock.now()).total_seconds() if found else None)
    assert waits == [1, 4, 16, 30, 30, 30, 30, None]
    assert post.fates() == {"dead": 1}


async def test_while_one_is_tried_again_later_ones_of_its_chat_wait(post, clock):
    post.put("一")
    post.put("二")
    post.failures = [NotSent("no connection")]
    await post.deliver()
    assert post.sent == []
    clock.later(seconds=1)
    await post.deliver()
    assert post.words == ["一", "二"]


@pytest.mark.parametrize("lane", list(Lane))
async def test_an_unknown_outcome_is_sent_again_only_where_twice_is_better_than_never(post, clock, lane):
    post.put("一", lane=lane)
    post.failures = [Ambiguous("no answer")]
    await post.deliver()
    clock.later(seconds=5)
    await post.deliver()
    again = lane in (Lane.URGENT, Lane.ASSIGNMENT, Lane.CONFIRMATION)
    assert post.words == (["一"] if again else [])
    assert post.reasons() == ([] if again else [("unknown", "no answer")])


async def test_an_outcome_that_stays_unknown_is_ended_as_unknown(post, clock):
    post.put("一", lane=Lane.URGENT)
    for _ in range(LAST_ATTEMPT):
        post.failures = [Ambiguous("no answer")]
        await post.deliver()
        clock.later(minutes=5)
    assert post.reasons() == [("unknown", "no answer")]


async def test_a_person_who_blocked_the_bot_gets_nothing_more_until_they_write(post, clock):
    def known(uow):
        uow.people.seen("telegram", "7", uow.people.add(clock.now()).id, "7", clock.now())

    post.storage.write_now(known)
    post.put("一")
    post.put("二", not_before=clock.now() + TEN)
    post.put("丙", chat="8")
    post.failures = [Unreachable("blocked")]
    await post.deliver()
    clock.later(minutes=1)
    await post.deliver()
    assert post.words == ["丙"]
    assert post.reasons() == [("dead", "unreachable: blocked")] * 2
    person = post.storage.write_now(lambda uow: uow.people.by_account("telegram", "7"))
    assert post.storage.write_now(lambda uow: uow.people.accounts(person.id))[0].unreachable


async def test_what_the_platform_refuses_is_ended_and_the_next_goes(post):
    post.put("一")
    post.put("二")
    post.failures = [Refused("too long")]
    await post.deliver()
    assert post.words == ["二"]
    assert post.reasons() == [("dead", "refused: too long")]


async def test_a_text_that_is_missing_ends_one_message_and_not_the_sender(post, clock):
    reply = Reply(Text("no-such-text"))
    post.storage.write_now(lambda uow: uow.outbox.put("telegram", "7", "7", reply, clock.now()))
    post.put("二")
    await post.deliver()
    assert post.words == ["二"]
    ((state, why),) = post.reasons()
    assert (state, "no-such-text" in why) == ("dead", True)


async def test_a_channel_that_does_not_run_ends_its_messages_with_the_reason(post, clock):
    post.storage.write_now(lambda uow: uow.outbox.put("wechat", "7", "7", Reply(Text("x")), clock.now()))
    await post.deliver()
    assert post.reasons() == [("dead", "channel 'wechat' is not running")]


async def test_a_node_that_slept_after_its_claim_gives_the_message_back(post, clock):
    post.put("一")
    (claimed,) = await post.storage.write(post.delivery._claim)
    clock.move_to(clock.now() + LAST_MOMENT + SECOND)
    await post.delivery._send(claimed)
    assert post.sent == []
    await post.deliver()
    assert post.words == ["一"]
    assert post.fates() == {"sent": 1}


async def test_a_store_that_is_away_just_before_the_wire_does_not_cost_the_message(paced, clock, monkeypatch):
    paced.put("一")
    (claimed,) = await paced.storage.write(paced.delivery._claim)
    clock.later(seconds=1)  # late: another slot is asked for
    write, away = paced.storage.write, [StorageError("the server was restarted")]

    async def once_away(work):
        if away:
            raise away.pop()
        return await write(work)

    monkeypatch.setattr(paced.storage, "write", once_away)
    await paced.delivery._send(claimed)
    assert not away
    assert paced.words == []
    clock.later(seconds=2)
    await paced.deliver()
    assert paced.words == ["一"]
    assert paced.fates() == {"sent": 1}


async def test_a_crash_on_the_wire_is_decided_by_what_was_being_sent(post, clock):
    post.put("card", lane=Lane.ASSIGNMENT)
    post.put("digest", chat="8", lane=Lane.DIGEST)
    claimed = await post.storage.write(post.delivery._claim)
    assert len(claimed) == 2  # and here the process dies
    clock.move_to(clock.now() + LEASE)
    assert await post.delivery.recover() == 2
    clock.later(seconds=4)
    await post.deliver()
    assert post.words == ["card"]
    assert post.reasons() == [("unknown", "stopped while sending")]


async def test_an_urgent_message_overtakes(post):
    post.put("一")
    post.put("快跑", lane=Lane.URGENT)
    await post.deliver()
    assert post.words == ["快跑", "一"]


async def test_urgent_messages_keep_their_own_order_and_pace(paced, clock):
    for words in "一二三":
        paced.put(words, lane=Lane.URGENT)
    await paced.deliver()
    assert paced.words == ["一"]
    for _ in range(2):
        clock.later(seconds=1)
        await paced.deliver()
    assert paced.words == ["一", "二", "三"]


async def test_a_chat_gets_one_message_a_second_and_a_group_one_in_three(paced, clock):
    for words in ("一", "二"):
        paced.put(words)
        paced.put(f"组{words}", chat="9", group="-100")
    seen = []
    for _ in range(5):
        await paced.deliver()
        seen.append(list(paced.words))
        clock.later(seconds=1)
    assert seen[0] == ["一", "组一"]
    assert seen[1] == ["一", "组一", "二"]
    assert [("组二" in words) for words in seen] == [False, False, False, True, True]


async def test_all_chats_together_stay_under_the_limit(paced, clock):
    for chat in range(60):
        paced.put("一", chat=str(chat))
    sent = []
    for _ in range(200):
        before = len(paced.sent)
        await paced.deliver()
        sent += [clock.now()] * (len(paced.sent) - before)
        clock.later(milliseconds=20)
    assert len(sent) == 60
    assert max(sum(start <= at < start + SECOND for at in sent) for start in sent) <= 30


async def test_a_digest_that_is_too_late_is_not_sent(post, clock):
    post.put("昨天的日报", lane=Lane.DIGEST, expires_at=clock.now() + TEN)
    clock.later(seconds=10)
    await post.deliver()
    assert post.sent == []
    assert post.reasons() == [("dead", "expired")]


async def test_a_card_is_edited_for_ones_own_action_and_sent_anew_for_news(post):
    post.put("第一版", card="ticket:1")
    await post.deliver()
    post.put("居民补充了", card="ticket:1", asked=False)
    await post.deliver()
    post.put("已签收", card="ticket:1")
    await post.deliver()
    assert post.sent == [("7", "第一版", ""), ("7", "居民补充了", ""), ("7", "已签收", "7/2")]


async def test_buttons_carry_the_letters_token_and_too_many_become_a_numbered_menu(post, clock):
    post.capabilities = replace(Post.capabilities, buttons=1)
    seen = []

    async def send(_address, message):
        seen.append(message)
        return "r"

    post.send = send
    tokens = []
    for count in (1, 2):
        choices = tuple(Choice(f"c{n}", Text("plain", {"words": f"选{n}"})) for n in range(count))
        reply = Reply(Text("plain", {"words": "选哪个？"}), choices)
        tokens.append(post.storage.write_now(lambda uow, r=reply: uow.outbox.put("telegram", "7", "7", r, clock.now())))
    await post.deliver()
    assert [(b.payload, b.label) for b in seen[0].buttons] == [(f"{tokens[0]}:0", "选0")]
    assert (seen[1].buttons, seen[1].text) == ((), "选哪个？\n1  选0\n2  选1")


# on a real wire


@pytest.fixture
async def wire(storage, texts, files, clock):
    """The delivery, Telegram's channel and the stub it speaks to."""
    async with TelegramStub(now=lambda: clock.now().timestamp()) as stub:
        stub.starts(7)
        channel = TelegramChannel(
            stub.token, clock=clock.now, base_url=stub.base_url, base_file_url=stub.base_file_url, load=files.load
        )
        post = Post(storage, texts, files, clock, pace=PACE)
        post.delivery._channels = {"telegram": channel}
        async with channel:
            yield post, stub


async def test_after_a_429_of_telegram_everything_still_arrives_once(wire, clock):
    post, stub = wire
    stub.fails(Fault.FLOOD, retry_after=3)
    post.put("一")
    post.put("二")
    for _ in range(8):
        await post.deliver()
        clock.later(seconds=1)
    assert stub.chat(7).texts == ["一", "二"]
    assert post.fates() == {"sent": 2}


async def test_a_chart_is_drawn_and_arrives_as_a_photo_with_its_words(wire, clock):
    post, stub = wire
    grid = GridFigures("460204198023001", "第一网格", new=3, open=3, overdue=1)
    figures = DayFigures(clock.now().date(), "460204000000", "天涯区", grid, (grid,), 1)
    record = json.dumps({**asdict(figures), "day": figures.day.isoformat()})
    reply = Reply(
        Text("plain", {"words": "今日日报"}), media=(Media(MediaKind.PHOTO, "chart:digest:1"),), lane=Lane.DIGEST
    )

    def put(uow):
        uow.meta.set("digest:1", record)
        uow.outbox.put("telegram", "7", "7", reply, clock.now())

    post.storage.write_now(put)
    await post.deliver()
    last = stub.chat(7).last
    assert last.text == "今日日报"
    assert [photo[:3] for photo in last.photos] == [b"\xff\xd8\xff"]


async def test_a_chart_that_cannot_be_drawn_does_not_keep_the_words_back(wire, clock, monkeypatch):
    post, stub = wire
    monkeypatch.setattr("bot.media.digest_chart", lambda *_: (_ for _ in ()).throw(OSError("no font")))
    reply = Reply(Text("plain", {"words": "今日日报"}), media=(Media(MediaKind.PHOTO, "chart:digest:1"),))

    def put(uow):
        uow.meta.set("digest:1", json.dumps({"day": "2026-11-23", "scope": "", "name": "", "grids": []}))
        uow.outbox.put("telegram", "7", "7", reply, clock.now())

    post.storage.write_now(put)
    await post.deliver()
    assert (stub.chat(7).last.text, stub.chat(7).last.photos) == ("今日日报", [])


def test_the_pause_of_a_channel_is_not_that_of_a_chat():
    assert chat_key("telegram", "") != chat_key("telegram", "7")
