"""Tests of kinds, micro-wishes, feedback and commands."""

import json
import tomllib
from pathlib import Path

import pytest

from nlp.intents import Intents
from nlp.kinds import Kind, Kinds
from nlp.normalise import normalise

SENTENCES = tomllib.loads((Path(__file__).parent / "sentences" / "kinds.toml").read_text(encoding="utf-8"))
READERS = (SENTENCES, SENTENCES["second_reader"])
KINDS = [
    (kind, said)
    for reader in READERS
    for kind, sentences in reader.items()
    if isinstance(sentences, list)
    for said in sentences
]
KNOWN_MISSES = [(kind, said) for kind, sentences in SENTENCES["known_misses"].items() for said in sentences]
COMMANDS = [
    (intent, said) for intent, sentences in SENTENCES["commands"].items() for said in sentences if intent != "home"
]
DATA = Path("../shared/data")
needs_data = pytest.mark.skipif(not DATA.exists(), reason="../shared/data is not here")


@pytest.fixture(scope="module")
def kinds() -> Kinds:
    return Kinds()


@pytest.fixture(scope="module")
def intents() -> Intents:
    return Intents()


@pytest.mark.xfail(strict=True, reason="known to come out wrong; one that comes right moves up in the file")
@pytest.mark.parametrize(("kind", "said"), KNOWN_MISSES)
def test_a_known_miss_comes_out_right(kinds: Kinds, kind: str, said: str) -> None:
    assert kinds.judge(normalise(said))[0] == kind


def test_nearly_all_sentences_are_of_their_kind(kinds: Kinds) -> None:
    wrong = [(kind, said) for kind, said in KINDS if kinds.judge(normalise(said))[0] != kind]
    assert len(wrong) <= 0.03 * len(KINDS), wrong


@pytest.mark.parametrize(
    ("said", "kind"),
    [  # domain.md §10.3
        ("有人多次举报没人管", Kind.COMPLAINT),
        ("投诉电话是多少", Kind.ENQUIRY),
        ("路灯坏了没人修吗？", Kind.HELP),
        ("办得真好，三个月一个电话没有", Kind.COMPLAINT),
        ("服务真'到位'", Kind.COMPLAINT),
        ("银盆岭大桥怎么隔三岔五就修路？", Kind.COMPLAINT),
        ("垃圾堆积如山无人管？", Kind.COMPLAINT),
        ("小区旁边建搅拌站合理吗", Kind.COMPLAINT),
        ("为什么又停水了？", Kind.COMPLAINT),
        ("培训机构涉嫌违规收费？", Kind.COMPLAINT),
        ("电梯什么时候能修好", Kind.HELP),
        ("低保需要什么材料", Kind.ENQUIRY),
        ("有没有加装电梯的补贴政策", Kind.ENQUIRY),
        ("地铁3号线什么时候开通", Kind.ENQUIRY),
        ("能不能在公园旁边增设一个公交站？", Kind.SUGGESTION),
        ("路口的红绿灯坏了，请派人修，感谢领导", Kind.HELP),
    ],
)
def test_the_traps_of_the_field_are_read_rightly(kinds: Kinds, said: str, kind: Kind) -> None:
    assert kinds.judge(normalise(said))[0] is kind


def test_nine_in_ten_wishes_are_recognised(kinds: Kinds) -> None:
    wishes = [*SENTENCES["wish"], *(said for round_ in SENTENCES["wish_rounds"].values() for said in round_)]
    missed = [said for said in wishes if kinds.judge(normalise(said))[0] is not Kind.WISH]
    assert len(missed) <= 0.05 * len(wishes), missed


def test_what_is_wanted_of_the_community_is_hardly_ever_a_wish(kinds: Kinds) -> None:
    others = SENTENCES["not_a_wish"]["sentences"]
    false_hits = [said for said in others if kinds.judge(normalise(said))[0] is Kind.WISH]
    assert len(false_hits) <= 0.03 * len(others), false_hits


@needs_data
def test_nine_in_ten_real_wishes_are_recognised(kinds: Kinds) -> None:
    wishes = [row["text"] for row in rows("wishes/wishes_dev.jsonl")]
    missed = [said for said in wishes if kinds.judge(normalise(said))[0] is not Kind.WISH]
    assert len(missed) <= 0.1 * len(wishes), missed


@needs_data
@pytest.mark.parametrize("file", ["titles_dev", "messages_dev"])
def test_complaint_titles_are_hardly_ever_wishes(kinds: Kinds, file: str) -> None:
    titles = [row["title"] for row in rows(f"complaints/{file}.jsonl")]
    false_hits = [said for said in titles if kinds.judge(normalise(said))[0] is Kind.WISH]
    assert len(false_hits) <= 0.005 * len(titles), false_hits


@pytest.mark.parametrize("said", SENTENCES["feedback"]["solved"])
def test_solved_is_heard(kinds: Kinds, said: str) -> None:
    assert kinds.judge(normalise(said)) == (Kind.FEEDBACK, True)


@pytest.mark.parametrize("said", SENTENCES["feedback"]["unsolved"])
def test_not_solved_is_heard(kinds: Kinds, said: str) -> None:
    assert kinds.judge(normalise(said), open_ticket=True) == (Kind.FEEDBACK, False)


def test_the_title_of_a_letter_speaks_louder_than_its_middle(kinds: Kinds) -> None:
    body = "我们小区的情况是这样的，大家都知道。" * 20
    assert kinds.judge(body, "咨询老年证办理流程")[0] is Kind.ENQUIRY
    assert kinds.judge(body, "建议在路口增设红绿灯")[0] is Kind.SUGGESTION


@pytest.mark.parametrize(("intent", "said"), COMMANDS)
def test_commands_in_own_words_are_recognised(intents: Intents, intent: str, said: str) -> None:
    assert intents.command(normalise(said)) == intent


@pytest.mark.parametrize("said", SENTENCES["content"]["sentences"])
def test_a_message_that_only_contains_a_command_word_is_content(intents: Intents, said: str) -> None:
    assert intents.command(normalise(said)) == ""


def rows(name: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
