"""Reads the word files staff edit: TOML, with mistakes named by file and line."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from domain.errors import RuleError
from nlp.prepared import prepared

WORDS = Path(__file__).parent / "words"


def load_words(path: Path) -> dict[str, Any]:
    """The tables of one word file. Raises RuleError naming the file (and the line, where TOML knows it)."""
    try:
        return tables(path)
    except OSError as error:
        raise RuleError(f"{path.name}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path.name}: {error}") from error


def tables(path: Path) -> dict[str, Any]:
    """The tables of a TOML file of many words. Raises what reading and TOML raise."""
    return prepared([path], __file__, lambda: tomllib.loads(path.read_text(encoding="utf-8")))


def phrases(table: dict[str, Any], key: str, where: str) -> list[str]:
    """The list of phrases under `key` (empty if there is none). Raises RuleError when it is not a list of texts."""
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise RuleError(f"{where}: “{key}” must be a list of texts")
    return value


def grouped(table: dict[str, Any], key: str, groups: dict[str, str], where: str) -> list[str]:
    """The phrases under `key`, with the names of word groups ({person}) replaced by their words."""
    written = phrases(table, key, where)
    for name, words in groups.items():
        written = [phrase.replace(f"{{{name}}}", f"({words})") for phrase in written]
    return written
