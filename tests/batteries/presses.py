"""A cast of people around tickets in every status, and what comes of a button when one of them presses it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from batteries.permissions import (
    ANSWERED_STATUSES,
    ASKING_STATUSES,
    BEHALF_STATUSES,
    HAS_CLAIMANT,
    REQUEST_STATUSES,
    WISH_STATUSES,
    Kind,
    Who,
)
from town import GRID

from domain.knowledge import Enquiry, Outcome
from domain.messages import Choice, Incoming, Reply, Text
from domain.organisation import Zone
from domain.people import Post, Role
from domain.ticket import AT_ONCE, Action, Event, Party, Request, Status, Ticket
from handlers.turn import take
from handlers.world import World
from storage.inbox import Received
from storage.outbox import Letter
from storage.unit_of_work import UnitOfWork

CHANNEL = "telegram"
LEAD = 1  # the first ticket of the cast
POSTS: dict[Who, tuple[Role, str]] = {
    Who.CAPTAIN: (Role.CAPTAIN, GRID),
    Who.AREA_LEAD: (Role.AREA_LEAD, "near"),
    Who.OTHER_AREA_LEAD: (Role.AREA_LEAD, "far"),
    Who.DESK: (Role.DESK, "460204198023"),
    Who.SUPERVISOR: (Role.SUPERVISOR, "460204000000"),
    Who.COMMAND: (Role.COMMAND, "460204000000"),
    Who.OTHER_COMMAND: (Role.COMMAND, "460203000000"),
    Who.UNIT_DESK: (Role.UNIT_DESK, "ty-lamps"),
    Who.CLAIMANT: (Role.VOLUNTEER, "460204198023"),
    Who.VOLUNTEER: (Role.VOLUNTEER, "460204198023"),
    Who.WORKER: (Role.WORKER, GRID),
    Who.OTHER_CAPTAIN: (Role.CAPTAIN, "460204198008001"),
    Who.OTHER_DESK: (Role.DESK, "460204198008"),
    Who.OTHER_SUPERVISOR: (Role.SUPERVISOR, "460203000000"),
}


class Undo(Exception):
    """Ends a transaction without keeping it."""


@contextmanager
def undone() -> Iterator[None]:
    try:
        yield
    except Undo:
        return


@dataclass(frozen=True)
class Cast:
    """People by what they are to every ticket, and the tickets by kind and status."""

    people: dict[Who, int]
    tickets: dict[tuple[Kind, Status], int]


def cast(uow: UnitOfWork, now: datetime) -> Cast:
    uow.units.replace_zones(
        [Zone("near", "近片区", frozenset({GRID})), Zone("far", "远片区", frozenset({"460204198008"}))]
    )
    people = {}
    for who in Who:
        person = uow.people.add(now)
        uow.people.save(replace(person, noticed=True))
        uow.people.seen(CHANNEL, account(person.id), person.id, account(person.id), now)
        if post := POSTS.get(who):
            uow.people.hold(person.id, Post(*post))
        people[who] = person.id
    kinds = {
        Kind.REQUEST: REQUEST_STATUSES,
        Kind.SHARED: REQUEST_STATUSES,
        Kind.ASKING: ASKING_STATUSES,
        Kind.CONFIDENTIAL: REQUEST_STATUSES,
        Kind.WISH: WISH_STATUSES,
        Kind.BEHALF: BEHALF_STATUSES,
        Kind.ANSWERED: ANSWERED_STATUSES,
    }
    tickets = {(k, status): _ticket(uow, people, k, status, now) for k, found in kinds.items() for status in found}
    uow.counters.recount()  # these tickets were put into the store past the figures
    return Cast(people, tickets)


def account(person: int) -> str:
    return f"9{person:06}"


def _ticket(uow: UnitOfWork, people: dict[Who, int], kind: Kind, status: Status, now: datetime) -> int:
    claimed = kind is Kind.WISH and status in HAS_CLAIMANT
    ended = status in (Status.CLOSED, Status.WITHDRAWN, Status.DECLINED, Status.MERGED)
    ticket = Ticket(
        0,
        "",
        kind,
        status,
        "城管",
        "路灯照明",
        f"{kind} {status} 的原话",
        grid=GRID,
        community="460204198023",
        reporter=people[Who.REPORTER],
        assignee=people[Who.ASSIGNEE],
        claimant=people[Who.CLAIMANT] if claimed else 0,
        episode=1,
        due_at=now + timedelta(days=3),
        closed_at=now if ended else None,
        reopen_until=now + timedelta(days=10) if status is Status.CLOSED else None,
        retract_until=now + timedelta(minutes=10) if status is Status.RESOLVED else None,
        followers=(people[Who.FOLLOWER],) if kind is Kind.SHARED else (),
        author=people[Who.ASSIGNEE] if status is Status.REVIEWING else 0,
        merged_into=LEAD if status is Status.MERGED else 0,
        proxy=people[Who.DESK] if kind is Kind.BEHALF else 0,
        request=Request.EXTEND if kind is Kind.ASKING else Request.NONE,
    )
    if kind is Kind.ANSWERED:
        return _answered(uow, replace(ticket, assignee=0, result=AT_ONCE, reopen_until=None), now)
    kept = uow.tickets.add(ticket, now, "20261123")
    uow.tickets.record(
        Event(
            kept.id, Action.ASK, people[Who.ASSIGNEE], Party.ASSIGNEE, now, Status.WORKING, Status.WAITING, "哪一栋？"
        )
    )
    if kind is Kind.ASKING:
        asked = Event(kept.id, Action.EXTEND, people[Who.ASSIGNEE], Party.ASSIGNEE, now, status, status, "等配件")
        uow.tickets.record(replace(asked, data={"days": "2"}))
    data = {"result": "explained", "basis": ""}
    uow.tickets.record(
        Event(
            kept.id,
            Action.SUBMIT,
            kept.assignee,
            Party.ASSIGNEE,
            now,
            Status.WORKING,
            Status.REVIEWING,
            "答复",
            data=data,
        )
    )
    return kept.id


def _answered(uow: UnitOfWork, ticket: Ticket, now: datetime) -> int:
    """An enquiry that the knowledge base answered at once."""
    kept = uow.tickets.add(ticket, now, "20261123")
    asked = Enquiry(0, ticket.reporter, now, "请问火警电话是多少", "", ("n-119",), ("n-119",), Outcome.SHOWN, kept.id)
    data = {"entry": "n-119", "enquiry": str(uow.knowledge.ask(asked).id)}
    uow.tickets.record(
        Event(kept.id, Action.FILE, ticket.reporter, Party.REPORTER, now, None, Status.CLOSED, data=data)
    )
    return kept.id


def button(uow: UnitOfWork, person: int, now: datetime, *choices: str) -> str:
    """A message with buttons to this very person, as the bot sends it; its token."""
    reply = Reply(Text("menu", {"group": ""}), tuple(Choice(each, Text("do-menu")) for each in choices))
    return uow.outbox.put(CHANNEL, account(person), account(person), reply, now)


@dataclass(frozen=True)
class Effect:
    """What a press led to: the letters it caused, what happened to tickets, and the form that is open now."""

    letters: list[Letter]
    events: list[Event]
    form: str

    def told(self, person: int) -> list[str]:
        """The keys of what the presser was told."""
        return [letter.reply.text.key for letter in self.letters if letter.account == account(person)]


def press(uow: UnitOfWork, world: World, person: int, payload: str, now: datetime) -> Effect:
    """A press by this person, whatever it says. `payload` is what a client sends."""
    last_letter, last_event = _newest(uow, "outbox"), _newest(uow, "events")
    who = account(person)
    incoming = Incoming(CHANNEL, "press", who, who, now, pressed=payload)
    take(uow, world, Received(0, incoming, now, 0), now)
    form = uow.conversations.get(CHANNEL, who).form
    return Effect(uow.outbox.after(last_letter), _events_after(uow, last_event), form)


def _newest(uow: UnitOfWork, table: str) -> int:
    return uow.outbox._db._raw.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()[0]


def _events_after(uow: UnitOfWork, row: int) -> list[Event]:
    touched = uow.outbox._db._raw.execute("SELECT DISTINCT ticket FROM events WHERE id > ?", (row,)).fetchall()
    count = uow.outbox._db._raw.execute("SELECT count(*) FROM events WHERE id > ?", (row,)).fetchone()[0]
    return [event for (ticket,) in touched for event in uow.tickets.history(ticket)[-count:]]
