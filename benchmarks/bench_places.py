"""Places: the figures of docs/places.md as ratios in one run. python -m benchmarks.bench_places [--names N] [--json]."""

from __future__ import annotations

import argparse
import json
import logging
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from domain.places import Area, Level
from nlp.gazetteer import Gazetteer
from nlp.normalise import normalise
from tests.place_cases import Labels, cases, demo_gazetteer

ROOT = Path(__file__).parents[1]
SHARED = ROOT / ".." / "shared" / "data"
FIRST = "椰海月春金银凤翔友谊建设望岭阳光和平幸福锦绣东方南港渔榕桂兰梅松柏云霞星河湖泉石玉龙虎鹤鹿安康宁泰丰盛祥瑞嘉禾"
LAST = ("花园", "小区", "新村", "公寓", "大院", "雅苑", "名邸", "家园", "宿舍", "大厦")


def made_up_areas(count: int) -> list[Area]:
    """A city of `count` places: districts, communities, and compounds with three- and four-character names."""
    draw = random.Random(1)
    areas = [Area("460200000000", "海滨市", Level.CITY)]
    areas += [
        Area(f"4602{n:02}000000", f"{FIRST[n]}{FIRST[n + 1]}区", Level.DISTRICT, areas[0].code) for n in range(1, 11)
    ]
    for n in range(1, count // 300):
        own = f"4602{n % 10 + 1:02}"
        areas.append(Area(f"{own}{n:06}", f"{word(draw, 3)}社区", Level.COMMUNITY, f"{own}000000"))
    communities = areas[11:]
    for n in range(count - len(areas)):
        parent = communities[n % len(communities)]
        areas.append(Area(f"{parent.code}-c{n}", word(draw, 3) + draw.choice(LAST), Level.COMPOUND, parent.code))
    return areas


def word(draw: random.Random, size: int) -> str:
    return "".join(draw.choices(FIRST, k=size))


def titles(areas: list[Area]) -> list[str]:
    """Titles of real requests where they are at hand, made-up ones else; a place's name before every other."""
    path = SHARED / "complaints" / "titles_dev.jsonl"
    if path.exists():
        plain = [json.loads(line)["title"] for line in path.read_text(encoding="utf-8").split("\n") if line]
    else:
        plain = [case.text for case in cases()]
    named = random.Random(2).sample(areas, len(plain))
    return [
        f"{area.name}3栋{title}" if n % 2 else title for n, (area, title) in enumerate(zip(named, plain, strict=True))
    ]


def letters_at_hand() -> list[str]:
    """Long texts: real letters where they are at hand, else the sentences one after the other."""
    path = SHARED / "complaints" / "messages_dev.jsonl"
    if path.exists():
        return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").split("\n")[:200]]
    return ["。".join(case.text for case in cases()[:30])] * 20


def seconds(work: Callable[[str], object], texts: list[str]) -> float:
    """Seconds a text."""
    start = perf_counter()
    for text in texts:
        work(text)
    return (perf_counter() - start) / len(texts)


def interleaved(works: dict[str, tuple[Callable[[str], object], list[str]]], rounds: int = 7) -> dict[str, float]:
    """Median microseconds a text of each work, the works taking turns so that a busy machine hurts all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (work, texts) in works.items():
            taken[name].append(seconds(work, texts) * 1e6)
    return {f"{name} µs": statistics.median(times) for name, times in taken.items()}


LOADING = """
import json, sys
from pathlib import Path
from time import perf_counter
from nlp.gazetteer import Gazetteer

def line(name):
    return next(int(line.split()[1]) / 1e3 for line in open("/proc/self/status") if line.startswith(name))

def held():
    return line("VmRSS")

Gazetteer.build([])
before, start = held(), perf_counter()
gazetteer = Gazetteer.load(Path(sys.argv[1]))
print(json.dumps([perf_counter() - start, held() - before, line("VmHWM") - before]))
"""


def million(count: int) -> dict[str, float]:
    """Build, save and load a gazetteer of `count` names, then look up titles in it."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    areas = made_up_areas(count)
    texts = titles(areas)
    start = perf_counter()
    gazetteer = Gazetteer.build(areas)
    built = perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "places.cache"
        gazetteer.save(cache)
        size = cache.stat().st_size / 1e6
        load, held, peak = json.loads(subprocess.check_output([sys.executable, "-c", LOADING, str(cache)], cwd=ROOT))
        loaded = Gazetteer.load(cache)
    found = sum(loaded.find(text) is not None for text in texts)
    times = interleaved(
        {
            "find": (loaded.find, texts),
            "find, title without a place": (loaded.find, texts[::2]),
            "find, title with a place": (loaded.find, texts[1::2]),
            "normalise": (normalise, texts),
            "jieba.lcut": (jieba.lcut, texts),
            "find, letter": (loaded.find, letters_at_hand()),
            "jieba.lcut, letter": (jieba.lcut, letters_at_hand()),
            "bare scan": (lambda text: text.encode().find(b"\x00"), texts),
        }
    )
    return {
        "names": len(loaded),
        "build s": built,
        "cache MB": size,
        "load s": load,
        "held MB": held,
        "peak MB while loading": peak,
        "found of 100 titles": 100 * found / len(texts),
        **times,
        "find / jieba.lcut": times["find µs"] / times["jieba.lcut µs"],
        "letter: find / jieba.lcut": times["find, letter µs"] / times["jieba.lcut, letter µs"],
        "find / bare scan": times["find µs"] / times["bare scan µs"],
    }


def sentences() -> dict[str, float]:
    """The chat sentences over the demo community."""
    labels = Labels(demo_gazetteer())
    outcomes = [(case, labels.outcome(case.text, case.home)) for case in cases()]
    wrong = [(case, got) for case, got in outcomes if got not in case.right]
    silent = [case for case, got in wrong if "/" in got and not got.startswith("ask")]
    return {
        "sentences": len(outcomes),
        "right %": 100 - 100 * len(wrong) / len(outcomes),
        "silently wrong": len(silent),
    }


def letters(city: str, gold: str) -> dict[str, float]:
    """District of a letter against the given one."""
    path = SHARED / "complaints" / f"{city}_dev.jsonl"
    if not path.exists():
        return {}
    gazetteer = Gazetteer.from_csv(SHARED / "gazetteer" / f"{city}_villages.csv")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
    rows = [row for row in rows if row[gold]]
    got = [district(gazetteer, f"{row['title']}\n{row['text']}") for row in rows]
    right = sum(name == row[gold] for name, row in zip(got, rows, strict=True))
    wrong = sum(name not in ("", row[gold]) for name, row in zip(got, rows, strict=True))
    return {f"letters {city}": len(rows), "right %": 100 * right / len(rows), "wrong %": 100 * wrong / len(rows)}


def district(gazetteer: Gazetteer, text: str) -> str:
    spot = gazetteer.find(text)
    path = gazetteer.path(spot.code) if spot else ()
    return next((area.name for area in path if area.level is Level.DISTRICT), "")


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--names", type=int, default=1_000_000)
    asked.add_argument("--json", action="store_true")
    args = asked.parse_args()
    parts = [
        sentences(),
        letters("shangluo", "county_from_agency"),
        letters("hangzhou", "district"),
        million(args.names),
    ]
    if args.json:
        print(json.dumps(parts, ensure_ascii=False))
        return
    for part in parts:
        print("  ".join(f"{name} {value:,.4g}" for name, value in part.items()))


if __name__ == "__main__":
    main()
