"""R3: the disk is full, or a write or a sync fails, at every such call, once or for a while; the bot lives on and catches up."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from batteries.conftest import Scale
from batteries.disk import FULL, SYNC_ERROR, WRITE_ERROR, shared_sqlite
from batteries.mortal import Fate
from batteries.outside import Outside
from batteries.rehearsal import Case, Stage, every_point, run_all, spread
from batteries.workload import SUPERVISOR
from town import Town

from domain.errors import StorageError

pytestmark = [
    pytest.mark.battery,
    pytest.mark.alone,
    pytest.mark.skipif(
        not shared_sqlite(), reason="this Python carries its own SQLite inside: no disk can be put under it"
    ),
]
FAILURES = {
    "full disk": Fate("fail", kind="write", error=FULL),
    "failing write": Fate("fail", kind="write", error=WRITE_ERROR),
    "failing sync": Fate("fail", kind="sync", error=SYNC_ERROR),
}


def for_a_while(case: Case, times: int) -> Case:
    return Case(case.scene, tuple(replace(fate, times=times) for fate in case.fates))


@pytest.mark.parametrize("name", FAILURES)
async def test_a_disk_that_fails_anywhere_corrupts_and_loses_nothing(
    name: str, scale: Scale, stage: Stage, folder: Path
) -> None:
    cases = await every_point(stage, folder, FAILURES[name])
    both = [for_a_while(case, times) for times in (1, A_WHILE) for case in cases]
    findings = await run_all(stage, folder, spread(both, scale(short=SHORT, full=len(both))))
    print(f"\nR3 {name}, {len(cases)} calls, once and {A_WHILE} in a row: {findings}")
    assert not findings.wrong, "\n".join(findings.wrong[:20])
    assert findings.struck > 0.9 * findings.runs


async def test_a_disk_that_is_full_takes_words_all_the_same_and_supervisors_are_told(
    scale: Scale, stage: Stage, folder: Path
) -> None:
    """From some write on nothing more fits, but for what the ballast left."""
    points = await every_point(stage, folder, Fate("fill"))
    cases = [replace(case, also=supervisor_not_told) for case in points]
    findings = await run_all(stage, folder, spread(cases, scale(short=SHORT, full=len(cases))))
    print(f"\nR3 disk full for good, with ballast, {len(cases)} writes: {findings}")
    assert not findings.wrong, "\n".join(findings.wrong[:20])
    assert findings.struck > 0.9 * findings.runs


def supervisor_not_told(there: Outside) -> list[str]:
    told = sum("磁盘满了" in text for text in there.platform.chat(SUPERVISOR).texts)
    return [] if told == 1 else [f"the supervisor was told {told} times"]


async def test_a_message_the_disk_has_no_room_for_is_not_set_aside(our_town: Town) -> None:
    """A turn writes more than the note that it failed: on a nearly full disk three tries must not make it poison."""
    service, resident = our_town.app.service, our_town.somebody()
    with patch("bot.service.take", side_effect=sqlite3_full):
        our_town.stub.says(resident.chat_id, "你好")
        await our_town.app.telegram.poll_once(wait=0)
        for _ in range(5):
            with pytest.raises(StorageError):
                await service.turns()
    await our_town.settle()
    assert resident.texts
    assert await our_town.written(lambda uow: uow.inbox.waiting()) == (0, None)


def sqlite3_full(*_: object) -> None:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


A_WHILE = 25
SHORT = 40
