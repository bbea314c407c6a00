"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from bot.likely import meant
from domain.errors import HuiyingError

ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="The settings; without it ./config.toml, else the defaults.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


class WrongCommand(HuiyingError):
    """Nothing was done."""


def one_of(what: str, given: str, known: Collection[str]) -> None:
    """WrongCommand, with the name that was perhaps meant and all there are, when a name is none of those known."""
    if given in known:
        return
    raise WrongCommand(f"{what} “{given}” does not exist.{meant(given, known)} Choose one of: {', '.join(known)}.")


def folder_of(file: Path) -> None:
    """WrongCommand when the folder a file is to be written to does not exist."""
    if not file.parent.is_dir():
        raise WrongCommand(f"The folder {file.parent} does not exist. Make it first: mkdir -p {file.parent}")
