"""The gazetteer: names in a text → a place, a place → its path, its words and its grid. Immutable; a new one replaces it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from domain.places import Area, Cover, Level, Relation, Spot
from domain.routing import Routing, grid_for
from domain.values import replace
from nlp.address import NOTHING, Numbers, numbers_after, numbers_in, numbers_start
from nlp.mentions import FINE, LARGE, mentions
from nlp.names import NameIndex
from nlp.naming import Kind
from nlp.near_names import NearNames
from nlp.normalise import normalise
from nlp.place_files import DIRECT, AreasByName, read_areas, read_grids
from nlp.places import ASKED, CONFIDENCE, DOUBTED, READ, UNMAPPED, Reader
from nlp.unknown_names import UnknownName
from nlp.whose import AT_HOME, BARE, HOME, OWN, THEIRS, is_elsewhere, lives_there, speaks_of_own

__all__ = ["AreasByName", "Gazetteer"]

VIRTUAL_STREET = "198"  # digits 7 to 9 of codes in a city without streets (statistical division code, Sanya)

NEAR_LIMIT = 100_000  # places; above, misspelt names are not looked for: too many names sound alike
URBAN = re.compile(
    r"小区|物业|业主|市区|城区|城中|棚户区|市[一二三]?(?:中|小学|幼儿园|医院)|学院|高新|购房|公交|房产|供暖"
)
CHAT = 150  # characters; a longer text that says 家里 or 电梯 somewhere does not speak of the writer's own home
PATHS = 4096  # remembered: each message asks for the same one several times
MISSPELT = (Level.COMPOUND, Level.LANDMARK)  # a road of four characters resembles too much


class Gazetteer:
    """All places of a city and what the grids cover of them. Safe to share between threads; never changes."""

    def __init__(self, index: NameIndex, covers: Iterable[Cover] = ()) -> None:
        self._index = index
        self._near = NearNames(_fine_areas(index)) if len(index) <= NEAR_LIMIT else None
        self._seat = _only_urban_district(index)
        self.path = lru_cache(maxsize=PATHS)(self._path)
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
        answer what the text leaves open ("我们楼下", "3栋", a name several places bear). A name that no map knows gives
        a spot with that name as its `words`, confidence UNMAPPED and the code of the larger place, or "".
        """
        return self.read(normalise(text[:READ]), home, home_words)

    def read(self, text: str, home: str = "", home_words: str = "") -> Spot | None:
        """The same for a text that has been normalised already."""
        text = text[:READ]
        found = mentions(self._index, text)
        place = self._index.place(home) if home else None
        reader = Reader(self._index, text, self._index.chain(place) if place is not None else ())
        unknown = reader.unknown(found)
        spot = reader.spot(found, unknown)
        if spot and (spot.candidates or spot.level not in LARGE):
            return self._or_home(reader, spot, place)
        if misspelt := self._misspelt(reader, unknown):
            return misspelt
        if spot and spot.confidence <= UNMAPPED:
            return self._around(spot, reader)
        if place is not None:
            return self._home(reader, place, home_words) or spot
        return spot if spot and spot.code else self._town(reader) or spot

    def named(self, text: str, *, hints: bool = False) -> tuple[Area, ...]:
        """Every place a text names, each once; with `hints` also those named without their kind (友谊 of 友谊社区)."""
        found = mentions(self._index, normalise(text))
        sure = [mention for mention in found if hints or mention.kind is not Kind.STEM]
        return tuple(self._index.area(place) for place in dict.fromkeys(p for m in sure for p in m.places))

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

    def _path(self, code: str) -> tuple[Area, ...]:
        """The areas a code lies in, itself included, from large to small; empty for an unknown code. As `path`, remembered."""
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
        """The same for a spot, with a name that no map knows, and house, building, unit, floor and room."""
        numbers = (
            (spot.house, "号"),
            (spot.building, "栋"),
            (spot.unit, "单元"),
            (spot.floor, "楼"),
            (spot.room, "室"),
        )
        known = "".join(f"{said}{mark}" for said, mark in numbers if said and said not in ("odd", "even"))
        unmapped = spot.words if spot.confidence <= UNMAPPED else ""
        return f"{self.in_words(spot.code)}{unmapped}{known}"

    def children(self, code: str, level: Level | None = None) -> tuple[Area, ...]:
        """The areas right below a code, of one level or all."""
        place = self._index.place(code)
        if place is None:
            return ()
        areas = (self._index.area(child) for child in self._index.children(place))
        return tuple(area for area in areas if level is None or area.level is level)

    def _around(self, spot: Spot, reader: Reader) -> Spot:
        """A name that no map knows, in the town where it must be."""
        town = None if spot.code else self._town(reader)
        return replace(spot, code=town.code, name=town.name, level=town.level) if town else spot

    def _town(self, reader: Reader) -> Spot | None:
        """Where a city has one urban district among counties, what sounds like town and names no county is there."""
        if self._seat is None or not (said := URBAN.search(reader.text)):
            return None
        return reader.at(self._seat, DOUBTED, numbers_in(reader.text), said[0])

    def _misspelt(self, reader: Reader, unknown: UnknownName | None) -> Spot | None:
        """The places whose names the text may mean by their sound, not inside another name: to be asked about."""
        near = self._near.find(reader.text[:CHAT]) if self._near else []
        if not near:
            return None
        found = [hit for hit in near if unknown is None or not unknown.start < hit[0] < unknown.end]
        places = list(dict.fromkeys(place for _, _, place in found))
        if not 0 < len(places) <= ASKED:
            return None
        start, end, place = found[0]
        numbers = numbers_after(reader.text, end, road=self._index.level(place) is Level.ROAD)
        return reader.among(places, numbers, reader.text[start:end], confidence=DOUBTED)

    def _or_home(self, reader: Reader, spot: Spot, home: int | None) -> Spot:
        """A known place that may not be where the matter is: ask.

        Such is a place of another grid than home's in a text that also says 我们楼下, and one that is only compared with,
        left behind or another's home (`is_elsewhere`).
        """
        start = max(0, reader.text.find(spot.words))
        end = start + len(spot.words)
        if len(spot.candidates) > 1 or spot.relation is Relation.HOME:
            return spot
        if not is_elsewhere(reader.text, start, end) and not self._far_from_own(reader, spot, home, start, end):
            return spot
        named = spot.candidates or (spot.code,)
        return self._asked(reader, spot, named if home is None else (*named, self._index.codes[home]))

    def _far_from_own(self, reader: Reader, spot: Spot, home: int | None, start: int, end: int) -> bool:
        """Whether the writer, who does not live there, speaks of their own home, whose grid is another."""
        if home is None or not speaks_of_own(reader.text, start, end) or lives_there(reader.text, start, end):
            return False
        routing = self.routing(spot)
        return not (routing.sure and routing.grid == self._index.codes[home])

    def _asked(self, reader: Reader, spot: Spot, codes: Sequence[str]) -> Spot:
        """A question between these places about what was said of a spot."""
        places = [place for code in dict.fromkeys(codes) if (place := self._index.place(code)) is not None]
        return reader.among(places, numbers_in(reader.text), spot.words, confidence=DOUBTED) if places else spot

    def _home(self, reader: Reader, home: int, home_words: str) -> Spot | None:
        """What 我们楼下 means, or a bare building in a chat message: the resident's own."""
        chat = len(reader.text) <= CHAT
        numbers = numbers_in(reader.text) if chat else NOTHING
        said = HOME.search(reader.text) or (AT_HOME.search(reader.text) if chat else None)
        if THEIRS.search(reader.text) and not OWN.search(reader.text):
            return None  # 我妈家楼下: nobody said where she lives
        if numbers and not BARE.search(reader.text, 0, numbers_start(reader.text)):
            return None  # 恒大绿洲8栋: whose it is stands before it
        if not said and not numbers:
            return None
        own = self.find(home_words) if home_words else None
        if own and (own.candidates or own.confidence <= UNMAPPED):
            own = None
        if numbers.building:
            return self._own_building(reader, home, own, numbers)
        spot = reader.at(home, CONFIDENCE[Kind.LOCAL], numbers, said[0] if said else "", Relation.HOME)
        if own and own.building:
            return replace(spot, building=own.building, unit=numbers.unit or own.unit)
        return spot

    def _own_building(self, reader: Reader, home: int, own: Spot | None, numbers: Numbers) -> Spot:
        """A building (3栋) of the only compound at home; of several, those to choose from."""
        own_place = self._index.place(own.code) if own and own.level in FINE else None
        places = [own_place] if own_place is not None else self._compounds(home)
        words = reader.text[: numbers.end][-12:]
        if len(places) == 1:
            return reader.at(places[0], CONFIDENCE[Kind.LOCAL], numbers, words, Relation.HOME)
        if 0 < len(places) <= ASKED:
            return reader.among(places, numbers, "", Relation.HOME, DOUBTED)
        return reader.at(home, DOUBTED, numbers, words, Relation.HOME)

    def _compounds(self, home: int) -> list[int]:
        """The compounds of a home: those its grid covers, or all that lie in its community."""
        covered = dict.fromkeys(self._covered.get(self._index.codes[home], ()))
        places = [place for code in covered if (place := self._index.place(code)) is not None]
        return [p for p in places or self._index.children(home) if self._index.level(p) is Level.COMPOUND]


def _only_urban_district(index: NameIndex) -> int | None:
    districts = [place for place in range(len(index)) if index.level(place) is Level.DISTRICT]
    urban = [place for place in districts if index.names[place].endswith("区")]
    return urban[0] if len(urban) == 1 and len(districts) > 1 else None


def _fine_areas(index: NameIndex) -> list[tuple[int, Area]]:
    return [(place, index.area(place)) for place in range(len(index)) if index.level(place) in MISSPELT]


def is_virtual(area: Area) -> bool:
    """Whether an area is the street 198 that exists in codes only."""
    return area.level is Level.STREET and (area.code[6:9] == VIRTUAL_STREET or DIRECT in area.name)
