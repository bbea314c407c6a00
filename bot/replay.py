"""Real messages played through the whole bot: who was asked what, what became of it, and whether dates were kept."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.app import build
from bot.channel import Capabilities, Outgoing
from bot.clock import VirtualClock
from bot.config import Settings, StorageSection
from bot.demo.backend import import_community
from bot.rehearsal import RESIDENT, Action, Rehearsal, Seen
from domain.errors import ImportFileError
from domain.people import scopes_above
from domain.ticket import Ticket
from domain.topics import Hot, Report, hottest
from domain.worktime import add_working
from handlers.topics import QUIET
from storage.unit_of_work import UnitOfWork

FIELDS = {"title": ("title",), "text": ("text",), "both": ("title", "text")}
TIMES = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M")
AFTERWARDS = timedelta(days=30)  # let the last tickets come to their end
TOP = 20
HOTTEST = 10
OUTCOMES = {
    "report-filed": "登记为工单",
    "report-filed-enquiry": "登记为咨询",
    "report-filed-suggestion": "登记为建议",
    "report-filed-report": "登记为举报",
    "report-filed-danger": "特急工单",
    "report-added": "补充到已有工单",
    "mine-still-bad": "补充到已有工单",
    "mine-all-right": "确认已解决",
    "wish-filed": "登记为微心愿",
    "wish-dropped": "微心愿（要钱，已说明）",
    "wish-one-at-a-time": "微心愿（已有一个，已说明）",
    "praise-recorded": "登记为表扬",
    "person-filed": "转人工",
    "person-ticket": "转人工",
    "glad-to-hear": "知道已解决",
    "greeting": "问候，已说明怎么用",
    "menu": "没看懂，已说明怎么用",
    "survey-reopened": "重新办理",
}
MOODS = (("solved", 0.55), ("unsolved", 0.1), ("silent", 0.35))


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the file."""

    user: str
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message: the keys of what its sender was told because of it, and the words."""

    message: Message
    keys: tuple[str, ...]
    heard: tuple[str, ...]

    @property
    def result(self) -> str:
        return next(
            (OUTCOMES[key] for key in reversed(self.keys) if key in OUTCOMES), "其他：" + (self.keys or ("—",))[-1]
        )


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a replay."""

    messages: int
    people: int
    unanswered: int
    outcomes: dict[str, int]
    asked: dict[str, int]
    categories: dict[str, int]
    matters: dict[str, int]
    repeats: dict[str, int]
    deadlines: dict[str, int]
    alerts: int
    hot: tuple[Hot, ...]


class Paper:
    """A channel that remembers what was said to whom, in words."""

    name = "paper"
    capabilities = Capabilities(text=4096, caption=1024, buttons=0, label=0, edits=False, media=False, point=False)

    def __init__(self) -> None:
        self.said: dict[str, list[str]] = {}

    async def send(self, address: str, message: Outgoing) -> str:
        self.said.setdefault(address, []).append(message.text)
        return str(len(self.said[address]))


def read(path: Path, field: str) -> list[Message]:
    """The messages of a file in the order of their times. ImportFileError names the line that cannot be read."""
    names = FIELDS.get(field)
    if names is None:
        raise ImportFileError(f"--field {field}: it is one of {', '.join(FIELDS)}")
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(f"{path}: {error}") from error
    messages = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line) if line.strip() else None
            if row is not None:
                words = "\n".join(row[name].strip() for name in names)
                messages.append(Message(str(row["user"]), _time(row["time"]), words))
        except KeyError as error:
            raise ImportFileError(f"{path}:{number}: there is no {error}") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise ImportFileError(f"{path}:{number}: {error}") from error
    return sorted(messages, key=lambda message: message.at)


