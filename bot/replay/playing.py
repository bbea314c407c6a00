"""Real messages played through the whole bot: who was asked what, what became of it, and whether dates were kept."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.app import App, build
from bot.clock import VirtualClock
from bot.config import Settings, StorageSection
from bot.demo.backend import import_community
from bot.rehearsal import RESIDENT, Rehearsal, Seen
from bot.replay.crew import Crew
from bot.replay.dates import spans
from bot.replay.deciding import DECIDING
from bot.replay.evidence import Case, Check, Evidence, Post
from bot.replay.fates import Town
from bot.replay.files import ZONE, Message
from bot.replay.outcomes import Outcome, Summary
from bot.replay.paper import Paper
from bot.replay.reckoning import reckon
from bot.replay.residents import SURVEY, Residents
from bot.replay.temperaments import STAFFS, Temperament, one_of
from bot.replay.working import WORKING
from domain.errors import ImportFileError
from domain.people import Role, scopes_above
from domain.ticket import Ticket
from domain.topics import Report, hottest
from handlers.topics import QUIET
from storage.unit_of_work import UnitOfWork

AFTERWARDS = timedelta(days=30)  # let the last tickets come to their end
TOP = 20
HOTTEST = 10
STAFF = "staff-"  # how their accounts begin


class Replay:
    """One playing: every user lives in one of the demo's grids, the staff work as their temperaments say."""

    def __init__(self, folder: Path, seed: int, staff: str = "steady") -> None:
        """`staff` is one of `STAFFS`."""
        if staff not in STAFFS:
            raise ImportFileError(f"--staff {staff}: it is one of {', '.join(STAFFS)}")
        self._settings = Settings(
            storage=StorageSection(url=f"sqlite:///{folder}/replay.db", key_file=folder / "key", files=folder / "files")
        )
        self._staff = STAFFS[staff]
        self._seed = seed
        self._asked: Counter[str] = Counter()
        self._kept: Counter[str] = Counter()
        self._paper = Paper()
        self._posts: tuple[Post, ...] = ()
        self._homes: dict[str, str] = {}
        self._stage: Rehearsal | None = None
        self._crew: Crew | None = None
        self._residents: Residents | None = None
        self._people: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()
        self._matters: Counter[str] = Counter()
        self._alerts = 0
        self._reports: list[Report] = []
        self._checks: tuple[Check, ...] = ()

    @property
    def stage(self) -> Rehearsal:
        assert self._stage is not None
        return self._stage

    @property
    def crew(self) -> Crew:
        assert self._crew is not None
        return self._crew

    async def play(self, messages: list[Message], done: Callable[[], object]) -> list[Outcome]:
        """Play them all, then some weeks more; the outcome of each."""
        if not messages:
            return []
        clock = VirtualClock(messages[0].at - timedelta(days=1))
        self._paper.clock = clock
        app = build(
            self._settings, clock=clock, threaded=False, durable=False, extra_channels={self._paper.name: self._paper}
        )
        self._settle_in(app, clock, messages)
        grids = sorted(app.worlds.current.grids)
        outcomes = []
        for message in messages:
            await self.stage.until(message.at)
            outcomes.append(await self._say(message, grids))
            done()
        await self.stage.until(messages[-1].at + AFTERWARDS)
        app.storage.write_now(self._count)
        self._checks = reckon(app.storage.write_now(self._evidence))
        await app.close()
        return outcomes

    def _settle_in(self, app: App, clock: VirtualClock, messages: list[Message]) -> None:
        """The demo community with its staff at their places, what will happen to them, and everybody listening."""
        import_community(app)
        app.storage.write_now(lambda uow: _hours_of_the_house(uow, app))
        self._stage = Rehearsal(app, clock, self._paper.name)
        seats = self._stage.seat_staff(lambda person: f"{STAFF}{person}")
        self._posts = app.storage.write_now(_posts)
        self._crew = Crew(self._stage, self._temperament, {**WORKING, **DECIDING}, self._seed)
        self._residents = Residents(self._stage, self._crew, self._seed)
        self._stage.listeners += [self._crew.book.hear, self._hear]
        town = Town(self._stage, self._paper, self._crew.diary)
        town.plan(seats.items(), messages[0].at, messages[-1].at, self._seed)

    def _temperament(self, account: str) -> Temperament:
        return one_of(self._staff, hash_of(f"{account} {self._seed}"))

    async def _say(self, message: Message, grids: list[str]) -> Outcome:
        account = f"user-{message.user}"
        self._people[message.user] += 1
        if account not in self._homes:
            self._homes[account] = grids[hash_of(message.user) % len(grids)]
            await self.stage.says(account, start=f"h{self._homes[account]}", name="")
        before = len(self._paper.words(account))
        heard = await self.stage.talks(account, await self.stage.says(account, message.words), {**RESIDENT, **SURVEY})
        self._asked.update(each.key for each in heard if each.key in RESIDENT)
        words = tuple(self._paper.words(account)[before:])
        return Outcome(message, tuple(each.key for each in heard), words)

    def _hear(self, seen: Seen) -> None:
        """Staff do their work, residents answer their surveys, each after a while."""
        self._alerts += seen.key == "hot-topic"
        assert self._residents is not None
        if seen.letter.account.startswith(STAFF):
            self.crew.hear(seen)
        else:
            self._residents.hear(seen)

    def _evidence(self, uow: UnitOfWork) -> Evidence:
        """What the checks look at: tickets with their histories, posts, and what was heard."""
        now = self.stage.clock.now()
        tickets = uow.tickets.filed_between(datetime(1970, 1, 1, tzinfo=ZONE), now)
        world = self.stage.app.worlds.current
        return Evidence(
            cases=tuple(
                Case(
                    ticket,
                    tuple(uow.tickets.history(ticket.id)),
                    spans(ticket, self.crew.book, world.policy, world.week, now),
                    _address(uow, ticket.reporter),
                )
                for ticket in tickets
            ),
            posts=self._posts,
            diary=self.crew.diary,
            paper=self._paper,
            book=self.crew.book,
            policy=world.policy,
            organisation=world.organisation,
            week=world.week,
            end=now,
        )

    def _count(self, uow: UnitOfWork) -> None:
        for ticket in uow.tickets.filed_between(datetime(1970, 1, 1, tzinfo=ZONE), self.stage.clock.now()):
            self._categories[ticket.category] += 1
            self._matters[ticket.matter or "—"] += 1
            self._kept[f"最后状态 {ticket.status}"] += 1
            if ticket.resolved_at and ticket.due_at:
                self._kept["按时办结" if ticket.resolved_at <= ticket.due_at else "超时办结"] += 1
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
            checks=self._checks,
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


def _posts(uow: UnitOfWork) -> tuple[Post, ...]:
    """Who holds what before anything happens."""
    return tuple(
        Post(person, uow.people.name(person), role, scope, _address(uow, person))
        for role in Role
        for person, scope in uow.people.everybody_with(role)
    )


def _address(uow: UnitOfWork, person: int) -> str:
    accounts = uow.people.accounts(person) if person else []
    return accounts[0].address if accounts else ""


def hash_of(user: str) -> int:
    """The same on every machine and every run."""
    return int.from_bytes(hashlib.sha256(user.encode()).digest()[:4], "big")


def _hours_of_the_house(uow: UnitOfWork, app: App) -> None:
    """The checks count by one working week: no unit has hours of its own in a replay."""
    uow.units.replace_hours(())
    app.worlds.refresh(uow)
