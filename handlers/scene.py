"""What a handler holds: the transaction, the surroundings, the moment, and how to tell people things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.conversation import Conversation
from domain.messages import Arg, Choice, Incoming, Lane, Media, Point, Reply, Text
from domain.people import Person
from domain.values import frozen, replace
from domain.worktime import next_allowed
from handlers.world import World
from nlp.understanding import Understanding
from storage.unit_of_work import UnitOfWork

ASIDE = "aside"  # the key under which an open form's answers carry a draft that waits for its end
WEEKDAYS = "一二三四五六日"


@dataclass(slots=True)
class Scene:
    """A transaction at a moment, without anybody who asked for it: enough for a timer."""

    uow: UnitOfWork
    world: World
    now: datetime

    def tell(
        self,
        person: int,
        key: str,
        choices: tuple[Choice, ...] = (),
        *,
        lane: Lane = Lane.ASSIGNMENT,
        card: str = "",
        media: tuple[Media, ...] = (),
        point: Point | None = None,
        ticket: int = 0,
        expires_after: timedelta | None = None,
        args: Mapping[str, Arg] | None = None,
    ) -> str:
        """Put a message to somebody who did not just write: not in quiet hours, unless it is urgent. Its token.

        Whoever left no name (`person` 0) cannot be told anything.
        """
        if not person:
            return ""
        reply = Reply(Text(key, args or {}), choices, media, point, card, lane, answers_person=False)
        reachable = [account for account in self.uow.people.accounts(person) if not account.unreachable]
        if not reachable:
            error = "no reachable account"
            return self.uow.outbox.put("", "", "", reply, self.now, ticket=ticket, state="dead", error=error)
        account = reachable[0]
        token = self.uow.outbox.put(
            account.channel,
            account.account,
            account.address,
            reply,
            self.now,
            not_before=self.now if lane is Lane.URGENT else self.not_in_quiet_hours(self.now),
            expires_at=self.now + expires_after if expires_after else None,
            ticket=ticket,
        )
        if choices:
            self.uow.conversations.show_menu(account.channel, account.account, token, self.now)
        return token

    def not_in_quiet_hours(self, moment: datetime) -> datetime:
        return next_allowed(moment, self.world.policy.quiet, self.world.week.zone)

    def moment(self, at: datetime | None) -> Text:
        """A moment as people read it, in local time."""
        if at is None:
            return Text("moment-open")
        local = self.world.week.local(at)
        return Text(
            "moment",
            {
                "month": local.month,
                "day": local.day,
                "weekday": WEEKDAYS[local.weekday()],
                "clock": f"{local:%H:%M}",
            },
        )

    def local(self) -> datetime:
        """Now, in local time."""
        return self.world.week.local(self.now)

    def today(self) -> date:
        """The local day."""
        return self.local().date()

    def month(self) -> str:
        """The local month, as 2026-11."""
        return f"{self.local():%Y-%m}"

    def day(self) -> str:
        """The local day as YYYYMMDD."""
        return f"{self.local():%Y%m%d}"

    def digest_day(self) -> str:
        """The day whose digest tells of this moment, as YYYY-MM-DD."""
        return self.world.policy.digest_day(self.local())


@frozen
class Waiting:
    """A form put aside: its name, the answers so far, and the token of the question that was open."""

    form: str
    answers: dict[str, Any]
    prompt: str


@dataclass(slots=True)
class Turn(Scene):
    """One message of one person being handled. `conversation` is replaced as it goes on and saved at the end.

    `waiting` is a request in the middle of which something else came: it goes on when that is done.
    """

    person: Person
    incoming: Incoming
    conversation: Conversation
    ticket: int = 0  # the ticket this message went into, so that a later edit of it finds the way
    answered: bool = False
    waiting: Waiting | None = None
    pressed_card: str = ""  # the card whose button was pressed
    _heard: Understanding | None = None

    @property
    def heard(self) -> Understanding:
        """What the message means, judged once."""
        if self._heard is None:
            open_ticket = any(ticket.alive for ticket in self.uow.tickets.of_person(self.person.id))
            self._heard = self.world.understand(self.incoming.text, self.person, open_ticket=open_ticket)
        return self._heard

    def answer(
        self,
        key: str,
        choices: tuple[Choice, ...] = (),
        *,
        card: str = "",
        media: tuple[Media, ...] = (),
        point: Point | None = None,
        lane: Lane = Lane.CONFIRMATION,
        args: Mapping[str, Arg] | None = None,
    ) -> str:
        """Answer the person who wrote, now, where they wrote; the token of the message."""
        reply = Reply(Text(key, args or {}), choices, media, point, card, lane)
        there = self.incoming
        token = self.uow.outbox.put(there.channel, there.sender, there.chat, reply, self.now, ticket=self.ticket)
        self.answered = True
        if choices:
            self.conversation = replace(self.conversation, menu=token)
        return token

    def open(self, form: str, answers: dict[str, Any], prompt: str = "") -> None:
        """The conversation is now in this form, with these answers, asking with the message `prompt`."""
        self.conversation = replace(self.conversation, form=form, answers=answers, prompt=prompt)

    def close(self) -> None:
        """No form is open any more."""
        self.open("", {})

    def save_person(self, person: Person) -> None:
        self.uow.people.save(person)
        self.person = person


def choice(id: str, key: str, **args: Arg) -> Choice:  # noqa: A002 — the field's own name
    """A choice whose label is a text of the catalogue."""
    return Choice(id, Text(key, args))


def named(id: str, label: str) -> Choice:  # noqa: A002 — the field's own name
    """A choice whose label is data (a place, a person, a category)."""
    return Choice(id, Text("plain", {"words": label}))
