"""`qr`: the code for a building's door; who scans it never has to say where they live."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import segno
import typer

from bot.commands.opened import opened
from bot.commands.options import ConfigFile, WrongCommand, folder_of

FORMS = (".png", ".svg")


def qr(
    code: Annotated[str, typer.Argument(help="Code of the compound, grid or community.")],
    link: Annotated[str, typer.Option(help="Where the code leads: 'https://t.me/NAME_OF_YOUR_BOT?start={}'.")],
    out: Annotated[Path, typer.Option(help="The picture: PNG or SVG.")] = Path("qr.png"),
    building: Annotated[int, typer.Option(help="The building's number; 0 for none.", min=0, max=9999)] = 0,
    config: ConfigFile = None,
) -> None:
    """Draw the QR code of a building."""
    if "{}" not in link:
        raise WrongCommand(f"--link {link}: it must hold {{}}, in whose place the code of the building comes")
    if out.suffix.lower() not in FORMS:
        raise WrongCommand(f"--out {out}: the name must end in {' or '.join(FORMS)}")
    with opened(config) as app:
        gazetteer = app.worlds.current.gazetteer
    if gazetteer.area(code) is None:
        raise WrongCommand(
            f"No place has the code “{code}”. The codes stand in the places sheet, like 460204198023-c01."
        )
    folder_of(out)
    leads_to = link.replace("{}", f"h{code}-{building}" if building else f"h{code}")
    segno.make(leads_to, error="m").save(str(out), scale=8, border=4)
    where = f"{gazetteer.in_words(code)}{f'{building}栋' if building else ''}"
    typer.echo(f"{out}: {where} → {leads_to}")
