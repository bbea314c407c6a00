"""What comes in is kept once; what is due is done once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.messages import Incoming, Media, MediaKind, Point
from storage.timers import Timer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def message(now: datetime) -> Incoming:
    return Incoming("telegram", "u1", "42", "42", now, text="灯坏了", ref="42/7")


def test_the_same_message_is_kept_once(store, message, now):
    assert store.write_now(lambda uow: uow.inbox.put(message, now))
    assert not store.write_now(lambda uow: uow.inbox.put(replace(message, text="别的"), now + MINUTE))
    assert [row.incoming.text for row in store.write_now(lambda uow: uow.inbox.next(10))] == ["灯坏了"]


def test_the_same_number_on_another_channel_is_another_message(store, message, now):
    store.write_now(lambda uow: uow.inbox.put(message, now))
    assert store.write_now(lambda uow: uow.inbox.put(replace(message, channel="web"), now))


def test_a_message_comes_back_whole(store, message, now):
    full = replace(
        message, media=(Media(MediaKind.PHOTO, "telegram:abc", "灯"),), point=Point(18.25, 109.5), group=True
    )
    store.write_now(lambda uow: uow.inbox.put(full, now))
    (row,) = store.write_now(lambda uow: uow.inbox.next())
    assert (row.incoming, row.received_at, row.attempts) == (full, now, 0)


def test_messages_are_taken_up_in_order_and_done_ones_never_again(store, message, now):
    for number in range(3):
        store.write_now(lambda uow, n=number: uow.inbox.put(replace(message, message_id=f"m{n}"), now))
    for number in range(3):
        (first,) = store.write_now(lambda uow: uow.inbox.next(9))
        assert first.incoming.message_id == f"m{number}"
        store.write_now(lambda uow, row=first.id: uow.inbox.done(row, 5))
    assert store.write_now(lambda uow: uow.inbox.next(9)) == []
    assert store.write_now(lambda uow: uow.inbox.ticket_of("telegram", "42/7")) == 5


def test_who_writes_a_thousand_messages_keeps_nobody_waiting(store, message, now):
    def flood(uow):
        for number in range(1000):
            uow.inbox.put(replace(message, message_id=f"m{number}"), now)
        uow.inbox.put(replace(message, message_id="other", sender="43"), now)

    store.write_now(flood)
    assert [row.incoming.message_id for row in store.write_now(lambda uow: uow.inbox.next(2))] == ["m0", "other"]


def test_the_third_failure_sets_a_message_aside(store, message, now):
    store.write_now(lambda uow: uow.inbox.put(message, now))
    fates = []
    while rows := store.write_now(lambda uow: uow.inbox.next()):
        (row,) = rows
        fates.append(store.write_now(lambda uow, row=row: uow.inbox.failed(row.id, row.attempts, "x" * 900)))
    assert fates == [False, False, True]
    assert store.write_now(lambda uow: uow.inbox.waiting()) == (0, None)


def test_how_long_the_oldest_message_waits_is_known(store, message, now):
    store.write_now(lambda uow: uow.inbox.put(message, now))
    store.write_now(lambda uow: uow.inbox.put(replace(message, message_id="u2"), now + MINUTE))
    assert store.write_now(lambda uow: uow.inbox.waiting()) == (2, now)


def test_a_time_without_zone_is_refused(store, message):
    with pytest.raises(ValueError, match="time zone"):
        store.write_now(lambda uow: uow.inbox.put(message, datetime(2026, 1, 1)))  # noqa: DTZ001


def test_a_timer_exists_once_whatever_became_of_it(store, now):
    timer = Timer("remind:7:0", "remind", 7, now)
    store.write_now(lambda uow: uow.timers.start(timer))
    store.write_now(lambda uow: uow.timers.start(timer))
    (due,) = store.write_now(lambda uow: uow.timers.due(now))
    store.write_now(lambda uow: uow.timers.fired(due))
    store.write_now(lambda uow: uow.timers.start(timer))
    assert store.write_now(lambda uow: uow.timers.due(now)) == []


def test_a_timer_is_fired_by_one_only(store, now):
    store.write_now(lambda uow: uow.timers.start(Timer("t", "remind", 7, now)))
    (due,) = store.write_now(lambda uow: uow.timers.due(now))
    assert store.write_now(lambda uow: uow.timers.fired(due))
    assert not store.write_now(lambda uow: uow.timers.fired(due))


def test_timers_come_in_the_order_they_are_due_and_not_before(store, now):
    for minutes in (3, 1, 2):
        timer = Timer(f"t{minutes}", "remind", minutes, now + minutes * MINUTE, {"m": str(minutes)})
        store.write_now(lambda uow, timer=timer: uow.timers.start(timer))
    assert store.write_now(lambda uow: uow.timers.due(now)) == []
    assert store.write_now(lambda uow: uow.timers.next_at()) == now + MINUTE
    assert [t.data["m"] for t in store.write_now(lambda uow: uow.timers.due(now + 2 * MINUTE))] == ["1", "2"]


def test_stopping_ends_only_the_waiting_timers_of_the_kinds_named(store, now):
    for kind, subject in (("remind", 1), ("survey", 1), ("remind", 2)):
        timer = Timer(f"{kind}{subject}", kind, subject, now)
        store.write_now(lambda uow, timer=timer: uow.timers.start(timer))
    store.write_now(lambda uow: uow.timers.stop(1, "remind", "other"))
    assert [t.key for t in store.write_now(lambda uow: uow.timers.due(now))] == ["survey1", "remind2"]


def test_a_timer_that_failed_comes_again_later_and_counts(store, now):
    store.write_now(lambda uow: uow.timers.start(Timer("t", "remind", 1, now)))
    (due,) = store.write_now(lambda uow: uow.timers.due(now))
    store.write_now(lambda uow: uow.timers.failed(due, now + MINUTE, "KeyError"))
    assert store.write_now(lambda uow: uow.timers.due(now)) == []
    assert store.write_now(lambda uow: uow.timers.due(now + MINUTE))[0].attempts == 1
    assert store.write_now(lambda uow: uow.timers.late(now + MINUTE)) == 1
