"""R9: half a year of timers with outages, a clock that is set wrong, nights and holidays: each once, in its time.

What must come, and when, is worked out here anew from what people did; what came is what the platform shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random

import chinese_calendar
import pytest
from batteries.conftest import Scale
from stubs.chats import Bubble
from town import GRID, ZONE, Somebody, Town, town

from bot.app import build
from bot.clock import SystemClock
from domain.people import Role

pytestmark = pytest.mark.battery
COMMUNITY, DISTRICT = "460204198023", "460204000000"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OFFICE = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
EARLY, LATE = 5 * MINUTE, 10 * MINUTE
DAYS_OFF_2027 = {
    (1, 1),
    (2, 5),
    (2, 6),
    (2, 7),
    (2, 8),
    (4, 5),
    (5, 1),
    (5, 2),
    (6, 9),
    (9, 15),
    (10, 1),
    (10, 2),
    (10, 3),
}
LAMP = "榕树里小区3栋楼下路灯坏了三天，晚上太黑了"
# Each request a ticket of its own, each message a push of its own (what comes in the same moment is a list all the same).
SINGLE = {"pushes_a_day": 1000, "me_too_within": timedelta(0)}
JUMPS = (7 * MINUTE, HOUR, 3 * HOUR, DAY)


# ---- what must come, worked out without the product


@cache
def worked(day: date) -> bool:
    """Whether the office is open: as announced for 2026, by the law's own days for 2027, by the plain week after that."""
    if day.year <= 2026:
        return chinese_calendar.is_workday(day)
    return day.weekday() < 5 and (day.year > 2027 or (day.month, day.day) not in DAYS_OFF_2027)


def open_at(moment: datetime) -> bool:
    return worked(moment.date()) and any(start <= moment.time() < end for start, end in OFFICE)


def after_office_minutes(moment: datetime, minutes: int) -> datetime:
    """Minute by minute, as a clerk would count."""
    while minutes:
        minutes -= open_at(moment)
        moment += MINUTE
    return moment


def end_of_workday(moment: datetime, number: int) -> datetime:
    """When the office closes on the so-manieth working day after this one."""
    day = moment.date()
    while number:
        day += DAY
        number -= worked(day)
    return datetime.combine(day, time(17, 30), ZONE)


def quiet(moment: datetime) -> bool:
    return not time(6) <= moment.time() < time(22)


def when_loud(moment: datetime) -> datetime:
    if not quiet(moment):
        return moment
    morning = datetime.combine(moment.date(), time(6), ZONE)
    return morning if morning > moment else morning + DAY


@dataclass(frozen=True)
class Expected:
    """One message somebody must get once: from a moment on, unless the bot only lives again after `until`."""

    who: Somebody
    words: tuple[str, ...]
    at: datetime
    until: datetime | None = None
    listed: tuple[str, str] = ("", "")  # or as a line of a list: its number and the reason
    keeps: timedelta | None = None  # written in the night, it is of no use any more when it could not be sent so long


@dataclass
class Diary:
    """What people did, hence what must come."""

    staff: dict[Role, Somebody]
    expected: list[Expected] = field(default_factory=list)

    def filed(self, resident: Somebody, number: str, at: datetime) -> None:
        """A request that nobody takes up."""
        worker, captain, boss = (self.staff[role] for role in (Role.WORKER, Role.CAPTAIN, Role.SUPERVISOR))
        late, due = after_office_minutes(at, 240), end_of_workday(at, 5)
        self.expected += [
            Expected(worker, (number, "还没签收"), late, listed=(number, "未签收")),
            Expected(captain, (f"还没签收：{number}",), late),
            Expected(worker, (number, "快到时间了"), due - 4 * HOUR, until=due, listed=(number, "快到期")),
            Expected(worker, (number, "已超时"), due, listed=(number, "超时")),
            Expected(captain, (f"超时：{number}",), due),
            Expected(resident, (number, "没能按时办好"), due),
            Expected(boss, (f"超时：{number}",), end_of_workday(due, 1)),
        ]

    def resolved(self, resident: Somebody, number: str, at: datetime) -> None:
        self.expected += [
            Expected(resident, (number, "解决了吗？点一下就行"), at + DAY),
            Expected(resident, (number, "一直没收到您的回复"), at + 3 * DAY),
        ]

    def asked(self, resident: Somebody, number: str, at: datetime) -> None:
        """A question that stays unanswered: asked again, then worked on with what is known."""
        worker = self.staff[Role.WORKER]
        self.expected += [
            Expected(resident, (number, "还在等您的回答"), at + DAY),
            Expected(worker, (number, "居民一直没回答"), at + 4 * DAY),
            Expected(resident, (number, "还没收到您的回答"), at + 4 * DAY),
        ]

    def left(self, resident: Somebody, at: datetime) -> None:
        self.expected += [
            Expected(resident, ("还差一步",), when_loud(at + 30 * MINUTE)),
            Expected(resident, ("先按您说的登记了",), when_loud(at + DAY)),
        ]

    def digests(self, first: date, days: int) -> None:
        for day in (first + number * DAY for number in range(days)):
            six = datetime.combine(day, time(18), ZONE)
            words = (f"📊 {day.month}月{day.day}日 日报",)
            self.expected.append(
                Expected(self.staff[Role.SUPERVISOR], words, six, until=six + 12 * HOUR, keeps=12 * HOUR)
            )


