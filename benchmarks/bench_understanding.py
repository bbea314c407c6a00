"""Understanding as ratios in one run, against jieba.lcut and a bare memory scan.

Run from the repository root: `python -m benchmarks.bench_understanding`. Processor time counts, the works take turns
after every few texts, and ratios are medians of the rounds, so a busy machine disturbs them little.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import statistics
from collections.abc import Callable, Sequence
from time import thread_time

from benchmarks.bench_places import SHARED, made_up_areas
from nlp.emergencies import Emergencies
from nlp.gazetteer import Gazetteer
from nlp.normalise import normalise
from nlp.rules import RuleBook
from nlp.understanding import Understander
from nlp.wordfile import WORDS
from tests.place_cases import demo_gazetteer

ROUNDS = 9
TURN = 25  # texts
TEXTS = 500
NAMES = 100_000
MESSAGES = SHARED / "complaints" / "stream.jsonl"
Work = Callable[[str], object]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--names", type=int, default=NAMES)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    args = asked.parse_args()
    if not MESSAGES.exists():
        print("bench_understanding: skipped, ../shared/data/complaints is not here")
        return
    rows = [json.loads(line) for line in MESSAGES.read_text(encoding="utf-8").split("\n")[:TEXTS]]
    works = _works(args.names)
    for field in ("title", "text"):
        texts = [row[field] for row in rows]
        print(f"{field}s: {len(texts)}, mean {statistics.mean(map(len, texts)):.0f} characters")
        _show(_medians(works, texts, args.rounds))
    print(
        f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3:.0f} MB, jieba and {args.names:,} names"
    )


def _works(names: int) -> dict[str, Work]:
    demo, large = demo_gazetteer(), Gazetteer.build(made_up_areas(names))
    category, emergencies = RuleBook.load(WORDS / "categories.toml"), Emergencies()

    def three(text: str, gazetteer: Gazetteer) -> object:
        text = normalise(text)
        return category.judge(text), gazetteer.read(text), emergencies.judge(text)

    return {
        "jieba.lcut": _jieba(),
        "bare memory scan": lambda text: text.find("\x00"),
        "normalise": normalise,
        "normalise + category": lambda text: category.judge(normalise(text)),
        "normalise + emergency": lambda text: emergencies.judge(normalise(text)),
        "place, demo": demo.find,
        f"place, {names:,} names": large.find,
        "category + place + emergency, demo": lambda text: three(text, demo),
        f"category + place + emergency, {names:,}": lambda text: three(text, large),
        "understand, demo": Understander(gazetteer=demo).understand,
        f"understand, {names:,} names": Understander(gazetteer=large).understand,
    }


def _jieba() -> Work:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    work: Work = jieba.lcut
    return work


def _medians(works: dict[str, Work], texts: Sequence[str], rounds: int) -> dict[str, tuple[float, float]]:
    """For each work the median microseconds a text, and the median of its ratios to jieba.lcut in the same round."""
    taken = [_round(works, texts) for _ in range(rounds)]
    return {
        name: (
            statistics.median(times[name] for times in taken),
            statistics.median(times[name] / times["jieba.lcut"] for times in taken),
        )
        for name in works
    }


def _round(works: dict[str, Work], texts: Sequence[str]) -> dict[str, float]:
    """Microseconds of processor time a text of each work."""
    taken = dict.fromkeys(works, 0.0)
    for first in range(0, len(texts), TURN):
        turn = texts[first : first + TURN]
        for name, work in works.items():
            start = thread_time()
            for text in turn:
                work(text)
            taken[name] += thread_time() - start
    return {name: seconds * 1e6 / len(texts) for name, seconds in taken.items()}


def _show(medians: dict[str, tuple[float, float]]) -> None:
    scan = medians["bare memory scan"][0]
    for name, (cost, ratio) in medians.items():
        print(f"  {name:40} {cost:9.1f} µs {ratio:7.3f} x jieba.lcut {cost / scan:9,.0f} x bare scan")


if __name__ == "__main__":
    main()
