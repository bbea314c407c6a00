"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="The settings; without it ./config.toml, else the defaults.")
]
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]
