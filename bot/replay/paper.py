"""A channel that remembers what people of a replay really got: every message with its moment, and what its words tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.channel import Capabilities, Outgoing, Unreachable
from bot.clock import Clock
from domain.values import frozen

NUMBER = r"\d{6}-\d{4,6}"
NOT_ACCEPTED, NOT_CHECKED, OVERDUE = "not-accepted", "not-checked", "overdue"
DUE_SOON, ASKED = "due-soon", "asked"
SINGLE = (
    (re.compile(rf"⏰ .*还没签收：({NUMBER})"), NOT_ACCEPTED),
    (re.compile(rf"⏰ 微心愿 ({NUMBER}) 还没核实"), NOT_CHECKED),
    (re.compile(rf"🔴 超时：({NUMBER})"), OVERDUE),
    (re.compile(rf"✋ .*：({NUMBER})"), ASKED),
)
REMINDERS = (
    (re.compile(rf"⏰ ({NUMBER}) .*还没签收"), NOT_ACCEPTED),
    (re.compile(rf"⏰ ({NUMBER}) .*快到时间了"), DUE_SOON),
    (re.compile(rf"🔴 ({NUMBER}) .*已超时"), OVERDUE),
)
LISTED = (
    ("未签收", NOT_ACCEPTED),
    ("未核实", NOT_CHECKED),
    ("超时", OVERDUE),
    ("快到期", DUE_SOON),
    ("有新情况", ASKED),
)
LINE = re.compile(r"(?m)^(\d+)\. (.*)$")  # of a list: what it is, and why it is there
CHOICE = re.compile(rf"(?m)^(\d+)  (?:🔴 )?({NUMBER})")  # of the menu under it, in the same order


@frozen
class Said:
    """One message as it arrived."""

    at: datetime
    address: str
    text: str


@frozen
class Told:
    """Somebody was told that a ticket is not accepted, not checked, or overdue; `listed` among others."""

    number: str
    why: str
    address: str
    at: datetime
    listed: bool


class Paper:
    """A channel that remembers what was said to whom and when, in words; who blocked the bot gets nothing."""

    name = "paper"
    capabilities = Capabilities(text=4096, caption=1024, buttons=0, label=0, edits=False, media=False, point=False)

    def __init__(self) -> None:
        self.clock: Clock | None = None
        self.said: dict[str, list[Said]] = {}
        self.blocked: set[str] = set()
        self.refused: dict[str, list[datetime]] = {}  # when a message found out that somebody had blocked the bot

    async def send(self, address: str, message: Outgoing) -> str:
        assert self.clock is not None
        if address in self.blocked:
            self.refused.setdefault(address, []).append(self.clock.now())
            raise Unreachable("blocked")
        self.said.setdefault(address, []).append(Said(self.clock.now(), address, message.text))
        return str(len(self.said[address]))

    def words(self, address: str) -> list[str]:
        """Everything somebody got."""
        return [said.text for said in self.said.get(address, ())]

    def escalations(self) -> Iterator[Told]:
        """Everything those above were told to be late or to wait for them, read from the words."""
        return self._told(SINGLE)

    def reminders(self) -> Iterator[Told]:
        """Everything anybody was reminded of that they have themselves."""
        return self._told(REMINDERS)

    def _told(self, patterns: Iterable[tuple[re.Pattern[str], str]]) -> Iterator[Told]:
        for said in (each for many in self.said.values() for each in many):
            for pattern, why in patterns:
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
