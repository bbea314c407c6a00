"""A replay checks itself: with every temperament nothing is left lying, and what is broken on purpose is reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.replay import fates, playing, residents
from bot.replay.evidence import Check
from bot.replay.fates import Fate
from bot.replay.files import ZONE, Message, within
from bot.replay.outcomes import Summary
from bot.replay.playing import Replay
from bot.replay.temperaments import STAFFS, Temperament, one_of
from domain import clocks
from domain.errors import ImportFileError
from domain.ticket import Action
from handlers import handing_on, reactions, timers
from handlers.supervisor import digest

MORNING = datetime(2026, 11, 20, 9, 0, tzinfo=ZONE)  # a Friday
WORDS = (
    "我们楼下的路灯坏了三天了，晚上看不见路。",
    "小区门口的垃圾桶满了两天没人收，很臭。",
    "从今天早上起家里停水了，一直没来。",
    "请问办居住证要带什么材料？",
    "建议在公交站装一个遮雨的棚子。",
    "楼道里堆满了杂物，走路都困难。",
    "隔壁工地夜里施工太吵，睡不着。",
    "井盖松了，车一过就响，怕有人掉下去。",
    "老板拖欠我两个月工资不发。",
    "谢谢网格员小许，上次的事办得很快。",
    "我想要一个轮椅，腿脚不方便出不了门。",
    "路灯还是没有修好。",
)
MESSAGES = [
    Message(f"u{index % 11}", MORNING + timedelta(hours=7 * index, minutes=index), words)
    for index, words in enumerate(WORDS)
] + [
    Message(user, MORNING + timedelta(hours=90, minutes=minutes), words)
    for user, minutes, words in (
        ("u20", 0, "请问火警电话是多少？"),
        ("u21", 1, "请问火警电话是多少？"),
        ("u21", 30, "没解决"),
    )
]


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Some days afterwards are enough for every rung of the ladder."""
    monkeypatch.setattr(playing, "AFTERWARDS", timedelta(days=6))


async def play(folder, staff: str) -> Summary:
    played = Replay(folder, 1, staff)
    summary = played.summary(await played.play(MESSAGES, lambda: None))
    assert summary.unanswered == 0
    return summary


async def checks(folder, staff: str) -> dict[str, Check]:
    return {check.name: check for check in (await play(folder, staff)).checks}


@pytest.mark.parametrize("staff", sorted(STAFFS))
async def test_whoever_works_there_nothing_is_left_lying_and_every_figure_is_right(staff, tmp_path):
    summary = await play(tmp_path, staff)
    found = {check.name: check for check in summary.checks}
    assert [line for check in found.values() for line in check.wrong] == []
    assert found["有答复或有人办"].counts
    assert found["日报"].counts["日报"] >= 3 * 8
    assert (summary.outcomes["知识库即答"], summary.outcomes["登记为咨询"]) == (2, 2)


async def test_silence_goes_up_every_rung(tmp_path):
    counts = (await checks(tmp_path, "silent"))["升级"].counts
    for rung in ("captain", "desk", "command", "supervisor"):
        assert counts[f"not-accepted → {rung}"] > 0
    assert counts["overdue → captain"] > 0
    assert counts["overdue → supervisor"] > 0


@pytest.mark.parametrize("kind", ["accept_late_up", "overdue_up"])
async def test_an_escalation_that_is_not_sent_is_reported(kind, tmp_path, monkeypatch):
    monkeypatch.setitem(timers.TIMERS, kind, lambda _scene, _timer: None)
    assert (await checks(tmp_path, "silent"))["升级"].wrong


async def test_an_escalation_nobody_asked_for_is_reported(tmp_path, monkeypatch):
    monkeypatch.setitem(timers.TIMERS, "due_soon", timers.overdue_up)
    assert any("表里没有" in line for line in (await checks(tmp_path, "silent"))["升级"].wrong)


NEGLECTFUL = Temperament("neglectful", (0.1, 1), (9, 30), asks=0.4, ignores=1.0, steps_in=(0.2, 2), calls_in=1.0)


async def test_what_nobody_answers_or_is_told_is_reported(tmp_path, monkeypatch):
    """Much is asked, no second unit answers, dates do not move, and nothing of ours that sees to it works."""
    monkeypatch.setitem(STAFFS, "neglectful", ((NEGLECTFUL, 1),))
    monkeypatch.setattr(fates, "SHARES", {Fate.LEAVE: 0})
    monkeypatch.setattr(residents, "REPLIES", (((9, 12), 0.5), (None, 0.5)))  # the next day, or never
    monkeypatch.setattr(clocks, "shift_for_pause", lambda due, *_: due)
    for kind in ("answer_waited", "due_soon", "assist_silent"):
        monkeypatch.setitem(timers.TIMERS, kind, lambda _scene, _timer: None)
    found = await checks(tmp_path, "neglectful")
    assert any("居民没有听说" in line for line in found["停表"].wrong)
    assert any("另算" in line for line in found["期限"].wrong)
    assert any("没有告诉协办单位" in line for line in found["协办"].wrong)
    assert any("due-soon" in line for line in found["提醒"].wrong)


async def test_what_stays_with_somebody_who_left_is_reported(tmp_path, monkeypatch):
    monkeypatch.setitem(STAFFS, "neglectful", ((NEGLECTFUL, 1),))
    monkeypatch.setattr(fates, "SHARES", {Fate.DEPARTS: 0.6})
    monkeypatch.setitem(timers.TIMERS, "look_round", lambda scene, _timer: handing_on.plan(scene))
    assert any("没有人在办" in line for line in (await checks(tmp_path, "neglectful"))["没人管"].wrong)


async def test_an_answer_that_never_reaches_the_resident_is_reported(tmp_path, monkeypatch):
    kept = tuple(each for each in reactions.REACTIONS[Action.RESOLVE] if each is not reactions.tell_answer)
    monkeypatch.setitem(reactions.REACTIONS, Action.RESOLVE, kept)
    monkeypatch.setattr(playing, "AFTERWARDS", timedelta(hours=8))  # before the reminder of the call-back
    found = (await checks(tmp_path, "prompt"))["有答复或有人办"]
    assert any("没有答复" in line for line in found.wrong)


async def test_a_wrong_figure_is_reported(tmp_path, monkeypatch):
    right = digest.words

    def wrong(scene, figures):
        found = right(scene, figures)
        return {**found, "new": int(found["new"]) + 1}

    monkeypatch.setattr(digest, "words", wrong)
    assert any("新增" in line for line in (await checks(tmp_path, "prompt"))["日报"].wrong)


async def test_a_digest_that_does_not_come_is_reported(tmp_path, monkeypatch):
    monkeypatch.setitem(timers.TIMERS, "digest", lambda _scene, _timer: None)
    assert any("没有日报" in line for line in (await checks(tmp_path, "prompt"))["日报"].wrong)


def test_a_mix_has_everybody_in_it():
    names = {one_of(STAFFS["mixed"], number).name for number in range(10)}
    assert names == {"prompt", "slow", "silent", "returning"}


def test_a_staff_nobody_knows_is_named(tmp_path):
    with pytest.raises(ImportFileError, match="lazy"):
        Replay(tmp_path, 1, "lazy")


def test_only_so_many_days_from_a_day_on():
    found = within(MESSAGES, datetime(2026, 11, 21), 1)  # noqa: DTZ001 — a day as typed has no zone
    assert found[0].at >= datetime(2026, 11, 20, 16, tzinfo=UTC)
    assert found[-1].at - found[0].at < timedelta(days=1)
    assert within(MESSAGES, None, 0) == MESSAGES
