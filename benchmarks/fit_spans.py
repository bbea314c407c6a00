"""Fit the address tagger and judge it: python -m benchmarks.fit_spans TRAIN.jsonl DEV.jsonl [OUT.npz] [--epochs N]."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from time import perf_counter

from nlp.span_training import fit, save
from nlp.spans import WEIGHTS, Tagger


def read(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def judge(tagger: Tagger, rows: list[dict]) -> tuple[float, Counter]:
    """Micro-F1 over exact (start, end, label), and the counts per label."""
    counts: Counter = Counter()
    for row in rows:
        gold = {(s["start"], s["end"], s["label"]) for s in row["spans"]}
        found = {(s.start, s.end, s.label) for s in tagger.read(row["text"])}
        counts.update({"gold": len(gold), "found": len(found), "right": len(gold & found)})
        for name, spans in (("gold", gold), ("found", found), ("right", gold & found)):
            counts.update(f"{label} {name}" for _, _, label in spans)
    return 2 * counts["right"] / (counts["gold"] + counts["found"]), counts


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("train", type=Path)
    asked.add_argument("dev", type=Path)
    asked.add_argument("out", type=Path, nargs="?", default=WEIGHTS)
    asked.add_argument("--epochs", type=int, default=8)
    args = asked.parse_args()
    dev = read(args.dev)
    tagger = fit(
        read(args.train), args.epochs, lambda epoch, wrong: print(f"epoch {epoch + 1}: {wrong:.2%} wrong", flush=True)
    )
    print(f"as fitted  micro-F1 {judge(tagger, dev)[0]:.4f}")
    save(tagger, args.out)
    stored = Tagger.load(args.out)
    start = perf_counter()
    score, counts = judge(stored, dev)
    print(
        f"as stored  micro-F1 {score:.4f}  {args.out.stat().st_size / 1e3:.0f} kB  {(perf_counter() - start) / len(dev) * 1e6:.0f} µs an address"
    )
    for label in sorted({key.split()[0] for key in counts if " " in key}, key=lambda label: -counts[f"{label} gold"]):
        right, gold, found = (counts[f"{label} {name}"] for name in ("right", "gold", "found"))
        print(f"  {label:10} F1 {2 * right / max(1, gold + found):.3f}  of {gold}")


if __name__ == "__main__":
    main()
