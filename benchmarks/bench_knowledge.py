"""How well the knowledge base answers: right first, right among three, and how often nothing is rightly said; and how fast.

    python -m benchmarks.bench_knowledge [--wrong] [--outside FILE]

The entries are those of the demo, the questions ours (tests/nlp/sentences/knowledge.toml). --outside counts what is
answered of a file of other people's messages, JSON lines with "title": nearly none of them should be.
"""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from time import perf_counter

from bot.knowledge_sheets import read_entries
from nlp.knowledge import Knowledge, Result
from nlp.understanding import Kind, Understander

ROOT = Path(__file__).parent.parent
ENTRIES = ROOT / "bot/demo/data/knowledge.csv"
QUESTIONS = ROOT / "tests/nlp/sentences/knowledge.toml"


def measure(knowledge: Knowledge, questions: list[list[str]], *, wrong: bool = False) -> dict[str, str]:
    found = [(text, code, knowledge.search(text)) for text, code in questions]
    fits = [(text, code, result) for text, code, result in found if code]
    none = [(text, code, result) for text, code, result in found if not code]
    if wrong:
        for text, code, result in found:
            if not _is_right(result, code):
                print("  ", text, "|", code or "-", "|", _told(result))
    return {
        "answered right": _share(sum(bool(r.sure) and r.sure.entry.code == c for _, c, r in fits if r.sure), len(fits)),
        "answered wrong": _share(sum(bool(r.sure) and r.sure.entry.code != c for _, c, r in fits if r.sure), len(fits)),
        "right among three": _share(sum(c in {each.entry.code for each in r.likely} for _, c, r in fits), len(fits)),
        "nothing rightly said": _share(sum(not r.likely for _, _, r in none), len(none)),
        "answered though nothing fits": _share(sum(bool(r.sure) for _, _, r in none), len(none)),
    }


def _is_right(result: Result, code: str) -> bool:
    return (result.sure.entry.code if result.sure else "") == code and (bool(code) or not result.likely)


def _told(result: Result) -> str:
    shown = ", ".join(f"{each.entry.code} {each.score:.2f}" for each in result.likely)
    return f"{'sure' if result.sure else 'likely' if result.likely else 'nothing'} {shown}"


def _share(count: int, of: int) -> str:
    return f"{count}/{of} ({100 * count / of:.0f} %)"


def outside(knowledge: Knowledge, file: Path) -> None:
    """Messages of other people elsewhere: how many enquiries among them get an answer or an offer."""
    understander = Understander()
    titles = [json.loads(line)["title"] for line in file.read_text("utf-8").splitlines()]
    asked = [title for title in titles if understander.understand(title).kind is Kind.ENQUIRY]
    results = [(title, knowledge.search(title)) for title in asked]
    for title, result in results:
        if result.sure:
            print("  ", title, "|", _told(result))
    sure, likely = (sum(bool(getattr(r, name)) for _, r in results) for name in ("sure", "likely"))
    print(f"{file.name}: {len(asked)} enquiries of {len(titles)}, answered {sure}, offered {likely - sure}")


if __name__ == "__main__":
    base = Knowledge(read_entries(ENTRIES))
    sets = tomllib.loads(QUESTIONS.read_text("utf-8"))
    for name, questions in sets.items():
        print(name, measure(base, questions, wrong="--wrong" in sys.argv and name == "dev"))
    began = perf_counter()
    for _ in range(20):
        for text, _code in sets["test"]:
            base.search(text)
    print(f"{(perf_counter() - began) / 20 / len(sets['test']) * 1e6:.0f} µs a question, {len(base.entries)} entries")
    if "--outside" in sys.argv:
        outside(base, Path(sys.argv[sys.argv.index("--outside") + 1]))
