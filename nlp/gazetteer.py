"""The gazetteer: names in a text → a place, a place → its path, its words and its grid. Immutable; a new one replaces it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from domain.covers import read_covers
from domain.errors import ImportFileError
from domain.places import Area, Cover, Level, Relation, Spot
from domain.routing import Routing, grid_for
from nlp.address import numbers_after, numbers_in
from nlp.mentions import LARGE, mentions
from nlp.names import Kind, NameIndex
from nlp.near_names import NearNames
from nlp.normalise import normalise
from nlp.places import ASKED, CONFIDENCE, DOUBTED, HOME, OWN, READ, Reader

DIRECT = "直辖"  # 省直辖县级行政区划, 天涯区直辖村级区划: levels that exist in tables only
DIVISIONS = ((Level.CITY, "city", 4), (Level.DISTRICT, "area", 6), (Level.STREET, "street", 9))
VIRTUAL_STREET = "198"  # digits 7 to 9 of codes in a city without streets (statistical division code, Sanya)

NEAR_LIMIT = 100_000  # places; above, misspelt names are not looked for: the halves would fill the memory
LIVES = re.compile(r"我们?(?:家)?(?:住|是|在的)|业主|住户")
URBAN = re.compile(
    r"小区|物业|业主|市区|城区|城中|棚户区|市[一二三]?(?:中|小学|幼儿园|医院)|学院|高新|购房|公交|房产|供暖"
)
MISSPELT = (Level.COMPOUND, Level.LANDMARK)  # a road of four characters resembles too much


class Gazetteer:
    """All places of a city and what the grids cover of them. Safe to share between threads; never changes."""

    def __init__(self, index: NameIndex, covers: Iterable[Cover] = ()) -> None:
        self._index = index
        self._near = NearNames(_fine_areas(index)) if len(index) <= NEAR_LIMIT else None
        self._seat = _only_urban_district(index)
        self._covers: dict[str, list[Cover]] = {}
        self._covered: dict[str, list[str]] = {}
        for cover in covers:
            self._covers.setdefault(cover.area, []).append(cover)
            self._covered.setdefault(cover.grid, []).append(cover.area)

    @classmethod
    def build(cls, areas: Iterable[Area], covers: Iterable[Cover] = ()) -> Gazetteer:
        """A gazetteer of these areas (grids are areas too). Raises ImportFileError when a code appears twice."""
        return cls(NameIndex.build(areas), covers)

    @classmethod
    def from_csv(cls, path: Path, grids: Path | None = None) -> Gazetteer:
        """From a place file (both forms) and, where given, a grid file with covers. Raises ImportFileError."""
        areas = list(read_areas(path))
        if grids is None:
            return cls.build(areas)
        own, covers = read_grids(grids, areas)
        return cls.build([*areas, *own], covers)

    @classmethod
    def load(cls, path: Path, covers: Iterable[Cover] = ()) -> Gazetteer:
        """From a cache file; the covers live in the store. Raises ImportFileError when the file cannot be used."""
        return cls(NameIndex.load(path), covers)

    def save(self, path: Path) -> None:
        """Write the names (not the covers) to a cache file, atomically."""
        self._index.save(path)

    def __len__(self) -> int:
        return len(self._index)

    def find(self, text: str, home: str = "", home_words: str = "") -> Spot | None:
        """The place a text speaks of, None when it names none.

        `home` is the code of the resident's grid (or community), `home_words` how they said where they live; both only
        answer what the text leaves open ("我们楼下", a name several places bear).
        """
        text = normalise(text[:READ])
        found = mentions(self._index, text)
        place = self._index.place(home) if home else None
        reader = Reader(self._index, text, self._index.chain(place) if place is not None else ())
        spot = reader.spot(found) if found else None
        if spot and (spot.candidates or spot.level not in LARGE):
            return spot if spot.candidates or place is None else self._or_home(reader, spot, place)
        spot = (self._near and self._misspelt(reader)) or spot
        if place is not None and not (spot and spot.candidates):
            return self._home(reader, place, home_words) or spot
        return spot if spot and spot.code else self._town(reader) or spot

    def routing(self, spot: Spot) -> Routing:
        """The grid of a spot, or what to ask for it."""
        path = self.path(spot.code)
        codes = [area.code for area in path] + list(spot.candidates)
        return grid_for(spot, [cover for code in codes for cover in self._covers.get(code, ())], path)

    def chosen(self, spot: Spot, code: str) -> Spot:
        """The spot once the resident picked the candidate `code`. Raises KeyError when there is no such place."""
        place = self._index.place(code)
        if place is None:
            raise KeyError(code)
        area = self._index.area(place)
        return replace(spot, code=code, name=area.name, level=area.level, confidence=1.0, candidates=())

    def area(self, code: str) -> Area | None:
        place = self._index.place(code)
        return None if place is None else self._index.area(place)

    def path(self, code: str) -> tuple[Area, ...]:
        """The areas a code lies in, itself included, from large to small; empty for an unknown code."""
        place = self._index.place(code)
        if place is None:
            return ()
        areas = [self._index.area(p) for p in reversed(self._index.chain(place))]
        return tuple(area for area in areas if not is_virtual(area))

    def in_words(self, code: str) -> str:
        """What a resident reads: 天涯区友谊社区金鸡岭花园. The city is left out below itself, the virtual street always."""
        path = self.path(code)
        districts = any(area.level is Level.DISTRICT for area in path)
        shown = [area for area in path if not (districts and area.level is Level.CITY)]
        repeated = {a.code for a, b in pairwise(shown) if b.name.startswith(a.name)}
        return "".join(area.name for area in shown if area.code not in repeated)

    def spot_in_words(self, spot: Spot) -> str:
        """The same for a spot, with house, building, unit, floor and room."""
        numbers = (
            (spot.house, "号"),
            (spot.building, "栋"),
            (spot.unit, "单元"),
            (spot.floor, "楼"),
            (spot.room, "室"),
        )
        known = "".join(f"{said}{mark}" for said, mark in numbers if said and said not in ("odd", "even"))
        return f"{self.in_words(spot.code)}{known}"

    def children(self, code: str, level: Level | None = None) -> tuple[Area, ...]:
        """The areas right below a code, of one level or all."""
        place = self._index.place(code)
        if place is None:
            return ()
        areas = (self._index.area(child) for child in self._index.children(place))
        return tuple(area for area in areas if level is None or area.level is level)

    def _town(self, reader: Reader) -> Spot | None:
        """Where a city has one urban district among counties, what sounds like town and names no county is there."""
        said = URBAN.search(reader.text) if self._seat is not None else None
        return (
            reader.at(self._seat, DOUBTED, numbers_in(reader.text), said[0])
            if said and self._seat is not None
            else None
        )

    def _misspelt(self, reader: Reader) -> Spot | None:
        """The places whose names the text gets wrong by one character: to be asked about."""
        found = self._near.find(reader.text) if self._near else []
        places = list(dict.fromkeys(place for _, _, place in found))
        if not 0 < len(places) <= ASKED:
            return None
        start, end, place = found[0]
        numbers = numbers_after(reader.text, end, road=self._index.level(place) is Level.ROAD)
        return reader.among(places, numbers, reader.text[start:end], confidence=DOUBTED)

    def _or_home(self, reader: Reader, spot: Spot, home: int) -> Spot:
        """A place far from home in a text that also says 我们楼下 may not be where the matter is: ask."""
        place = self._index.place(spot.code)
        own = OWN.search(reader.text)
        if place is None or own is None or LIVES.search(reader.text):
            return spot
        if self._index.communities[place] in reader.home:
            return spot
        return reader.among((place, home), numbers_in(reader.text), spot.words)

    def _home(self, reader: Reader, home: int, home_words: str) -> Spot | None:
        """What 我们楼下 means, or a building without a place: the resident's own."""
        numbers = numbers_in(reader.text)
        said = HOME.search(reader.text)
        if not said and not numbers.building:
            return None
        own = self.find(home_words) if home_words else None
        if numbers.building:
            compounds = [own.code] if own and not own.candidates else self._compounds(reader.index.codes[home])
            places = [p for p in map(reader.index.place, compounds) if p is not None]
            if len(places) == 1:
                return reader.at(
                    places[0], CONFIDENCE[Kind.LOCAL], numbers, reader.text[: numbers.end][-12:], Relation.HOME
                )
            if places:
                return reader.among(places, numbers, "", Relation.HOME)
        spot = reader.at(home, CONFIDENCE[Kind.LOCAL], numbers, said[0] if said else "", Relation.HOME)
        if own and own.building and not numbers.building:
            return replace(spot, building=own.building, unit=numbers.unit or own.unit)
        return spot

    def _compounds(self, grid: str) -> list[str]:
        codes = dict.fromkeys(self._covered.get(grid, ()))
        return [code for code in codes if (area := self.area(code)) and area.level is Level.COMPOUND]


def _only_urban_district(index: NameIndex) -> int | None:
    districts = [place for place in range(len(index)) if index.level(place) is Level.DISTRICT]
    urban = [place for place in districts if index.names[place].endswith("区")]
    return urban[0] if len(urban) == 1 and len(districts) > 1 else None


def _fine_areas(index: NameIndex) -> list[tuple[int, Area]]:
    return [(place, index.area(place)) for place in range(len(index)) if index.level(place) in MISSPELT]


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
            grids.append(Area(row["code"], row["name"], Level.GRID, row["community"], _grid_aliases(row["name"])))
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


def is_virtual(area: Area) -> bool:
    """Whether an area is the street 198 that exists in codes only."""
    return area.level is Level.STREET and (area.code[6:9] == VIRTUAL_STREET or DIRECT in area.name)


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


def _grid_aliases(name: str) -> tuple[str, ...]:
    """儋州村社区第一网格 is also 儋州村第一网格 and, among neighbours, 第一网格."""
    match = re.match(r"(.+?)社区(第.+网格)$", name)
    return (f"{match[1]}{match[2]}", match[2]) if match else ()
