"""How people write a place: its name, aliases, tails and stems, and how sure each makes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum

from domain.places import Area, Level
from nlp.normalise import normalise


class Kind(IntEnum):
    """What a written name is to its place, the surest first."""

    NAME = 0
    ALIAS = 1
    LOCAL = 2  # an alias that is only the tail of the name, or that every quarter has (老市场): sure among neighbours
    TAIL = 3  # the name without the community's (后巷 of 友谊后巷): counts among neighbours only
    STEM = 4  # the name without its kind (友谊 of 友谊社区): a hint, never a decision


def written_names(areas: Sequence[Area]) -> dict[str, dict[int, Kind]]:
    """Every way a place is written → the places (by position in `areas`) that bear it, and what it is to each."""
    written: dict[str, dict[int, Kind]] = {}
    communities = {area.code: area.name for area in areas if area.level is Level.COMMUNITY}
    for place, area in enumerate(areas):
        for name, kind in _ways(area, communities.get(area.parent, "")):
            bearers = written.setdefault(name, {})
            bearers[place] = min(kind, bearers.get(place, kind))
    return written


def core(name: str) -> str:
    """What makes a name this place's own: 后街 and 老市场 have none, 友谊路 has 友谊."""
    return GENERIC.sub("", name)


def stem(name: str, level: Level) -> str:
    """The name without its kind: 友谊 of 友谊社区, 商州 of 商州区; "" when nothing usable remains."""
    match = STEMS[level].match(name) if level in STEMS else None
    return match[1] if match and len(match[1]) > 1 and match[1] not in COMMON else ""


def _ways(area: Area, community: str) -> Iterator[tuple[str, Kind]]:
    yield normalise(area.name), Kind.NAME
    for alias in area.aliases:
        yield normalise(alias), Kind.LOCAL if area.name.endswith(alias) or not core(alias) else Kind.ALIAS
    if community:
        yield from _tails(area, community)
    for written in (area.name, *area.aliases):
        if short := stem(written, area.level):
            yield short, Kind.STEM
            if area.level is Level.STREET:  # towns became streets, villages communities: the old names live on
                yield from ((f"{short}{kind}", Kind.ALIAS) for kind in STREETS)
            elif area.level is Level.COMMUNITY:
                yield from ((f"{short}{kind}", Kind.ALIAS) for kind in COMMUNITIES if not short.endswith(kind))


def _tails(area: Area, community: str) -> Iterator[tuple[str, Kind]]:
    """后巷 of 友谊后巷 in 友谊社区; 友谊第一网格 and 第一网格 of 友谊社区第一网格."""
    own = stem(community, Level.COMMUNITY)
    if area.level is Level.GRID and area.name.startswith(community):
        tail = area.name.removeprefix(community)
        yield from ((f"{own}{tail}", Kind.ALIAS), (tail, Kind.LOCAL)) if tail else ()
        return
    tail = area.name.removeprefix(own).removeprefix(own[1:] if len(own) > PAIR else own)  # 东海后街 in 大东海社区
    if tail != area.name and len(tail) > 1 and not PLAIN.fullmatch(tail):
        yield tail, Kind.TAIL


PAIR = 2  # characters
GENERIC = re.compile(
    r"小区|花园|宿舍|大院|市场|菜场|农贸|公园|广场|码头|饭堂|食堂|长者|服务中心|党群|卫生站|诊所|公交站|小学|中学|幼儿园"
    r"|[老新旧大小东西南北中前后上下内外一二三四五六七八九十\d第]|[路街巷里院苑楼村站区园环期横支别]"
)
PLAIN = re.compile(
    r"小学|中学|幼儿园|市场|农贸市场|公园|广场|花园|小区|新村|大院|宿舍|公寓|公交站|路口公交站|夜市|码头|大道|新城|名苑|新居|小院"
    r"|社区|.*服务中心|.*卫生服务站|海岸|河畔"
)
COMMON = frozenset(  # names of villages that are everyday words without 村
    """
    路边 马路 大路 公路 道路 大街 路口 高峰 村里 家里 城里 新村 老村 本村 全村 农村 乡村
    建设 和平 光明 幸福 团结 胜利 新建 民主 文明 公平 平安 安全 富强 发展 前进 红旗 东方
    中心 广场 市场 学校 医院 公园 花园 小区 社区 车站 码头 桥头 山下 门前 文化 科技 合作
    民生 健康 服务 工业 教育 水库 石头 太阳 月亮 大学 中学 小学 三里 上街 河边 海边 江边
    湖边 山上 对面 楼下 地方 联合 解放 人民 群众
    """.split()  # noqa: SIM905 — a table to read
)
PEOPLES = "黎|苗|回|壮|土家|侗|瑶|彝|藏|蒙古|满|布依|白|傣|哈尼|畲|朝鲜|仡佬|羌|土|各"
STREETS = ("街道", "街道办", "街办", "办事处", "镇", "镇政府", "乡")
COMMUNITIES = ("社区", "村", "居委会")
STEMS = {
    Level.CITY: re.compile(r"(.+)(?:市|地区|盟)$"),
    Level.DISTRICT: re.compile(rf"(.+?)(?:(?:(?:{PEOPLES})族)+自治[县旗]|新区|区|县|市|旗)$"),
    Level.STREET: re.compile(r"(.+?)(?:街道办事处|街道办|街道|镇|乡|办事处)$"),
    Level.COMMUNITY: re.compile(r"(.+?)(?:社区居委会|社区|居委会|村委会|村|嘎查)$"),
}
