"""`understand`: JSON lines in, what each message means out, one line for one line, in the same order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from domain.errors import HuiyingError
from domain.places import Spot
from nlp.gazetteer import Gazetteer
from nlp.understanding import Kind, Understander, Understanding

NEEDS_PLACE = (Kind.HELP, Kind.COMPLAINT, Kind.REPORT)
TEXTS = ("text", "title", "home")  # the fields of a message that are texts
SURE = 0.6  # confidence from which a place or a category is not asked about


class MessageError(HuiyingError):
    """A message cannot be read."""


def understand(
    rules: Annotated[
        Path | None, typer.Option(help="A rule file to judge categories by, as `rules fit` writes it.")
    ] = None,
    places: Annotated[
        Path | None, typer.Option(help="A gazetteer: code,name,level,parent,aliases, or villages.")
    ] = None,
    home: Annotated[str, typer.Option(help="Code of the grid (or area) the residents live in.")] = "",
) -> None:
    """Say what messages mean: {"id","text"[,"title","home"]} a line on standard input."""
    gazetteer = Gazetteer.from_csv(places) if places else None
    understander = Understander(gazetteer=gazetteer, categories=rules)
    for line in answers(sys.stdin, understander, home):
        print(line, flush=True)  # noqa: T201 — this is the output


def answers(lines: Iterable[str], understander: Understander, home: str = "") -> Iterator[str]:
    """One JSON line for each JSON line (empty ones are skipped). Raises MessageError with the line number."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        message = _message(line, number)
        text, title, own_home = (message.get(name) or "" for name in TEXTS)
        meaning = understander.understand(text, title=title, home=own_home or home)
        yield json.dumps({"id": message.get("id"), **as_json(meaning)}, ensure_ascii=False)


def as_json(meaning: Understanding) -> dict[str, Any]:
    """The fields of one answer; `solved` only for feedback, `intent` and `parts` only where there are any."""
    fields: dict[str, Any] = {
        "kind": str(meaning.kind),
        "category": meaning.category,
        "matter": meaning.matter,
        "confidence": round(meaning.confidence, 4),
        "alternatives": [
            {"label": guess.label, "confidence": round(guess.confidence, 4)} for guess in meaning.alternatives
        ],
        "why": list(meaning.why),
        "place": _place(meaning.place) if meaning.place else None,
        "emergency": {"type": danger.type, "live": danger.live} if (danger := meaning.emergency) else None,
        "ledger": meaning.ledger,
        "tags": list(meaning.tags),
        "asks": asks(meaning),
    }
    if meaning.kind is Kind.FEEDBACK:
        fields["solved"] = meaning.solved
    if meaning.intent:
        fields["intent"] = meaning.intent
    if len(meaning.parts) > 1:
        fields["parts"] = list(meaning.parts)
    return fields


def asks(meaning: Understanding) -> list[str]:
    """What the bot would ask next, in this order: whether it happens now, which matters, where, what about."""
    needed = meaning.kind in NEEDS_PLACE and not meaning.intent
    questions = {
        "emergency": meaning.emergency is not None and meaning.emergency.live,
        "parts": len(meaning.parts) > 1,
        "place": needed
        and (meaning.place is None or bool(meaning.place.candidates) or meaning.place.confidence < SURE),
        "category": needed and meaning.confidence < SURE,
    }
    return [name for name, asked in questions.items() if asked]


def _place(spot: Spot) -> dict[str, Any]:
    fields = ("code", "name", "level", "confidence", "building", "unit", "floor", "room", "candidates")
    return {name: getattr(spot, name) for name in fields}


def _message(line: str, number: int) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError as error:
        raise MessageError(f"line {number}: not JSON ({error})") from error
    if not isinstance(message, dict) or not all(isinstance(message.get(name) or "", str) for name in TEXTS):
        raise MessageError(f'line {number}: must be {{"id", "text"}} with "title" and "home" if known, all texts')
    return message
