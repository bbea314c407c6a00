"""What people of a replay really got and did: every message with its moment, and a book of what each did to a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from bot.channel import Capabilities, Outgoing
from bot.clock import Clock
from bot.rehearsal import Seen
from domain.messages import Text

NUMBER = r"\d{6}-\d{4,6}"
NOT_ACCEPTED, NOT_CHECKED, OVERDUE = "not-accepted", "not-checked", "overdue"
SINGLE = (
    (re.compile(rf"⏰ .*还没签收：({NUMBER})"), NOT_ACCEPTED),
    (re.compile(rf"⏰ 微心愿 ({NUMBER}) 还没核实"), NOT_CHECKED),
    (re.compile(rf"🔴 超时：({NUMBER})"), OVERDUE),
)
LISTED = (("未签收", NOT_ACCEPTED), ("未核实", NOT_CHECKED), ("超时", OVERDUE))
LINE = re.compile(r"(?m)^(\d+)\. (.*)$")  # of a list: what it is, and why it is there
CHOICE = re.compile(rf"(?m)^(\d+)  (?:🔴 )?({NUMBER})")  # of the menu under it, in the same order


@dataclass(frozen=True, slots=True)
class Said:
    """One message as it arrived."""

    at: datetime
    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told that a ticket is not accepted, not checked, or overdue; `listed` among others."""

    number: str
    why: str
    address: str
    at: datetime
    listed: bool


class Paper:
    """A channel that remembers what was said to whom and when, in words."""

    name = "paper"
    capabilities = Capabilities(text=4096, caption=1024, buttons=0, label=0, edits=False, media=False, point=False)

    def __init__(self) -> None:
        self.clock: Clock | None = None
        self.said: dict[str, list[Said]] = {}

    async def send(self, address: str, message: Outgoing) -> str:
        assert self.clock is not None
        self.said.setdefault(address, []).append(Said(self.clock.now(), address, message.text))
        return str(len(self.said[address]))

    def words(self, address: str) -> list[str]:
        """Everything somebody got."""
        return [said.text for said in self.said.get(address, ())]

    def escalations(self) -> Iterator[Told]:
        """Everything anybody was told to be late, read from the words."""
        for said in (each for many in self.said.values() for each in many):
            for pattern, why in SINGLE:
                if found := pattern.match(said.text):
                    yield Told(found[1], why, said.address, said.at, listed=False)
            if said.text.startswith("🗂️"):
                yield from _in_list(said)


def _in_list(said: Said) -> Iterator[Told]:
    numbers = {found[1]: found[2] for found in CHOICE.finditer(said.text)}
    for line in LINE.finditer(said.text):
        for word, why in LISTED:
            if word in line[2] and line[1] in numbers:
                yield Told(numbers[line[1]], why, said.address, said.at, listed=True)


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did to a ticket, known by what they were answered."""

    at: datetime
    what: str


class Book:
    """When each ticket was first spoken of, and what was done to it, in order; from what people hear alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.first: dict[str, datetime] = {}
        self.deeds: dict[str, list[Deed]] = {}
        self._holders: dict[str, list[tuple[datetime, str]]] = {}

    def hear(self, seen: Seen) -> None:
        args = seen.letter.reply.text.args
        number = str(args.get("number") or "")
        if not re.fullmatch(NUMBER, number):
            return
        self.first.setdefault(number, self._clock.now())
        worker = args.get("worker")
        self._holders.setdefault(number, []).append((self._clock.now(), worker if isinstance(worker, str) else ""))
        what = DEEDS.get(seen.key, "")
        status = args.get("status")
        if seen.key == "card-staff" and isinstance(status, Text) and status.key == "status-working":
            what = "accepted"  # or looked at again, which changes nothing
        if what:
            self.deeds.setdefault(number, []).append(Deed(self._clock.now(), what))

    def holder(self, number: str, moment: datetime) -> str:
        """The name of who had it at a moment, as the last message before says; "" for nobody."""
        return next((name for at, name in reversed(self._holders.get(number, ())) if at <= moment), "")


DEEDS = {
    "enquiry-answer": "answered-at-once",
    "enquiry-passed": "passed-on",
    "work-resolved": "resolved",
    "review-approved": "resolved",
    "work-returned": "returned",
    "work-returned-command": "returned",
    "manage-assigned": "given",
    "dispatch-done": "given",
    "survey-thanks": "pleased",
    "survey-sorry": "displeased",
    "survey-reopened": "refuted",
    "mine-all-right": "all-right",
}
