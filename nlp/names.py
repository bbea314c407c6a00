"""The name index: every name of a million places in one automaton and flat columns, kept in one cache file."""

from __future__ import annotations

import json
import os
import re
import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

from domain.errors import ImportFileError
from domain.places import Area, Level
from nlp.normalise import normalise

LEVELS = tuple(Level)
MAGIC = b"huiying-names-2\n"
UNSEEN = -2


class Kind(IntEnum):
    """What a written name is to its place, the surest first."""

    NAME = 0
    ALIAS = 1
    LOCAL = 2  # an alias that is only the tail of the name, or that every quarter has (老市场): sure among neighbours
    TAIL = 3  # the name without the community's (后巷 of 友谊后巷): counts among neighbours only
    STEM = 4  # the name without its kind (友谊 of 友谊社区): a hint, never a decision


KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Texts:
    """Many short texts as one block of UTF-8 and the offsets where each begins."""

    block: bytes
    starts: array[int]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        starts, parts, at = array("I", [0]), [], 0
        for text in texts:
            part = text.encode()
            parts.append(part)
            at += len(part)
            starts.append(at)
        return cls(b"".join(parts), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, index: int) -> str:
        return self.block[self.starts[index] : self.starts[index + 1]].decode()


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Places by position, sorted by code. `bearers` of name n stand between `name_starts[n]` and `[n + 1]`, as place * 8 + Kind."""

    codes: Texts
    names: Texts
    aliases: Texts
    levels: bytes
    parents: array[int]  # -1: none
    communities: array[int]  # the community a place lies in (or is), -1: none
    child_starts: array[int]
    child_places: array[int]
    name_starts: array[int]
    bearers: array[int]
    automaton: Any

    @classmethod
    def build(cls, areas: Iterable[Area]) -> NameIndex:
        """Raises ImportFileError when two areas share a code."""
        ordered = sorted(areas, key=lambda area: area.code)
        place = {area.code: index for index, area in enumerate(ordered)}
        if len(place) != len(ordered):
            raise ImportFileError(f"two places share a code: {_repeated(ordered)}")
        parents = array("i", (place.get(area.parent, -1) for area in ordered))
        names = _written_names(ordered)
        child_starts, child_places = _grouped(parents)
        written = sorted(names)
        return cls(
            codes=Texts.of(area.code for area in ordered),
            names=Texts.of(area.name for area in ordered),
            aliases=Texts.of("|".join(area.aliases) for area in ordered),
            levels=bytes(LEVELS.index(area.level) for area in ordered),
            parents=parents,
            communities=_communities(parents, ordered),
            child_starts=child_starts,
            child_places=child_places,
            name_starts=_running(len(names[name]) for name in written),
            bearers=array("I", (bearer for name in written for bearer in names[name])),
            automaton=CharwiseDoubleArrayAhoCorasick(written) if written else None,
        )

    def __len__(self) -> int:
        return len(self.levels)

    def hits(self, text: str) -> list[tuple[int, int, int]]:
        """Every name in the text, overlaps included, as (start, end, name)."""
        return self.automaton.find_overlapping(text) if self.automaton else []

    def bearers_of(self, name: int) -> list[tuple[int, Kind]]:
        """The places that bear a name, and what it is to each."""
        bearers = self.bearers[self.name_starts[name] : self.name_starts[name + 1]]
        return [(bearer >> 3, KINDS[bearer & 7]) for bearer in bearers]

    def place(self, code: str) -> int | None:
        """The position of a code, None if there is no such place."""
        index = bisect_left(self.codes, code)
        return index if index < len(self) and self.codes[index] == code else None

    def area(self, place: int) -> Area:
        aliases = self.aliases[place]
        parent = self.parents[place]
        return Area(
            code=self.codes[place],
            name=self.names[place],
            level=LEVELS[self.levels[place]],
            parent=self.codes[parent] if parent >= 0 else "",
            aliases=tuple(aliases.split("|")) if aliases else (),
        )

    def level(self, place: int) -> Level:
        return LEVELS[self.levels[place]]

    def chain(self, place: int) -> tuple[int, ...]:
        """The place and all it lies in, from small to large."""
        chain: list[int] = []
        while place >= 0 and place not in chain:
            chain.append(place)
            place = self.parents[place]
        return tuple(chain)

    def children(self, place: int) -> array[int]:
        return self.child_places[self.child_starts[place] : self.child_starts[place + 1]]

    def save(self, path: Path) -> None:
        """Write the cache file; whoever reads meanwhile sees the old one or the new one, whole."""
        sections = [bytes(section) for section in self._sections()]
        body = b"".join(sections)
        head = json.dumps({"sizes": [len(section) for section in sections], "check": zlib.crc32(body)}).encode()
        fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
        fresh.write_bytes(MAGIC + head + b"\n" + body)
        fresh.replace(path)

    @classmethod
    def load(cls, path: Path) -> NameIndex:
        """Read a cache file. Raises ImportFileError when it is none of ours, of another version, or damaged."""
        content = path.read_bytes()
        head, _, _ = content[len(MAGIC) : len(MAGIC) + 1000].partition(b"\n")
        body = memoryview(content)[len(MAGIC) + len(head) + 1 :]
        if not content.startswith(MAGIC) or zlib.crc32(body) != json.loads(head)["check"]:
            raise ImportFileError(f"{path.name} is not a place cache of this version, or it is damaged: build it again")
        pieces, at = [], 0
        for size in json.loads(head)["sizes"]:
            pieces.append(body[at : at + size])
            at += size
        return cls._from_sections(pieces)

    def _sections(self) -> Iterator[Any]:
        for texts in (self.codes, self.names, self.aliases):
            yield texts.block
            yield texts.starts
        yield self.levels
        yield from (
            self.parents,
            self.communities,
            self.child_starts,
            self.child_places,
            self.name_starts,
            self.bearers,
        )
        yield self.automaton.serialize() if self.automaton else b""

    @classmethod
    def _from_sections(cls, pieces: list[memoryview]) -> NameIndex:
        codes, names, aliases = (Texts(bytes(pieces[n]), _numbers("I", pieces[n + 1])) for n in (0, 2, 4))
        parents, communities, child_starts, children, name_starts, bearers = map(_numbers, "iiIIII", pieces[7:13])
        automaton = CharwiseDoubleArrayAhoCorasick.deserialize(bytes(pieces[13])) if pieces[13] else None
        return cls(
            codes,
            names,
            aliases,
            bytes(pieces[6]),
            parents,
            communities,
            child_starts,
            children,
            name_starts,
            bearers,
            automaton,
        )


def core(name: str) -> str:
    """What makes a name this place's own: 后街 and 老市场 have none, 友谊路 has 友谊."""
    return GENERIC.sub("", name)


