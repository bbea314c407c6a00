"""Simulated staff: each does with what they are sent what their temperament says, by pressing what is offered."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.rehearsal import Action, Rehearsal, Seen
from bot.replay.fates import Diary
from bot.replay.temperaments import Span, Temperament
from bot.replay.witness import Book
from domain.worktime import add_working

Hears = Callable[["Crew", Seen, Temperament], None]


class Crew:
    """Everybody with a post, listening."""

    def __init__(
        self, stage: Rehearsal, temperament: Callable[[str], Temperament], hears: Mapping[str, Hears], seed: int
    ) -> None:
        """`temperament` is that of an account; `hears` what is done about which text."""
        self._stage = stage
        self._temperament = temperament
        self._hears = hears
        self._chance = random.Random(seed)  # noqa: S311 — moods, not secrets
        self.book = Book(stage.clock)
        self.diary = Diary(stage.clock)
        self.put_off: set[int] = set()  # tickets somebody asked about, or asked to park
        self.parked: set[int] = set()

    def hear(self, seen: Seen) -> None:
        """Plan what they will do about it."""
        if work := self._hears.get(seen.key):
            work(self, seen, self._temperament(seen.letter.account))

    def later(self, span: Span | None, action: Action) -> None:
        """Have something done after a while of working time; never, if `span` is None."""
        if span:
            hours = timedelta(hours=self._chance.uniform(*span))
            week = self._stage.app.worlds.current.week
            moment = add_working(self._stage.clock.now(), hours, week).at
            self._stage.at(moment.replace(microsecond=0), action)  # people know whole seconds, and so does the store

    def draws(self, share: float) -> bool:
        """Whether it happens this time."""
        return self._chance.random() < share

    def picks(self, options: tuple[str, ...]) -> str:
        return self._chance.choice(options)

    async def press(self, seen: Seen, choice: str) -> list[Seen]:
        """Press it where it is offered, and what everybody was sent; who is away presses nothing."""
        if choice not in seen.choices or self.diary.away(seen.letter.account):
            return []
        return await self._stage.presses(seen, choice)

    async def talks(self, seen: Seen, choice: str, answers: Mapping[str, str]) -> list[Seen]:
        """Press it and answer what is asked; all they were sent."""
        return await self._stage.talks(seen.letter.account, await self.press(seen, choice), answers)

    async def talks_on(self, heard: list[Seen], account: str, answers: Mapping[str, str]) -> list[Seen]:
        return await self._stage.talks(account, heard, answers)
