"""A few days of a community as a script: everything people do, in chapters that each end with nothing open.

People press what they see, and type where a message may be lost by design (surveys and digests are sent at most once),
so that a bot that died and came back is asked exactly the same as one that never did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from stubs.telegram import Fault, TelegramStub

MINUTE = timedelta(minutes=1)
RESIDENT, NEIGHBOUR, WORKER, DESK, SUPERVISOR, VOLUNTEER, CAPTAIN = range(1001, 1008)
LAMP = "我们榕树里小区3栋楼下路灯坏了三天，晚上太黑了"
BINS = "榕树里小区5栋门口垃圾桶满了好几天没人清"
DRAIN = "榕树里小区2栋下水道堵了，污水漫出来了"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens in the town, so long after the step before it."""

    act: Callable[[TelegramStub], object]
    after: timedelta = MINUTE


def says(who: int, words: str) -> Step:
    return Step(lambda stub: stub.says(who, words))


def presses(who: int, label: str) -> Step:
    return Step(lambda stub: stub.presses(who, label))


def photo(who: int, caption: str = "") -> Step:
    return Step(lambda stub: stub.sends_photo(who, caption=caption))


def again() -> Step:
    """The platform delivers the last update once more."""
    return Step(lambda stub: stub.again())


def passes(**span: float) -> Step:
    return Step(lambda _stub: None, timedelta(**span))


def fails(fault: Fault, times: int = 1, chat: int | None = None) -> Step:
    return Step(lambda stub: stub.fails(fault, times, chat=chat), timedelta())


def blocks(who: int) -> Step:
    return Step(lambda stub: stub.blocks(who))


def unblocks(who: int) -> Step:
    return Step(lambda stub: stub.unblocks(who))


CHAPTERS: dict[str, tuple[Step, ...]] = {
    "a lamp is reported, asked about, mended and rated": (
        photo(RESIDENT, LAMP),
        presses(RESIDENT, "确认"),
        again(),
        presses(WORKER, "签收"),
        presses(WORKER, "问居民"),
        says(WORKER, "是门口左边那盏还是右边那盏？"),
        presses(RESIDENT, "回答"),
        says(RESIDENT, "左边那盏"),
        presses(WORKER, "办结"),
        says(WORKER, "换了新灯泡，已经亮了"),
        photo(WORKER),
        presses(RESIDENT, "解决了"),
        presses(RESIDENT, "满意"),
        presses(RESIDENT, "不说了"),
    ),
    "too many requests, and answers that never came": (
        fails(Fault.FLOOD, 2),
        says(NEIGHBOUR, BINS),
        presses(NEIGHBOUR, "确认"),
        fails(Fault.LOST_AFTER, chat=NEIGHBOUR),
        presses(WORKER, "签收"),
        fails(Fault.BAD_GATEWAY, chat=NEIGHBOUR),
        presses(WORKER, "报进展"),
        says(WORKER, "已经联系环卫，下午来清"),
        says(NEIGHBOUR, "催一下"),
        presses(WORKER, "办结"),
        says(WORKER, "清运了，也冲洗了"),
        presses(WORKER, "没有照片"),
        presses(NEIGHBOUR, "没解决"),
        presses(NEIGHBOUR, "没人来"),
        says(WORKER, "待办"),
        presses(WORKER, "签收"),
        presses(WORKER, "办结"),
        says(WORKER, "刚才又去了一次，这次清完了"),
        presses(WORKER, "没有照片"),
        presses(NEIGHBOUR, "解决了"),
        presses(NEIGHBOUR, "基本满意"),
        says(NEIGHBOUR, "下次早点来"),
    ),
    "a wish is checked, claimed and fulfilled": (
        says(RESIDENT, "微心愿"),
        says(RESIDENT, "想要一辆旧轮椅，推奶奶下楼晒太阳"),
        says(RESIDENT, "榕树里小区"),
        presses(RESIDENT, "同意，许愿"),
        presses(DESK, "核实通过"),
        says(VOLUNTEER, "心愿墙"),
        says(VOLUNTEER, "1"),
        presses(VOLUNTEER, "已送达"),
        says(VOLUNTEER, "轮椅送到家了"),
        presses(RESIDENT, "收到了"),
    ),
    "somebody blocks the bot, and comes back": (
        says(NEIGHBOUR, DRAIN),
        presses(NEIGHBOUR, "确认"),
        blocks(NEIGHBOUR),
        presses(WORKER, "签收"),
        presses(WORKER, "报进展"),
        says(WORKER, "疏通车已经在路上"),
        unblocks(NEIGHBOUR),
        says(NEIGHBOUR, "我的工单"),
        presses(WORKER, "办结"),
        says(WORKER, "疏通了"),
        presses(WORKER, "没有照片"),
        presses(NEIGHBOUR, "解决了"),
        presses(NEIGHBOUR, "满意"),
        presses(NEIGHBOUR, "不说了"),
    ),
    "nobody accepts, nobody answers: timers, digests, a silent end": (
        says(RESIDENT, LAMP),
        presses(RESIDENT, "确认"),
        passes(hours=10),
        says(CAPTAIN, "待办"),
        passes(days=8),
        says(SUPERVISOR, "日报"),
        says(WORKER, "待办"),
        presses(WORKER, "办结"),
        says(WORKER, "换了灯泡"),
        presses(WORKER, "没有照片"),
        passes(days=4),
        says(RESIDENT, "我的工单"),
    ),
}