# ---- what happens


class Weather:
    """A town whose bot is away at times, and whose machine's clock is set wrong at times."""

    def __init__(self, place: Town, chance: Random) -> None:
        self.place = place
        self.chance = chance
        self.outages: list[tuple[datetime, datetime]] = []
        self.jumps = 0
        self._wrong = timedelta()

    @property
    def true(self) -> datetime:
        return self.place.clock.now().astimezone(UTC)

    def _machine(self) -> SystemClock:
        """The clock of a machine that has just been started."""
        return SystemClock(lambda: self.true + self._wrong, lambda: self.true.timestamp())  # noqa: PLW0108 — it moves

    def sets_the_clock(self) -> None:
        """Somebody sets the machine's clock wrong, or right again."""
        right_again = self._wrong and self.chance.random() < 0.5
        self._wrong = (
            timedelta() if right_again else self._wrong + self.chance.choice((-1, 1)) * self.chance.choice(JUMPS)
        )
        self.jumps += 1

    async def goes_out(self) -> None:
        """The bot is away for a while; in some of that time the clock is set, too."""
        begun = self.place.clock.now()
        await self.place.app.close()
        if self.chance.random() < 0.5:
            self.sets_the_clock()
        ended = begun + timedelta(hours=self.chance.choice((1, 3, 8, 16, 30)), minutes=self.chance.randrange(60))
        self.place.clock.move_to(ended)
        self.outages.append((begun, ended))
        self.place.app = build(self.place.app.settings, clock=self._machine(), threaded=False)
        worlds = self.place.app.worlds
        worlds._current = replace(worlds.current, policy=replace(worlds.current.policy, **SINGLE))
        await self.place.app.service.delivery.recover()
        await self.place.settle()

    async def passes(self, until: datetime) -> None:
        """Time goes by; the bot is looked at when it thinks that something is due."""
        while moment := await self.place.app.service.next_moment():
            ahead = self.place.app.clock.now() - self.place.clock.now()
            if moment - ahead > until:
                break
            self.place.clock.move_to(moment - ahead)
            await self.place.settle()
        self.place.clock.move_to(until)
        await self.place.settle()

    def alive(self, moment: datetime) -> datetime:
        return next((end for start, end in self.outages if start <= moment < end), moment).astimezone(ZONE)


async def one_day(weather: Weather, diary: Diary, morning: datetime, requests: int) -> None:
    """A few people write, at any hour; the worker answers some at once; now and then something goes wrong."""
    acts = sorted(morning + timedelta(minutes=weather.chance.randrange(24 * 60)) for _ in range(requests))
    for at in acts:
        await weather.passes(max(at, weather.place.clock.now()))
        await somebody_writes(weather, diary)
    if weather.chance.random() < 0.3:
        weather.sets_the_clock()
    if weather.chance.random() < 0.15:
        await weather.passes(max(weather.place.clock.now(), morning + timedelta(hours=weather.chance.randrange(24))))
        await weather.goes_out()


