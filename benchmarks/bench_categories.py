"""How fast and how large judging is: ratios against jieba, TF-IDF + linear SVM (where scikit-learn is there) and a bare scan.

Run from the repository root: `python -m benchmarks.bench_categories [--data FILE]`. All figures come from one run, the
parts take turns, and the best of several rounds counts, so a busy machine disturbs the ratios little.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from nlp.normalise import normalise
from nlp.rules import RuleBook

ROUNDS = 7
WORDS = Path("nlp/words")
TITLES = [
    "楼下路灯坏了三天了",
    "邻居把电瓶车推进电梯上楼",
    "请问外地户口孩子入学需要什么材料",
    "老板拖欠三个月工资不发",
]
LETTER = (
    "您好，我是幸福小区三栋的居民。从上个月开始，楼下餐馆的油烟就直接排到我们家，一开窗全是油烟味，"
    "老人和孩子都受不了。我们找过物业，物业说管不了；打过几次电话，也没有人来看。晚上十一点以后还有人在门口"
    "烧烤、划拳，吵得睡不着，垃圾也堆在路边没人清理。希望有关部门能来现场看一看，给我们一个答复，谢谢！"
)
STARTUP = """
import sys, time
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
start = time.perf_counter()
from nlp.rules import RuleBook
imported, before = time.perf_counter() - start, resident()
books = [RuleBook.load(f"nlp/words/{name}.toml") for name in ("categories", "matters", "tags")]
loaded, after = time.perf_counter() - start - imported, resident()
from nlp.normalise import normalise
[book.judge(normalise("楼下路灯坏了三天了")) for book in books]
print(imported, loaded, after - before, after, int("jieba" in sys.modules))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data/complaints/messages_dev.jsonl"))
    rows = _rows(parser.parse_args().data)
    titles, letters = ([row[0] for row in rows][:500], [row[1] for row in rows][:500]) if rows else (TITLES, [LETTER])
    for name, texts in (("titles", titles), ("letters", letters)):
        _compare(name, texts, rows)
    imported, loaded, grown, resident, jieba_seen = _run(STARTUP)
    print(
        f"import {imported:.2f} s, three rule files {loaded:.2f} s and {grown:.1f} MB (process {resident:.0f} MB)",
        end="; ",
    )
    print("jieba was loaded" if jieba_seen else "jieba was not loaded")


def _compare(name: str, texts: list[str], rows: list[tuple[str, str, str]]) -> None:
    parts = _parts(rows, "title" if name == "titles" else "text")
    best = dict.fromkeys(parts, float("inf"))
    for _ in range(ROUNDS):
        for part, work in parts.items():
            start = perf_counter()
            for text in texts:
                work(text)
            best[part] = min(best[part], (perf_counter() - start) / len(texts) * 1e6)
    print(f"{name}: {len(texts)} texts, mean {sum(map(len, texts)) / len(texts):.0f} characters")
    for part, cost in best.items():
        print(f"  {part:38} {cost:9.1f} µs   {cost / best['jieba.lcut']:6.3f} x jieba.lcut")


def _parts(rows: list[tuple[str, str, str]], field: str) -> dict[str, Callable[[str], object]]:
    import jieba

    jieba.setLogLevel("WARNING")
    jieba.initialize()
    category, matter, tags = (RuleBook.load(WORDS / f"{name}.toml") for name in ("categories", "matters", "tags"))
    keys = [word for rule in category.rules.values() for word in rule.weights][:686]
    parts: dict[str, Callable[[str], object]] = {
        "jieba.lcut": jieba.lcut,
        "normalise": normalise,
        "category": category.judge,
        "normalise + category": lambda text: category.judge(normalise(text)),
        "normalise + category + matter + tags": lambda text: _all(normalise(text), category, matter, tags),
        "bare scan: automaton only": category._words.found,  # noqa: SLF001 — the floor below which no rule can go
        "bare scan: 686 times `word in text`": lambda text: [key for key in keys if key in text],
    }
    return parts | _svm(rows, field)


def _all(text: str, category: RuleBook, matter: RuleBook, tags: RuleBook) -> object:
    return category.judge(text), matter.judge(text), tags.all(text)


def _svm(rows: list[tuple[str, str, str]], field: str) -> dict[str, Callable[[str], object]]:
    """jieba TF-IDF + linear SVM, and character 1-3-grams, fitted on the same rows; nothing without scikit-learn or data."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found,unused-ignore]
        from sklearn.pipeline import make_pipeline  # type: ignore[import-not-found,unused-ignore]
        from sklearn.svm import LinearSVC  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return {}
    if not rows:
        return {}
    import jieba

    texts, labels = [row[0 if field == "title" else 1] for row in rows], [row[2] for row in rows]
    by_word = make_pipeline(TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, min_df=2), LinearSVC())
    by_character = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2), LinearSVC())
    by_word.fit(texts, labels)
    by_character.fit(texts, labels)
    return {
        "jieba TF-IDF + linear SVM": lambda text: by_word.predict([text]),
        "character 1-3-grams + linear SVM": lambda text: by_character.predict([text]),
    }


def _rows(path: Path) -> list[tuple[str, str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return [(row["title"], row["text"], row["label"]) for row in map(json.loads, lines)]


def _run(program: str) -> tuple[float, ...]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return tuple(map(float, done.stdout.split()))


if __name__ == "__main__":
    main()
