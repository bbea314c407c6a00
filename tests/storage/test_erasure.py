"""Erasure on either engine: what is rewritten, what stays, and what waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from stores import contents, rows

from domain.messages import Choice, Incoming, Lane, Media, MediaKind, Reply, Text
from domain.task import Task, TaskKind
from domain.ticket import Action, Event, Party, Status, Ticket
from storage.followers import Follow

WORDS = '我家100%漏水_，请找“陈秀英”，\n电话写在"门口"上'
PHOTO = Media(MediaKind.PHOTO, "store:" + "a" * 64)
GRID = "460204198023001"


@pytest.fixture
def told(store, now):
    """A closed ticket of person 1 with person 2 at work on it, and a letter about it to each of two people."""

    def work(uow):
        for account in ("reporter", "worker", "other"):
            person = uow.people.add(now)
            uow.people.seen("telegram", account, person.id, account, now)
        blank = Ticket(0, "", "help", Status.CLOSED, "房屋", "漏水", WORDS, grid=GRID, reporter=1, assignee=2)
        ticket = uow.tickets.add(blank, now, "20261123")
        done = Event(ticket.id, Action.RESOLVE, 2, Party.ASSIGNEE, now, None, Status.CLOSED, "给陈秀英修好了", (PHOTO,))
        uow.tickets.record(replace(done, data={"result": "refused", "basis": "陈秀英自己的事"}))
        uow.inbox.put(Incoming("telegram", "1", "worker", "worker", now, "给陈秀英修好了"), now)
        uow.inbox.put(Incoming("telegram", "2", "worker", "worker", now, "别的事"), now)
        card = Reply(
            Text("card", {"words": WORDS, "when": Text("moment", {"day": 3})}),
            (Choice(f"open/{ticket.id}", Text("plain", {"words": "漏水"})),),
            (PHOTO,),
            lane=Lane.ASSIGNMENT,
        )
        linked = uow.outbox.put("telegram", "worker", "worker", card, now, ticket=ticket.id)
        quoted = uow.outbox.put("telegram", "other", "other", Reply(Text("aside", {"words": WORDS})), now)
        return ticket, linked, quoted

    return store.write_now(work)


def sent(store, now, *tokens):
    def work(uow):
        for token in tokens:
            letter = uow.outbox.by_token(token)
            uow.outbox.sent(uow.outbox.intend(letter), "1/1", now)

    store.write_now(work)


def test_copies_lose_what_they_told_and_keep_their_buttons(store, now, told):
    ticket, linked, quoted = told
    sent(store, now, linked, quoted)
    assert "陈秀英自己的事" in str(contents(store)["events"])
    assert store.write_now(lambda uow: uow.erasure.strip(ticket))
    assert [e.data for e in store.write_now(lambda uow: uow.tickets.history(ticket.id))] == [
        {"result": "refused", "basis": ""}
    ]
    card, aside = store.write_now(lambda uow: (uow.outbox.by_token(linked), uow.outbox.by_token(quoted)))
    assert card.reply.text == Text("card", {"words": "—", "when": "—"})
    assert [choice.id for choice in card.reply.choices] == [f"open/{ticket.id}"]
    assert (card.reply.media, aside.reply.text.args) == ((), {"words": "—"})
    everything = str(contents(store))
    assert "陈秀英" not in everything
    assert "别的事" in everything
    assert store.write_now(lambda uow: uow.erasure.doomed()) == [PHOTO.ref]


def test_what_stays_of_a_ticket_names_nobody(store, now, told):
    ticket, linked, quoted = told
    sent(store, now, linked, quoted)
    task = Task(
        0, ticket.id, TaskKind.FOLLOW, "", 2, "陈秀英家没人来", 1, now, place_words="3栋501", note="去过陈秀英家"
    )
    store.write_now(lambda uow: uow.tasks.add(task))
    store.write_now(lambda uow: uow.erasure.strip(ticket))
    left = store.write_now(lambda uow: uow.tickets.get(ticket.id))
    assert (left.number, left.category, left.matter, left.grid) == (ticket.number, "房屋", "漏水", GRID)
    assert (left.words, left.place_words, left.media, left.reporter) == ("", "", (), 0)
    assert left.version == ticket.version + 1
    (task,) = store.write_now(lambda uow: uow.tasks.of_ticket(ticket.id))
    assert (task.words, task.place_words, task.note) == ("", "", "")


def test_a_ticket_waits_while_a_copy_of_it_waits_to_be_sent(store, now, told):
    ticket, linked, _ = told
    sent(store, now, linked)
    assert not store.write_now(lambda uow: uow.erasure.strip(ticket))
    assert "陈秀英" in str(contents(store)["tickets"])
    assert store.write_now(lambda uow: uow.erasure.strip(ticket, even_unsent=True))


def test_a_name_is_masked_in_what_others_were_told_and_nothing_else_is_touched(store, now, told):
    _, linked, _ = told

    def work(uow):
        uow.people.note(1, "name", "陈秀英")
        uow.erasure.person(1, ["陈秀英", "", "王"], now)
        return uow.outbox.by_token(linked)

    letter = store.write_now(work)
    assert letter.reply.text.args["words"] == WORDS.replace("陈秀英", "—")
    assert letter.state == "pending"
    assert rows(store, "SELECT count(*) FROM sealed") == [(0,)]
    assert rows(store, "SELECT person FROM erasures") == [(1,)]


def test_a_photo_that_somebody_else_sent_too_is_kept(store, now, told):
    ticket, linked, quoted = told
    sent(store, now, linked, quoted)

    def another(uow):
        blank = Ticket(0, "", "help", Status.ASSIGNED, "房屋", "漏水", "我家也漏", reporter=3, media=(PHOTO,))
        uow.tickets.add(blank, now, "20261123")
        uow.erasure.strip(ticket)
        return uow.erasure.doomed()

    assert store.write_now(another) == []


def test_only_tickets_of_people_who_asked_are_left_to_do(store, now, told):
    ticket, linked, quoted = told
    sent(store, now, linked, quoted)
    assert store.write_now(lambda uow: uow.erasure.left()) == []
    store.write_now(lambda uow: uow.erasure.person(1, [], now + timedelta(days=1)))
    assert store.write_now(lambda uow: uow.erasure.left()) == [ticket.id]
    store.write_now(lambda uow: uow.erasure.strip(uow.tickets.get(ticket.id)))
    assert store.write_now(lambda uow: uow.erasure.left()) == []


def test_who_joined_somebodys_ticket_leaves_it_without_a_word(store, now, told):
    """Their words in it go at once, and so do the copies others were sent; the ticket stays as it is."""
    ticket, linked, _ = told
    said = "我家在八楼，孩子怕黑，请快一点"

    def work(uow):
        joiner = uow.people.add(now).id
        shared = replace(ticket, followers=(joiner,), version=ticket.version + 1)
        uow.tickets.save(shared, ticket.version)
        uow.followers.follow(Follow(ticket.id, joiner, now))
        joined = Event(ticket.id, Action.JOIN, joiner, Party.FOLLOWER, now, Status.WORKING, Status.WORKING, said)
        uow.tickets.record(joined)
        return joiner, uow.outbox.put("telegram", "worker", "worker", Reply(Text("added", {"note": said})), now)

    joiner, quoted = store.write_now(work)
    sent(store, now, linked, quoted)
    store.write_now(lambda uow: uow.erasure.person(joiner, [], now))
    after, notes = store.write_now(
        lambda uow: (uow.tickets.get(ticket.id), [event.note for event in uow.tickets.history(ticket.id)])
    )
    assert (after.followers, after.words) == ((), WORDS)
    assert said not in notes
    assert said[:12] not in str(contents(store))
