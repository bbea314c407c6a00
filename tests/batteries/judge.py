"""What must be true at the end, whatever was killed: the same as if nothing had been, and nobody told twice unawares."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from batteries.outside import Outside, Shown

from domain.messages import Lane

AT_MOST_ONCE = (Lane.SURVEY, Lane.DIGEST)
# What happened, without the moments: a bot that was away is a little late, and never otherwise different.
FACTS = {
    "tickets": "SELECT number, kind, status, category, matter, words, grid, reporter, assignee, claimant, hops, episode, version FROM tickets",
    "events": 'SELECT ticket, action, "by", party, before, after, note, data FROM events',
    # A draft's key is random; that of a list holds the second it was begun in.
    "timers": "SELECT iif(kind LIKE 'draft%' OR kind IN ('list', 'review_late'), '', key), kind, subject, state FROM timers",
    "inbox": "SELECT channel, message_id, account, state, ticket FROM inbox",
    "conversations": "SELECT channel, account, form FROM conversations",
    "surveys": "SELECT ticket, episode, solved, satisfied, comment FROM surveys",
    "reachable accounts": "SELECT account, unreachable FROM accounts",
    # Which tickets are asked about again hangs on the seal of the trail, and so on the moments of a run.
    "letters": "SELECT account, lane, CASE json_extract(reply, '$.text.key') WHEN 'task-card-revisit' THEN 0 ELSE ticket END,"
    " json_extract(reply, '$.text.key') FROM outbox"
    " WHERE json_extract(reply, '$.text.key') NOT LIKE 'alarm-%'",
}


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one letter, as the store says."""

    id: int
    account: str
    lane: int
    state: str
    ambiguous: int
    error: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a run: what the store holds, and what people saw."""

    facts: dict[str, Counter]
    letters: list[Fate]
    shown: list[Shown]
    integrity: str


def outcome(there: Outside) -> Outcome:
    shown = list(there.platform.shown)
    try:
        with closing(sqlite3.connect(f"file:{there.folder}/town.db?mode=ro", uri=True)) as store:
            facts = {name: Counter(store.execute(query).fetchall()) for name, query in FACTS.items()}
            letters = [Fate(*row) for row in store.execute(LETTERS)]
            return Outcome(facts, letters, shown, store.execute("PRAGMA integrity_check").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return Outcome({}, [], shown, str(error))


LETTERS = "SELECT id, account, lane, state, ambiguous, error FROM outbox ORDER BY id"


def violations(found: Outcome, expected: Outcome) -> list[str]:
    """Everything that is not as promised, in words; nothing when all is well."""
    if found.integrity != "ok":
        return [f"the store is corrupt: {found.integrity}"]
    return [
        *_other_facts(found, expected),
        *fates(found),
        *_order(found),
    ]


def doubled(found: Outcome) -> int:
    """How many messages somebody saw more than once (each is marked, or it is a violation)."""
    return sum(seen > 1 for seen in Counter(shown.letter for shown in found.shown if shown.fresh).values())


def _other_facts(found: Outcome, expected: Outcome) -> Iterator[str]:
    for name, facts in expected.facts.items():
        for row in (facts - found.facts[name]).elements():
            yield f"{name}: lost {row}"
        for row in (found.facts[name] - facts).elements():
            yield f"{name}: too many {row}"


def fates(found: Outcome) -> Iterator[str]:
    fresh = Counter(shown.letter for shown in found.shown if shown.fresh)
    reached = {shown.letter for shown in found.shown}
    for letter in found.letters:
        at_most_once = letter.lane in AT_MOST_ONCE
        what = f"letter {letter.id} ({Lane(letter.lane).name}, {letter.state}, ambiguous {letter.ambiguous})"
        if letter.state not in ("sent", "unknown", "dead"):
            yield f"{what} has no outcome"
        if letter.state == "sent" and letter.id not in reached:
            yield f"{what} was never seen"
        if letter.state == "unknown" and not (at_most_once and letter.ambiguous):
            yield f"{what} was given up"
        if letter.state == "dead" and letter.error and not letter.error.startswith(("unreachable", "no reachable")):
            yield f"{what} died of {letter.error}"
        if fresh[letter.id] > 1 + letter.ambiguous:
            yield f"{what} was seen {fresh[letter.id]} times, unmarked"
        if at_most_once and fresh[letter.id] > 1:
            yield f"{what} was seen {fresh[letter.id]} times"


def _order(found: Outcome) -> Iterator[str]:
    """In each chat, what was written earlier is first seen earlier (urgent ones may overtake)."""
    lanes = {letter.id: letter.lane for letter in found.letters}
    newest: dict[int, int] = {}
    seen: set[int] = set()
    for shown in found.shown:
        if shown.letter in seen or lanes.get(shown.letter) == Lane.URGENT:
            continue
        seen.add(shown.letter)
        if shown.letter < newest.get(shown.chat, 0):
            yield f"letter {shown.letter} was seen after letter {newest[shown.chat]}"
        newest[shown.chat] = max(shown.letter, newest.get(shown.chat, 0))
