"""A whole town in a test: the demo community, the bot, and a stand-in of the channel over real HTTP, all on one virtual clock.

Tests read as chats: `await resident.says("路灯坏了")`, `await worker.presses("签收")`, `resident.sees("登记好了")`.
What somebody sees is what the stand-in holds, never what our tables say. The channel is chosen in channels.py.
"""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch
from zoneinfo import ZoneInfo

from channels import StandIn, stand_in
from shapely.geometry import shape
from stores import address, keep

import bot.app
from bot.admin import IMPORTS
from bot.app import App, build
from bot.calendars import work_week
from bot.clock import VirtualClock
from bot.config import Operator, Settings, StorageSection
from bot.texts import Texts
from bot.worlds import Worlds
from domain.people import Role
from handlers.world import World
from nlp.shapes import Shapes
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")
DATA = Path(__file__).parent.parent / "bot" / "demo" / "data"
ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
GRID = "460204198023001"  # 儋州村社区第一网格: 榕树里小区 1-6栋
SECOND = timedelta(seconds=1)
STORE = "town.db"
PATIENCE = 5000  # passes of one virtual second in which everything must come to rest


class Somebody:
    """One person with a telephone."""

    def __init__(self, town: Town, chat: int) -> None:
        self.town = town
        self.chat_id = chat
        self._seen: set[tuple[int, str]] = set()

    @property
    def account(self) -> tuple[str, str]:
        """The channel's name, and who they are there."""
        return self.town.stub.account(self.chat_id)

    @property
    def name(self) -> str:
        """What others call them who may know it: the platform's name of them, where it tells one."""
        return self.town.stub.called(self.chat_id) or "一位邻居"

    # what they do

    async def says(self, text: str, **extra: object) -> int:
        message = self.town.stub.says(self.chat_id, text, **extra)
        await self.town.settle()
        return message

    async def says_at_once(self, *texts: str) -> None:
        """Several messages before the bot looks."""
        for text in texts:
            self.town.stub.says(self.chat_id, text)
        await self.town.settle()

    async def presses(self, *labels: str) -> None:
        """One button after the other."""
        for label in labels:
            self.town.stub.presses(self.chat_id, label)
            await self.town.settle()

    async def forges(self, data: str) -> None:
        self.town.stub.forges(self.chat_id, data)
        await self.town.settle()

    async def starts(self, payload: str = "") -> None:
        self.town.stub.starts(self.chat_id, payload)
        await self.town.settle()

    async def sends_photo(self, caption: str = "") -> int:
        message = self.town.stub.sends_photo(self.chat_id, caption=caption)
        await self.town.settle()
        return message

    async def sends_album(self, count: int, caption: str = "") -> None:
        self.town.stub.sends_album(self.chat_id, [b"photo %d" % number for number in range(count)], caption)
        await self.town.settle()

    async def sends_voice(self) -> None:
        self.town.stub.sends_file(self.chat_id, "voice", b"a voice")
        await self.town.settle()

    async def sends_location(self, latitude: float, longitude: float) -> None:
        self.town.stub.sends_location(self.chat_id, latitude, longitude)
        await self.town.settle()

    async def edits(self, message: int, text: str) -> None:
        self.town.stub.edits(self.chat_id, message, text)
        await self.town.settle()

    # what they see

    @property
    def texts(self) -> list[str]:
        return self.town.stub.chat(self.chat_id).texts

    @property
    def buttons(self) -> list[str]:
        """The buttons under the newest message."""
        return self.town.stub.chat(self.chat_id).last.labels

    @property
    def offered(self) -> list[str]:
        """What can be picked under the newest message: its buttons, or the numbered lines where it has no such buttons."""
        return self.buttons or re.findall(r"^\d+  (.+)$", self.last, re.MULTILINE)

    @property
    def photos(self) -> int:
        """How many photos the bot sent."""
        return sum(len(bubble.photos) for bubble in self.town.stub.chat(self.chat_id).received)

    @property
    def last(self) -> str:
        return self.texts[-1]

    @property
    def fresh(self) -> list[str]:
        """What is new or was changed since the last look."""
        received = self.town.stub.chat(self.chat_id).received
        return [bubble.text for bubble in received if (bubble.id, bubble.text) not in self._seen]

    def sees(self, *words: str) -> str:
        """The newest message that holds all the words, among those since the last look; fails with the whole chat."""
        found = [text for text in self.fresh if all(word in text for word in words)]
        assert found, f"nothing with {words} among:\n" + "\n----\n".join(self.fresh or self.texts[-3:])
        return found[-1]

    def sees_nothing(self, *words: str) -> None:
        """No new message holds all the words (with no words: there is no new message)."""
        found = [text for text in self.fresh if all(word in text for word in words)]
        assert not found, f"unexpected: {found}"

    def sees_once(self, *words: str) -> str:
        found = [text for text in self.fresh if all(word in text for word in words)]
        assert len(found) == 1, f"{words} in {len(found)} of:\n" + "\n----\n".join(self.fresh)
        return found[0]

    def looks_away(self) -> None:
        """From here on, `sees` only looks at what is new."""
        received = self.town.stub.chat(self.chat_id).received
        self._seen |= {(bubble.id, bubble.text) for bubble in received}

    def number(self) -> str:
        """The number of the ticket last told."""
        found = re.findall(r"\d{6}-\d{4}", "\n".join(self.texts))
        assert found, "no ticket number was ever told"
        return found[-1]


