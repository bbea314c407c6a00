"""What people of a replay did to each ticket and were shown of it, in order: known from what they hear alone."""

from __future__ import annotations

import re
from datetime import datetime

from bot.clock import Clock
from bot.rehearsal import Seen
from bot.replay.paper import NUMBER
from domain.messages import Arg, Text
from domain.ticket import Urgency
from domain.values import frozen

When = tuple[Arg, Arg, Arg]  # month, day and clock, as people read a date


@frozen
class Deed:
    """What somebody did to a ticket, known by what they were answered; `days` they asked for."""

    at: datetime
    what: str
    days: int = 0


class Book:
    """When each ticket was first spoken of, and what was done to it, in order; from what people hear alone."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.first: dict[str, datetime] = {}
        self.deeds: dict[str, list[Deed]] = {}
        self.parts: dict[tuple[str, str], list[Deed]] = {}  # of a ticket and a unit (协办)
        self.promised: dict[str, list[tuple[datetime, When]]] = {}
        self._holders: dict[str, list[tuple[datetime, str]]] = {}
        self._urgencies: dict[str, list[tuple[datetime, Urgency]]] = {}

    def hear(self, seen: Seen) -> None:
        args = seen.letter.reply.text.args
        number = str(args.get("number") or "")
        if not re.fullmatch(NUMBER, number):
            return
        now = self._clock.now()
        self.first.setdefault(number, now)
        if worker := args.get("worker"):
            self._holders.setdefault(number, []).append((now, worker if isinstance(worker, str) else ""))
        if urgency := _urgency(args.get("urgency")):
            self._urgencies.setdefault(number, []).append((now, urgency))
        if due := _moment(args.get("due")):
            self.promised.setdefault(number, []).append((now, due))
        if what := _what(seen):
            self.deeds.setdefault(number, []).append(Deed(now, what))
        if seen.key in PARTS:
            said = Deed(now, PARTS[seen.key] or _part(args["state"]))
            self.parts.setdefault((number, str(args["unit"])), []).append(said)

    def asked_for(self, sent: Seen, what: str, days: int) -> None:
        """Somebody heard that what they ask for was passed on: more time ("extend"), or to park it ("park")."""
        number = str(sent.letter.reply.text.args["number"])
        self.deeds.setdefault(number, []).append(Deed(self._clock.now(), what, days))

    def holder(self, number: str, moment: datetime) -> str:
        """The name of who had it at a moment, as the last message before says; "" for nobody."""
        return next((name for at, name in reversed(self._holders.get(number, ())) if at <= moment), "")

    def urgency(self, number: str, moment: datetime) -> Urgency:
        """How pressing it was said to be at a moment; what is spoken of for the first time, as it was said then."""
        said = self._urgencies.get(number, ())
        return next((urgency for at, urgency in reversed(said) if at <= moment), said[0][1] if said else Urgency.NORMAL)


def _urgency(said: object) -> Urgency | None:
    """Of 一般, or of 一般·特殊事项."""
    if isinstance(said, Text) and said.key == "urgency-clock":
        said = said.args["urgency"]
    return Urgency(said.key.removeprefix("urgency-")) if isinstance(said, Text) else None


def _moment(said: object) -> When | None:
    """A date as it is shown, 暂定 or not."""
    if isinstance(said, Text) and said.key == "due-provisional":
        said = said.args["moment"]
    if not isinstance(said, Text) or said.key != "moment":
        return None
    return said.args["month"], said.args["day"], said.args["clock"]


def _part(state: object) -> str:
    """What somebody said of their part: accepted, done, refused."""
    return state.key.rpartition("-")[2] if isinstance(state, Text) else ""


def _what(seen: Seen) -> str:
    args = seen.letter.reply.text.args
    status = args.get("status")
    if seen.key == "card-staff" and isinstance(status, Text) and status.key == "status-working":
        return "accepted"  # or looked at again, which changes nothing
    if seen.key == "card-assignment" and args.get("kind") == Text("kind-report"):
        return "given"  # of 举报 the resident hears nothing else; other cards may come late, in a list
    return DEEDS.get(seen.key, "")


DEEDS = {
    "enquiry-answer": "answered-at-once",
    "enquiry-passed": "passed-on",
    "manage-assigned": "given",
    "dispatch-done": "given",
    "resident-reassigned": "given",
    "work-returned": "returned",
    "work-returned-command": "returned",
    "work-asked": "asked",
    "mine-replied": "replied",
    "decide-granted": "granted",
    "decide-refused": "refused",
    "work-resumed": "resumed",
    "rank-done": "ranked",
    "work-resolved": "resolved",
    "review-approved": "resolved",
    "survey-thanks": "pleased",
    "survey-sorry": "displeased",
    "survey-reopened": "refuted",
    "mine-all-right": "all-right",
}
PARTS = {"task-card-assist": "given", "task-kept": "", "task-cancelled": "cancelled"}
