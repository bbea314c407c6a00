"""Fit the weights of words for danger: python -m benchmarks.fit_danger [--check] [OUT.toml].

Learns from the project's own sentences (tests/nlp/sentences, tests in nlp/words/matters.toml) and, where they are, from
real titles and letters of ../shared/data as examples of calm. `--check` leaves each round out in turn and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from nlp.danger import read_senses
from nlp.lexicon import Lexicon
from nlp.normalise import normalise
from nlp.solver import Rows, separate
from nlp.wordfile import WORDS

SENTENCES = Path("tests/nlp/sentences")
STREAM = Path("../shared/data/complaints/stream.jsonl")
MORE_TITLES = [STREAM.with_name(f"{name}.jsonl") for name in ("messages_dev", "with_replies")]
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
SENTENCE_END = re.compile(r"[。！？!?；;\n]")
COST = 0.1
RAREST = 2  # sentences a word must stand in
SIZES = {"live": 5000, "types": 5000}  # entries kept
TITLE, LETTER, TOLD, DRESSED, PLACED = 0.2, 0.1, 0.3, 0.5, 0.5  # how much a real title, a sentence of a letter, … count
LETTER_SENTENCES = 5000
PERHAPS = re.compile(
    "[火烟气电溺落困跳打咬摔晕撞影失砸塌倒救血偷抢刀闹跟砍踪炸漏淹垮掉死伤骗]|不见|叫不"
)  # of a place, and of danger?
LEAST, SURE = -0.2, 0.3
TELLINGS = (
    """\
去年{}|前年{}，一直没说法|上次{}，后来没人管|万一{}怎么办|担心{}|怕{}|如果{}谁负责|听说{}，是真的吗|新闻说{}|昨天{}，已经处理好了，谢谢
上个月{}，想问赔偿|{}的事处理得怎么样了|以前{}过，希望加强管理|防止{}|{}应该打什么电话，想了解一下|要是{}，能不能先装个护栏|看见视频里{}
会不会{}啊|上周{}，现在没事了|{}，那是三年前的事|差点{}，请整改|{}已经救回来了|小区经常{}，没人管|半年前{}，保险不赔|早晚会{}|演习的时候{}
{}的话社区有没有补助|避免{}，建议宣传|梦见{}|电视剧里{}|前几天{}，现在修好了|{}，上个星期的事情了，想要监控|请问{}怎么预防
""".replace("\n", "|")
    .strip("|")
    .split("|")
)  # ways in which a danger is told that is none now


PLACES = """\
榕树里小区3栋 椰风雅苑 阳光花园12号楼2单元 儿童公园门口 解放路农贸市场 龙江村 三亚湾路 群众街菜市场 老街祠堂边 海棠湾 金鸡岭路口 第二小学旁边
春晖里5栋301 幸福家园一期 水岸名都8号楼 火炬路 新风街 南海社区 儋州村 码头 汽车站 工业园 大桥东 山水名城 河西路38号 东风路 电厂宿舍 供销社家属院
渔村 凤凰小区北门 红旗街道 桃园小区 迎宾大道 机场路 二环 万科 7栋 13幢2单元1502 西门 楼下 我家楼下 我们小区 隔壁 对面 这边 村口 学校后面 公交站
""".split()  # noqa: SIM905 — made up; a place says nothing about danger, whatever its name is made of
DRESSES = [
    "{1}{0}",
    "{1}，{0}",
    "{0}，在{1}",
    "你好，{1}{0}",
    "你好，{0}",
    "{0}，谢谢",
    "{0}，地址{1}",
    "请问{1}{0}",
    "喂，{0}",
    "{1}这里{0}",
    "{0}。{1}",
    "麻烦您，{1}{0}",
    "{0} {1}",
]


@dataclass(frozen=True, slots=True)
class Sentence:
    text: str
    live: bool
    type: str = ""  # of a danger, live or not
    weight: float = 1.0
    round: int = 0  # 0: before the rounds


def own_sentences() -> list[Sentence]:
    first = tomllib.loads((SENTENCES / "emergencies.toml").read_text(encoding="utf-8"))
    second = first["second_reader"]
    said = [
        Sentence(text, live == "live", kind)
        for reader in (first, second)
        for live in ("live", "hazard")
        for kind, texts in reader[live].items()
        for text in texts
    ]
    said += [Sentence(text, live=False) for reader in (first, second) for text in reader["none"]["sentences"]]
    for path in sorted((SENTENCES / "emergency_rounds").glob("*.toml")):
        table, number = tomllib.loads(path.read_text(encoding="utf-8")), int(path.stem)
        said += [
            Sentence(text, live=True, type=kind, round=number) for kind, all_ in table["live"].items() for text in all_
        ]
        said += [Sentence(text, live=False, round=number) for text in table["calm"]]
    return said


def calm_sentences() -> list[Sentence]:
    """What residents say every day, and real titles and letters where they are at hand."""
    kinds = tomllib.loads((SENTENCES / "kinds.toml").read_text(encoding="utf-8"))
    calm = [Sentence(text, live=False) for text in texts_in(kinds)]
    places = tomllib.loads((SENTENCES / "places.toml").read_text(encoding="utf-8"))
    said = dict.fromkeys(line[0] for lines in places.values() for line in lines)
    names = re.compile("|".join(sorted(_place_names(), key=len, reverse=True)) + r"|\d+(?:栋|幢|号楼?|单元)")
    calm += [Sentence(names.sub("", text), live=False, weight=PLACED) for text in said if not PERHAPS.search(text)]
    if STREAM.exists():
        for path in MORE_TITLES:
            lines = path.read_text(encoding="utf-8").split("\n")
            calm += [Sentence(json.loads(line)["title"], live=False, weight=TITLE) for line in lines if line]
        rows = [json.loads(line) for line in STREAM.read_text(encoding="utf-8").split("\n") if line]
        calm += [Sentence(row["title"], live=False, weight=TITLE) for row in rows]
        pieces = [piece for row in rows[::2] for piece in SENTENCE_END.split(row["text"]) if 8 <= len(piece) <= 45]
        random.Random(1).shuffle(pieces)
        calm += [Sentence(piece, live=False, weight=LETTER) for piece in pieces[:LETTER_SENTENCES]]
    else:
        print("fit_danger: ../shared/data is not here; fitted without real titles")
    return calm


def _place_names() -> Iterable[str]:
    """The names of the demo, which say nothing about calm."""
    with Path("bot/demo/data/places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield from filter(None, (row["name"], *row["aliases"].split("|")))


def told(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Each short live sentence once more, as something past, feared, heard of or asked about."""
    chance = random.Random(0)
    return [
        Sentence(chance.choice(TELLINGS).format(said.text.rstrip("！。!啊")), live=False, weight=TOLD, round=said.round)
        for said in sentences
        if said.live and len(said.text) < 40
    ]


