"""`export`: tickets, ledgers or the audit trail to a CSV or XLSX file."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.audit import did
from bot.commands.opened import opened
from bot.commands.options import ConfigFile, WrongCommand, folder_of, one_of
from bot.exports import EXPORTS, from_one, write

FIRST_DAY = date(2000, 1, 1)


def export(
    what: Annotated[
        str,
        typer.Argument(
            help="tickets, ledgers, stability (for supervisors only), visits, lines, sources, audit, points, mediations or knowledge"
        ),
    ],
    out: Annotated[Path, typer.Option(help="A file that ends in .csv or .xlsx.")],
    since: Annotated[str, typer.Option(help="YYYY-MM-DD, the first day; without it, from the beginning.")] = "",
    until: Annotated[str, typer.Option(help="YYYY-MM-DD, the last day; without it, until now.")] = "",
    month: Annotated[str, typer.Option(help="YYYY-MM, instead of the two: a whole month.")] = "",
    source: Annotated[str, typer.Option(help="Only what came this way: behalf, box, 12345, ...")] = "",
    config: ConfigFile = None,
) -> None:
    """Write what happened in a span of days to a spreadsheet, without the names of residents."""
    one_of("The export", what, EXPORTS)
    folder_of(out)
    with opened(config) as app:
        world, now = app.worlds.current, app.clock.now()
        zone = world.week.zone
        first = _day("--since", since) if since else FIRST_DAY
        last = _day("--until", until) if until else now.astimezone(zone).date()
        if month:
            first = _day("--month", f"{month}-01")
            last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        start, end = (datetime.combine(day, datetime.min.time(), zone) for day in (first, last + timedelta(days=1)))
        sheet = app.storage.write_now(lambda uow: EXPORTS[what](uow, world, start, end))
        if source:
            one_of("--source", source, world.sources.codes())
        sheet = from_one(sheet, world.sources.name(source)) if source else sheet
        write(sheet, out)
        rows = f"{first} {last} {len(sheet.rows)} rows"
        app.storage.write_now(lambda uow: did(uow, now, f"export {what}", rows))
    typer.echo(f"{out}: {len(sheet.rows)} 行。")


def _day(option: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        wanted = "2026-11" if option == "--month" else "2026-11-23"
        raise WrongCommand(
            f"{option} “{text.removesuffix('-01') if option == '--month' else text}”: write it like {wanted}"
        ) from error
