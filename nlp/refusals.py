"""Recognises what no community may take (不予受理): matters of courts, inspectors and others, each with where to go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from domain.answers import Result
from domain.errors import RuleError
from domain.values import frozen
from nlp.phrases import Phrasebook, blanked
from nlp.wordfile import WORDS, grouped, load_words

LONGEST = 120  # characters; in a letter such words are one sentence among many, and a person reads it


@frozen
class Refusal:
    """Why something is not ours: `why` in plain words, the law as `source` ("" when there is none), whom to turn to.

    `result` is what the ticket is closed with. `accuses`: the words accuse somebody, so that they are not kept.
    """

    name: str
    title: str
    why: str
    channel: str
    source: str = ""
    result: Result = Result.REDIRECTED
    accuses: bool = False


class Refusals:
    """The refusals word file made ready; where several fit, the one that stands first in the file wins."""

    def __init__(self, path: Path = WORDS / "refusals.toml") -> None:
        table = load_words(path)
        groups = table.get("groups", {})
        rows = table.get("refusal", [])
        self.by_name = {refusal.name: refusal for refusal in (_refusal(row, path.name) for row in rows)}
        self._order = list(self.by_name)
        self._decoys = Phrasebook((phrase, None) for phrase in grouped(table, "decoys", groups, path.name))
        self._phrases = Phrasebook(
            (phrase, row["name"]) for row in rows for phrase in grouped(row, "words", groups, path.name)
        )

    def judge(self, text: str) -> Refusal | None:
        """What a normalised message falls under, None for all that is taken."""
        if len(text) > LONGEST:
            return None
        found = {hit.meaning for hit in self._phrases.hits(blanked(text, self._decoys))}
        return self.by_name[min(found, key=self._order.index)] if found else None


def _refusal(row: dict[str, Any], where: str) -> Refusal:
    """Raises RuleError for a row without its texts, or with a result that does not exist."""
    try:
        return Refusal(
            row["name"],
            row["title"],
            row["why"],
            row["channel"],
            row.get("source", ""),
            Result(row.get("result", Result.REDIRECTED)),
            bool(row.get("accuses", False)),
        )
    except (KeyError, ValueError) as error:
        raise RuleError(f"{where}: refusal “{row.get('name', '?')}”: {error}") from error
