"""Which message goes next: order inside a chat, lanes between chats, pauses, quiet hours, expiry."""

from __future__ import annotations

from datetime import timedelta

import pytest
from stores import scanned

from domain.messages import Lane, Reply, Text
from storage import outbox
from storage.outbox import chat_key

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Post:
    """An outbox and the few words the tests need."""

    def __init__(self, store, now) -> None:
        self.store, self.now = store, now

    def put(self, words, chat="a", lane=Lane.CONFIRMATION, **more):
        reply = Reply(Text("plain", {"words": words}), lane=lane, card=more.pop("card", ""))
        return self.store.write_now(lambda uow: uow.outbox.put("telegram", chat, chat, reply, self.now, **more))

    def heads(self, later=timedelta()):
        return self.store.write_now(lambda uow: uow.outbox.heads(self.now + later, 50))

    def words(self, later=timedelta()):
        return [letter.reply.text.args["words"] for letter in self.heads(later)]

    def do(self, work):
        return self.store.write_now(lambda uow: work(uow.outbox))

    def send(self, letter, ref="r"):
        self.do(lambda outbox: outbox.sent(outbox.intend(letter), ref, self.now))


@pytest.fixture
def post(store, now) -> Post:
    return Post(store, now)


def test_only_the_first_of_each_chat_may_go(post):
    for words, chat in (("a1", "a"), ("a2", "a"), ("b1", "b")):
        post.put(words, chat)
    assert post.words() == ["a1", "b1"]
    post.send(post.heads()[0])
    assert post.words() == ["a2", "b1"]


def test_lanes_order_chats_and_not_what_is_said_inside_one(post):
    post.put("digest", "a", Lane.DIGEST)
    post.put("then", "a", Lane.ASSIGNMENT)
    post.put("survey", "b", Lane.SURVEY)
    post.put("card", "c", Lane.ASSIGNMENT)
    assert post.words() == ["card", "survey", "digest"]


def test_an_urgent_message_overtakes_in_its_own_chat(post):
    post.put("a1")
    post.put("danger", lane=Lane.URGENT)
    assert post.words()[0] == "danger"


def test_but_not_one_that_is_on_the_wire(post):
    post.put("a1")
    (first,) = post.heads()
    post.do(lambda outbox: outbox.intend(first))
    post.put("danger", lane=Lane.URGENT)
    assert post.words() == []


def test_what_waits_for_the_morning_does_not_hold_up_an_answer(post, now):
    post.put("tomorrow", not_before=now + 8 * HOUR)
    post.put("answer")
    assert post.words() == ["answer"]
    assert post.do(lambda outbox: outbox.next_at(now)) == now + 8 * HOUR


def test_what_is_tried_again_later_keeps_its_place(post, now):
    post.put("a1")
    post.put("a2")
    (first,) = post.heads()
    held = post.do(lambda outbox: outbox.intend(first))
    post.do(lambda outbox: outbox.retry(held, now + 10 * SECOND, "429", counts=False))
    assert post.words() == []
    assert post.words(10 * SECOND) == ["a1"]


def test_a_pause_of_the_whole_channel_holds_every_chat_until_it_is_over(post, now):
    post.put("a1", "a")
    post.put("b1", "b")
    post.do(lambda outbox: outbox.hold_chat(chat_key("telegram", ""), now + 3 * SECOND))
    assert post.words(timedelta(seconds=2.99)) == []
    assert post.words(3 * SECOND) == ["a1", "b1"]


def test_a_pause_of_one_chat_leaves_the_others_alone(post, now):
    post.put("a1", "a")
    post.put("b1", "b")
    post.do(lambda outbox: outbox.hold_chat(chat_key("telegram", "a"), now + SECOND))
    assert post.words() == ["b1"]


def test_what_came_too_late_is_ended_with_its_reason(post, now):
    post.put("digest", lane=Lane.DIGEST, expires_at=now + HOUR)
    assert post.do(lambda outbox: outbox.expire(now)) == 0
    assert post.do(lambda outbox: outbox.expire(now + HOUR)) == 1
    assert post.words(HOUR) == []
    assert post.do(lambda outbox: outbox.failures(now)) == [(0, "dead", "expired")]