def stem(name: str, level: Level) -> str:
    """The name without its kind: 友谊 of 友谊社区, 商州 of 商州区; "" when nothing usable remains."""
    match = STEMS[level].match(name) if level in STEMS else None
    return match[1] if match and len(match[1]) > 1 and match[1] not in COMMON else ""


def _written_names(areas: list[Area]) -> dict[str, list[int]]:
    """Every way a place is written → its bearers."""
    written: dict[str, dict[int, int]] = {}
    stems = {area.code: stem(area.name, area.level) for area in areas if area.level is Level.COMMUNITY}
    for place, area in enumerate(areas):
        for name, kind in _ways(area, stems.get(area.parent, "")):
            bearers = written.setdefault(name, {})
            bearers[place] = min(kind, bearers.get(place, kind))
    return {name: [place << 3 | kind for place, kind in bearers.items()] for name, bearers in written.items()}


def _ways(area: Area, community: str) -> Iterator[tuple[str, Kind]]:
    yield normalise(area.name), Kind.NAME
    for alias in area.aliases:
        yield normalise(alias), Kind.LOCAL if area.name.endswith(alias) or not core(alias) else Kind.ALIAS
    tail = area.name.removeprefix(community) if community else area.name
    if tail != area.name and len(tail) > 1 and not PLAIN.fullmatch(tail):
        yield tail, Kind.TAIL
    for written in (area.name, *area.aliases):
        if short := stem(written, area.level):
            yield short, Kind.STEM
            if area.level is Level.STREET:  # towns became streets, villages communities: the old names live on
                yield from ((f"{short}{kind}", Kind.ALIAS) for kind in STREETS)
            elif area.level is Level.COMMUNITY:
                yield from ((f"{short}{kind}", Kind.ALIAS) for kind in COMMUNITIES if not short.endswith(kind))


