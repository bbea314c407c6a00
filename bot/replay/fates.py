"""What happens to simulated staff besides work: leave with and without a stand-in, blocking the bot, leaving the job."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import partial

from bot.clock import Clock
from bot.rehearsal import Rehearsal
from bot.replay.paper import Paper
from domain.people import Role
from domain.values import frozen
from handlers.commands import STAFF_ROLES
from storage.unit_of_work import UnitOfWork

DAY = timedelta(days=1)
NEVER = datetime.max.replace(tzinfo=UTC)


class Fate(StrEnum):
    """Why somebody is not there."""

    STOOD_IN = "stood-in"  # on leave, somebody stands in
    LEAVE = "leave"  # on leave, nobody stands in
    BLOCKS = "blocks"  # has blocked the bot for some days, and does no work
    DEPARTS = "departs"  # has left the job: no post any more


@frozen
class Away:
    """Somebody who is not there from `since` until `until`; `stand_in` is a name."""

    account: str
    fate: Fate
    since: datetime
    until: datetime
    stand_in: str = ""


class Diary:
    """Who was away when, as they know it themselves."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.entries: list[Away] = []

    def away(self, account: str, at: datetime | None = None) -> Away | None:
        moment = at or self._clock.now()
        return next((e for e in self.entries if e.account == account and e.since <= moment < e.until), None)

    def note(self, entry: Away) -> None:
        self.entries.append(entry)


@dataclass(slots=True)
class Town:
    """Lets fate strike."""

    stage: Rehearsal
    paper: Paper
    diary: Diary

    def plan(self, seats: Iterable[tuple[int, str]], first: datetime, last: datetime, seed: int) -> None:
        """Draw who is struck, when between two moments, and how; `seats` are people and their accounts."""
        chance = random.Random(f"fates {seed}")  # noqa: S311 — no secrets
        for person, account in sorted(seats):
            fate = chance.choices((*SHARES, None), (*SHARES.values(), 1 - sum(SHARES.values())))[0]
            moment = (first + chance.random() * (last - first)).replace(microsecond=0)
            days = chance.choice(LENGTHS)
            if fate and self._may_go(person):
                self.stage.at(moment, partial(FATES[fate], self, person, account, days))

    async def stood_in(self, person: int, account: str, days: int) -> None:
        await self.leave(person, account, days, "first")

    async def leave(self, _person: int, account: str, days: int, who: str = "0") -> None:
        """From tomorrow, said as people say it; `who` stands in is a choice."""
        answers = {"leave-ask-start": "tomorrow", "leave-ask-days": f"“{days}", "leave-ask-stand-in": who}
        heard = await self.stage.talks(account, await self.stage.says(account, "请假"), answers)
        if kept := next((each for each in heard if each.key == "leave-kept"), None):
            week = self.stage.app.worlds.current.week
            since = datetime.combine(week.local(self.stage.clock.now()).date() + DAY, time(), week.zone)
            other = str(kept.letter.reply.text.args["other"])
            fate = Fate.STOOD_IN if other else Fate.LEAVE
            self.diary.note(Away(account, fate, since, since + days * DAY, other))

    async def block(self, _person: int, account: str, days: int) -> None:
        """Nothing arrives any more, until they come back and write."""
        now = self.stage.clock.now()
        self.diary.note(Away(account, Fate.BLOCKS, now, now + days * DAY))
        self.paper.blocked.add(account)
        self.stage.at(now + days * DAY, partial(self._back, account))

    async def _back(self, account: str) -> None:
        self.paper.blocked.discard(account)
        await self.stage.says(account, "待办")

    async def depart(self, person: int, account: str, _days: int) -> None:
        """Their posts are taken from them, as an import or an operator does."""

        def release(uow: UnitOfWork) -> None:
            found = uow.people.get(person)
            for post in found.posts if found else ():
                uow.people.release(person, post)

        self.stage.app.storage.write_now(release)
        self.diary.note(Away(account, Fate.DEPARTS, self.stage.clock.now(), NEVER))

    def _may_go(self, person: int) -> bool:
        """Supervisors and command centres have one seat each in the demo: the last resort stays. Neighbours take no leave."""
        found = self.stage.app.storage.write_now(lambda uow: uow.people.get(person))
        roles = {post.role for post in found.posts} if found else set()
        return bool(roles & {*STAFF_ROLES}) and not roles & {Role.SUPERVISOR, Role.COMMAND}


SHARES = {Fate.STOOD_IN: 0.1, Fate.LEAVE: 0.06, Fate.BLOCKS: 0.05, Fate.DEPARTS: 0.04}
LENGTHS = (1, 3, 5, 10)  # days
FATES: dict[Fate, Callable[[Town, int, str, int], Awaitable[None]]] = {
    Fate.STOOD_IN: Town.stood_in,
    Fate.LEAVE: Town.leave,
    Fate.BLOCKS: Town.block,
    Fate.DEPARTS: Town.depart,
}
