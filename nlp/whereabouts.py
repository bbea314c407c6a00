"""Whether words say anything of where something is, so that 你们快点啊 is no place although it answers the question for one."""

from __future__ import annotations

import re

NUMBERS_TO_RING = re.compile(r"1(?:1[029]|2[02])")
SAYS_WHERE = re.compile(
    r"\d|[路街巷弄村区栋幢楼苑园城站桥河沟湖塘井店铺场校院厂亭塔库坡山码滩湾口旁]|[前后对里外下上]面|附近|隔壁|电梯|单元|房间|"
    r"[东南西北左右这那路河海水][边头]|家里|我家|门前|中间|中心|超市|宾馆|酒店|大厦|广场|地下|一带|[这那]里|公司|单位|银行|花园"
)


def says_where(text: str) -> bool:
    """Whether a normalised answer to "where?" may be a place that no map knows (老李家后面那条沟), or a part of one (3栋)."""
    return bool(SAYS_WHERE.search(NUMBERS_TO_RING.sub("", text)))
