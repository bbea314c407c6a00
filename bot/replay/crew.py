"""Simulated staff: each does with what they are sent what their temperament says, by pressing what is offered."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial

from bot.rehearsal import Action, Rehearsal, Seen
from bot.replay.temperaments import Span, Temperament
from domain.worktime import add_working

RETURN: Mapping[str, str] = {"work-ask-return": "“这件不归我管，请转给负责的同志。"}
RESOLVE: Mapping[str, str] = {
    "work-ask-resolve": "“已到现场查看并处理，如有反复请告诉我们。",
    "work-ask-photo": "none",
}
DISPATCH: Mapping[str, str] = {"dispatch-ask-assisting": "done"}
STEPPING_IN = 0.7  # the share of what they hear that those above do something about


class Crew:
    """Everybody with a post, listening."""

    def __init__(self, stage: Rehearsal, temperament: Callable[[str], Temperament], chance: random.Random) -> None:
        """`temperament` is that of an account."""
        self._stage = stage
        self._temperament = temperament
        self._chance = chance

    def hear(self, seen: Seen) -> None:
        """Plan what they will do about it."""
        if work := HEARS.get(seen.key):
            work(self, seen, self._temperament(seen.letter.account))

    def later(self, span: Span | None, action: Action) -> None:
        """Have something done after a while of working time; never, if `span` is None."""
        if span:
            hours = timedelta(hours=self._chance.uniform(*span))
            week = self._stage.app.worlds.current.week
            self._stage.at(add_working(self._stage.clock.now(), hours, week).at, action)

    # ---- what was given to them

    def assigned(self, seen: Seen, temper: Temperament) -> None:
        self.later(temper.accept, partial(self._begin, seen, temper))

    def listed(self, seen: Seen, temper: Temperament) -> None:
        self.later(temper.accept, partial(self._read_list, seen, temper))

    async def _read_list(self, seen: Seen, temper: Temperament) -> None:
        for choice in seen.choices:
            if choice.startswith("open/"):
                for shown in await self._press(seen, choice):
                    if f"accept/{shown.ticket}" in shown.choices:
                        await self._begin(shown, temper)

    async def _begin(self, seen: Seen, temper: Temperament) -> None:
        if self._chance.random() < temper.returns and await self._give_back(seen):
            return
        await self._press(seen, f"accept/{seen.ticket}")
        self.later(temper.resolve, partial(self._resolve, seen))

    async def _give_back(self, seen: Seen) -> bool:
        heard = await self._stage.talks(seen.letter.account, await self._press(seen, f"return/{seen.ticket}"), RETURN)
        return any(each.key.startswith("work-returned") for each in heard)

    async def _resolve(self, seen: Seen) -> None:
        await self._stage.talks(seen.letter.account, await self._press(seen, f"resolve/{seen.ticket}"), RESOLVE)

    def to_review(self, seen: Seen, temper: Temperament) -> None:
        self.later(temper.accept, partial(self._press, seen, f"approve/{seen.ticket}"))

    def to_check(self, seen: Seen, temper: Temperament) -> None:
        self.later(temper.accept, partial(self._press, seen, f"check/{seen.ticket}"))

    # ---- what they hear as those above

    def undecided(self, seen: Seen, temper: Temperament) -> None:
        verb = "dispatch" if f"dispatch/{seen.ticket}" in seen.choices else "assign"
        self.later(temper.steps_in, partial(self._give, seen, verb))

    def unaccepted(self, seen: Seen, temper: Temperament) -> None:
        if self._chance.random() < STEPPING_IN:
            self.later(temper.steps_in, partial(self._give, seen, "assign"))

    def overdue(self, seen: Seen, temper: Temperament) -> None:
        if self._chance.random() < STEPPING_IN:
            self.later(temper.steps_in, partial(self._press, seen, f"urge/{seen.ticket}"))

    async def _give(self, seen: Seen, verb: str) -> None:
        """To whoever is offered, whichever they like."""
        for asked in await self._press(seen, f"{verb}/{seen.ticket}"):
            if asked.key in ASKED_WHOM and asked.choices:
                heard = await self._stage.presses(asked, self._chance.choice(asked.choices))
                await self._stage.talks(seen.letter.account, heard, DISPATCH)

    async def _press(self, seen: Seen, choice: str) -> list[Seen]:
        return await self._stage.presses(seen, choice) if choice in seen.choices else []


ASKED_WHOM = frozenset({"manage-ask-whom", "dispatch-ask-to"})
HEARS: dict[str, Callable[[Crew, Seen, Temperament], None]] = {
    "card-assignment": Crew.assigned,
    "staff-list": Crew.listed,
    "card-review": Crew.to_review,
    "staff-not-reviewed": Crew.to_review,
    "wish-to-check": Crew.to_check,
    "staff-not-checked": Crew.to_check,
    "command-to-decide": Crew.undecided,
    "supervisor-nobody": Crew.undecided,
    "staff-nobody": Crew.undecided,
    "staff-not-accepted": Crew.unaccepted,
    "staff-overdue": Crew.overdue,
}
