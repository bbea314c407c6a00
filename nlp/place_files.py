"""Place and grid files (CSV) read into areas and covers; every mistake is named with its row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from domain.covers import read_covers
from domain.errors import ImportFileError
from domain.places import Area, Cover, Level

DIRECT = "直辖"  # 省直辖县级行政区划, 天涯区直辖村级区划: levels that exist in tables only
DIVISIONS = ((Level.CITY, "city", 4), (Level.DISTRICT, "area", 6), (Level.STREET, "street", 9))


def read_areas(path: Path) -> Iterator[Area]:
    """The areas of a CSV file: `code,name,level,parent,aliases` or the columns of a list of villages.

    Raises ImportFileError with the number of the row that cannot be read.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        columns = set(rows.fieldnames or ())
        if {"code", "name", "level"} <= columns:
            yield from (_area(row, number, path) for number, row in enumerate(rows, start=2))
        elif {"village_code", "village"} <= columns:
            yield from _divisions(rows)
        else:
            raise ImportFileError(f"{path.name}: needs the columns code,name,level or village_code,village")


def read_grids(path: Path, areas: Sequence[Area]) -> tuple[list[Area], list[Cover]]:
    """The grids of a CSV file `code,name,community,households,covers` as areas, and what they cover.

    A name in `covers` is looked up in the grid's own community first, then in what that lies in, then anywhere.
    Raises ImportFileError with the number of the row.
    """
    grids: list[Area] = []
    covers: list[Cover] = []
    named = AreasByName(areas)
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            grids.append(Area(row["code"], row["name"], Level.GRID, row["community"]))
            try:
                covers += read_covers(row["code"], row["covers"], named.seen_from(row["community"]))
            except ValueError as error:
                raise ImportFileError(f"{path.name} 第{number}行：{error}") from error
    return grids, covers


class AreasByName:
    """Areas by name and alias, for staff's cover texts: neighbours first."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self._parent = {area.code: area.parent for area in areas}
        self._named: dict[str, list[Area]] = {}
        for area in areas:
            for name in (area.name, *area.aliases):
                self._named.setdefault(name, []).append(area)

    def seen_from(self, community: str) -> Mapping[str, Sequence[Area]]:
        """The same names as somebody in `community` means them."""
        around = [community]
        while around[-1] and len(around) < len(Level):
            around.append(self._parent.get(around[-1], ""))
        return _Nearest(self._named, around)


class _Nearest(dict[str, Sequence[Area]]):
    """Names whose bearers are narrowed to those with the nearest common parent."""

    def __init__(self, named: Mapping[str, list[Area]], around: Sequence[str]) -> None:
        super().__init__(named)
        self._around = around

    def get(self, name: str, default: Any = None) -> Any:
        found = super().get(name)
        if not found:
            return default
        return next((own for code in self._around if (own := [a for a in found if a.parent == code])), found)


def _area(row: Mapping[str, str], number: int, path: Path) -> Area:
    try:
        aliases = tuple(filter(None, (row.get("aliases") or "").split("|")))
        return Area(row["code"], row["name"], Level(row["level"]), row.get("parent") or "", aliases)
    except ValueError as error:
        levels = "、".join(Level)
        raise ImportFileError(f"{path.name} row {number}: level must be one of {levels}") from error


def _divisions(rows: Iterable[Mapping[str, str]]) -> Iterator[Area]:
    """Districts, streets and villages out of a list of villages that repeats the larger ones in every row."""
    seen: set[str] = set()
    for row in rows:
        for area in _levels_of(row):
            if area.code not in seen:
                seen.add(area.code)
                yield area


def _levels_of(row: Mapping[str, str]) -> Iterator[Area]:
    code = row["village_code"]
    parent = ""
    for level, column, size in DIVISIONS:
        name = row.get(column) or ""
        if name and DIRECT not in name:
            own = code[:size].ljust(12, "0")
            yield Area(own, name, level, parent if parent != own else "")
            parent = own
    yield Area(code, plain_name(row["village"]), Level.COMMUNITY, parent)


def plain_name(village: str) -> str:
    """西街社区居民委员会 → 西街社区, 沙坝村村民委员会 → 沙坝村."""
    name = re.sub(r"(?:居民委员会|居委会|村民委员会|村委会|民委员会|委会)$", "", village)
    if name == village or name.endswith(("社区", "村", "居")):
        return name
    return f"{name}社区" if "居" in village[len(name) :] else f"{name}村"
