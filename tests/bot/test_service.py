"""Turns and timers: what fails is tried again, set aside and told, and never stops the rest."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from stores import rows, traces

from bot.service import RETRY_TIMER, Service
from domain.messages import Incoming, Reply, Text
from storage.timers import Timer


class Quiet:
    """A delivery with nothing to send."""

    async def once(self) -> int:
        return 0


class Bot(Service):
    """A service whose handlers are told what to do: `take` answers, `bad` words always fail, `flaky` ones once."""

    def __init__(self, storage, clock) -> None:
        world = SimpleNamespace(week=SimpleNamespace(zone=clock.now().tzinfo))
        super().__init__(storage, lambda: world, Quiet(), clock)
        self.log: list[str] = []
        self.trouble: dict[str, int] = {}

    def happens(self, what: str) -> None:
        if self.trouble.get(what, 0) > 0:
            self.trouble[what] -= 1
            raise ValueError(f"{what} fails")
        self.log.append(what)

    def answer(self, uow, words):
        uow.outbox.put("web", "7", "7", Reply(Text("plain", {"words": words})), self._clock.now())

    async def gets(self, *texts):
        now = self._clock.now()
        await self.receive([Incoming("web", f"m-{text}", "7", "7", now, text=text) for text in texts])

    def said(self):
        return [letter.reply.text.args["words"] for letter in self.storage.write_now(lambda uow: uow.outbox.after(0))]

    def state(self, table="inbox"):
        return dict(rows(self.storage, f"SELECT state, count(*) FROM {table} GROUP BY state"))


@pytest.fixture
def bot(storage, clock, monkeypatch) -> Bot:
    bot = Bot(storage, clock)

    def take(uow, _world, row, _now):
        bot.answer(uow, f"half of {row.incoming.text}")
        bot.happens(row.incoming.text)
        uow.inbox.done(row.id)

    monkeypatch.setattr("bot.service.take", take)
    monkeypatch.setattr("bot.service.sorry", lambda uow, _world, incoming, _now: bot.apology(uow, incoming))
    monkeypatch.setattr("bot.service.fire", lambda _scene, timer: bot.happens(timer.key))
    monkeypatch.setattr("bot.service.EVERY", {"day": ("%Y%m%d", lambda _scene: bot.log.append("plan"))})
    bot.apology = lambda uow, incoming: bot.answer(uow, f"sorry for {incoming.text}")
    return bot


async def test_messages_are_handled_in_order_and_once(bot):
    await bot.gets("一", "二")
    await bot.settle()
    await bot.settle()
    assert [what for what in bot.log if what != "plan"] == ["一", "二"]


async def test_a_turn_that_fails_leaves_nothing_and_is_tried_again(bot):
    bot.trouble["一"] = 1
    await bot.gets("一")
    await bot.settle()
    assert bot.said() == ["half of 一"]
    assert bot.state() == {"done": 1}


async def test_a_poisonous_message_is_set_aside_its_sender_told_and_the_others_served(bot):
    bot.trouble["毒"] = 99
    await bot.gets("毒", "二")
    await bot.settle()
    assert bot.said() == ["sorry for 毒", "half of 二"]  # in the order of the conversation
    assert bot.state() == {"done": 1, "poison": 1}
    assert bot.trouble["毒"] == 96


async def test_even_when_nobody_can_be_told(bot):
    bot.trouble["毒"] = 99

    def broken(_uow, _incoming):
        raise KeyError("sorry")

    bot.apology = broken
    await bot.gets("毒", "二")
    await bot.settle()
    assert bot.state() == {"done": 1, "poison": 1}


async def test_in_a_group_nobody_is_bothered_with_it(bot, clock):
    bot.trouble["毒"] = 99
    await bot.receive([Incoming("web", "m", "7", "-100", clock.now(), text="毒", group=True)])
    await bot.settle()
    assert bot.said() == []


async def test_a_note_is_kept_with_the_messages_or_not_at_all(bot, clock):
    def note(uow, _new):
        uow.meta.set("offset", "5")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await bot.receive([Incoming("web", "m", "7", "7", clock.now(), text="一")], note)
    assert bot.storage.write_now(lambda uow: (uow.meta.get("offset"), uow.inbox.waiting()[0])) == ("", 0)


async def test_a_timer_fires_when_it_is_due_and_once(bot, clock):
    bot.storage.write_now(lambda uow: uow.timers.start(Timer("t", "x", 1, clock.now() + timedelta(minutes=1))))
    await bot.settle()
    assert await bot.next_moment() == clock.now() + timedelta(minutes=1)
    clock.later(minutes=1)
    await bot.settle()
    await bot.settle()
    assert bot.log == ["plan", "t"]
    assert await bot.next_moment() is None


async def test_a_timer_that_fails_is_visible_tried_again_and_does_not_hold_up_the_others(bot, clock):
    bot.trouble["bad"] = 1
    for key in ("bad", "good"):
        bot.storage.write_now(lambda uow, key=key: uow.timers.start(Timer(key, "x", 1, clock.now())))
    await bot.settle()
    assert bot.log == ["plan", "good"]
    (row,) = rows(bot.storage, "SELECT state, attempts, error FROM timers WHERE key = 'bad'")
    assert row == ("pending", 1, "ValueError: bad fails")
    assert await bot.next_moment() == clock.now() + RETRY_TIMER
    clock.move_to(clock.now() + RETRY_TIMER)
    await bot.settle()
    assert bot.log == ["plan", "good", "bad"]


async def test_a_timer_stopped_meanwhile_is_not_fired(bot, clock):
    timer = Timer("t", "x", 1, clock.now())
    bot.storage.write_now(lambda uow: uow.timers.start(timer))
    (due,) = bot.storage.write_now(lambda uow: uow.timers.due(clock.now()))
    bot.storage.write_now(lambda uow: uow.timers.stop(1, "x"))
    await bot._fire(due, clock.now())
    assert bot.log == []


async def test_digests_are_planned_once_a_day(bot, clock):
    for _ in range(3):
        await bot.settle()
    clock.later(days=1)
    await bot.settle()
    assert bot.log == ["plan", "plan"]


async def test_settling_again_changes_nothing(bot):
    await bot.gets("一")
    await bot.settle()
    before = traces(bot.storage)
    await bot.settle()
    assert traces(bot.storage) == before


async def test_what_comes_while_paused_is_kept_and_handled_afterwards(bot):
    async with bot.paused():
        await bot.gets("一")
        assert bot.log == []
        assert bot.work_came.is_set()
    await bot.settle()
    assert "一" in bot.log


async def test_after_stopping_nothing_is_begun(bot):
    await bot.stop()
    await bot.gets("一")
    await bot.settle()
    assert bot.log == []
    assert bot.state() == {"new": 1}


async def test_a_day_that_cannot_be_begun_does_not_stop_the_timers(bot, clock, monkeypatch):
    def broken(_scene):
        raise KeyError("no supervisor")

    monkeypatch.setattr("bot.service.EVERY", {"day": ("%Y%m%d", broken)})
    bot.storage.write_now(lambda uow: uow.timers.start(Timer("t", "x", 1, clock.now())))
    await bot.settle()
    assert bot.log == ["t"]
