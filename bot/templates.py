"""Reads what the staff prepared: templates of answers, campaigns, and who is alerted; every mistake is named."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
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
from domain.values import frozen
from domain.worktime import Term
from nlp.kinds import Kind

ALERTED = (Role.WORKER, Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.SUPERVISOR, Role.COMMAND)
Row = dict[str, Any]


def read_templates(path: Path) -> tuple[Template, ...]:
    """The templates of a file, in its order. ConfigError names every mistake."""
    return tuple(map(_template, _rows(path, ANSWER, _wrong_answer)))


def read_campaigns(path: Path) -> tuple[Campaign, ...]:
    """The campaigns of a file, in its order. ConfigError names every mistake."""
    return tuple(
        Campaign(row["name"], tuple(row["words"]), row["first"], row["last"])
        for row in _rows(path, CAMPAIGN, _wrong_campaign)
    )


def read_alerts(path: Path) -> dict[str, AlertRule]:
    """Who is told of which emergency, by kind. ConfigError names every mistake."""
    rows = _rows(path, ALERT, _wrong_alert)
    found = {row["kind"]: _alert(row) for row in rows}
    if twice := [kind for kind, times in Counter(row["kind"] for row in rows).items() if times > 1]:
        raise ConfigError(f"{path}: {', '.join(twice)}: there are two such rows; keep one")
    return found


def read_clocks(path: Path) -> tuple[Special, ...]:
    """The special clocks of a file, in its order. ConfigError names every mistake."""
    return tuple(map(_clock, _rows(path, CLOCK, _wrong_clock)))


def _clock(row: Row) -> Special:
    within = read_span(row["answer_within"]) if "answer_within" in row else None
    term = read_term(row["term"]) if "term" in row else None
    assert within is None or isinstance(within, timedelta)
    assert term is None or isinstance(term, Term)
    about, words = frozenset(row.get("about", ())), tuple(row.get("words", ()))
    kinds, law, says = frozenset(row.get("kinds", ())), row.get("law", ""), row.get("says", "")
    return Special(row["name"], about, words, within, term, bool(row.get("chosen", False)), kinds, law, says)


def _wrong_clock(row: Row) -> list[str]:
    found = []
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


def _alert(row: Row) -> AlertRule:
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


def _wrong_alert(row: Row) -> list[str]:
    named = [role for wave in (*row["waves"], row.get("calm", ())) for role in wave]
    found = [f"{role!r} is no role; there are {', '.join(ALERTED)}" for role in named if role not in ALERTED]
    try:
        read_span(row["within"])
    except ValueError as error:
        found.append(f"within: {error}")
    return found


def _wrong_campaign(row: Row) -> list[str]:
    return ["last is before first"] if row["last"] < row["first"] else []


def _template(row: Row) -> Template:
    return Template(row["name"], Result(row["result"]), row["words"], frozenset(row.get("about", ())))


def _wrong_answer(row: Row) -> list[str]:
    if row["result"] not in set(Result):
        return [f"result {row['result']!r} is none of {', '.join(Result)}"]
    try:
        return [f"{{{name}}} is no placeholder" for name in sorted(_template(row).unknown())]
    except ValueError as error:
        return [f"words: {error}"]


@frozen
class Value:
    """What may stand behind a key, and how to write it."""

    fits: Callable[[Any], bool]
    like: str


@frozen
class Table:
    """The rows of a file: their name, what each must have and what it may have."""

    name: str
    must: Mapping[str, Value]
    may: Mapping[str, Value]

    def mistakes(self, row: Row) -> list[str]:
        known = {**self.must, **self.may}
        found = [f"{key} is no key of this table" for key in sorted(row.keys() - known.keys())]
        found += [f"{key} is missing" for key in self.must if not row.get(key)]
        wrong = [key for key in known if row.get(key) and not known[key].fits(row[key])]
        return found + [f"{key} is to be written like {known[key].like}" for key in wrong]


def _rows(path: Path, table: Table, mistakes: Callable[[Row], list[str]]) -> list[Row]:
    """The rows of a file. ConfigError names every mistake; `mistakes` looks at rows whose values are what they should be."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    rows = found.pop(table.name, [])
    if found or not _all(dict)(rows):
        raise ConfigError(f"{path}: {', '.join(found) or table.name}: each row begins with [[{table.name}]]")
    wrong = [
        f"{path}: {table.name} {number}: {why}"
        for number, row in enumerate(rows, start=1)
        for why in table.mistakes(row) or mistakes(row)
    ]
    if wrong:
        raise ConfigError("\n".join(wrong))
    return list(rows)


def _is(kind: type) -> Callable[[Any], bool]:
    return lambda value: type(value) is kind


def _all(kind: type) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(type(each) is kind for each in value)


TEXT = Value(_is(str), '"..."')
TEXTS = Value(_all(str), '["...", "..."]')
FLAG = Value(_is(bool), "true or false")
DAY = Value(_is(date), "2026-12-01")
WAVES = Value(
    lambda value: _all(list)(value) and all(map(_all(str), value)),
    '[["captain", "supervisor"], ["desk"]], lists of roles in a list',
)
ANSWER = Table("answer", {"name": TEXT, "result": TEXT, "words": TEXT}, {"about": TEXTS})
CAMPAIGN = Table("campaign", {"name": TEXT, "words": TEXTS, "first": DAY, "last": DAY}, {})
ALERT = Table(
    "alert",
    {"kind": TEXT, "waves": WAVES, "within": TEXT},
    {**dict.fromkeys(("units", "calm", "words", "matters"), TEXTS), **dict.fromkeys(("mandatory", "discreet"), FLAG)},
)
CLOCK = Table(
    "clock",
    {"name": TEXT},
    {
        **dict.fromkeys(("kinds", "about", "words"), TEXTS),
        **dict.fromkeys(("answer_within", "term", "law", "says"), TEXT),
        "chosen": FLAG,
    },
)
