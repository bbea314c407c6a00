"""Tests of telling live emergencies from hazards and from words that only look dangerous."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from domain.errors import RuleError
from nlp.emergencies import LONGEST_SAFETY_LINE, Emergencies, Emergency
from nlp.normalise import normalise

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences" / "emergencies.toml").read_text(encoding="utf-8"))
ROUNDS = [
    tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted((Path(__file__).parent / "sentences" / "emergency_rounds").glob("*.toml"))
]
READERS = (SENTENCES, SENTENCES["second_reader"])
LIVE = [
    (kind, said) for reader in (*READERS, *ROUNDS) for kind, sentences in reader["live"].items() for said in sentences
]
HAZARDS = [(kind, said) for reader in READERS for kind, sentences in reader["hazard"].items() for said in sentences]
NONE = [said for reader in READERS for said in reader["none"]["sentences"]]
NONE += [said for reader in ROUNDS for said in reader["calm"]]
KNOWN_MISSES = [(kind, said) for kind, sentences in SENTENCES["known_misses"].items() for said in sentences]
LETTERS = Path("../shared/data/complaints/stream.jsonl")
TRAPS = [  # domain.md §10.3
    "强奸民意", "绑架业主", "信息大爆炸", "热死了", "笑死", "急死人", "火车站", "火锅", "我家暴征暴拆", "打人行道上走", "自杀式停车", "跳楼价", "砍价", "气死",
]  # fmt: skip
# whom to ring, in this order: domain.md §10.1; of gas and lifts first who is near, whom the settings name
RING = {
    "gas": ("{gas_repair}", "119"),
    "fire": ("119",),
    "lift": ("{lift_rescue}", "119"),
    "drowning": ("119", "120", "110", "12395"),
    "suicide": ("12356", "120", "110"),
    "shock": ("120", "95598"),
    "violence": ("110", "12110"),
    "domestic": ("110", "12110", "12338"),
    "medical": ("120",),
    "traffic": ("122", "120", "110"),
    "fraud": ("96110", "110"),
    "flood": ("119", "110"),
    "missing": ("110",),
}
TYPES = set(RING)


@pytest.fixture(scope="module")
def emergencies() -> Emergencies:
    return Emergencies()


def test_no_live_emergency_is_missed(emergencies: Emergencies) -> None:
    missed = [said for _, said in LIVE if not is_live(emergencies, said)]
    assert not missed


@pytest.mark.xfail(strict=True, reason="known to come out wrong; one that comes right moves up in the file")
@pytest.mark.parametrize(("kind", "said"), KNOWN_MISSES)
def test_a_known_miss_comes_out_right(emergencies: Emergencies, kind: str, said: str) -> None:
    assert judge(emergencies, said) == Emergency(kind, live=True)


def test_live_emergencies_are_of_the_right_type(emergencies: Emergencies) -> None:
    wrong = [(kind, said) for kind, said in LIVE if (found := judge(emergencies, said)) and found.type != kind]
    assert len(wrong) <= 0.01 * len(LIVE), wrong


def test_at_most_two_in_a_hundred_harmless_sentences_page_somebody(emergencies: Emergencies) -> None:
    harmless = [*(said for _, said in HAZARDS), *NONE]
    paged = [said for said in harmless if is_live(emergencies, said)]
    assert len(paged) <= 0.02 * len(harmless), paged


@pytest.mark.parametrize("said", ["谢谢你啊小姑娘", "谢谢小姑娘！", "老人晚上不敢出门", "晚上老人都不敢出门。"])
def test_thanks_and_fear_of_the_dark_are_never_danger(emergencies: Emergencies, said: str) -> None:
    assert judge(emergencies, said) is None


@pytest.mark.parametrize("said", ["老人晚上不敢出门，楼下有人拿刀砍人", "谢谢师傅快来救命着火了"])
def test_danger_beside_them_is_heard(emergencies: Emergencies, said: str) -> None:
    assert is_live(emergencies, said)


def test_most_hazards_are_seen_as_what_they_are(emergencies: Emergencies) -> None:
    unseen = [said for kind, said in HAZARDS if judge(emergencies, said) != Emergency(kind, live=False)]
    assert len(unseen) <= 0.2 * len(HAZARDS), unseen


@pytest.mark.parametrize("said", TRAPS)
def test_metaphors_and_substrings_are_no_emergency(emergencies: Emergencies, said: str) -> None:
    assert judge(emergencies, said) is None


@pytest.mark.parametrize(
    ("said", "live"),
    [
        ("着火了", True),
        ("去年着火过", False),
        ("万一着火怎么办", False),
        ("火已经灭了，没事了", False),
        ("昨天开始有煤气味，现在还有", True),
        ("煤气漏了怎么办", True),
        ("如果煤气漏了怎么办", False),
        ("我担心着火", False),
        ("我好怕，隔壁着火了", True),
        ("电梯经常困人", False),
        ("电梯又困人了", True),
        ("老公天天打我", True),
    ],
)
def test_time_and_mood_decide_whether_it_is_live(emergencies: Emergencies, said: str, live: bool) -> None:
    found = judge(emergencies, said)
    assert found is not None
    assert found.live is live


def test_what_is_denied_is_nothing(emergencies: Emergencies) -> None:
    assert judge(emergencies, "没有着火，只是烧烤") is None


def test_a_letter_tells_of_the_past_unless_it_says_otherwise(emergencies: Emergencies) -> None:
    letter = (
        "尊敬的领导，我们小区的问题由来已久。" + "物业从来不来检查设备，业主们意见很大，开了很多次会也没有结论。" * 4
    )
    assert judge(emergencies, letter + "三栋发生火灾，没有人来说明情况。") is None
    assert judge(emergencies, letter + "楼道堆满杂物，担心发生火灾。") == Emergency("fire", live=False)
    assert judge(emergencies, letter + "三栋正在着火！") == Emergency("fire", live=True)


def test_the_graver_of_two_dangers_is_named(emergencies: Emergencies) -> None:
    assert judge(emergencies, "煤气罐着火了，有人晕倒") == Emergency("fire", live=True)


def test_advice_is_short_and_names_whom_to_ring(emergencies: Emergencies) -> None:
    assert {kind: tuple(advice.numbers) for kind, advice in emergencies.advice.items()} == RING
    for kind, advice in emergencies.advice.items():
        assert len(advice.safety) <= LONGEST_SAFETY_LINE
        assert set(re.findall(r"\d{3,5}", advice.safety)) <= set(RING[kind]), "a number that is not among those to ring"


def test_a_safety_line_that_is_too_long_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "emergencies.toml"
    path.write_text(f'[types.fire]\nsafety = "{"跑" * 61}"\nnumbers = ["119"]', encoding="utf-8")
    with pytest.raises(RuleError, match=r"types\.fire.*60"):
        Emergencies(path)


@pytest.mark.skipif(not LETTERS.exists(), reason="../shared/data is not here")
def test_letters_hardly_ever_cry_wolf(emergencies: Emergencies) -> None:
    rows = [json.loads(line) for line in LETTERS.read_text(encoding="utf-8").splitlines()]
    cries = [
        row["id"]
        for row in rows
        if (found := emergencies.judge(normalise(row["text"]), normalise(row["title"]))) and found.live
    ]
    assert len(cries) / len(rows) < 0.005


def judge(emergencies: Emergencies, said: str) -> Emergency | None:
    return emergencies.judge(normalise(said))


def is_live(emergencies: Emergencies, said: str) -> bool:
    found = judge(emergencies, said)
    return found is not None and found.live
