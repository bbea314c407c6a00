"""Reads the staff's templates of answers; every mistake is named."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from domain.answers import Result, Template
from domain.errors import ConfigError

KEYS = {"name", "result", "words", "about"}


def read_templates(path: Path) -> tuple[Template, ...]:
    """The templates of a file, in its order. ConfigError names every mistake."""
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("answer", [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    wrong = [f"{path}: answer {number}: {why}" for number, row in enumerate(rows, start=1) for why in _mistakes(row)]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return tuple(map(_template, rows))


def _template(row: dict[str, Any]) -> Template:
    return Template(row["name"], Result(row["result"]), row["words"], frozenset(row.get("about", ())))


def _mistakes(row: dict[str, Any]) -> list[str]:
    found = [f"{key} is no key of a template" for key in sorted(row.keys() - KEYS)]
    found += [f"{key} is missing" for key in ("name", "result", "words") if not row.get(key)]
    if found:
        return found
    if row["result"] not in set(Result):
        return [f"result {row['result']!r} is none of {', '.join(Result)}"]
    try:
        return [f"{{{name}}} is no placeholder" for name in sorted(_template(row).unknown())]
    except ValueError as error:
        return [f"words: {error}"]
