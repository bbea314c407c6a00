"""People, their posts, and which part of the city a post answers for."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache

from domain.grid_codes import COMMUNITY_DIGITS
from domain.values import frozen


class Role(StrEnum):
    """What somebody does for an area. Being a resident needs no post: everybody is one."""

    WORKER = "worker"  # 网格员
    CAPTAIN = "captain"  # 网格长
    AREA_LEAD = "area_lead"  # 片长 of a 片区: some grids of a community, or some communities of a district
    DESK = "desk"  # 社区受理台
    SUPERVISOR = "supervisor"  # 督办人 of a community, district or city
    BUILDING_HEAD = "building_head"  # 楼长, a neighbour: contact of a building (scope: code of the place, perhaps -3)
    MEDIATOR = "mediator"  # 人民调解员, 银龄调解: mediates for an area, is no staff
    VOLUNTEER = "volunteer"  # 志愿者, may claim micro-wishes
    OFFICER = "officer"  # 单位经办人, does a unit's work
    UNIT_DESK = "unit_desk"  # 单位受理台, takes in what comes to a unit
    COMMAND = "command"  # 指挥中心 of a district or city, decides what no rule decides


@frozen
class Post:
    """One role for one area; `scope` is the area's code (grid 15 digits, anything larger 12), or that of a unit or zone.

    `part_time` of a worker: 兼职网格员 (a cadre, a neighbour with other work) beside the 专职 ones, with the same rights.
    """

    role: Role
    scope: str
    part_time: bool = False


@frozen
class Person:
    """Somebody the bot knows, without name or telephone number (those are sealed).

    `home` is the code of the grid (or larger area) they live in, `home_words` how they said it. `reach` are the posts
    for zones (片区), written out for each area of the zone.
    """

    id: int
    posts: tuple[Post, ...] = ()
    home: str = ""
    home_words: str = ""
    language: str = "zh-CN"
    noticed: bool = False  # has seen the privacy notice
    reach: tuple[Post, ...] = ()

    def has(self, role: Role, code: str = "") -> bool:
        """Whether the person holds this role for the area `code` lies in (for any area when `code` is empty)."""
        held = (*self.posts, *self.reach)
        return any(post.role is role and (not code or holds(post.scope, code)) for post in held)

    def areas_of(self, role: Role) -> list[str]:
        """The areas this role of theirs is for; of a zone its areas."""
        if reached := [post.scope for post in self.reach if post.role is role]:
            return reached
        return [post.scope for post in self.posts if post.role is role]


@frozen
class Grid:
    """One grid of a community: 15-digit code = 12-digit community code + 3-digit sequence (CJ/T 213 family)."""

    code: str
    name: str
    community: str
    households: int = 0


def holds(scope: str, code: str) -> bool:
    """Whether the area `code` lies in (or is) the area `scope`: trailing zero pairs of a 12-digit code mean "all below"."""
    return code.startswith(stem(scope))


def outermost(scopes: Iterable[str]) -> list[str]:
    """The areas among several that do not lie in another one of them."""
    once = list(dict.fromkeys(scopes))
    return [each for each in once if not any(other != each and holds(other, each) for other in once)]


def stem(code: str) -> str:
    """The digits of a division code that say something: 460204000000 → 460204, 460204198023001 stays whole."""
    if len(code) != COMMUNITY_DIGITS:
        return code
    for length in (2, 4, 6, 9):
        if set(code[length:]) == {"0"}:
            return code[:length]
    return code


@lru_cache(maxsize=4096)
def scopes_above(code: str) -> tuple[str, ...]:
    """The area itself and those above it that may hold a post: grid, community, street, district, city.

    Where there are no streets nobody holds a post for one: 460204198000 is a number and no place.
    """
    digits = stem(code)
    above = (digits[:15], digits[:12], f"{digits[:9]}000", f"{digits[:6]}000000", f"{digits[:4]}00000000")
    lengths = (15, 12, 9, 6, 4)
    return tuple(scope for scope, length in zip(above, lengths, strict=True) if len(digits) >= length)


def in_village(code: str) -> bool:
    """Whether an area lies in a village: digits 10-12 of a statistical code are 200-399 there (村委会)."""
    return code[9:12].isdecimal() and VILLAGES[0] <= int(code[9:12]) <= VILLAGES[1]


def stands_in(name: str, words: str) -> bool:
    """Whether somebody's name stands in the words; too short a one may be part of anything."""
    return len(name) >= SHORTEST_NAME and name in words


SHORTEST_NAME = 2
VILLAGES = (200, 399)