def test_a_rate_gives_its_burst_and_then_one_slot_a_gap(post, now):
    def take(at):
        return post.do(lambda outbox: outbox.take_slot("telegram", now + at, SECOND, 3))

    assert [take(0 * SECOND) for _ in range(4)] == [True, True, True, False]
    assert [take(SECOND), take(SECOND)] == [True, False]
    assert [take(100 * SECOND) for _ in range(4)] == [True, True, True, False]


def test_no_window_of_a_second_holds_more_than_rate_and_burst(post, now):
    taken = []
    for milliseconds in range(0, 3000, 5):
        at = now + timedelta(milliseconds=milliseconds)
        if post.do(lambda outbox, at=at: outbox.take_slot("telegram", at, SECOND / 25, 4)):
            taken.append(at)
    most = max(sum(start <= other < start + SECOND for other in taken) for start in taken)
    assert 25 <= most <= 29


def test_nobody_there_ends_all_that_waits_for_the_chat(post, now):
    post.put("a1", "a")
    post.put("a2", "a", not_before=now + HOUR)
    post.put("b1", "b")
    assert post.do(lambda outbox: outbox.drop_chat("telegram", "a", "blocked")) == 2
    assert post.words(HOUR) == ["b1"]
    assert {error for _, _, error in post.do(lambda outbox: outbox.failures(now))} == {"blocked"}


def test_the_newest_delivered_card_is_the_one_to_edit(post):
    for number in (1, 2):
        post.put(f"card {number}", card="ticket:7")
        post.send(post.heads()[0], f"ref{number}")
    post.put("card 3", card="ticket:7")
    (letter,) = post.heads()
    assert post.do(lambda outbox: outbox.card_ref(letter)) == "ref2"


def test_a_card_of_another_chat_is_not_edited(post):
    post.put("card", "a", card="ticket:7")
    post.send(post.heads()[0])
    post.put("card", "b", card="ticket:7")
    (letter,) = post.heads()
    assert post.do(lambda outbox: outbox.card_ref(letter)) == ""


def test_what_a_crash_left_on_the_wire_is_found_again(post):
    post.put("a1")
    (letter,) = post.heads()
    post.do(lambda outbox: outbox.intend(letter))
    assert [left.id for left in post.do(lambda outbox: outbox.left_sending())] == [letter.id]
    assert post.do(lambda outbox: outbox.counts()) == {"sending": 1}


def test_a_claim_that_has_ended_is_found_and_its_holder_has_no_more_say(post, now):
    post.put("a1")
    (letter,) = post.heads()
    slow = post.do(lambda outbox: outbox.intend(letter, now + SECOND))
    assert post.do(lambda outbox: outbox.left_sending(now)) == []
    (left,) = post.do(lambda outbox: outbox.left_sending(now + SECOND))
    post.do(lambda outbox: outbox.retry(left, now, "lost", ambiguous=True))
    (again,) = post.heads()
    quick = post.do(lambda outbox: outbox.intend(again, now + HOUR))
    post.do(lambda outbox: outbox.give_up(slow, "dead", "too late to say"))
    assert post.do(lambda outbox: outbox.counts()) == {"sending": 1}
    post.do(lambda outbox: outbox.sent(quick, "r", now))
    assert post.do(lambda outbox: outbox.counts()) == {"sent": 1}


def test_the_queries_of_the_sender_use_their_indexes(store):
    """A full scan of a year's outbox at every tick would be felt."""
    statements = {
        outbox.HEADS: ("now", "limit", "urgent"),
        outbox.NEXT_AT: ("now",),
        outbox.READY: ("now",),
        outbox.EXPIRE: ("now",),
        outbox.LEFT_SENDING: ("now",),
        outbox.CARD_REF: ("channel", "address", "card"),
    }
    for statement, names in statements.items():
        assert "outbox" not in scanned(store, statement, names)
