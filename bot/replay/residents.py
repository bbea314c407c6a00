"""Simulated residents: how they answer the call-back and the questions of workers, each after a while or never."""

from __future__ import annotations

import random
from functools import partial

from bot.rehearsal import Rehearsal, Seen
from bot.replay.crew import Crew
from bot.replay.temperaments import Span

MOODS = (("solved", 0.55), ("unsolved", 0.1), ("silent", 0.35))
RATINGS = ("yes", "yes", "yes", "mostly", "no")
ANSWERING: Span = (1, 8)  # working hours until a resident answers the call-back
SURVEY = {
    "survey-ask-satisfied": "yes",
    "survey-ask-comment": "skip",
    "survey-ask-why": "skip",
    "survey-ask-reason": "partly",
    "contacted-ask": "yes",
    "contacted-ask-last": "yes",
}
# how soon a question of a worker is answered, in working hours: soon, after the reminder, too late, never
REPLIES: tuple[tuple[Span | None, float], ...] = (((0.5, 6), 0.45), ((9, 20), 0.2), ((30, 60), 0.1), (None, 0.25))
REPLY = {"mine-ask-reply": "“就在单元门口，二楼那一处。"}
ANSWERED = frozenset(
    {"resident-resolved", "resident-explained", "resident-redirected", "resident-refused", "resident-unfounded"}
)


class Residents:
    """Everybody without a post."""

    def __init__(self, stage: Rehearsal, crew: Crew, seed: int) -> None:
        self._stage = stage
        self._crew = crew
        self._chance = random.Random(seed)  # noqa: S311 — moods, not secrets

    def hear(self, seen: Seen) -> None:
        if seen.key in ANSWERED:
            mood = self._chance.choices([name for name, _ in MOODS], [weight for _, weight in MOODS])[0]
            choice = f"{mood}/{seen.ticket}"
            if choice in seen.choices:
                self._crew.later(ANSWERING, partial(self._rate, seen, choice))
        elif seen.key == "resident-asked":
            soon = self._chance.choices([span for span, _ in REPLIES], [weight for _, weight in REPLIES])[0]
            self._crew.later(soon, partial(self._crew.talks, seen, f"reply/{seen.ticket}", REPLY))

    async def _rate(self, seen: Seen, choice: str) -> None:
        answers = {**SURVEY, "survey-ask-satisfied": self._chance.choice(RATINGS)}
        await self._stage.talks(seen.letter.account, await self._stage.presses(seen, choice), answers)
