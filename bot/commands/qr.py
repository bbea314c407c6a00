"""`qr`: the code for a building's door; who scans it never has to say where they live."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import segno
import typer
from rich.console import Console

from bot.commands.opened import opened
from bot.commands.options import ConfigFile, WrongCommand, folder_of

console = Console()


def qr(
    code: Annotated[str, typer.Argument(help="Code of the compound, grid or community.")],
    out: Annotated[Path, typer.Option(help="The picture: PNG or SVG.")] = Path("qr.png"),
    building: Annotated[int, typer.Option(help="The building's number; 0 for none.", min=0, max=9999)] = 0,
    link: Annotated[
        str, typer.Option(help="Where the code leads; {} is the payload.")
    ] = "https://t.me/YOUR_BOT?start={}",
    config: ConfigFile = None,
) -> None:
    """Draw the QR code of a building."""
    with opened(config) as app:
        gazetteer = app.worlds.current.gazetteer
    if gazetteer.area(code) is None:
        raise WrongCommand(
            f"No place has the code “{code}”. The codes stand in the places sheet, like 460204198023-c01."
        )
    folder_of(out)
    payload = f"h{code}-{building}" if building else f"h{code}"
    segno.make(link.format(payload), error="m").save(str(out), scale=8, border=4)
    where = f"{gazetteer.in_words(code)}{f'{building}栋' if building else ''}"
    console.print(f"{out}: {where} → {link.format(payload)}")
