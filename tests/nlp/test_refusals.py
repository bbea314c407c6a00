"""不予受理: clear wordings are recognised, and words that only look like them are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.errors import RuleError
from nlp.refusals import Refusals

TITLES = Path(__file__).parents[2] / "../shared/data/complaints/titles_dev.jsonl"
MOST = 0.01  # of real titles of a leaders' board, all of them taken by somebody


@pytest.fixture(scope="module")
def refusals() -> Refusals:
    return Refusals()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("unlawful", "能不能帮我开个假证明"),
        ("discipline", "村主任挪用公款修自己家的房子"),
        ("litigation", "我已经起诉了，法院判了开发商还是不给钱"),
        ("arbitration", "不服劳动仲裁的结果"),
        ("review", "我不服交警的处罚决定，要求撤销"),
        ("disclosure", "我要申请政府信息公开"),
        ("petition", "信访局已经受理了，信访答复意见我不认可"),
        ("private", "邻居借了我两万块钱不还"),
    ],
)
def test_clear_wordings_are_recognised(refusals: Refusals, name: str, said: str) -> None:
    found = refusals.judge(said)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "said",
    [
        "法院门口的路灯坏了",
        "信访局旁边的井盖没了",
        "老板欠我三个月工资不给",
        "离婚后孩子的户口怎么迁",
        "有人在小区门口办假证贴小广告",
        "书记您好，我们小区停水两天了",
        "楼上漏水，他家说要打官司就去打",
        "请问去哪里起诉离婚",
    ],
)
def test_what_only_looks_like_it_is_taken(refusals: Refusals, said: str) -> None:
    assert refusals.judge(said) is None


def test_a_long_letter_is_left_to_a_person(refusals: Refusals) -> None:
    assert refusals.judge("我不服法院的判决。" + "事情是这样的。" * 20) is None


def test_every_refusal_says_why_and_where_to_go(refusals: Refusals) -> None:
    assert all(row.title and row.why and row.channel for row in refusals.by_name.values())


def test_a_row_without_a_channel_is_named(tmp_path: Path) -> None:
    file = tmp_path / "refusals.toml"
    file.write_text('[[refusal]]\nname = "odd"\ntitle = "x"\nwhy = "y"\nwords = ["z"]\n', "utf-8")
    with pytest.raises(RuleError, match="odd"):
        Refusals(file)


@pytest.mark.skipif(not TITLES.exists(), reason="needs ../shared/data/complaints, which is not part of the repository")
def test_few_real_titles_are_refused(refusals: Refusals) -> None:
    titles = [json.loads(line)["title"] for line in TITLES.read_text("utf-8").splitlines()]
    assert sum(refusals.judge(title) is not None for title in titles) <= MOST * len(titles)
