"""Reads what the staff prepared, templates of answers and campaigns; every mistake is named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from domain.answers import Result, Template
from domain.campaigns import Campaign
from domain.errors import ConfigError

KEYS = {"name", "result", "words", "about"}


def read_templates(path: Path) -> tuple[Template, ...]:
    """The templates of a file, in its order. ConfigError names every mistake."""
    return tuple(map(_template, _rows(path, "answer", _mistakes)))


def read_campaigns(path: Path) -> tuple[Campaign, ...]:
    """The campaigns of a file, in its order. ConfigError names every mistake."""
    return tuple(
        Campaign(row["name"], tuple(row["words"]), row["first"], row["last"])
        for row in _rows(path, "campaign", _wrong_campaign)
    )


def _rows(path: Path, table: str, mistakes: Callable[[dict[str, Any]], list[str]]) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get(table, [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    wrong = [f"{path}: {table} {number}: {why}" for number, row in enumerate(rows, start=1) for why in mistakes(row)]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return rows


def _wrong_campaign(row: dict[str, Any]) -> list[str]:
    found = [f"{key} is no key of a campaign" for key in sorted(row.keys() - {"name", "words", "first", "last"})]
    found += [f"{key} is missing" for key in ("name", "words", "first", "last") if not row.get(key)]
    days = [row.get("first"), row.get("last")]
    if not found and not all(isinstance(day, date) for day in days):
        return ["first and last are days, written like 2026-12-01"]
    return found or (["last is before first"] if row["last"] < row["first"] else [])


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
