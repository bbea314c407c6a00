"""Fit the weights of words for micro-wishes: python -m benchmarks.fit_wishes [--check] [OUT.toml].

Learns from the project's own sentences (tests/nlp/sentences) and, where they are, from real wishes and real titles of
../shared/data. `--check` leaves each round of wishes out in turn and writes nothing.
"""

from __future__ import annotations

import argparse
import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from benchmarks.fit_danger import SENTENCES, pieces, texts_in
from nlp.lexicon import Lexicon
from nlp.normalise import normalise
from nlp.solver import Rows, separate
from nlp.wishes import wish_senses
from nlp.wordfile import WORDS, load_words

DATA = Path("../shared/data")
COST, SIZE, RAREST = 0.1, 1500, 2
WISH, TITLE = 3.0, 0.3  # how much a wish (and what comes near one) and a real title count
LEAST = -0.25  # chosen with each round left out: more wishes, and still hardly a title
HEADER = """\
# How much each word speaks for a micro-wish. Fitted by benchmarks/fit_wishes.py: a new fit replaces [wish]; to change a
# weight, add a word or silence one (0), write it under [hand], which stays. {goods} and the like are groups of kinds.toml,
# counted once. A message of up to 60 characters whose weights and bias sum to `least` is a wish.
"""
Said = tuple[str, float]  # a text and how much it counts


def wishes() -> dict[str, list[Said]]:
    """The wishes by round; `sentences` are those before the rounds."""
    kinds = tomllib.loads((SENTENCES / "kinds.toml").read_text(encoding="utf-8"))
    rounds = {"sentences": [*kinds["wish"], *kinds["second_reader"]["wish"], *_real("wishes/wishes_dev.jsonl", "text")]}
    rounds |= kinds.get("wish_rounds", {})
    return {name: [(text, WISH) for text in texts] for name, texts in rounds.items()}


def others() -> list[Said]:
    """What is no wish: all other sentences, and real titles where they are at hand."""
    kinds = tomllib.loads((SENTENCES / "kinds.toml").read_text(encoding="utf-8"))
    for table in (kinds, kinds["second_reader"]):
        table.pop("wish")
    kinds.pop("wish_rounds")
    near = texts_in(kinds.pop("not_a_wish"))
    said = [*texts_in(kinds), *(line[0] for lines in _sentences("places.toml").values() for line in lines)]
    for path in sorted((SENTENCES / "emergency_rounds").glob("*.toml")):
        said += texts_in(tomllib.loads(path.read_text(encoding="utf-8")))
    titles = [title for name in ("messages_dev", "stream") for title in _real(f"complaints/{name}.jsonl", "title")]
    return [(text, WISH) for text in near] + [(text, 1.0) for text in said] + [(title, TITLE) for title in titles]


def fit(wanted: Sequence[Said], other: Sequence[Said]) -> tuple[dict[str, float], float]:
    """The weights of the words that say most, and the bias."""
    texts = [normalise(text) for text, _ in (*wanted, *other)]
    counts = Counter(piece for text in texts for piece in pieces(text))
    words = sorted(piece for piece, count in counts.items() if count >= RAREST)
    lexicon = Lexicon(words, wish_senses(load_words(WORDS / "kinds.toml")["groups"]))
    found = [np.array(sorted(lexicon.found(text)), dtype=np.int64) for text in texts]
    rows = Rows.of([(keys, np.ones(len(keys))) for keys in found], len(lexicon.keys))
    side = np.array([1.0] * len(wanted) + [-1.0] * len(other))
    importance = np.array([weight for _, weight in (*wanted, *other)])
    scale = np.ones(len(lexicon.keys) + 1)
    first = separate(rows, side, importance, scale, COST)
    scale[:-1] = np.abs(first[:-1]) >= np.sort(np.abs(first[:-1]))[-SIZE]
    weights = separate(rows, side, importance, scale, COST)
    said = {key: round(float(weight), 2) for key, weight in zip(lexicon.keys, weights, strict=False)}
    return {key: weight for key, weight in said.items() if weight}, float(weights[-1])


def check() -> None:
    """Every round judged by weights fitted without it, and real titles that are never fitted to."""
    rounds, other = wishes(), others()
    senses = wish_senses(load_words(WORDS / "kinds.toml")["groups"])
    strange = [title for name in ("titles_dev", "with_replies") for title in _real(f"complaints/{name}.jsonl", "title")]
    for name in rounds:
        weights, bias = fit([said for other_name, all_ in rounds.items() if other_name != name for said in all_], other)
        lexicon = Lexicon((key for key in sorted(weights) if not key.startswith("{")), senses)
        values = [weights.get(key, 0.0) for key in lexicon.keys]

        def share(
            texts: Iterable[str], *, values: list[float] = values, bias: float = bias, lexicon: Lexicon = lexicon
        ) -> float:
            scores = [bias + sum(values[key] for key in lexicon.found(normalise(text))) for text in texts]
            return float(np.mean(np.array(scores) >= LEAST)) if scores else 0.0

        print(
            f"{name}: {share(text for text, _ in rounds[name]):.1%} of wishes, {share(strange):.2%} of strange titles"
        )


def _sentences(name: str) -> dict[str, list[list[str]]]:
    return tomllib.loads((SENTENCES / name).read_text(encoding="utf-8"))


def _real(name: str, field: str) -> list[str]:
    path = DATA / name
    if not path.exists():
        print(f"fit_wishes: {path} is not here")
        return []
    return [json.loads(line)[field] for line in path.read_text(encoding="utf-8").split("\n") if line]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path, nargs="?", default=WORDS / "wishes.toml")
    asked.add_argument("--check", action="store_true")
    args = asked.parse_args()
    if args.check:
        check()
        return
    weights, bias = fit([said for all_ in wishes().values() for said in all_], others())
    hand = tomllib.loads(args.out.read_text(encoding="utf-8")).get("hand", {}) if args.out.exists() else {}
    lines = [HEADER, "[meta]", f"bias = {bias:.2f}", f"least = {LEAST}"]
    for name, said in (("hand", hand), ("wish", dict(sorted(weights.items(), key=lambda pair: -pair[1])))):
        lines += ["", f"[{name}]", *(f'"{key}" = {weight:g}' for key, weight in said.items())]
    args.out.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{args.out}: {len(weights)} weights")


if __name__ == "__main__":
    main()
