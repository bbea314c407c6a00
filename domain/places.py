"""Places and grids: what there is on the ground, and which grid answers for which building."""

from __future__ import annotations

from enum import StrEnum

from domain.values import frozen


class Level(StrEnum):
    """How big a place is, from a city down to a landmark."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    COMPOUND = "compound"
    ROAD = "road"
    LANDMARK = "landmark"


@frozen
class Area:
    """One named place. `parent` is the code of the place it lies in; Sanya's virtual street 198 is never a parent."""

    code: str
    name: str
    level: Level
    parent: str = ""
    aliases: tuple[str, ...] = ()


@frozen
class Cover:
    """What a grid answers for: an area, whole or from building `low` to `high`, all numbers or one side of a road."""

    grid: str
    area: str
    low: int | None = None
    high: int | None = None
    side: str = ""  # "odd", "even" or "" for both

    def holds(self, number: int | None) -> bool:
        """Whether a building (or house) number lies in this cover; an unknown number only in a whole one."""
        if self.low is None or self.high is None:
            return True
        if number is None or not self.low <= number <= self.high:
            return False
        return not self.side or (self.side == "odd") == (number % 2 == 1)


class Relation(StrEnum):
    """How the matter lies to the place named."""

    AT = ""
    NEAR = "near"  # 附近, 旁边
    OPPOSITE = "opposite"  # 对面: perhaps the other side's grid
    CROSSING = "crossing"  # 交叉口: the candidates are the roads that meet
    HOME = "home"  # 我们楼下: read from where the resident lives


@frozen
class Spot:
    """Where something is, as read from words or from a pin on the map.

    `code` is the smallest area that is sure; `candidates` are the codes to ask about when it is not sure (then `code`
    is their common parent or empty). `building`, `unit`, `floor`, `room` and `house` (the number on a road: 12号) are
    as written, numerals in ASCII. `words` is the part of the message it was read from. Confidence is between 0 and 1.
    """

    code: str
    name: str
    level: Level
    confidence: float
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    words: str = ""
    candidates: tuple[str, ...] = ()
    house: str = ""
    relation: Relation = Relation.AT
