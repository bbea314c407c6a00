"""R2: the power goes at every write and sync of the store; what was not synced is kept, lost or torn; the bot boots on the rest."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from batteries.conftest import Scale
from batteries.disk import shared_sqlite
from batteries.mortal import Fate
from batteries.outside import outside
from batteries.rehearsal import Case, Findings, every_point, rehearse, run, spread

pytestmark = [
    pytest.mark.battery,
    pytest.mark.skipif(
        not shared_sqlite(), reason="this Python carries its own SQLite inside: no disk can be put under it"
    ),
]


def test_a_power_cut_at_any_write_loses_nothing_anybody_was_told(scale: Scale, folder: Path) -> None:
    async def battery() -> Findings:
        findings = Findings()
        async with outside(folder) as (there, first):
            scenes = await rehearse(there, first, folder)
            cases = await every_point(there, scenes[:: 9 if scale.short else 1], Fate("cut"))
            variants = [again(case, seed) for case in cases for seed in range(IMAGES)]
            for case in spread(variants, scale(short=SHORT, full=FULL)):
                await run(there, case, findings)
        print(f"\nR2 {len(cases)} writes and syncs × {IMAGES} images: {findings}")
        return findings

    findings = asyncio.run(battery())
    assert not findings.wrong, "\n".join(findings.wrong[:20])
    assert findings.struck > 0.95 * findings.runs


def again(case: Case, seed: int) -> Case:
    """The same moment with another chance of what the disk kept."""
    return Case(case.scene, tuple(replace(fate, seed=seed) for fate in case.fates))


IMAGES = 3
SHORT, FULL = 40, 2_400
