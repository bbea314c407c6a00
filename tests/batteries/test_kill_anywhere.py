"""R1: kill -9 at every statement, commit and HTTP edge of a real workload; a new bot goes on, and nothing is lost or doubled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from batteries.conftest import Scale
from batteries.mortal import Fate
from batteries.rehearsal import Case, Scene, Stage, every_point, run_all, spread
from stubs.telegram import Fault

pytestmark = [pytest.mark.battery, pytest.mark.alone]
NETWORK = (Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.BAD_GATEWAY, Fault.FLOOD)


async def test_a_bot_killed_at_any_point_loses_and_doubles_nothing(scale: Scale, stage: Stage, folder: Path) -> None:
    cases = await every_point(stage, folder, Fate("kill"))
    chosen = spread(cases, scale(short=SHORT, full=len(cases)))
    findings = await run_all(stage, folder, (briefly(case, number) for number, case in enumerate(chosen)))
    print(f"\nR1 {len(cases)} points: {findings}")
    assert not findings.wrong, "\n".join(findings.wrong[:20])
    assert findings.struck > 0.95 * findings.runs  # a few points are not reached again: letters go out side by side


async def test_bots_that_die_again_and_again_in_a_bad_network_lose_and_double_nothing(
    scale: Scale, stage: Stage, folder: Path
) -> None:
    chance = scale.chance(5)
    cases = (misfortune(stage.scenes, chance) for _ in range(scale(short=60, full=10_000)))
    findings = await run_all(stage, folder, cases)
    print(f"\nR1 one to three deaths and up to three failures of the network: {findings}")
    assert not findings.wrong, "\n".join(findings.wrong[:20])


def briefly(case: Case, number: int) -> Case:
    """Every fourth is played on to the end of its chapter."""
    return replace(case, scene=(number % 4 and case.scene.brief) or case.scene)


def misfortune(scenes: list[Scene], chance: Random) -> Case:
    """Every other bot has its writer thread, as the real program does."""
    fates = tuple(
        Fate("kill", chance.randrange(1, LONGEST_LIFE), threaded=chance.random() < 0.5)
        for _ in range(chance.randint(1, 3))
    )
    return Case(chance.choice(scenes), fates, tuple(chance.choices(NETWORK, k=chance.randint(0, 3))))


SHORT = 600
LONGEST_LIFE = 250  # points; a step has about 160
