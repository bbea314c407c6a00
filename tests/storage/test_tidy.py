"""What the nightly round forgets, and what it leaves."""

from __future__ import annotations

from datetime import timedelta

from stores import rows

from domain.messages import Incoming, Reply, Text
from storage.inbox import LAST_ATTEMPT
from storage.timers import Timer

DAY = timedelta(days=1)


def test_words_that_were_handled_or_set_aside_long_ago_are_forgotten_and_a_repeat_is_still_known(store, now):
    old, fresh = now - 40 * DAY, now - DAY

    def work(uow):
        for number, at in enumerate((old, old, old, fresh), start=1):
            uow.inbox.put(Incoming("web", f"m{number}", f"a{number}", "c", at, text=f"陈秀英家漏水{number}"), at)
        uow.inbox.done(1)
        for attempt in range(LAST_ATTEMPT):
            uow.inbox.failed(2, attempt, "ValueError: 陈秀英家漏水2")
        uow.inbox.done(4)
        return uow.tidy.messages(now - 30 * DAY)

    assert store.write_now(work) == 2
    kept = rows(store, "SELECT state, payload, error FROM inbox ORDER BY id")
    assert [state for state, *_ in kept] == ["tidied", "tidied", "new", "done"]
    assert ["陈秀英" in f"{payload} {error}" for _, payload, error in kept] == [False, False, True, True]
    assert not store.write_now(lambda uow: uow.inbox.put(Incoming("web", "m2", "a2", "c", now), now))


def test_letters_that_ended_and_timers_that_fired_long_ago_are_forgotten_and_what_waits_is_not(store, now):
    old = now - 200 * DAY

    def work(uow):
        reply = Reply(Text("plain", {"words": "好"}))
        uow.outbox.put("web", "a", "a", reply, old, state="dead")
        uow.outbox.put("web", "a", "a", reply, old)
        uow.outbox.put("web", "a", "a", reply, now - DAY, state="dead")
        for key in ("fired", "waits"):
            uow.timers.start(Timer(key, key, 1, old))
        uow.timers.stop(1, "fired")
        uow.transcript.add("a", {"text": "好"}, old, mine=True)
        return uow.tidy.letters(now - 180 * DAY)

    assert store.write_now(work) == 3
    assert rows(store, "SELECT state FROM outbox ORDER BY id") == [("pending",), ("dead",)]
    assert rows(store, "SELECT key FROM timers") == [("waits",)]
    assert rows(store, "SELECT 1 FROM transcript") == []