async def somebody_writes(weather: Weather, diary: Diary) -> None:
    place, worker = weather.place, diary.staff[Role.WORKER]
    resident = place.somebody()
    await resident.says(LAMP)
    begun = shown_at(resident, "请看看对不对")
    if weather.chance.random() < 0.2:
        diary.left(resident, begun)
        return
    await resident.presses("确认")
    number, filed = resident.number(), shown_at(resident, "登记好了")
    if quiet(place.clock.now()) or weather.chance.random() < 0.4:
        diary.filed(resident, number, filed)
        return
    card = next(bubble for bubble in place.stub.chat(worker.chat_id).received if number in bubble.text)
    solves = weather.chance.random() < 0.6
    place.stub.presses(worker.chat_id, "办结" if solves else "问居民", message_id=card.id)
    await place.settle()
    await worker.says("换了新灯泡，已经亮了" if solves else "是门口左边那盏还是右边那盏？")
    if solves:
        await worker.presses("没有照片")
        diary.resolved(resident, number, shown_at(resident, "办好了"))
    else:
        diary.asked(resident, number, shown_at(resident, "左边那盏还是右边"))


def shown_at(who: Somebody, *words: str) -> datetime:
    return seen(who, words)[-1]


def seen(who: Somebody, words: tuple[str, ...], listed: tuple[str, str] = ("", "")) -> list[datetime]:
    """When messages with all these words came, or lists with such a line."""
    received = who.town.stub.chat(who.chat_id).received
    found = (
        each for each in received if all(word in each.text for word in words) or (listed[0] and lists(each, *listed))
    )
    return [datetime.fromtimestamp(bubble.date, ZONE) for bubble in found]


def lists(bubble: Bubble, number: str, reason: str) -> bool:
    """Whether this is a list in which this ticket stands for this reason: its lines are the buttons under it."""
    if "件要留意" not in bubble.text:
        return False
    lines = bubble.text.splitlines()[1:]
    return any(number in label and reason in line for label, line in zip(bubble.labels, lines, strict=False))


# ---- the judge


def with_left_drafts(weather: Weather, diary: Diary) -> None:
    """What was filed unfinished goes on like any other request."""
    for each in list(diary.expected):
        if each.words == ("先按您说的登记了",) and seen(each.who, each.words):
            diary.filed(each.who, each.who.number(), weather.alive(each.at))


def wrong(weather: Weather, each: Expected) -> Iterator[str]:
    alive = weather.alive(each.at)
    reached = weather.alive(when_loud(alive))  # the bot may be away again when the night is over
    dropped = (each.until is not None and alive >= each.until) or (
        each.keeps is not None and reached >= alive + each.keeps
    )
    at_latest = reached + LATE
    moments = seen(each.who, each.words, each.listed)
    what = f"{each.words} of {each.at:%m-%d %H:%M}"
    if len(moments) != (not dropped):
        yield f"{what} came {len(moments)} times, the bot was there at {alive:%m-%d %H:%M}"
    for moment in moments:
        if moment < each.at - EARLY:
            yield f"{what} came early, {moment:%m-%d %H:%M}"
        if moment > at_latest:
            yield f"{what} came late, {moment:%m-%d %H:%M}"
        if quiet(moment):
            yield f"{what} came in quiet hours, {moment:%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("first", "short"),
    [
        pytest.param(date(2026, 9, 14), 100, id="from golden week into a year not announced"),
        pytest.param(date(2027, 12, 20), 20, id="into a year of which nothing is known"),
    ],
)
async def test_timers_come_once_and_in_their_time(first: date, short: int, scale: Scale, tmp_path: Path) -> None:
    """The long runs go on past spring festival."""
    days = scale(short=short, full=200)
    begin = datetime.combine(first, time(9), ZONE)
    async with town(tmp_path, begin) as place:
        staff = {
            Role.WORKER: await place.staff(Role.WORKER, GRID),
            Role.CAPTAIN: await place.staff(Role.CAPTAIN, GRID),
            Role.SUPERVISOR: await place.staff(Role.SUPERVISOR, DISTRICT),
        }
        weather, diary = Weather(place, Random(f"{first}")), Diary(staff)
        await weather.goes_out()
        for number in range(days):
            await one_day(weather, diary, begin + number * DAY, scale(short=1, full=8))
        end = begin + days * DAY + HOUR
        await weather.passes(max(end, place.clock.now()))
        with_left_drafts(weather, diary)
        diary.digests(first + DAY, days)
        due = [each for each in diary.expected if weather.alive(when_loud(weather.alive(each.at))) + LATE < end]
        found = [violation for each in due for violation in wrong(weather, each)]
        print(
            f"\nR9 {days} days from {first}: {len(due)} messages expected, {len(weather.outages)} outages,"
            f" {weather.jumps} jumps of the clock, {len(found)} violations"
        )
        assert not found, "\n".join(found[:20])
