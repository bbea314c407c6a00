"""The code of a unit grid: 15 digits, six of the division, three of the street, three of the community, three in sequence.

DB11/T unit grid standard and the CJ/T 213 family; the sequence runs from west to east and north to south in a community.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from domain.errors import ConfigError

GRID_DIGITS = 15
COMMUNITY_DIGITS = 12  # as those of larger divisions, which end in zeros
DISTRICT_DIGITS = 6
MOST = 999


def is_grid(code: str) -> bool:
    return len(code) == GRID_DIGITS


def community_code(code: str) -> str:
    """The code of the community a grid lies in; a community's own, or a larger area's, stays as it is."""
    return code[:COMMUNITY_DIGITS]


def problem_of(code: str) -> str:
    """What is wrong with a code, in Chinese; "" if nothing."""
    if not re.fullmatch(r"[0-9]+", code):
        return "只能是数字"
    if len(code) != GRID_DIGITS:
        return f"应该是 {GRID_DIGITS} 位，现在是 {len(code)} 位"
    if code[0] == "0" or code[2:6] == "0000":
        return "前 6 位不是区县的代码"
    if code[9:COMMUNITY_DIGITS] == "000":
        return "第 10 到 12 位是 000，没有写到社区"
    if code[COMMUNITY_DIGITS:] == "000":
        return "最后三位是 000：序号从 001 起（也可能是 Excel 改成了近似数）"
    return ""


def next_codes(community: str, count: int, used: Collection[str]) -> list[str]:
    """The next free codes of a community, after the highest in use. ConfigError when there are not so many."""
    highest = max((int(code[COMMUNITY_DIGITS:]) for code in used if code.startswith(community)), default=0)
    if highest + count > MOST:
        raise ConfigError(f"{community}: {highest} grids are numbered, {count} more do not fit into three digits")
    return [f"{community}{number:03d}" for number in range(highest + 1, highest + count + 1)]
