"""What staff write about a grid ("金鸡岭花园1-8栋；解放路1-99号单号；友谊大院") read into covers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.places import Area, Cover
from domain.routing import building_number

_SPLIT = re.compile(r"[；;\n]+")
_WIDE = str.maketrans("０１２３４５６７８９－—–~～至到（）　，,", "0123456789-------() 、、")
_PART = re.compile(
    r"(?P<numbers>(?:\d+|[A-Za-z])(?:-+(?:\d+|[A-Za-z]))?(?:(?:号楼|[号栋幢座楼])?、(?:\d+|[A-Za-z])(?:-+(?:\d+|[A-Za-z]))?)*)"
    r"(?P<unit>号楼|栋楼|[号栋幢座楼])?\(?(?P<side>单号|双号|奇数|偶数|单|双)?(?:一侧|侧|边)?\)?$"
)
_SIDES = {"单号": "odd", "奇数": "odd", "单": "odd", "双号": "even", "偶数": "even", "双": "even"}


def read_covers(grid: str, text: str, areas_by_name: Mapping[str, Area | Sequence[Area]]) -> tuple[Cover, ...]:
    """The covers of one grid as staff wrote them, parts separated by ；.

    A part is a place's name, then nothing (the whole place), building or house numbers ("1-8栋", "1、3、5-9号楼",
    "A-C座") and perhaps a side ("1-99号单号"). Raises ValueError, in Chinese for the staff who wrote it.
    """
    parts = (part.strip() for part in _SPLIT.split(text.translate(_WIDE)))
    return tuple(cover for part in parts if part for cover in _read_part(grid, part, areas_by_name))


def _read_part(grid: str, part: str, areas: Mapping[str, Area | Sequence[Area]]) -> Iterator[Cover]:
    part = part.replace(" ", "").removesuffix("。")
    if part in areas:
        yield Cover(grid, _area(part, areas).code)
        return
    match = _PART.search(part)
    if match is None:
        raise ValueError(f"地名表里没有“{part}”。请先在地名表中登记，或改成已登记的名称。")
    area = _area(part[: match.start()], areas)
    side = _SIDES.get(match["side"] or "", "")
    for piece in re.sub(r"号楼|[号栋幢座楼]", "", match["numbers"]).split("、"):
        low, high = _range(piece, part)
        yield Cover(grid, area.code, low, high, side)


def _area(name: str, areas: Mapping[str, Area | Sequence[Area]]) -> Area:
    if not name:
        raise ValueError("只有号码，没有地名。请写成“金鸡岭花园1-8栋”的样子。")
    found = areas.get(name)
    if found is None:
        raise ValueError(f"地名表里没有“{name}”。请先在地名表中登记，或改成已登记的名称。")
    if isinstance(found, Area):
        return found
    if len(found) != 1:
        raise ValueError(f"“{name}”有{len(found)}个同名地点，请写完整的名称。")
    return found[0]


def _range(piece: str, part: str) -> tuple[int, int]:
    ends = [building_number(end) for end in re.split(r"-+", piece)]
    low, high = ends[0], ends[-1]
    if low is None or high is None or low > high or (piece[0].isdigit() != piece[-1].isdigit()):
        raise ValueError(f"“{part}”里的“{piece}”不是从小到大的号码范围。")
    return low, high
