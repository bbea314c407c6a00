"""What a wish keeps beside its ticket: when help is wanted, and what protects a child.

未成年人保护法 Art. 4, 72, 73 and PIPL Art. 28, 31: what is known of somebody under 14 is sensitive, and nothing of it is
used without the consent of a guardian. Which ways of consenting count, and how long a background check (背景核查) of a
volunteer is good, no text says: they are settings.
"""

from __future__ import annotations

import re
from datetime import datetime
from enum import StrEnum

from domain.ticket import CHILD_WISH
from domain.values import frozen

WISH, NEIGHBOURS, DISABLED = "微心愿", "邻里守望", "助残"  # the matters of wishes of grown people


class Slot(StrEnum):
    """When help is wanted."""

    WORKDAY = "workday"  # 工作日白天
    EVENING = "evening"  # 晚上
    WEEKEND = "weekend"  # 周末
    ANY = "any"  # 都可以


class Guardian(StrEnum):
    """Who consented for a child."""

    PARENT = "parent"  # 父母
    OTHER = "other"  # 其他监护人


class Way(StrEnum):
    """How a guardian consented."""

    CHAT = "chat"  # pressed it here
    VISIT = "visit"  # said so when staff came
    PHONE = "phone"
    PAPER = "paper"  # signed


@frozen
class Terms:
    """What is kept of one wish beside its ticket.

    `slot` is for a favour; `guardian`, `way`, `consented_at` and `by` (who pressed it or wrote it down) are for a child,
    and so is `public`, the line that staff wrote for the volunteers: of a child's wish they see nothing else.
    """

    ticket: int
    slot: str = ""
    guardian: str = ""
    way: str = ""
    consented_at: datetime | None = None
    by: int = 0
    public: str = ""


@frozen
class Clearance:
    """背景核查: staff looked into a volunteer, until when it is good, and who did."""

    person: int
    at: datetime
    until: datetime
    by: int


def matter(words: str, *, child: bool) -> str:
    """What kind of wish it is: a child's, help (for somebody disabled, or of a neighbour), or a thing."""
    if child:
        return CHILD_WISH
    if THING.search(words) or not FAVOUR.search(words):
        return WISH
    return DISABLED if DISABILITY.search(words) else NEIGHBOURS


def perhaps_for_a_child(words: str, under: int) -> bool:
    """Whether somebody under that age may be meant; asked then, so too much is better than too little."""
    ages = (_number(found[1]) for found in AGE.finditer(words))
    return bool(CHILDREN.search(words)) or any(age < under for age in ages)


def tells_of_a_child(words: str) -> bool:
    """Whether a line for volunteers holds what they must not know: a number, a door, a school, a class."""
    return bool(SCHOOL.search(words) or DIGITS.search(words))


def _number(text: str) -> int:
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (HAN.find(tens) if tens else 1) * 10 * bool(ten) + (HAN.find(ones) if ones else 0)


HAN = "零一二三四五六七八九"
AGE = re.compile(r"(\d{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])周?岁")
CHILDREN = re.compile(
    r"孩|小朋友|儿童|童|学生|孙|儿子|女儿|闺女|宝宝|娃|婴|奶粉|尿不湿|玩具|书包|文具|上学|小学|幼儿园|初中|留守"
)
FAVOUR = re.compile(r"有人|请人|找人|谁能|帮我|帮忙|帮着|帮.{0,4}(?:打扫|修|搬|买|拿)|陪|理发|代购|跑腿|辅导")
THING = re.compile(r"[想需]?要(?:有)?一?[个辆台副双本件把部张套条支箱袋床]|[一二两][辆台副双把部张套床]")
DISABILITY = re.compile(r"残疾|残障|盲|视障|看不见|聋|听障|肢残|瘫")
SCHOOL = re.compile(r"学校|[小中]学|幼儿园|[一二三四五六七八九\d]年级|\d班|[一二三四五六七八九]班|班主任")
DIGITS = re.compile(r"\d{3,}|[\d一二三四五六七八九十]+(?:栋|幢|座|号楼|单元|室|房|号)")