def dressed(sentences: Iterable[Sentence]) -> list[Sentence]:
    """Each sentence once more with a place or a greeting around it."""
    chance = random.Random(0)
    return [
        replace(said, text=chance.choice(DRESSES).format(said.text, chance.choice(PLACES)), weight=DRESSED)
        for said in sentences
    ]


def texts_in(value: object) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from texts_in(item)


def pieces(text: str) -> set[str]:
    """Single Chinese characters and pairs of them."""
    return {piece for run in CHINESE.findall(text) for piece in (*run, *map("".join, pairwise(run)))}


class Learner:
    """The sentences as rows over all words worth looking at."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        texts = [normalise(said.text) for said in sentences]
        counts = Counter(piece for text in texts for piece in pieces(text))
        self.lexicon = Lexicon(
            sorted(piece for piece, count in counts.items() if count >= RAREST),
            read_senses(WORDS / "danger_senses.toml"),
        )
        self.rows = [np.array(sorted(self.lexicon.found(text)), dtype=np.int64) for text in texts]
        self.width = len(self.lexicon.keys)

    def separated(self, chosen: Sequence[int], side: np.ndarray, scale: np.ndarray) -> np.ndarray:
        rows = Rows.of([(self.rows[index], np.ones(len(self.rows[index]))) for index in chosen], self.width)
        importance = np.array([self.sentences[index].weight for index in chosen])
        return separate(rows, side, importance, scale, COST)

    def live(self, chosen: Sequence[int], size: int) -> tuple[dict[str, float], float]:
        side = np.array([1.0 if self.sentences[index].live else -1.0 for index in chosen])
        scale = np.ones(self.width + 1)
        first = self.separated(chosen, side, scale)
        scale[:-1] = np.abs(first[:-1]) >= np.sort(np.abs(first[:-1]))[-size]
        weights = self.separated(chosen, side, scale)
        return self.said(weights), float(weights[-1])

    def types(self, chosen: Sequence[int], size: int) -> dict[str, dict[str, float]]:
        chosen = [index for index in chosen if self.sentences[index].type]
        names = sorted({self.sentences[index].type for index in chosen})
        sides = [np.array([1.0 if self.sentences[index].type == name else -1.0 for index in chosen]) for name in names]
        scale = np.ones(self.width + 1)
        scale[-1] = 0  # all types start alike
        fitted = np.array([self.separated(chosen, side, scale)[:-1] for side in sides])
        fitted -= np.median(fitted, axis=0)
        fitted[np.abs(fitted) < np.sort(np.abs(fitted), axis=None)[-size]] = 0
        return {name: self.said(row) for name, row in zip(names, fitted, strict=True)}

    def said(self, weights: np.ndarray) -> dict[str, float]:
        """The weights that say something, strongest first, in hundredths."""
        pairs = [(key, round(float(weight), 2)) for key, weight in zip(self.lexicon.keys, weights, strict=False)]
        return dict(sorted(((key, weight) for key, weight in pairs if weight), key=lambda pair: -pair[1]))


def check(learner: Learner, rounds: Iterable[int]) -> None:
    """Every round judged by weights fitted without it."""
    total = np.zeros((len(THRESHOLDS), 2))
    right = live = calm = 0
    for number in rounds:
        chosen = [index for index, said in enumerate(learner.sentences) if said.round != number]
        weights, bias = learner.live(chosen, SIZES["live"])
        types = learner.types(chosen, SIZES["types"])
        for said in (said for said in learner.sentences if said.round == number and said.weight == 1):
            found = {learner.lexicon.keys[key] for key in learner.lexicon.found(normalise(said.text))}
            score = bias + sum(weights.get(key, 0.0) for key in found)
            if said.live:
                total[:, 0] += score < THRESHOLDS
                best = max(types, key=lambda name: sum(types[name].get(key, 0.0) for key in found))
                right, live = right + (best == said.type), live + 1
            else:
                total[:, 1] += score >= THRESHOLDS
                calm += 1
    for threshold, (missed, cried) in zip(THRESHOLDS, total, strict=True):
        print(
            f"from {threshold:+.2f}: missed {missed:.0f} of {live} ({missed / live:.1%}), cried {cried:.0f} of {calm} ({cried / calm:.1%})"
        )
    print(f"right type: {right / live:.1%}")


THRESHOLDS = np.arange(-0.4, 0.61, 0.1)


HEADER = """\
# How much each word speaks for danger happening now (live), and for which type. Fitted by benchmarks/fit_danger.py: a new
# fit replaces [live] and [types.*]; to change a weight, add a word or silence one (0), write it under [hand], which stays.
# {name} is a sense: any of its words in danger_senses.toml, counted once. A message whose weights and bias sum to `least`
# is asked about; from `sure` on, silence is taken for danger too.
"""


def as_toml(bias: float, hand: dict[str, float], live: dict[str, float], types: dict[str, dict[str, float]]) -> str:
    tables = {"hand": hand, "live": live} | {f"types.{name}": said for name, said in types.items()}
    lines = [HEADER, "[meta]", f"bias = {bias:.2f}", f"least = {LEAST}", f"sure = {SURE}"]
    for name, said in tables.items():
        lines += ["", f"[{name}]", *(f'"{key}" = {weight:g}' for key, weight in said.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("out", type=Path, nargs="?", default=WORDS / "danger.toml")
    asked.add_argument("--check", action="store_true")
    args = asked.parse_args()
    own = own_sentences()
    learner = Learner([*own, *calm_sentences(), *told(own), *dressed(own)])
    if args.check:
        check(learner, sorted({said.round for said in own} - {0}))
        return
    everything = range(len(learner.sentences))
    weights, bias = learner.live(everything, SIZES["live"])
    kept = tomllib.loads(args.out.read_text(encoding="utf-8")).get("hand", {}) if args.out.exists() else {}
    args.out.write_text(as_toml(bias, kept, weights, learner.types(everything, SIZES["types"])), encoding="utf-8")
    print(f"{args.out}: {len(weights)} weights from {len(learner.sentences)} sentences")


if __name__ == "__main__":
    main()
