"""R1: kill -9 at every statement, commit and HTTP edge of a real workload; a new bot goes on, and nothing is lost or doubled."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest
from batteries.conftest import Scale
from batteries.mortal import Fate
from batteries.outside import outside
from batteries.rehearsal import Case, Findings, Scene, every_point, rehearse, run, spread
from stubs.telegram import Fault

pytestmark = pytest.mark.battery
NETWORK = (Fault.LOST_BEFORE, Fault.LOST_AFTER, Fault.ERROR_BEFORE, Fault.ERROR_AFTER, Fault.BAD_GATEWAY, Fault.FLOOD)


def test_a_bot_killed_at_any_point_loses_and_doubles_nothing(scale: Scale, folder: Path) -> None:
    async def battery() -> Findings:
        findings = Findings()
        async with outside(folder) as (there, first):
            scenes = await rehearse(there, first, folder)
            cases = await every_point(there, scenes, Fate("kill"))
            for case in spread(cases, scale(short=SHORT, full=len(cases))):
                await run(there, case, findings)
        print(f"\nR1 {len(cases)} points: {findings}")
        return findings

    findings = asyncio.run(battery())
    assert not findings.wrong, "\n".join(findings.wrong[:20])
    assert findings.struck > 0.95 * findings.runs  # a few points are not reached again: letters go out side by side


def test_bots_that_die_again_and_again_in_a_bad_network_lose_and_double_nothing(scale: Scale, folder: Path) -> None:
    async def battery() -> Findings:
        findings, chance = Findings(), Random(5)
        async with outside(folder) as (there, first):
            scenes = await rehearse(there, first, folder)
            for _ in range(scale(short=20, full=10_000)):
                await run(there, misfortune(scenes, chance), findings)
        print(f"\nR1 one to three deaths and up to three failures of the network: {findings}")
        return findings

    findings = asyncio.run(battery())
    assert not findings.wrong, "\n".join(findings.wrong[:20])


def misfortune(scenes: list[Scene], chance: Random) -> Case:
    fates = tuple(Fate("kill", chance.randrange(1, LONGEST_LIFE)) for _ in range(chance.randint(1, 3)))
    return Case(chance.choice(scenes), fates, tuple(chance.choices(NETWORK, k=chance.randint(0, 3))))


SHORT = 200
LONGEST_LIFE = 250  # points; a step has about 160
