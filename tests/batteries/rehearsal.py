"""The workload run once undisturbed: every moment between two steps, how each chapter ends, and how many points a step has."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from batteries.judge import Outcome, doubled, outcome, violations
from batteries.mortal import Fate
from batteries.outside import Moment, Outside, first_moment, outside
from batteries.workload import CHAPTERS, Step, passes
from stubs.telegram import Fault

TOWNS = 4  # a town waits for its bot most of the time
OFTEN = 500  # runs
QUIET = passes(minutes=20)  # what is to be tried again has its time


@dataclass(frozen=True)
class Scene:
    """One step of a chapter with the moment before it, what follows it, and the end that must come.

    `brief` is the same step with nothing after it but some quiet time.
    """

    chapter: str
    moment: Moment
    steps: tuple[Step, ...]
    end: Outcome
    brief: Scene | None = None


@dataclass(frozen=True)
class Case:
    """What befalls the bot from the first step of a scene on, those that come after its death, and the network.

    `also` looks for more that may be wrong than every case must be free of.
    """

    scene: Scene
    fates: tuple[Fate, ...]
    faults: tuple[Fault, ...] = ()
    also: Callable[[Outside], Iterable[str]] = lambda _there: ()


@dataclass
class Findings:
    """What a battery saw."""

    runs: int = 0
    struck: int = 0
    doubled: int = 0
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.struck} of {self.runs} runs struck, {self.doubled} messages seen twice (all marked), {len(self.wrong)} violations"


@dataclass(frozen=True)
class Stage:
    """A lender of bots, and the scenes they play in."""

    bots: Path
    scenes: list[Scene]


async def rehearse(bots: Path, folder: Path) -> Stage:
    """Play everything undisturbed."""
    async with outside(bots, folder) as (there,):
        return Stage(bots, await _all_scenes(there, folder))


async def _all_scenes(there: Outside, folder: Path) -> list[Scene]:
    there.begin(await first_moment(there, folder / "first"))
    scenes: list[Scene] = []
    for chapter, script in CHAPTERS.items():
        steps = (*script, QUIET)
        moments = []
        for number, step in enumerate(steps):
            moments.append(there.keep(folder / f"{chapter[:12]}-{number}"))
            await there.take(step)
        end = outcome(there)
        assert not violations(end, end), f"undisturbed: {violations(end, end)}"
        scenes += [Scene(chapter, moment, steps[at:], end) for at, moment in enumerate(moments[:-1])]
        after = there.keep(folder / f"{chapter[:12]}-end")
        for at in range(len(scenes) - len(script), len(scenes)):
            scenes[at] = replace(scenes[at], brief=await _brief(there, scenes[at]))
        there.begin(after)
    return scenes


async def _brief(there: Outside, scene: Scene) -> Scene:
    """The scene cut after its first step, unless letters then still wait (for the end of the night)."""
    there.begin(scene.moment)
    steps = (scene.steps[0], QUIET)
    for step in steps:
        await there.take(step)
    end = outcome(there)
    return scene if violations(end, end) else Scene(scene.chapter, scene.moment, steps, end)


async def every_point(stage: Stage, folder: Path, how: Fate, scenes: Iterable[Scene] = ()) -> list[Case]:
    """A case for each point of each step (of some scenes only), as many as an undisturbed bot passes."""
    cases = []
    async with outside(stage.bots, folder) as (there,):
        for scene in scenes or stage.scenes:
            there.begin(scene.moment, (how,))
            await there.take(scene.steps[0])
            cases += [Case(scene, (replace(how, at=at),)) for at in range(1, there.points + 1)]
    return cases


def spread(cases: list[Case], most: int) -> Iterator[Case]:
    """As many of them as wanted, evenly."""
    return (cases[number * len(cases) // most] for number in range(most)) if most < len(cases) else iter(cases)


async def run_all(stage: Stage, folder: Path, cases: Iterable[Case]) -> Findings:
    """Let every case happen, in some towns side by side."""
    findings, waiting = Findings(), iter(cases)

    async def play(there: Outside) -> None:
        for case in waiting:
            await run(there, case, findings)

    async with outside(stage.bots, folder, TOWNS) as towns:
        await asyncio.gather(*map(play, towns))
    return findings


async def run(there: Outside, case: Case, findings: Findings) -> None:
    """Let it happen, go on to the end of the chapter, and judge."""
    there.begin(case.scene.moment, case.fates)
    for fault in case.faults:
        there.platform.fails(fault)
    wrong: list[str] = []
    try:
        for step in case.scene.steps:
            await there.take(step)
    except AssertionError as error:
        wrong.append(str(error)[:500])
    found = outcome(there)
    wrong += [*violations(found, case.scene.end), *case.also(there)]
    findings.runs += 1
    if findings.runs % OFTEN == 0:
        print(f"  {findings}", flush=True)  # who waits for a whole night sees how far it is
    findings.struck += bool(there.deaths) or there.points >= case.fates[0].at
    findings.doubled += max(0, doubled(found) - doubled(case.scene.end))
    findings.wrong += [
        f"{case.scene.chapter}, {len(case.scene.steps)} steps left, {case.fates}, {case.faults}: {each}"
        for each in wrong
    ]
