"""Plays the history of the demo: what its residents asked in the last days, and what became of it."""

from __future__ import annotations

import tomllib
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

from bot.rehearsal import RESIDENT, Rehearsal, Seen
from domain.values import frozen
from domain.worktime import add_working

FILE = Path(__file__).parent / "data" / "history.toml"
MINUTES = timedelta(minutes=1)
ON_DUTY = timedelta(hours=13)
NOTES = ("已到现场处理好了。", "联系维修换了新的，已经正常。", "和物业一起清理干净了。", "已经劝导，今后会多来看看。")
RETURN_REASON = "要由专业单位办"
PRESSES = {"card-review": "approve", "wish-fulfilled": "solved", "publish-to-read": "publish"}
BY_GUARDIAN = {"wish-ask-child": "yes", "wish-ask-guardian": "other", "wish-ask-agree": "yes"}
RATINGS = {"satisfied": "yes", "fair": "mostly", "unsatisfied": "no"}


@frozen
class Request:
    """One request of the history file."""

    place: str
    text: str
    resident: str
    days_ago: int
    at: time
    fate: str
    child: str = ""


def read(path: Path = FILE) -> list[Request]:
    return [Request(**row) for row in tomllib.loads(path.read_text("utf-8"))["request"]]


class History:
    """One playing of the history up to `end`."""

    def __init__(self, stage: Rehearsal, end: datetime) -> None:
        self._stage = stage
        self._end = end
        self._fates: dict[int, str] = {}  # ticket → fate
        self._child = ""  # what volunteers shall read of the child's wish that is told next
        self._hearing = ""
        stage.listeners.append(self._hear)

    async def play(self, requests: list[Request], account: dict[str, str]) -> None:
        """Have every request filed in its moment; `account` maps residents' names to accounts."""
        zone = self._stage.app.worlds.current.week.zone
        for request in requests:
            day = self._end.astimezone(zone).date() - timedelta(days=request.days_ago)
            moment = datetime.combine(day, request.at, zone)
            self._stage.at(moment, partial(self._file, request, account[request.resident]))
        await self._stage.until(self._end)

    async def _file(self, request: Request, account: str) -> None:
        self._hearing, self._child = request.fate, request.child
        words = f"{request.place}，{request.text}"
        first = await self._stage.says(account, words, name=request.resident)
        heard = await self._stage.talks(account, first, {**RESIDENT, **(BY_GUARDIAN if request.child else {})})
        self._hearing = ""
        filed = [each.letter for each in heard if "-filed" in each.key]
        if filed and request.fate == "withdrawn":
            self._later(3, lambda: self._withdraw(account))

    async def _withdraw(self, account: str) -> None:
        await self._stage.talks(account, await self._stage.says(account, "撤销"), {"mine-ask-withdraw": "yes"})

    def _hear(self, seen: Seen) -> None:
        """Who is sent a card does what the fate of its ticket says."""
        ticket = seen.ticket
        if self._hearing and ticket and seen.key in ("card-assignment", "wish-to-check", "report-filed"):
            self._fates.setdefault(ticket, self._hearing)
        fate = self._fates.get(ticket, "")
        if seen.key == "card-assignment":
            self._work(seen, fate)
        elif seen.key == "resident-resolved":
            self._answer(seen, fate)
        elif seen.key in PRESSES:
            self._later(1, lambda: self._press(seen, f"{PRESSES[seen.key]}/{ticket}"))
        elif seen.key == "wish-to-check":
            moment = self._stage.clock.now() + ON_DUTY  # somebody is at the desk on weekends too
            answers = {"child-ask-line": f"“{self._child}"}
            self._stage.at(moment, lambda: self._say(seen, f"check/{ticket}", answers))
        elif seen.key == "child-offer":
            self._later(0, lambda: self._press(seen, seen.choices[0]))
        elif seen.key == "wish-on-wall" and fate in ("wish/claimed", "wish/fulfilled"):
            self._later(8, lambda: self._claim(seen, fate))
        elif seen.key == "wish-closed":
            answers = {"thank-ask": "“谢谢您跑这一趟，老人家高兴了一整天。", "share-ask-wish": "yes"}
            self._later(1, lambda: self._say(seen, f"thank/{ticket}", answers))

    def _work(self, card: Seen, fate: str) -> None:
        ticket = card.ticket
        if f"accept/{ticket}" in card.choices and fate not in ("waiting", ""):
            self._later(1, lambda: self._press(card, f"accept/{ticket}"))
        if fate == "returned":
            self._fates[ticket] = "waiting"
            self._later(2, lambda: self._say(card, f"return/{ticket}", {"work-ask-return": f"“{RETURN_REASON}"}))
        elif fate.startswith("resolved") or fate.endswith("answered"):
            note = NOTES[ticket % len(NOTES)]
            answers = {"work-ask-resolve": f"“{note}", "work-ask-photo": "none"}
            self._later(4 + ticket % 6, lambda: self._say(card, f"resolve/{ticket}", answers))

    def _answer(self, seen: Seen, fate: str) -> None:
        ticket = seen.ticket
        if fate == "resolved/unsolved":
            self._fates[ticket] = "waiting"
            self._later(
                1,
                lambda: self._say(seen, f"unsolved/{ticket}", {"survey-ask-reason": "partly", "contacted-ask": "yes"}),
            )
        elif fate != "resolved/silent":
            rating = RATINGS.get(fate.partition("/")[2], "yes")
            shown = "yes" if ticket % 2 else "no"
            answers = {
                "share-ask": shown,
                "survey-ask-satisfied": rating,
                "survey-ask-comment": "skip",
                "survey-ask-why": "skip",
                "contacted-ask": "yes",
                "contacted-ask-last": "yes",
            }
            self._later(1, lambda: self._say(seen, f"solved/{ticket}", answers))

    async def _claim(self, seen: Seen, fate: str) -> None:
        ticket = seen.ticket
        answers = {"wish-ask-fulfil": "“已经送到家里，老人很开心。"}
        heard = await self._press(seen, f"claim/{ticket}")
        mine = [each for each in heard if f"fulfil/{ticket}" in each.choices]
        if mine and fate == "wish/fulfilled":
            self._later(6, lambda: self._say(mine[-1], f"fulfil/{ticket}", answers))

    async def _press(self, seen: Seen, choice: str) -> list[Seen]:
        return await self._stage.presses(seen, choice) if choice in seen.choices else []

    async def _say(self, seen: Seen, choice: str, answers: dict[str, str]) -> list[Seen]:
        return await self._stage.talks(seen.letter.account, await self._press(seen, choice), answers)

    def _later(self, hours: int, action: Callable[[], Awaitable[object]]) -> None:
        """Some working hours from now."""
        week = self._stage.app.worlds.current.week
        moment = add_working(self._stage.clock.now(), timedelta(hours=hours), week).at + 7 * MINUTES
        self._stage.at(moment, action)