def _communities(parents: array[int], ordered: list[Area]) -> array[int]:
    """For every place the community above it. Parents may stand behind their children, hence the walk."""
    found = array("i", (place if area.level is Level.COMMUNITY else UNSEEN for place, area in enumerate(ordered)))
    for place in range(len(ordered)):
        walked, at = [], place
        while at >= 0 and found[at] == UNSEEN and at not in walked:
            walked.append(at)
            at = parents[at]
        community = found[at] if at >= 0 and found[at] != UNSEEN else -1
        for below in walked:
            found[below] = community
    return found


def _grouped(parents: array[int]) -> tuple[array[int], array[int]]:
    """Children by parent: where each parent's begin, and the children."""
    counts = array("I", bytes(4 * len(parents)))
    for parent in parents:
        if parent >= 0:
            counts[parent] += 1
    starts = _running(counts)
    fill, children = array("I", starts), array("I", bytes(4 * starts[-1]))
    for child, parent in enumerate(parents):
        if parent >= 0:
            children[fill[parent]] = child
            fill[parent] += 1
    return starts, children


def _running(counts: Iterable[int]) -> array[int]:
    sums = array("I", [0])
    for count in counts:
        sums.append(sums[-1] + count)
    return sums


def _numbers(kind: str, piece: memoryview) -> array[int]:
    numbers: array[int] = array(kind)
    numbers.frombytes(piece)
    return numbers


def _repeated(ordered: list[Area]) -> str:
    return next(a.code for a, b in pairwise(ordered) if a.code == b.code)


GENERIC = re.compile(
    r"小区|花园|宿舍|大院|市场|菜场|农贸|公园|广场|码头|饭堂|食堂|长者|服务中心|党群|卫生站|诊所|公交站|小学|中学|幼儿园"
    r"|[老新旧大小东西南北中前后上下内外一二三四五六七八九十\d第]|[路街巷里院苑楼村站区园环期横支别]"
)
PLAIN = re.compile(
    r"小学|中学|幼儿园|市场|农贸市场|公园|广场|花园|小区|新村|大院|宿舍|公寓|公交站|路口公交站|夜市|码头|大道|新城|名苑|新居|小院"
    r"|社区|.*服务中心|.*卫生服务站|海岸|河畔"
)
COMMON = frozenset(  # names of villages that are everyday words without 村
    [
        "路边",
        "马路",
        "大路",
        "公路",
        "道路",
        "大街",
        "路口",
        "高峰",
        "村里",
        "家里",
        "城里",
        "新村",
        "老村",
        "本村",
        "全村",
        "农村",
        "乡村",
        "建设",
        "和平",
        "光明",
        "幸福",
        "团结",
        "胜利",
        "新建",
        "民主",
        "文明",
        "公平",
        "平安",
        "安全",
        "富强",
        "发展",
        "前进",
        "红旗",
        "东方",
        "中心",
        "广场",
        "市场",
        "学校",
        "医院",
        "公园",
        "花园",
        "小区",
        "社区",
        "车站",
        "码头",
        "桥头",
        "山下",
        "门前",
        "文化",
        "科技",
        "合作",
        "民生",
        "健康",
        "服务",
        "工业",
        "教育",
        "水库",
        "石头",
        "太阳",
        "月亮",
        "大学",
        "中学",
        "小学",
        "三里",
        "上街",
        "河边",
        "海边",
        "江边",
        "湖边",
        "山上",
        "对面",
        "楼下",
        "地方",
        "联合",
        "解放",
        "人民",
        "群众",
    ]
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
