"""The demo behind its page: the app on a fresh store with some days of history, and a clock that can be moved."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path

from bot.admin import IMPORTS
from bot.app import App, build
from bot.calendars import work_week
from bot.clock import MovableClock, SystemClock, VirtualClock
from bot.config import Board, Clocks, Operator, Settings, StorageSection, Web
from bot.demo.history import History, read
from bot.rehearsal import Rehearsal
from bot.web.backend import ChatMessage, DemoPerson, DemoSpot
from bot.webchat import NAME, WebChat
from domain.messages import Incoming, MediaKind, Point
from domain.people import Role
from domain.values import frozen
from domain.wishes import Clearance
from domain.worktime import Term, Unit
from storage.unit_of_work import UnitOfWork

DATA = Path(__file__).parent / "data"
DATABASE, FRESH = "demo.db", "fresh.db"
HISTORY_DAYS = 12
USUAL_DAYS = 7  # working days among them
SPOTS_SHOWN = 8
OPENING = time(9, 0)
GRID = "460204198023001"


@frozen
class Seat:
    """Somebody whose phone the page can show: a resident by name and home, or whoever holds a post."""

    who: str
    role: Role | None
    scope: str
    name: str = ""
    subtitle: str = ""


SEATS = (
    Seat("resident", None, "h460204198023-c01-3", "王阿姨", "榕树里小区3栋"),
    Seat("resident2", None, "", "黄先生", "报过几件事"),
    Seat("resident3", None, "", "新来的住户", "第一次用"),
    Seat("worker", Role.WORKER, GRID),
    Seat("worker2", Role.WORKER, "460204198023002"),
    Seat("volunteer", Role.VOLUNTEER, ""),
    Seat("supervisor", Role.SUPERVISOR, "460204000000"),
    Seat("supervisor2", Role.SUPERVISOR, "460200000000"),
    Seat("captain", Role.CAPTAIN, GRID),
    Seat("desk", Role.DESK, GRID[:12]),
    Seat("command", Role.COMMAND, "460204000000"),
    Seat("unit", Role.UNIT_DESK, "ty-lamps"),
    Seat("officer", Role.OFFICER, "ty-lamps"),
    Seat("mediator", Role.MEDIATOR, GRID[:12]),
)
ROLE_NAMES = {
    Role.WORKER: "网格员",
    Role.CAPTAIN: "网格长",
    Role.DESK: "社区受理台",
    Role.VOLUNTEER: "志愿者",
    Role.SUPERVISOR: "督办",
    Role.COMMAND: "指挥中心",
    Role.UNIT_DESK: "单位受理台",
    Role.OFFICER: "单位经办人",
    Role.MEDIATOR: "调解员",
}


def settings(folder: Path, database: str = DATABASE, address: str = "") -> Settings:
    """The embedded defaults, with shorter clocks so that the demo has something late to show.

    `address` is where its pages are served, for links to them.
    """
    return Settings(
        operator=Operator(name="三亚市民中心", shapes=DATA / "grids.geojson"),
        storage=StorageSection(
            url=f"sqlite:///{folder}/{database}", key_file=folder / "key", files=folder / "files", ballast_mb=0
        ),
        clocks=Clocks(default=Term(2, Unit.WORKING_DAYS)),
        web=Web(public_url=address),
        board=Board(enabled=True, running_month=True),
    )


def import_community(app: App) -> None:
    """The demo community: places, grids, units, people and the tables of dispatch."""

    def work(uow: UnitOfWork) -> None:
        now = app.clock.now()
        for name, work in IMPORTS.items():
            work(uow, DATA / f"{name}.csv", now)
        until = now + app.worlds.current.policy.clearance_valid
        for person, _ in uow.people.everybody_with(Role.VOLUNTEER)[:1]:  # one who may help children
            uow.wishes.clear(Clearance(person, now, until, 0))
        app.worlds.refresh(uow)

    app.storage.write_now(work)


async def prepare(folder: Path, database: str = DATABASE, today: datetime | None = None) -> datetime:
    """Make a fresh store and play the history; the moment at which the demo begins."""
    _forget(folder, database)
    opening = _opening(today or SystemClock().now())
    clock = VirtualClock(opening - timedelta(days=HISTORY_DAYS))
    app = build(settings(folder, database), clock=clock, threaded=False, durable=False)
    import_community(app)
    chat = WebChat(app.service, app.web, app.files, app.desk, clock)
    stage = Rehearsal(app, clock, NAME, chat.receive)  # so that the phones also show what was said and pressed
    stage.seat_staff(lambda person: f"p{person}")
    requests = read()
    names = {request.resident for request in requests}
    await History(stage, opening).play(requests, {name: f"r-{name}" for name in names})
    for seat in SEATS:
        if seat.role is None and seat.scope:
            await stage.says(f"r-{seat.name}", start=seat.scope, name=seat.name)
    await app.close()
    return opening


def _forget(folder: Path, database: str) -> None:
    for left in folder.glob(f"{database}*"):
        if left.suffix != ".lock":
            left.unlink()


def _opening(now: datetime) -> datetime:
    """Nine o'clock of the first working day from today on that has a usual fortnight behind it, not long holidays."""
    week = work_week(Settings().hours.weekdays)
    local = now.astimezone(week.zone)
    days = (local.date() + timedelta(days=n) for n in range(60))
    day = next(
        d
        for d in days
        if week.on(d) and sum(bool(week.on(d - timedelta(days=n))) for n in range(1, HISTORY_DAYS + 1)) >= USUAL_DAYS
    )
    return datetime.combine(day, OPENING, week.zone)


