"""R5 and R6: several whole nodes on one PostgreSQL; nodes are killed and frozen, the server itself crashes.

Nothing may be lost, filed twice or silently repeated, and all nodes together keep to the rate of the platform.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from batteries.city import PLACES, STORIES, Crew, People, Platform, Post, free_ports, until
from batteries.conftest import Scale
from batteries.crew import LEASE, Order
from batteries.judge import Fate, Outcome, fates
from batteries.server import IMMEDIATE, KILLED, Pair, Server
from stores import rows
from town import DATA, MONDAY

from bot.admin import IMPORTS
from bot.app import build
from bot.clock import VirtualClock
from bot.config import Settings, StorageSection, Telegram
from domain.messages import Lane, Reply, Text
from domain.people import Role
from storage.unit_of_work import Storage, UnitOfWork

pytestmark = [pytest.mark.battery, pytest.mark.alone]
NODES = 4
FIRST_WORKER = 2001
ALL_KINDS = {"withdrawn": 0.6, "waiting": 0.2, "served": 0.1, "silent": 0.1}  # of a hundred updates
NOBODY_SILENT = {"withdrawn": 0.6, "waiting": 0.2, "served": 0.2}
AT_ONCE = 120  # stories side by side
REST = 120.0  # real seconds until everything must have come to rest
TWICE = 0.005  # of all messages, how many may be seen twice (each marked)
WAITING = (
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new')"
    " + (SELECT count(*) FROM timers WHERE state = 'pending' AND due_at <= :now)"
    " + (SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"
)


@dataclass
class Town:
    """A store with the demo community in it, its server, and who works where."""

    server: Server
    storage: Storage
    folder: Path
    workers: dict[str, int] = field(default_factory=dict)

    def order(self, platform: Platform, port: int, **how: float) -> Order:
        moment = self.storage.engine._moment()
        ahead = platform.time() - moment.timestamp()
        # Fast, but no more at once than by default: what is on the wire is what a death may repeat.
        fast = {"per_second": 1000, "chat_pause": 0.02} | how
        return Order(self.server.url, str(self.folder), platform.base_url, platform.token, port, ahead, **fast)

    def waiting(self, now: float) -> int:
        sql = WAITING.replace(":now", str(int(now * 1000)))
        return int(rows(self.storage, sql)[0][0])


@asynccontextmanager
async def community(folder: Path, kind: type[Server] = Server) -> AsyncIterator[Town]:
    server = kind(folder / "postgres")
    try:
        kept = StorageSection(url=server.url, key_file=folder / "key", files=folder / "files")
        app = build(Settings(storage=kept), clock=VirtualClock(MONDAY), threaded=False)
        town = Town(server, app.storage, folder)
        app.storage.write_now(lambda uow: inhabit(uow, town))
        try:
            yield town
        finally:
            await app.close()
    finally:
        server.stop()


def inhabit(uow: UnitOfWork, town: Town) -> None:
    """Everybody of the demo community is here; the worker of each place has an account."""
    for name, work in IMPORTS.items():
        work(uow, DATA / f"{name}.csv", MONDAY)
    for chat, (place, grid) in enumerate(PLACES.items(), start=FIRST_WORKER):
        (person,) = uow.people.with_post(Role.WORKER, (grid,))
        uow.people.seen("telegram", str(chat), person, str(chat), MONDAY)
        town.workers[place] = chat


# ---- R5


def stories(messages: int, chance: random.Random, mix: Mapping[str, float]) -> list[str]:
    """So many updates of these kinds of stories, mixed; those in which time passes begin early."""
    told = [name for name, share in mix.items() for _ in range(round(messages * share / STORIES[name].updates))]
    return sorted(told, key=lambda name: chance.random() + (name != "silent") * 0.8)


async def at_work(town: Town, platform: Platform, crew: Crew, nodes: int) -> list[int]:
    """So many nodes that updates are pushed to; the ports where they listen."""
    platform.knows(*town.workers.values())
    ports = free_ports(nodes)
    for port in ports:
        await crew.start(town.order(platform, port))
    return ports


async def chaos(town: Town, crew: Crew, post: Post, messages: int, kills: int) -> tuple[int, int]:
    """Kills, spread over all the messages; at every tenth a node also stands still, at every twentieth the server falls."""
    crashes = 0
    frozen: list[asyncio.Task] = []
    for kill in range(1, kills + 1):
        await until(lambda kill=kill: post.acknowledged >= messages * 0.9 * kill / kills)
        await crew.loses_one()
        if kill % 10 == 5:
            frozen.append(asyncio.create_task(crew.freezes_one(LEASE.total_seconds() * 1.2)))
        if kill % 20 == 10:
            crashes += 1
            town.server.crash((KILLED, IMMEDIATE)[crashes % 2])
            await asyncio.to_thread(town.server.start)
    await asyncio.gather(*frozen)
    return crashes, len(frozen)


async def test_nodes_and_server_that_die_lose_nothing_file_nothing_twice_and_repeat_nothing_unmarked(
    scale: Scale, folder: Path
) -> None:
    messages, kills = scale(short=SHORT, full=100_000), scale(short=KILLS, full=1_000)
    told = stories(messages, scale.chance(5), ALL_KINDS)
    expected = sum(STORIES[name].updates for name in told)
    platform = Platform()
    async with community(folder) as town, platform, Crew(folder) as crew:
        ports = await at_work(town, platform, crew, NODES)
        begun = time.monotonic()
        people = People(platform, town.workers)
        async with Post(platform, ports) as post:
            storm = asyncio.create_task(chaos(town, crew, post, expected, kills))
            await people.live(told, AT_ONCE)
            crashes, stops = await storm
        taken = time.monotonic() - begun
        await rest(town, platform)
        found = judged(town, platform, people)
    twice, sent = seen_twice(platform)
    print(
        f"\nR5 {NODES} nodes, {post.acknowledged} messages, {len(told)} requests in {taken:.0f} s: {crew.kills} kills,"
        f" {stops} stops, {crashes} crashes of the server; {sent} messages seen, {twice} of them twice"
        f" ({twice / sent:.2%}), {len(found)} violations"
    )
    assert post.acknowledged == expected
    assert not found, "\n".join(found[:20])
    assert twice <= TWICE * sent


def seen_twice(platform: Platform) -> tuple[int, int]:
    """How many messages somebody saw twice, and how many there were."""
    times = Counter(shown.letter for shown in platform.shown if shown.fresh)
    return sum(count > 1 for count in times.values()), len({shown.letter for shown in platform.shown})


async def test_a_database_lost_with_its_machine_is_replaced_by_its_standby_and_nothing_is_missed(
    scale: Scale, folder: Path
) -> None:
    """The server is killed in the middle of the work, its files are deleted, and the synchronous standby is promoted."""
    told = stories(scale(short=600, full=20_000), scale.chance(13), NOBODY_SILENT)
    losses = scale(short=1, full=20)
    expected = sum(STORIES[name].updates for name in told)
    platform = Platform()
    async with community(folder, Pair) as town, platform, Crew(folder) as crew:
        ports = await at_work(town, platform, crew, 2)
        people = People(platform, town.workers)
        async with Post(platform, ports) as post:
            living = asyncio.create_task(people.live(told, AT_ONCE))
            for loss in range(1, losses + 1):
                await until(lambda loss=loss: post.acknowledged >= expected * 0.9 * loss / (losses + 1))
                await asyncio.to_thread(town.server.lose_a_machine)
            await living
        await rest(town, platform)
        found = judged(town, platform, people)
    twice, sent = seen_twice(platform)
    print(
        f"\nR5 {post.acknowledged} messages, {len(told)} requests, {losses} servers lost with their files:"
        f" {sent} messages seen, {twice} of them twice, {len(found)} violations"
    )
    assert post.acknowledged == expected
    assert not found, "\n".join(found[:20])


async def rest(town: Town, platform: Platform) -> None:
    """Wait until nothing is left to do."""
    end = time.monotonic() + REST
    while left := town.waiting(platform.time()):
        assert time.monotonic() < end, f"{left} rows never come to rest"
        await asyncio.sleep(0.3)


def judged(town: Town, platform: Platform, people: People) -> list[str]:
    """Everything that is not as promised."""
    return [*_tickets(town, people), *_inbox(town), *_letters(town, platform), *_causes(town, platform)]


def _tickets(town: Town, people: People) -> Iterator[str]:
    """Each request is one ticket, and what happened to it is what its story says."""
    found: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    sql = "SELECT t.id, t.words, e.action FROM tickets t JOIN events e ON e.ticket = t.id ORDER BY t.id, e.id"
    histories: dict[tuple[int, str], list[str]] = {}
    for ticket, words, action in rows(town.storage, sql):
        histories.setdefault((ticket, words), []).append(action)
    for (_, words), history in histories.items():
        found[words.partition("，")[2]].append(tuple(history))
    for mark, (story, who) in people.told.items():
        if found[mark] != [story.history]:
            yield f"the request {mark} of {who}, {story.name}: {found[mark]}"
    yield from (f"a ticket nobody asked for: {mark}" for mark in found if mark not in people.told)


def _inbox(town: Town) -> Iterator[str]:
    for state, number in rows(town.storage, "SELECT state, count(*) FROM inbox WHERE state <> 'done' GROUP BY state"):
        yield f"{number} messages are {state}"
    for key, error in rows(town.storage, "SELECT key, error FROM timers WHERE error <> ''"):
        yield f"timer {key} failed: {error}"


def _letters(town: Town, platform: Platform) -> Iterator[str]:
    sql = "SELECT id, account, lane, state, ambiguous, error FROM outbox ORDER BY id"
    letters = [Fate(*row) for row in rows(town.storage, sql)]
    yield from fates(Outcome({}, letters, platform.shown, "ok"))


def _causes(town: Town, platform: Platform) -> Iterator[str]:
    """What follows from what: in one chat, the messages about one ticket are first seen in the order they were written."""
    about = dict(rows(town.storage, f"SELECT id, ticket FROM outbox WHERE lane <> {int(Lane.URGENT)}"))
    newest: dict[tuple[int, int], int] = {}
    seen: set[int] = set()
    for shown in platform.shown:
        if shown.letter in seen or shown.letter not in about:
            continue
        seen.add(shown.letter)
        key = (shown.chat, about[shown.letter])
        if shown.letter < newest.get(key, 0):
            yield f"letter {shown.letter} was seen after letter {newest[key]}, of the same ticket"
        newest[key] = max(shown.letter, newest.get(key, 0))


# ---- R6


async def test_all_nodes_together_keep_to_the_rate_and_use_it(scale: Scale, folder: Path) -> None:
    letters, kills = scale(short=600, full=10_000), scale(short=6, full=100)
    platform = Platform(limited=True)
    chats = range(200_000, 200_000 + letters)
    platform.knows(*chats)
    async with community(folder) as town, platform, Crew(folder) as crew:
        town.storage.write_now(lambda uow: [write_to(uow, chat) for chat in chats])
        for _ in range(NODES):
            await crew.start(town.order(platform, 0, per_second=RATE, chat_pause=1))
        for kill in range(1, kills + 1):
            await until(lambda kill=kill: len(platform.sent) >= letters * 0.9 * kill / kills)
            await crew.loses_one()
            if kill % 8 == 4:
                await crew.freezes_one(3)
        await rest(town, platform)
        found = list(_letters(town, platform))
    moments = sorted(at for at, method, _ in platform.calls if method.startswith(("send", "edit")))
    most = most_in_a_second(moments)
    steady = moments[: int(len(moments) * 0.95)]  # at the end, the claims of those that died are waited for
    used = (len(steady) - 1) / (steady[-1] - steady[0]) / RATE
    refused = len(moments) - len(platform.sent)
    print(
        f"\nR6 {NODES} nodes, {letters} messages, {crew.kills} kills, {crew.stops} stops: at most {most} in any second,"
        f" {used:.0%} of {RATE}/s used, {refused} refused, {len(found)} violations"
    )
    assert not found, "\n".join(found[:20])
    assert most <= ALLOWED
    assert used >= (0.5 if scale.short else USED)  # a machine that does much else has no time for each slot


def write_to(uow: UnitOfWork, chat: int) -> None:
    reply = Reply(Text("plain", {"words": f"通知 {chat}"}), lane=Lane.CONFIRMATION)
    uow.outbox.put("telegram", str(chat), str(chat), reply, MONDAY)


def most_in_a_second(moments: list[float]) -> int:
    """The most in any window of one second, wherever it begins."""
    first = most = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


RATE = Telegram().per_second
ALLOWED, USED = 30, 0.85  # messages in a second, by Telegram; how much of the configured rate must be used
SHORT, KILLS = 10_000, 100
