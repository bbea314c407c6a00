"""R8. The test of the tests: bugs that break a promise, planted one at a time in a copy of the tree, must each be caught.

`HUIYING_BATTERY=full` plants all of them, `HUIYING_BUGS="one another"` the ones named; the short run plants a few, and looks whether the
table still fits the source.
A bug is caught when one of its tests fails; a copy that cannot even be imported, or a test that is gone, is a mistake of
the table and caught by nobody.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from batteries.conftest import Scale

pytestmark = pytest.mark.battery
ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("planted_bugs.toml")
COPIED = ("bot", "domain", "handlers", "nlp", "storage", "locales", "tests")
SINGLE = ("pyproject.toml", "config.example.toml")
FEW = 3  # of the short run
LEAST_CAUGHT = 0.95
CAUGHT, PASSED = 1, 0  # exit codes of pytest: a test failed; all passed
PATIENCE = 300  # real seconds for the tests of one bug; whoever ends then has caught nothing
TOO_LONG = -1


@dataclass(frozen=True)
class Bug:
    """One mistake somebody could make, and who should notice."""

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def table() -> list[Bug]:
    found = tomllib.loads(TABLE.read_text("utf-8"))
    return [Bug(name, **{**bug, "tests": tuple(bug["tests"])}) for name, bug in found.items()]


BUGS = table()


def test_there_are_enough_of_them() -> None:
    assert len(BUGS) >= 40


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.name)
def test_the_table_still_fits_the_source(bug: Bug) -> None:
    """Whoever changes a line that a bug is planted in moves the bug along."""
    source = (ROOT / bug.file).read_text("utf-8")
    assert source.count(bug.old) == 1, (
        f"{TABLE.name} [{bug.name}]: its old text stands {source.count(bug.old)} times in {bug.file}"
    )
    compile(source.replace(bug.old, bug.new), bug.file, "exec")
    gone = [test for test in bug.tests if not (ROOT / "tests" / test.partition("::")[0]).is_file()]
    assert not gone, f"{TABLE.name} [{bug.name}]: there is no {gone}"


def test_planted_bugs_are_caught(folder: Path, scale: Scale) -> None:
    named = os.environ.get("HUIYING_BUGS", "").split()
    some = Random(len(BUGS)).sample(BUGS, scale(short=FEW, full=len(BUGS)))
    wanted = [bug for bug in BUGS if bug.name in named] if named else some
    tree = copied(folder)
    survivors = []
    for number, bug in enumerate(wanted, start=1):
        began = time.monotonic()
        with planted(tree, bug):
            code = run(tree, bug.tests)
        assert code in (CAUGHT, PASSED), f"[{bug.name}]: its tests cannot be run (pytest says {code})"
        if code == PASSED:
            survivors.append(bug.name)
        word = "caught" if code == CAUGHT else "SURVIVES"
        print(f"{number}/{len(wanted)} {word} {bug.name} ({time.monotonic() - began:.1f} s)", flush=True)
    caught = len(wanted) - len(survivors)
    print(f"{caught} of {len(wanted)} planted bugs caught")
    assert caught / len(wanted) >= LEAST_CAUGHT, f"nobody noticed: {survivors}"


def test_without_a_bug_the_same_tests_pass(folder: Path, scale: Scale) -> None:
    """Else a bug would count as caught by a test that fails anyway. The short run takes a quick one and trusts the rest of the suite."""
    tests = sorted({test for bug in BUGS for test in bug.tests})
    quick = next(test for test in tests if test.startswith("domain/"))
    assert run(copied(folder), (quick,) if scale.short else tuple(tests)) == PASSED


def copied(folder: Path) -> Path:
    """The tree without its history and leavings."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in SINGLE:
        shutil.copy(ROOT / name, folder / name)
    return folder


@contextmanager
def planted(tree: Path, bug: Bug) -> Iterator[None]:
    file = tree / bug.file
    source = file.read_text("utf-8")
    file.write_text(source.replace(bug.old, bug.new), "utf-8")
    try:
        yield
    finally:
        file.write_text(source, "utf-8")


def run(tree: Path, tests: tuple[str, ...]) -> int:
    """The exit code of pytest, or TOO_LONG."""
    words = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *(f"tests/{test}" for test in tests)]
    environment = {**os.environ, "HUIYING_BATTERY": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(
            words, cwd=tree, env=environment, capture_output=True, timeout=PATIENCE, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return TOO_LONG