class Town:
    """The bot and everybody who writes to it."""

    def __init__(self, app: App, stub: StandIn, clock: VirtualClock) -> None:
        self.app = app
        self.stub = stub
        self.clock = clock
        self._chats = 1000

    def somebody(self) -> Somebody:
        self._chats += 1
        return Somebody(self, self._chats)

    async def resident(self, home: str = "") -> Somebody:
        """Somebody who has been greeted; `home` is the payload of a building's QR code."""
        person = self.somebody()
        await person.starts(home)
        person.looks_away()
        return person

    async def staff(self, role: Role = Role.WORKER, scope: str = GRID, index: int = 0) -> Somebody:
        """A member of staff of the demo community who has just joined with an invitation."""
        person = self.somebody()

        await person.starts("join-" + await self.invitation(role, scope, index))
        person.sees("欢迎")
        person.looks_away()
        return person

    async def invitation(self, role: Role, scope: str, index: int = 0) -> str:
        """A one-time code for somebody of the demo community."""
        until = self.clock.now() + self.app.worlds.current.policy.invite_valid
        return await self.written(lambda uow: uow.people.invite(uow.people.with_post(role, (scope,))[index], until))

    async def volunteer(self, index: int = 0) -> Somebody:
        """One of the volunteers of the demo community."""
        everybody = await self.written(lambda uow: uow.people.everybody_with(Role.VOLUNTEER))
        return await self.staff(Role.VOLUNTEER, everybody[index][1])

    async def settle(self) -> None:
        """Let everything come to rest; then everybody looks at their chat."""
        await self._rest()
        await self.stub.look()

    async def _rest(self) -> None:
        """Nothing is left to do at this moment; the clock moves a second at a time while chats wait for their pace."""
        for _ in range(PATIENCE):
            brought = await self.stub.bring(self.app)
            await self.app.service.settle()
            if not brought and not await self._paced():
                return
            if not brought:
                self.clock.move_to(self.clock.now() + SECOND)
        raise AssertionError("the town does not come to rest")

    async def _paced(self) -> bool:
        """Whether a letter only waits for the pace of its chat."""
        now = self.clock.now()
        counts = await self.app.storage.write(lambda uow: uow.outbox.ready(now))
        return counts > 0

    async def passes(self, **span: float) -> None:
        """Time goes by; everything that falls due on the way is done in its moment."""
        target = self.clock.now() + timedelta(**span)
        while (moment := await self.app.service.next_moment()) and moment <= target:
            self.clock.move_to(moment)
            await self._rest()
        self.clock.move_to(target)
        await self.settle()

    async def until(self, moment: datetime) -> None:
        await self.passes(seconds=(moment - self.clock.now()).total_seconds())

    def middle_of(self, grid: str) -> tuple[float, float]:
        """A position inside a grid: latitude, longitude."""
        shapes = json.loads((DATA / "grids.geojson").read_text("utf-8"))["features"]
        found = next(each for each in shapes if each["properties"]["code"] == grid)
        point = shape(found["geometry"]).representative_point()
        return point.y, point.x

    @contextmanager
    def policy(self, **changes: object) -> Iterator[None]:
        """Other figures of the settings, for a while."""
        worlds, before = self.app.worlds, self.app.worlds.current
        worlds._current = replace(before, policy=replace(before.policy, **changes))
        yield
        worlds._current = before

    async def rebuilt(self) -> None:
        """The process stops (nothing is handed over) and a new one starts on the same store."""
        await self.app.close()
        self.app = build(self.app.settings, clock=self.clock, threaded=False, extra_channels=self.stub.channels)
        await self.app.service.delivery.recover()

    async def imports(self, kind: str, *rows: str) -> None:
        """An operator imports a sheet: the first row names the columns."""
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / f"{kind}.csv"
            file.write_text("\n".join(rows), "utf-8")
            await self.written(lambda uow: IMPORTS[kind](uow, file, self.clock.now()))
        await self.written(self.app.worlds.refresh)

    async def written(self, work: Callable[[UnitOfWork], T]) -> T:
        """Look into the store, or change it behind everybody's back."""
        return await self.app.storage.write(work)


