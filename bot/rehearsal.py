"""Plays people against the whole bot at virtual time: gives the demo its history, and replays real messages."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from itertools import count

from bot.app import App
from bot.clock import VirtualClock
from domain.messages import Incoming, Text
from domain.people import Role
from domain.values import frozen, replace
from storage.outbox import Letter
from storage.unit_of_work import UnitOfWork

Action = Callable[[], Awaitable[object]]
Receive = Callable[[Incoming], Awaitable[object]]
MOST_ANSWERS = 12  # questions in a row after which something is wrong with the form


@frozen
class Seen:
    """What somebody was sent: the key of its text (that of the question when it is asked again) and the letter."""

    key: str
    letter: Letter

    @property
    def ticket(self) -> int:
        """The ticket a letter is about, by its buttons; 0 if by none."""
        numbers = [choice.partition("/")[2] for choice in self.choices if "/" in choice]
        return int(numbers[0]) if numbers and numbers[0].isdecimal() else 0

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(choice.id for choice in self.letter.reply.choices)


class Rehearsal:
    """People without telephones on one channel of an app that runs on a virtual clock."""

    def __init__(self, app: App, clock: VirtualClock, channel: str, receive: Receive | None = None) -> None:
        """`receive` is how the channel takes a message; without it, it goes to the service itself."""
        self.app = app
        self._receive = receive or self._to_service
        self.clock = clock
        self.channel = channel
        self.listeners: list[Callable[[Seen], None]] = []
        self._agenda: list[tuple[datetime, int, Action]] = []
        self._numbers = count(1)
        self._read = 0

    def seat_staff(self, account: Callable[[int], str]) -> dict[int, str]:
        """Give everybody with a post an account on the channel; person → account."""

        def seat(uow: UnitOfWork) -> dict[int, str]:
            people = {person for role in Role for person, _ in uow.people.everybody_with(role)}
            seats = {person: account(person) for person in people}
            for person, name in seats.items():
                uow.people.seen(self.channel, name, person, name, self.clock.now())
            return seats

        return self.app.storage.write_now(seat)

    def at(self, moment: datetime, action: Action) -> None:
        """Have something done at a moment (not before now)."""
        heapq.heappush(self._agenda, (max(moment, self.clock.now()), next(self._numbers), action))

    async def until(self, end: datetime) -> None:
        """Let time pass; the agenda and everything that falls due are done in their moments."""
        while True:
            due = await self.app.service.next_moment()
            planned = self._agenda[0][0] if self._agenda else None
            moment = min((m for m in (due, planned) if m), default=None)
            if moment is None or moment > end:
                break
            self.clock.move_to(moment)
            if planned is not None and planned <= moment:
                await heapq.heappop(self._agenda)[2]()
            await self.settle()
        self.clock.move_to(end)
        await self.settle()

    async def settle(self) -> list[Seen]:
        """Let the bot do what it can now, and let everybody hear what they were sent."""
        await self.app.service.settle()
        letters = self.app.storage.write_now(lambda uow: uow.outbox.after(self._read))
        self._read = letters[-1].id if letters else self._read
        seen = [Seen(_key(letter.reply.text), letter) for letter in letters]
        for each in seen:
            for listener in self.listeners:
                listener(each)
        return seen

    async def says(self, account: str, text: str = "", *, start: str = "", name: str = "") -> list[Seen]:
        """One message of somebody, and what everybody was sent because of it."""
        return await self._sends(self._message(account, text=text, start=start, sender_name=name))

    async def presses(self, seen: Seen, choice: str) -> list[Seen]:
        """The receiver of a letter presses the button of a choice."""
        index = seen.choices.index(choice)
        return await self._sends(self._message(seen.letter.account, pressed=f"{seen.letter.token}:{index}"))

    async def talks(self, account: str, first: list[Seen], answers: Mapping[str, str]) -> list[Seen]:
        """Go on answering what `account` is asked, by text key: a choice, or "“words" to say; all they were sent."""
        heard = [each for each in first if each.letter.account == account]
        asked = heard
        for _ in range(MOST_ANSWERS):
            question = next((each for each in reversed(asked) if each.key in answers), None)
            if question is None:
                return heard
            asked = [
                each for each in await self._answers(question, answers[question.key]) if each.letter.account == account
            ]
            heard += asked
        return heard

    async def _answers(self, question: Seen, answer: str) -> list[Seen]:
        if answer.startswith("“"):
            return await self.says(question.letter.account, answer.removeprefix("“"))
        options = [option for option in answer.split("|") if option in question.choices]
        return await self.presses(question, options[0] if options else question.choices[0])

    async def _sends(self, incoming: Incoming) -> list[Seen]:
        await self._receive(incoming)
        return await self.settle()

    async def _to_service(self, incoming: Incoming) -> None:
        await self.app.service.receive([incoming])

    def _message(self, account: str, **parts: str) -> Incoming:
        number = f"r{next(self._numbers)}"
        blank = Incoming(self.channel, number, account, account, self.clock.now(), ref=f"{account}/{number}")
        return replace(blank, **parts)  # type: ignore[arg-type]


def _key(text: Text) -> str:
    question = text.args.get("question") if text.key == "again" else None
    return question.key if isinstance(question, Text) else text.key


# How an easy-going resident answers: which choice (the first possible of several), or words after “.
RESIDENT: Mapping[str, str] = {
    "report-ask-live": "past",
    "report-ask-split": "together",
    "report-ask-same": "first",
    "report-ask-topic": "first",
    "report-ask-where": "home|unknown",
    "report-ask-where-unmapped": "unknown",
    "report-ask-which": "unknown",
    "report-ask-building": "unknown",
    "report-ask-house": "unknown",
    "report-confirm": "yes",
    "wish-ask-where": "home",
    "wish-confirm": "yes",
    "wish-confirm-child": "yes",
    "wish-ask-child": "no",
    "wish-ask-slot": "any",
    "wish-no-money": "drop",
    "mine-ask-all-right": "yes",
    "secret-ask-named": "yes",
    "refused-ask": "report",
    "stuck-ask-what": "“办一个证明",
    "stuck-ask-window": "“上周在社区的窗口",
    "stuck-ask-said": "“说材料不对",
    "stuck-ask-papers": "none",
}
