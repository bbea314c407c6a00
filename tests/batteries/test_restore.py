"""R12: a backup is made while things are open, the bot dies, and the backup lives on elsewhere: what was kept is there, nothing comes twice unmarked."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest
from batteries.conftest import Scale
from batteries.judge import AT_MOST_ONCE, FACTS, LETTERS
from batteries.judge import Fate as Written
from batteries.killing import killer
from batteries.mortal import Fate
from batteries.outside import Outside, outside
from batteries.rehearsal import QUIET, Scene, Stage
from batteries.workload import passes
from stores import opened

from domain.errors import StorageError
from domain.messages import Lane
from storage.backup import damage, put_in_place, restore, sums_file

pytestmark = pytest.mark.battery
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DRILLS = 25  # of the short run
LONGEST = 200  # points; a step has about 160
THE_SWAP = 15  # the last points of a restore, none of which is left out


async def test_what_was_kept_at_the_backup_lives_on_and_nothing_comes_twice_unmarked(
    scale: Scale, stage: Stage, folder: Path
) -> None:
    number = scale(short=DRILLS, full=2_000)
    wrong, marked = await drills(stage, folder, number)
    print(f"\nR12 {number} drills: {marked} messages came again (all marked), {len(wrong)} violations")
    assert not wrong, "\n".join(wrong[:20])


async def test_a_restore_without_marks_is_seen_to_send_twice(stage: Stage, folder: Path) -> None:
    """The test of the test."""
    with patch("storage.backup._mark"):
        wrong, _ = await drills(stage, folder, DRILLS)
    assert any("unmarked" in each for each in wrong)


async def drills(stage: Stage, folder: Path, number: int) -> tuple[list[str], int]:
    """Some steps, a backup at a point of one of them, up to three steps more, death, restore elsewhere, two days."""
    chance, wrong, marked = Random(12), [], 0
    async with outside(stage.bots, folder) as (there,):
        for drilled in range(number):
            scene, elsewhere = chance.choice(stage.scenes), folder / f"drill{drilled}"
            elsewhere.mkdir()
            found, doubled = await drill(there, scene, chance, elsewhere)
            wrong += [f"{scene.chapter}, {len(scene.steps)} steps left: {each}" for each in found]
            marked += doubled
    return wrong, marked


async def drill(there: Outside, scene: Scene, chance: Random, elsewhere: Path) -> tuple[list[str], int]:
    """What was wrong, and how many messages came in both lives."""
    there.begin(scene.moment, (Fate("copy", at=chance.randint(1, LONGEST)),))
    await there.take(scene.steps[0])
    copy = there.folder / "copy"
    if not copy.exists():
        return [], 0
    for step in scene.steps[1 : 1 + chance.randint(0, 3)]:
        await there.take(step)
    there.let_go()
    lived = len(there.platform.shown)
    shutil.copy(there.folder / "key", elsewhere)
    put_in_place(copy, elsewhere / "copy")
    restore(elsewhere / "town.db", elsewhere / "copy", there.platform.clock.now())
    first_folder, there.folder = there.folder, elsewhere
    try:
        for step in (QUIET, passes(days=2)):
            await there.take(step)
        found = list(judged(there, lived))
        return found, sum(again(there, lived, newest(elsewhere / "copy")).values())
    finally:
        there.let_go()
        there.folder = first_folder
        shutil.rmtree(elsewhere)


def facts(store: Path, name: str) -> Counter:
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as raw:
        return Counter(raw.execute(KEYS[name]).fetchall())


def letters(store: Path) -> list[Written]:
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as raw:
        return [Written(*row) for row in raw.execute(LETTERS)]


def newest(store: Path) -> int:
    return max((letter.id for letter in letters(store)), default=0)


def judged(there: Outside, lived: int) -> Iterator[str]:
    store, copy = there.folder / "town.db", there.folder / "copy"
    top = newest(copy)
    for name in KEYS:
        for row in (facts(copy, name) - facts(store, name)).elements():
            yield f"{name}: lost {row}"
    shown = there.platform.shown
    fresh = Counter(
        each.letter for index, each in enumerate(shown) if each.fresh and (each.letter <= top or index >= lived)
    )
    twice = again(there, lived, top)
    for letter in letters(store):
        what = f"letter {letter.id} ({Lane(letter.lane).name}, {letter.state}, ambiguous {letter.ambiguous})"
        seen = fresh[letter.id] + (letter.id > top and bool(twice[letter.id]))
        if seen > 1 + letter.ambiguous:
            yield f"{what} was seen {seen} times, unmarked"
        if letter.lane in AT_MOST_ONCE and seen > 1:
            yield f"{what} was seen {seen} times"
        if letter.state in ("pending", "sending"):
            yield f"{what} has no outcome"


def again(there: Outside, lived: int, top: int) -> Counter:
    """Letters of the second life in whose chat the same words had come in the first, after the backup."""
    shown = there.platform.shown
    before = {(each.chat, each.text) for each in shown[:lived] if each.fresh and each.letter > top}
    after = [each for each in shown[lived:] if each.fresh and each.letter > top]
    return Counter(each.letter for each in after if (each.chat, each.text) in before)


KEYS = {
    "tickets": "SELECT id, number, reporter, words FROM tickets",
    "events": FACTS["events"],
    "inbox": "SELECT channel, message_id FROM inbox",
}


@pytest.fixture
def stores(folder: Path) -> tuple[Path, Path]:
    """A store in use, and the backup of another."""
    for name in ("store", "other"):
        storage = opened(folder / f"{name}.db", postgres=False, threaded=False)
        storage.write_now(lambda uow, name=name: [uow.meta.set(f"{name}{n}", "x" * 500) for n in range(200)])
        if name == "other":
            storage.engine._raw.execute(f"VACUUM INTO '{folder}/part'")
            put_in_place(folder / "part", folder / "copy")
        storage.close_now()
    return folder / "store.db", folder / "copy"


def test_every_damage_of_a_backup_is_refused_and_said(stores: tuple[Path, Path], scale: Scale) -> None:
    """One bit turned, or the end cut off, anywhere."""
    store, copy = stores
    whole, before, chance = copy.read_bytes(), store.read_bytes(), Random(3)
    for number in range(scale(short=100, full=5_000)):
        at = chance.randrange(len(whole))
        turned = bytes([whole[at] ^ 1 << chance.randrange(8)])
        copy.write_bytes(whole[:at] if number % 2 else whole[:at] + turned + whole[at + 1 :])
        with pytest.raises(StorageError, match="damaged"):
            restore(store, copy, NOW)
    assert store.read_bytes() == before
    copy.write_bytes(whole)
    assert damage(copy) == ""


def test_a_restore_killed_anywhere_leaves_the_old_store_or_the_backup(
    stores: tuple[Path, Path], folder: Path, scale: Scale
) -> None:
    store, copy = stores
    ends: Counter[str] = Counter()

    def place(name: str) -> Path:
        (folder / name).mkdir()
        return Path(shutil.copyfile(store, folder / name / "store.db"))

    with killer() as deadly:
        points = deadly.points("restore", str(place("counted")), str(copy), NOW.isoformat())
        early = range(1, points - THE_SWAP, 1 if not scale.short else max(1, points // 20))
        for at in (*early, *range(points - THE_SWAP, points + 1)):
            target = place(f"killed{at}")
            assert deadly.kill("restore", str(target), str(copy), NOW.isoformat(), at=at)
            ends[what_is(target)] += 1
            restore(target, copy, NOW)
            assert what_is(target) == "other"
    print(f"\nR12 restore killed at {sum(ends.values())} of {points} points: {dict(ends)}")
    assert set(ends) == {"store", "other"}


def what_is(store: Path) -> str:
    """Whose content a store has, whole."""
    with closing(sqlite3.connect(store)) as raw:
        names = {name.rstrip("0123456789") for (name,) in raw.execute("SELECT key FROM meta")} - {"restored"}
        rows = raw.execute("SELECT count(*) FROM meta WHERE key <> 'restored'").fetchone()[0]
    assert rows == 200
    (name,) = names
    return name


def test_a_backup_without_its_checksum_is_still_judged_by_its_structure(stores: tuple[Path, Path]) -> None:
    store, copy = stores
    sums_file(copy).unlink()
    copy.write_bytes(copy.read_bytes()[:8192])
    with pytest.raises(StorageError):
        restore(store, copy, NOW)
    assert what_is(store) == "store"
