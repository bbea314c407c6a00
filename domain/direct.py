"""Which desk a request goes to without anybody deciding: the direct-dispatch table (直派表) and the admission list (准入清单)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from enum import StrEnum

from domain.hours import OfficeHours
from domain.organisation import Unit, Zone
from domain.people import holds, scopes_above, stem
from domain.values import frozen


class To(StrEnum):
    """Where a row of the direct-dispatch table sends a request."""

    GRID = "grid"  # 网格
    COMMUNITY = "community"  # 社区
    UNIT = "unit"  # 承办单位
    COMMAND = "command"  # 指挥中心


HALVES = 2  # rows of the admission list that one row of its sheet may become: grids, communities


@frozen
class Subject:
    """What a request is about and where, as far as dispatch needs to know. `area` is the smallest area known, or ""."""

    kind: str
    category: str
    matter: str
    area: str


@frozen
class Rule:
    """What a row is for: a matter, a category or a kind of request ("" any), in an area ("" everywhere)."""

    what: str = ""
    place: str = ""

    def fits(self, subject: Subject) -> bool:
        about = not self.what or self.what in (subject.matter, subject.category, subject.kind)
        return about and (not self.place or (bool(subject.area) and holds(self.place, subject.area)))

    def narrowness(self, subject: Subject) -> tuple[int, int]:
        """How closely it fits: a matter before a category before a kind, then the smaller area."""
        names = ("", subject.kind, subject.category, subject.matter)
        about = max(at for at, name in enumerate(names) if name == self.what) if self.what else 0
        return about, len(stem(self.place))


@frozen
class Direct:
    """One row of the direct-dispatch table: `copies` are codes of areas or units that are told (抄送上级)."""

    row: int
    rule: Rule
    to: To
    unit: str = ""
    copies: tuple[str, ...] = ()


@frozen
class Admission:
    """One row of the admission list: what may (not) be given to grids or communities, perhaps until a day.

    A row with a last day is temporary: while it holds it goes before those without, afterwards it says nothing.
    `row` is its own; of a row of the sheet that is for both levels there are two, each with `of_sheet`.
    """

    row: int
    rule: Rule
    level: To  # GRID or COMMUNITY
    allowed: bool
    until: date | None = None
    basis: str = ""

    @property
    def of_sheet(self) -> int:
        """The row of the sheet, as the spreadsheet program counts."""
        return self.row // HALVES


@frozen
class Decision:
    """Where a request goes and why.

    `row` is the row of the table, 0 when none fits; `barred` the admission row that kept it from grid or community.
    """

    to: To
    unit: str = ""
    copies: tuple[str, ...] = ()
    row: int = 0
    barred: Admission | None = None


@frozen
class Organisation:
    """Units, zones and both tables as imported; `version` tells one import from the next."""

    units: Mapping[str, Unit] = field(default_factory=dict)
    directs: Sequence[Direct] = ()
    admissions: Sequence[Admission] = ()
    version: int = 0
    zones: Mapping[str, Zone] = field(default_factory=dict)
    hours: Sequence[OfficeHours] = ()

    def scopes_above(self, code: str) -> tuple[str, ...]:
        """The area itself and everything above it that may hold a post, the zones between, the smaller one first."""
        if not self.zones:
            return scopes_above(code)
        zones = sorted(self.zones.values(), key=lambda zone: (len(zone.areas), zone.code))
        found: list[str] = []
        for scope in scopes_above(code):
            found += [scope, *(zone.code for zone in zones if scope in zone.areas)]
        return tuple(dict.fromkeys(found))

    def decide(self, subject: Subject, today: date) -> Decision:
        """The first row that fits, the narrowest first; without one the grid.

        What the grid may not have goes on to the community, and what that may not have either to the unit of the next
        row that names one, else to the command centre (国办函〔2025〕66号: what is a department's work is not given to
        the grass roots).
        """
        rows = self.fitting(subject)
        first = rows[0] if rows else None
        to = first.to if first else To.GRID
        copies = first.copies if first else ()
        row = first.row if first else 0
        if to in (To.UNIT, To.COMMAND):
            return Decision(to, first.unit if first else "", copies, row)
        barred = None
        for level in LEVELS[LEVELS.index(to) :]:
            found = self.barring(level, subject, today)
            if found is None:
                return Decision(level, "", copies, row, barred)
            barred = barred or found
        unit = next((each for each in rows if each.to is To.UNIT), None)
        if unit:
            return Decision(To.UNIT, unit.unit, unit.copies, unit.row, barred)
        return Decision(To.COMMAND, "", copies, row, barred)

    def fitting(self, subject: Subject) -> list[Direct]:
        """The rows of the direct-dispatch table that fit, the narrowest first, else in the order of the file."""
        rows = [each for each in self.directs if each.rule.fits(subject)]
        return sorted(rows, key=lambda each: each.rule.narrowness(subject), reverse=True)

    def barring(self, level: To, subject: Subject, today: date) -> Admission | None:
        """The row of the admission list that keeps this from grids (or communities) today, None if it may be given."""
        rows = [
            each
            for each in self.admissions
            if each.level is level and each.rule.fits(subject) and (each.until is None or today <= each.until)
        ]
        rows.sort(key=lambda each: (each.until is not None, *each.rule.narrowness(subject)), reverse=True)
        return rows[0] if rows and not rows[0].allowed else None

    def serving(self, named: Iterable[str], area: str) -> list[str]:
        """The units these codes or words name: a word means the nearest unit that serves the area and is called so."""
        found = []
        for name in named:
            called = [unit for unit in self.units.values() if name in unit.name and holds(unit.area, area)]
            nearest = max(called, key=lambda unit: len(stem(unit.area)), default=None)
            found += [name] if name in self.units else [nearest.code] if nearest and area else []
        return list(dict.fromkeys(found))

    def unit_name(self, code: str) -> str:
        """What a unit or a zone is called; the code itself when there is none."""
        found = self.units.get(code) or self.zones.get(code)
        return found.name if found else code


LEVELS = (To.GRID, To.COMMUNITY)