class Replay:
    """One playing: every user lives in one of the demo's grids, workers do their work in some hours or days."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._settings = Settings(
            storage=StorageSection(url=f"sqlite:///{folder}/replay.db", key_file=folder / "key", files=folder / "files")
        )
        self._chance = random.Random(seed)  # noqa: S311 — moods, not secrets
        self._asked: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._paper = Paper()
        self._homes: dict[str, str] = {}
        self._stage: Rehearsal | None = None
        self._people: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()
        self._matters: Counter[str] = Counter()
        self._alerts = 0
        self._reports: list[Report] = []

    @property
    def stage(self) -> Rehearsal:
        assert self._stage is not None
        return self._stage

    async def play(self, messages: list[Message], done: Callable[[], object]) -> list[Outcome]:
        """Play them all, then some weeks more; the outcome of each."""
        if not messages:
            return []
        clock = VirtualClock(messages[0].at - timedelta(days=1))
        app = build(
            self._settings, clock=clock, threaded=False, durable=False, extra_channels={self._paper.name: self._paper}
        )
        import_community(app)
        self._stage = Rehearsal(app, clock, self._paper.name)
        self._stage.seat_staff(lambda person: f"staff-{person}")
        self._stage.listeners.append(self._hear)
        grids = sorted(app.worlds.current.grids)
        outcomes = []
        for message in messages:
            await self.stage.until(message.at)
            outcomes.append(await self._say(message, grids))
            done()
        await self.stage.until(messages[-1].at + AFTERWARDS)
        app.storage.write_now(self._count)
        await app.close()
        return outcomes

    async def _say(self, message: Message, grids: list[str]) -> Outcome:
        account = f"user-{message.user}"
        self._people[message.user] += 1
        if account not in self._homes:
            self._homes[account] = grids[hash_of(message.user) % len(grids)]
            await self.stage.says(account, start=f"h{self._homes[account]}", name="")
        before = len(self._paper.said.get(account, ()))
        heard = await self.stage.talks(account, await self.stage.says(account, message.words), RESIDENT)
        self._asked.update(each.key for each in heard if each.key in RESIDENT)
        words = tuple(self._paper.said.get(account, ())[before:])
        return Outcome(message, tuple(each.key for each in heard), words)

    def _hear(self, seen: Seen) -> None:
        """Workers take up their cards, residents answer their surveys, each after a while."""
        ticket = seen.ticket
        self._alerts += seen.key == "hot-topic"
        if seen.key == "card-assignment" and f"accept/{ticket}" in seen.choices:
            self._later(0.5, 3, partial(self._press, seen, f"accept/{ticket}"))
            self._later(3, 40, partial(self._resolve, seen, ticket))
        elif seen.key == "card-review" and f"approve/{ticket}" in seen.choices:
            self._later(0.5, 3, partial(self._press, seen, f"approve/{ticket}"))
        elif seen.key == "wish-to-check":
            self._later(1, 8, partial(self._press, seen, f"check/{ticket}"))
        elif seen.key == "resident-resolved":
            mood = self._chance.choices([name for name, _ in MOODS], [weight for _, weight in MOODS])[0]
            if mood != "silent":
                self._later(1, 8, partial(self._rate, seen, f"{mood}/{ticket}"))

    def _later(self, least: float, most: float, action: Action) -> None:
        hours = timedelta(hours=self._chance.uniform(least, most))
        week = self.stage.app.worlds.current.week
        self.stage.at(add_working(self.stage.clock.now(), hours, week).at, action)

    async def _press(self, seen: Seen, choice: str) -> list[Seen]:
        return await self.stage.presses(seen, choice)

    async def _resolve(self, seen: Seen, ticket: int) -> None:
        answers = {"work-ask-resolve": "“已到现场查看并处理，如有反复请告诉我们。", "work-ask-photo": "none"}
        heard = await self.stage.talks(seen.letter.account, await self._press(seen, f"resolve/{ticket}"), answers)
        if any(each.key == "work-resolved" for each in heard):
            now = self.stage.clock.now()
            found = self.stage.app.storage.write_now(lambda uow: uow.tickets.get(ticket))
            self._kept["按时办结" if found.due_at and now <= found.due_at else "超时办结"] += 1

    async def _rate(self, seen: Seen, choice: str) -> None:
        rating = self._chance.choice(("yes", "yes", "yes", "mostly", "no"))
        answers = {
            "survey-ask-satisfied": rating,
            "survey-ask-comment": "skip",
            "survey-ask-why": "skip",
            "survey-ask-reason": "partly",
        }
        await self.stage.talks(seen.letter.account, await self._press(seen, choice), answers)

    def _count(self, uow: UnitOfWork) -> None:
        for ticket in uow.tickets.filed_between(
            datetime(1970, 1, 1, tzinfo=self.stage.app.worlds.current.week.zone), self.stage.clock.now()
        ):
            self._categories[ticket.category] += 1
            self._matters[ticket.matter or "—"] += 1
            self._kept[f"最后状态 {ticket.status}"] += 1
            self._reports += _reports(uow, ticket)

    def summary(self, outcomes: list[Outcome]) -> Summary:
        return Summary(
            messages=len(outcomes),
            people=len(self._people),
            unanswered=sum(not outcome.heard for outcome in outcomes),
            outcomes=dict(Counter(outcome.result for outcome in outcomes).most_common()),
            asked=dict(self._asked.most_common()),
            categories=dict(self._categories.most_common()),
            matters=dict(self._matters.most_common(TOP)),
            repeats={f"{n} 条": c for n, c in sorted(Counter(self._people.values()).items())},
            deadlines=dict(sorted(self._kept.items())),
            alerts=self._alerts,
            hot=tuple(hottest(self._reports, self._settings.hot_topics.within)[:HOTTEST]),
        )


def _reports(uow: UnitOfWork, ticket: Ticket) -> Iterator[Report]:
    """Everybody behind a ticket, for its grid, its community and its city."""
    if ticket.kind in QUIET or not ticket.matter or ticket.created_at is None:
        return
    behind = [(ticket.reporter, ticket.created_at)] + [(f.person, f.at) for f in uow.followers.of(ticket.id)]
    for area in dict.fromkeys((ticket.area, ticket.community, scopes_above(ticket.community)[-1])):
        for person, at in behind:
            yield Report(str(person), area, ticket.matter, at)


def hash_of(user: str) -> int:
    """The same on every machine and every run."""
    return int.from_bytes(hashlib.sha256(user.encode()).digest()[:4], "big")


def _time(text: str) -> datetime:
    for form in TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no time")
