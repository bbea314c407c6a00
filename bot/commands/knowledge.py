"""`knowledge`: what an enquiry would be answered, which words spoke for it, and what came next."""

from __future__ import annotations

import json
from typing import Annotated, Any

import typer

from bot.commands.opened import opened
from bot.commands.options import AsJson, ConfigFile
from domain.knowledge import Entry
from nlp.knowledge import Result


def explain(
    text: Annotated[str, typer.Argument(help="What a resident would ask.")],
    home: Annotated[str, typer.Option(help="Code of the grid or area the resident lives in.")] = "",
    config: ConfigFile = None,
    as_json: AsJson = False,
) -> None:
    """Say which entry of the knowledge base would answer, or be offered, and by which words."""
    with opened(config) as bot:
        today = bot.local().date()

        def usable(entry: Entry) -> bool:
            return entry.valid(today) and entry.holds_at(home)

        told = _told(bot.worlds.current.knowledge.search(text, usable))
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(_lines(told)))


def _told(result: Result) -> dict[str, Any]:
    found = [
        {"code": each.entry.code, "title": each.entry.title, "score": round(each.score, 2), "why": list(each.why)}
        for each in result.likely
    ]
    return {"does": "answer" if result.sure else "offer" if found else "nothing", "found": found}


def _lines(told: dict[str, Any]) -> list[str]:
    first = {"answer": "直接回答第一条", "offer": "请居民选", "nothing": "没有合适的：照常登记，列为没答上"}[
        told["does"]
    ]
    return [first, *(f"{x['score']:.2f} {x['code']} {x['title']}（{'、'.join(x['why'])}）" for x in told["found"])]
