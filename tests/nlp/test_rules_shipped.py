"""The shipped rule files: every sentence written in them lands where it says, and they say only known classes."""

import csv
import re
from pathlib import Path

import pytest

from nlp.normalise import normalise
from nlp.rules import RuleBook

WORDS = Path("nlp/words")
TREE = {
    "城乡建设", "党务政务", "国土资源", "环境保护", "纪检监察", "交通运输", "经济管理", "科技与信息产业",
    "民政", "农村农业", "商贸旅游", "卫生计生", "政法", "教育文体", "劳动和社会保障",
}  # fmt: skip


@pytest.mark.parametrize("name", ["categories", "matters", "tags"])
def test_every_sentence_in_the_file_lands_where_it_says(name: str):
    assert RuleBook.load(WORDS / f"{name}.toml").check() == ()


def test_the_categories_are_the_classes_of_the_petition_tree():
    assert set(RuleBook.load(WORDS / "categories.toml").rules) == TREE


def test_the_classes_are_those_of_the_official_table():
    table = Path("../shared/data/complaints/category_tree.csv")
    if not table.exists():
        pytest.skip("the petition tree is not beside the checkout (../shared/data)")
    with table.open(encoding="utf-8") as lines:
        assert {row["level1"] for row in csv.DictReader(lines)} == TREE


def test_every_matter_belongs_to_a_class_and_has_at_least_three_sentences():
    for rule in RuleBook.load(WORDS / "matters.toml").rules.values():
        assert rule.parent in TREE, rule.id
        assert len(rule.tests) >= 3, rule.id


def test_the_keyword_list_is_short_and_holds_no_sentences():
    book = RuleBook.load(WORDS / "categories.toml")
    assert sum(len(rule.words) for rule in book.rules.values()) <= 5_000
    for rule in book.rules.values():
        assert all(re.fullmatch(r"[\u4e00-\u9fff]{1,6}", word) for word in rule.words), rule.id


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("火车站的路灯都瞎了好几盏，灯不亮", "路灯照明"),
        ("３栋樓道燈壞了", "路灯照明"),
        ("水喉冇水", "停水"),
        ("漏谁了，天花板在滴", "漏水"),
        ("狗整晚叫，吵得没法睡", "犬吠噪音"),
        ("阿公想去长者饭堂吃饭，怎么报名", "养老助老"),
        ("住酒店被多收房费，不给退", "酒店退款"),
    ],
)
def test_matters_are_heard_in_typos_traditional_characters_and_dialect(said: str, matter: str):
    assert RuleBook.load(WORDS / "matters.toml").judge(normalise(said)).label == matter


@pytest.mark.parametrize("said", ["你好", "谢谢", "在吗", "？？？", ""])
def test_small_talk_is_no_matter(said: str):
    assert RuleBook.load(WORDS / "matters.toml").judge(normalise(said)).label == ""
