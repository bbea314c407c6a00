"""What `rules suggest` is worth: corrections simulated on labelled history, the proposals added unread, judged on other messages.

Run from the repository root: `python -m benchmarks.bench_suggest --data MESSAGES.jsonl [--data TITLES.jsonl]`. The history is
split into five parts (near-duplicates never parted). In each of five turns a list is fitted on some parts, one part gives
the corrected tickets, another is judged before and after. Nothing is chosen on the part that is judged.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from nlp.evaluate import Field, judge_all, report
from nlp.examples import Example, folds, read_examples
from nlp.fit import as_rule_file, fit
from nlp.rulefile import RuleFile
from nlp.rules import RuleBook
from nlp.suggest import Suggestion, suggest

PARTS = 5
FIELDS: tuple[Field, ...] = ("title", "both")
MOST = (10, 30, 100)  # proposals taken


@dataclass(frozen=True, slots=True)
class Gain:
    """Accuracy (0 to 1) of one field before and after the proposals were added, over `count` messages."""

    before: float
    after: float
    count: int


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, action="append", required=True)
    asked.add_argument("--fitted-on", type=int, default=3, help="parts the list is fitted on")
    asked.add_argument("--size", type=int, default=5_000, help="entries of the list")
    asked.add_argument("--turns", type=int, default=PARTS)
    args = asked.parse_args()
    examples = [example for path in args.data for example in read_examples(path)]
    parts = [[examples[index] for index in part] for part in folds(examples, PARTS)]
    turns = [_turn(parts, turn, args.fitted_on, args.size) for turn in range(args.turns)]
    print(
        f"list of {args.size} entries from {args.fitted_on} of {PARTS} parts, corrections from one, {args.turns} turns"
    )
    for most in MOST:
        print(f"{most} proposals taken:")
        for field in FIELDS:
            _show(field, [turn[most, field] for turn in turns])


def _turn(parts: Sequence[Sequence[Example]], turn: int, fitted_on: int, size: int) -> dict[tuple[int, Field], Gain]:
    """The gains of one turn, by number of proposals and field."""
    held, corrected, *rest = (parts[(turn + step) % PARTS] for step in range(PARTS))
    known = [example for part in rest[:fitted_on] for example in part]
    file = as_rule_file(next(iter(fit(known, (size,)))), 1.0)
    book = RuleBook(file)
    before = {field: _accuracy(book, held, field) for field in FIELDS}
    gains = {}
    for most in MOST:
        taught = RuleBook(_taught(file, suggest(book, corrected, most)))
        for field in FIELDS:
            gains[most, field] = Gain(before[field], _accuracy(taught, held, field), len(held))
    return gains


def _taught(file: RuleFile, proposals: Sequence[Suggestion]) -> RuleFile:
    """The file with the proposals in the tables that staff write."""
    rules = tuple(
        rule.model_copy(
            update={"hand": rule.hand | {item.word: item.weight for item in proposals if item.label == rule.id}}
        )
        for rule in file.rule
    )
    return file.model_copy(update={"rule": rules})


def _accuracy(book: RuleBook, held: Sequence[Example], field: Field) -> float:
    fitting = held if field == "title" else [example for example in held if example.text]
    return report(judge_all(book, fitting, field)).accuracy


def _show(field: Field, gains: Sequence[Gain]) -> None:
    before = sum(gain.before * gain.count for gain in gains) / sum(gain.count for gain in gains)
    after = sum(gain.after * gain.count for gain in gains) / sum(gain.count for gain in gains)
    better = sum(gain.after > gain.before for gain in gains)
    print(f"  {field:6} {before:7.2%} → {after:7.2%} ({after - before:+.2%}, better in {better} of {len(gains)} turns)")


if __name__ == "__main__":
    main()
