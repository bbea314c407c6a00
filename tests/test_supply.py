"""S6. What is installed is pinned and hashed, and no exception from ruff's security rules goes unexplained."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCKS = sorted(ROOT.glob("*.lock"))
RUFF = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
SOURCE = [path for folder in ("bot", "domain", "handlers", "nlp", "storage") for path in (ROOT / folder).rglob("*.py")]
EXPLAINED = re.compile(r"# noqa: S\d+\s+(?:—|--|#)?\s*\S+")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes_and_comes_from_no_address(lock):
    text = lock.read_text("utf-8")
    blocks = [block for block in re.split(r"\n(?=[a-z0-9])", text) if re.match(r"[a-z0-9]", block)]
    assert len(blocks) > 50
    assert not [
        block.split()[0]
        for block in blocks
        if not re.match(r"[\w.\-\[\]]+==\S+", block) or "--hash=sha256:" not in block
    ]
    assert not re.search(r"https?://|git\+|file:|--(?:extra-)?index-url|--find-links|--trusted-host", text)


def test_the_security_rules_are_on_for_all_of_the_source():
    assert RUFF["select"] == ["ALL"]
    assert [rule for rule in RUFF["ignore"] if re.fullmatch(r"S\d*", rule)] == ["S101"]
    loose = {
        folder for folder, rules in RUFF["per-file-ignores"].items() if any(re.fullmatch(r"S\d*", r) for r in rules)
    }
    assert loose <= {"tests/**", "benchmarks/**"}


def test_every_exception_from_them_says_why():
    lines = [
        (path.name, line.strip())
        for path in SOURCE
        for line in path.read_text("utf-8").splitlines()
        if "noqa: S" in line
    ]
    security = [(name, line) for name, line in lines if re.search(r"noqa: S\d", line)]
    assert security
    assert not [found for found in security if not EXPLAINED.search(found[1])]
