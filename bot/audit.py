"""Acts of operators that the audit trail keeps: which settings, words, texts and tables the bot worked with from when on."""

from __future__ import annotations

import getpass
import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from bot.config import Settings
from bot.texts import LOCALES
from nlp.wordfile import WORDS
from storage.audit import Act
from storage.unit_of_work import UnitOfWork

SHOWN = 12  # hexadecimal digits: enough to tell one version from another


def note_configuration(uow: UnitOfWork, settings: Settings, now: datetime) -> None:
    """Keep an act for every part of the configuration that is not what it was when the bot last looked."""
    for name, version in _versions(settings):
        key = f"configuration:{name}"
        if uow.meta.get(key) != version:
            uow.meta.set(key, version)
            uow.audit.did(Act(now, "bot", f"configuration {name}", version[:SHOWN]))


def did(uow: UnitOfWork, now: datetime, what: str, detail: str) -> None:
    """Keep an act of whoever runs this command, by the name they have on this machine."""
    uow.audit.did(Act(now, _operator(), what, detail))


def _operator() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as in a container
        return f"uid {os.getuid()}"


def _versions(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "settings", hashlib.sha256(settings.model_dump_json().encode()).hexdigest()
    yield "words", _of_files(WORDS.glob("*.toml"))
    yield "texts", _of_files(LOCALES.glob("*/*.ftl"))
    tables = (settings.alerts.table, settings.answers.templates, settings.answers.campaigns, settings.clocks.special)
    yield "tables", _of_files(tables)


def _of_files(paths: Iterable[Path]) -> str:
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