class Demo:
    """bot.web.backend.DemoBackend on a real app."""

    def __init__(self, folder: Path, address: str = "") -> None:
        self._folder = folder
        self._address = address
        self.clock = MovableClock()
        self.app: App | None = None
        self._chat: WebChat | None = None
        self._people: list[DemoPerson] = []

    async def open(self) -> App:
        """Prepare the store and wire the app; the caller runs its loops."""
        opening = await prepare(self._folder)
        self.clock.ahead = opening - SystemClock().now()
        self.app = build(settings(self._folder, address=self._address), clock=self.clock)
        self._chat = WebChat(self.app.service, self.app.web, self.app.files, self.app.desk, self.clock)
        self._people = await self.app.storage.write(_seated)
        return self.app

    def people(self) -> list[DemoPerson]:
        return self._people

    def spots(self) -> list[DemoSpot]:
        return _spots()

    def now(self) -> datetime:
        return self.clock.now()

    async def advance(self, minutes: int) -> datetime:
        """Move on, doing everything that falls due in its own moment."""
        return await self._move_to(self.clock.now() + timedelta(minutes=minutes))

    async def advance_to(self, hour: int, minute: int) -> datetime:
        zone = self._running.worlds.current.week.zone
        local = self.clock.now().astimezone(zone)
        target = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return await self._move_to(target if target > local else target + timedelta(days=1))

    async def _move_to(self, target: datetime) -> datetime:
        service = self._running.service
        while (moment := await service.next_moment()) and moment <= target:
            self.clock.ahead += max(moment - self.clock.now(), timedelta())
            await service.settle()
        self.clock.ahead += max(target - self.clock.now(), timedelta())
        await service.settle()
        return self.clock.now()

    async def reset(self) -> None:
        """Start anew: the running app's store is replaced while nothing else is done."""
        app = self._running
        async with app.service.paused():
            opening = await prepare(self._folder, FRESH)
            await app.storage.replace_with(self._folder / FRESH)
            self.clock.ahead = opening - SystemClock().now()
            self._people = await app.storage.write(_seated)
            await app.storage.write(app.worlds.refresh)

    async def receive(self, incoming: Incoming) -> None:
        await self._talking.receive(incoming)

    async def history(self, account: str, after: int) -> list[ChatMessage]:
        return await self._talking.history(account, after)

    async def changed(self, account: str, after: int, timeout: float) -> None:  # noqa: ASYNC109 — as its protocol says
        await self._talking.changed(account, after, timeout)

    async def store_media(self, account: str, data: bytes, kind: MediaKind) -> str:
        return await self._talking.store_media(account, data, kind)

    async def load_media(self, account: str, ref: str) -> tuple[bytes, str] | None:
        return await self._talking.load_media(account, ref)

    @property
    def _running(self) -> App:
        assert self.app is not None
        return self.app

    @property
    def _talking(self) -> WebChat:
        assert self._chat is not None
        return self._chat


def _seated(uow: UnitOfWork) -> list[DemoPerson]:
    """Everybody on the page, with their accounts and names."""
    grids = {grid.code: grid.name for grid, _ in uow.places.grids()}
    areas = {area.code: area.name for area in uow.places.areas()}
    seated = []
    for seat in SEATS:
        if seat.role is None:
            seated.append(DemoPerson(seat.who, f"r-{seat.name}", seat.name, "resident", seat.subtitle))
            continue
        holders = [p for p, scope in uow.people.everybody_with(seat.role) if scope == seat.scope or not seat.scope]
        place = grids.get(seat.scope) or areas.get(seat.scope, "")
        label = f"{ROLE_NAMES[seat.role]} · {place}" if place else ROLE_NAMES[seat.role]
        seated.append(DemoPerson(seat.who, f"p{holders[0]}", uow.people.name(holders[0]), str(seat.role), label))
    return seated


def _spots() -> list[DemoSpot]:
    """The middle of every grid on the map of the demo."""
    found = []
    for feature in json.loads((DATA / "grids.geojson").read_text("utf-8"))["features"]:
        ring = feature["geometry"]["coordinates"][0][:-1]
        longitude, latitude = (sum(axis) / len(ring) for axis in zip(*ring, strict=True))
        found.append(DemoSpot(feature["properties"]["name"], Point(latitude, longitude)))
    return found[:SPOTS_SHOWN]
