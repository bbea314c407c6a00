"""What an operator asks about the organisation: codes of grids, and where a request would go and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.app import App
from bot.commands.opened import opened
from bot.commands.options import AsJson, ConfigFile, WrongCommand
from domain.direct import Decision, Subject, To
from domain.grid_codes import COMMUNITY_DIGITS, next_codes, problem_of
from nlp.shapes import Shapes
from storage.unit_of_work import UnitOfWork

TARGETS = {To.GRID: "网格", To.COMMUNITY: "社区受理台", To.COMMAND: "指挥中心"}

app = typer.Typer(help="15-digit codes of grids: make and check them.", no_args_is_help=True)


@app.command()
def make(
    community: Annotated[str, typer.Argument(help="12 digits of the community.")],
    count: Annotated[int, typer.Option(min=1, max=999, help="How many new ones.")] = 1,
    shapes: Annotated[
        Path | None, typer.Option(help="GeoJSON of the new grids; they are numbered west to east.")
    ] = None,
    config: ConfigFile = None,
) -> None:
    """Print the next free codes of a community, or those for the polygons of a map, from west to east, north to south."""
    if len(community) != COMMUNITY_DIGITS or (problem := problem_of(f"{community}001")):
        why = f"它有 {len(community)} 位" if len(community) != COMMUNITY_DIGITS else problem
        raise WrongCommand(f"社区代码是 12 位数字，如 460204198023；“{community}”：{why}。")
    with opened(config) as bot:
        used = {grid.code for grid, _ in bot.storage.write_now(lambda uow: uow.places.grids())}
    names = Shapes.names_west_to_east(shapes) if shapes else [""] * count
    for code, name in zip(next_codes(community, len(names), used), names, strict=True):
        typer.echo(f"{code} {name}".rstrip())


@app.command()
def check(codes: Annotated[list[str], typer.Argument(help="Codes to look at.")]) -> None:
    """Say what is wrong with each code; exit code 1 if anything is."""
    wrong = {code: problem for code in codes if (problem := problem_of(code))}
    for code in codes:
        typer.echo(f"{code}: {wrong.get(code, '可以用')}")
    if wrong:
        raise typer.Exit(1)


def explain(
    text: Annotated[str, typer.Argument(help="What a resident would write.")],
    home: Annotated[str, typer.Option(help="Code of the grid or area the resident lives in.")] = "",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Say where a request would go by the direct-dispatch table and the admission list, and which rows decided."""
    with opened(config) as bot:
        found = bot.storage.write_now(lambda uow: _explained(uow, bot, text, home))
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(f"{k}: {v}" for k, v in found.items()))


def _explained(uow: UnitOfWork, bot: App, text: str, home: str) -> dict[str, Any]:
    world = bot.worlds.current
    heard = world.understander.understand(text, home=home)
    routing = world.routing(heard.place) if heard.place and heard.place.code else None
    area = routing.grid if routing and routing.grid else home
    subject = Subject(str(heard.kind), heard.category, heard.matter, area)
    today = bot.local().date()
    decision = uow.units.organisation().decide(subject, today)
    return {**asdict(subject), "to": _target(decision, bot), "why": _why(decision)}


def _target(decision: Decision, bot: App) -> str:
    return TARGETS.get(decision.to) or bot.worlds.current.organisation.unit_name(decision.unit)


def _why(decision: Decision) -> str:
    row = f"直派表第 {decision.row} 行" if decision.row else "直派表没有写，按网格往上"
    barred = decision.barred
    return (
        row if barred is None else f"{row}；准入清单第 {barred.of_sheet} 行不准下派（{barred.basis or '没有写依据'}）"
    )
