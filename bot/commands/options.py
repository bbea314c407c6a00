"""Options that several commands share."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from domain.errors import HuiyingError

ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="The settings; without it ./config.toml, else the defaults.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]


LIKE = 0.5  # of 1: how alike two names must be for one to be taken for a slip of the other


class WrongCommand(HuiyingError):
    """Nothing was done."""


def one_of(what: str, given: str, known: Collection[str]) -> None:
    """WrongCommand, with the name that was perhaps meant and all there are, when a name is none of those known."""
    if given in known:
        return
    close = difflib.get_close_matches(given, known, 1, LIKE)
    meant = f" Did you mean {close[0]}?" if close else ""
    raise WrongCommand(f"{what} “{given}” does not exist.{meant} Choose one of: {', '.join(known)}.")


def folder_of(file: Path) -> None:
    """WrongCommand when the folder a file is to be written to does not exist."""
    if not file.parent.is_dir():
        raise WrongCommand(f"The folder {file.parent} does not exist. Make it first: mkdir -p {file.parent}")
