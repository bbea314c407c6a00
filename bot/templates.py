"""Reads what the staff prepared: templates of answers, campaigns, and who is alerted; every mistake is named."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from bot.config import read_span, read_term
from domain.alerts import AlertRule
from domain.answers import Result, Template
from domain.campaigns import Campaign
from domain.errors import ConfigError
from domain.people import Role
from domain.special import Special
from domain.worktime import Term
from nlp.kinds import Kind

ALERT_KEYS = {"kind", "waves", "within", "units", "mandatory", "discreet", "calm", "words", "matters"}
CLOCK_KEYS = {"name", "kinds", "about", "words", "answer_within", "term", "chosen", "law", "says"}
ALERTED = (Role.WORKER, Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.SUPERVISOR, Role.COMMAND)
KEYS = {"name", "result", "words", "about"}


def read_templates(path: Path) -> tuple[Template, ...]:
    """The templates of a file, in its order. ConfigError names every mistake."""
    return tuple(map(_template, _rows(path, "answer", _mistakes)))


def read_campaigns(path: Path) -> tuple[Campaign, ...]:
    """The campaigns of a file, in its order. ConfigError names every mistake."""
    return tuple(
        Campaign(row["name"], tuple(row["words"]), row["first"], row["last"])
        for row in _rows(path, "campaign", _wrong_campaign)
    )


def read_alerts(path: Path) -> dict[str, AlertRule]:
    """Who is told of which emergency, by kind. ConfigError names every mistake."""
    rows = _rows(path, "alert", _wrong_alert)
    return {row["kind"]: _alert(row) for row in rows}


def read_clocks(path: Path) -> tuple[Special, ...]:
    """The special clocks of a file, in its order. ConfigError names every mistake."""
    return tuple(map(_clock, _rows(path, "clock", _wrong_clock)))


def _clock(row: dict[str, Any]) -> Special:
    within = read_span(row["answer_within"]) if "answer_within" in row else None
    term = read_term(row["term"]) if "term" in row else None
    assert within is None or isinstance(within, timedelta)
    assert term is None or isinstance(term, Term)
    about, words = frozenset(row.get("about", ())), tuple(row.get("words", ()))
    kinds, law, says = frozenset(row.get("kinds", ())), row.get("law", ""), row.get("says", "")
    return Special(row["name"], about, words, within, term, bool(row.get("chosen", False)), kinds, law, says)


def _wrong_clock(row: dict[str, Any]) -> list[str]:
    found = [f"{key} is no key of a clock" for key in sorted(row.keys() - CLOCK_KEYS)]
    if not row.get("name"):
        found.append("name is missing")
    if not row.keys() & {"answer_within", "term"}:
        found.append("answer_within or term is missing")
    found += [
        f"{kind!r} is no kind; there are {', '.join(Kind)}" for kind in row.get("kinds", ()) if kind not in set(Kind)
    ]
    if bool(row.get("law")) != bool(row.get("says")):
        found.append("law and says go together")
    if row.get("law") and "term" not in row:
        found.append("a law needs its term")
    for key, read in (("answer_within", read_span), ("term", read_term)):
        try:
            read(row.get(key, "1 小时"))
        except ValueError as error:
            found.append(f"{key}: {error}")
    return found


def _alert(row: dict[str, Any]) -> AlertRule:
    within = read_span(row["within"])
    assert isinstance(within, timedelta)
    return AlertRule(
        row["kind"],
        tuple(tuple(map(Role, wave)) for wave in row["waves"]),
        within,
        tuple(row.get("units", ())),
        bool(row.get("mandatory", False)),
        bool(row.get("discreet", False)),
        tuple(map(Role, row.get("calm", ()))),
        tuple(row.get("words", ())),
        tuple(row.get("matters", ())),
    )


def _wrong_alert(row: dict[str, Any]) -> list[str]:
    found = [f"{key} is no key of an alert" for key in sorted(row.keys() - ALERT_KEYS)]
    found += [f"{key} is missing" for key in ("kind", "waves", "within") if not row.get(key)]
    if found:
        return found
    if not isinstance(row["waves"], list) or not all(isinstance(wave, list) for wave in row["waves"]):
        return ['waves are lists of roles in a list, like [["captain", "supervisor"], ["desk"]]']
    named = [role for wave in (*row["waves"], row.get("calm", ())) for role in wave]
    found += [f"{role!r} is no role; there are {', '.join(ALERTED)}" for role in named if role not in ALERTED]
    try:
        read_span(row["within"])
    except ValueError as error:
        found.append(f"within: {error}")
    return found


def _rows(path: Path, table: str, mistakes: Callable[[dict[str, Any]], list[str]]) -> list[dict[str, Any]]:
    try:
        rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8")).get(table, [])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    wrong = [f"{path}: {table} {number}: {why}" for number, row in enumerate(rows, start=1) for why in mistakes(row)]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return rows


def _wrong_campaign(row: dict[str, Any]) -> list[str]:
    found = [f"{key} is no key of a campaign" for key in sorted(row.keys() - {"name", "words", "first", "last"})]
    found += [f"{key} is missing" for key in ("name", "words", "first", "last") if not row.get(key)]
    days = [row.get("first"), row.get("last")]
    if not found and not all(isinstance(day, date) for day in days):
        return ["first and last are days, written like 2026-12-01"]
    return found or (["last is before first"] if row["last"] < row["first"] else [])


def _template(row: dict[str, Any]) -> Template:
    return Template(row["name"], Result(row["result"]), row["words"], frozenset(row.get("about", ())))


def _mistakes(row: dict[str, Any]) -> list[str]:
    found = [f"{key} is no key of a template" for key in sorted(row.keys() - KEYS)]
    found += [f"{key} is missing" for key in ("name", "result", "words") if not row.get(key)]
    if found:
        return found
    if row["result"] not in set(Result):
        return [f"result {row['result']!r} is none of {', '.join(Result)}"]
    try:
        return [f"{{{name}}} is no placeholder" for name in sorted(_template(row).unknown())]
    except ValueError as error:
        return [f"words: {error}"]