@asynccontextmanager
async def town(folder: Path, start: datetime = MONDAY) -> AsyncIterator[Town]:
    """A fresh town, its files under `folder`. At the end no letter may have died of our own mistake."""
    clock = VirtualClock(start)
    async with stand_in(now=lambda: clock.now().timestamp()) as stub:
        settings = Settings(
            operator=Operator(name="三亚回应", shapes=DATA / "grids.geojson"),
            storage=_section(folder, like=await template()),
            **stub.settings(),
        )
        with made_once():
            place = Town(build(settings, clock=clock, threaded=False, extra_channels=stub.channels), stub, clock)
            yield place
            await place.settle()
            failures = await place.written(lambda uow: uow.outbox.failures(start - timedelta(days=1)))
            assert not await place.written(lambda uow: uow.counters.differences()), "the figures are not what happened"
            await place.app.close()
    assert not [reason for _, _, reason in failures if "Error" in reason], failures


_templates: list[Path] = []


async def template() -> Path:
    """A store with everybody in it, made once for all towns."""
    if _templates:
        return _templates[0]
    folder = Path(tempfile.mkdtemp(prefix="town-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    keep(folder / STORE)
    app = build(Settings(storage=_section(folder)), clock=VirtualClock(MONDAY), threaded=False)

    def people(uow: UnitOfWork) -> None:
        for name, work in IMPORTS.items():
            work(uow, DATA / f"{name}.csv", MONDAY)

    app.storage.write_now(people)
    await app.close()
    _templates.append(folder)
    return folder


def _section(folder: Path, like: Path | None = None) -> StorageSection:
    """The settings of a store under a folder, a copy of one under another."""
    if like:
        shutil.copytree(like, folder, dirs_exist_ok=True)
    url = address(folder / STORE, like=like / STORE if like else None)
    return StorageSection(url=url, key_file=folder / "key", files=folder / "files")


@contextmanager
def made_once() -> Iterator[None]:
    """What never changes and is the same for all towns is made once: texts, calendar, map, places."""
    with ExitStack() as patched:
        for place, name, make in _ONCE:
            patched.enter_context(patch.object(place, name, make))
        yield


def _read_once(self: Worlds, uow: UnitOfWork) -> World:
    if not _worlds:
        _worlds.append(_read(self, uow))
    return _worlds[0]


_worlds: list[World] = []
_read = Worlds._read
_ONCE = (
    (bot.app, "Texts", cache(Texts)),
    (bot.app, "work_week", cache(work_week)),
    (Shapes, "from_geojson", cache(Shapes.from_geojson)),
    (Worlds, "_read", _read_once),
)
