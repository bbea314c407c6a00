"""R2: the power goes at every write and sync of the store; what was not synced is kept, lost or torn; the bot boots on the rest."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from batteries.conftest import Scale
from batteries.disk import shared_sqlite
from batteries.mortal import Fate
from batteries.rehearsal import Case, Stage, every_point, run_all, spread

pytestmark = [
    pytest.mark.battery,
    pytest.mark.alone,
    pytest.mark.skipif(
        not shared_sqlite(), reason="this Python carries its own SQLite inside: no disk can be put under it"
    ),
]


async def test_a_power_cut_at_any_write_loses_nothing_anybody_was_told(
    scale: Scale, stage: Stage, folder: Path
) -> None:
    cases = await every_point(stage, folder, Fate("cut"))
    variants = [image(case, seed) for seed, case in product(range(IMAGES), cases)]
    findings = await run_all(stage, folder, spread(variants, scale(short=SHORT, full=len(variants))))
    print(f"\nR2 {len(cases)} writes and syncs × {IMAGES} images: {findings}")
    assert not findings.wrong, "\n".join(findings.wrong[:20])
    assert findings.struck > 0.95 * findings.runs


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
async def test_a_store_that_does_not_wait_for_the_disk_is_seen_to_lose(
    synchronous: str, scale: Scale, stage: Stage, folder: Path
) -> None:
    """The test of the test: what FULL never does."""
    scenes = [scene.brief or scene for scene in stage.scenes[:: 9 if scale.short else 1]]
    cases = await every_point(stage, folder, Fate("cut", synchronous=synchronous), scenes)
    findings = await run_all(stage, folder, spread(cases, scale(short=BITES, full=10 * BITES)))
    print(f"\nR2 with synchronous={synchronous}: {findings}")
    assert len(findings.wrong) > 0.1 * findings.runs


def image(case: Case, seed: int) -> Case:
    """The same moment with another chance of what the disk kept; only the first is played on to the end of the chapter."""
    fates = tuple(replace(fate, seed=seed) for fate in case.fates)
    return Case((seed and case.scene.brief) or case.scene, fates)


IMAGES = 6
SHORT = 2_000
BITES = 100
