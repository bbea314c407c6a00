"""Units, zones, the direct-dispatch table and the admission list; `version` changes with every import, so that running bots notice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time

from sqlalchemy import delete, insert, select

from domain.direct import Admission, Direct, Organisation, Rule
from domain.hours import OfficeHours
from domain.organisation import Unit, Zone
from domain.worktime import Period
from storage.engine import Connection
from storage.meta import Meta
from storage.tables import admissions, directs, office_hours, units, zone_areas, zones


class Units:
    """The organisation beside the grids, as imported."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def replace_units(self, found: Iterable[Unit]) -> None:
        self._db.run(CLEAR_UNITS)
        for unit in found:
            self._db.run(ADD_UNIT, code=unit.code, name=unit.name, area=unit.area, phone=unit.phone, hours=unit.hours)
        self._changed()

    def replace_zones(self, found: Iterable[Zone]) -> None:
        self._db.run(CLEAR_ZONE_AREAS)
        self._db.run(CLEAR_ZONES)
        for zone in found:
            self._db.run(ADD_ZONE, code=zone.code, name=zone.name)
            for area in sorted(zone.areas):
                self._db.run(ADD_ZONE_AREA, zone=zone.code, area=area)
        self._changed()

    def zones(self) -> list[Zone]:
        inside: dict[str, set[str]] = {}
        for zone, area in self._db.all(ZONE_AREAS):
            inside.setdefault(zone, set()).add(area)
        return [Zone(code, name, frozenset(inside.get(code, ()))) for code, name in self._db.all(ZONES)]

    def replace_hours(self, found: Iterable[OfficeHours]) -> None:
        self._db.run(CLEAR_HOURS)
        for row, each in enumerate(found):
            written = " ".join(f"{p.start:%H:%M}-{p.end:%H:%M}" for p in each.periods)
            self._db.run(
                ADD_HOURS, row=row, scope=each.scope, days=each.days, periods=written, first=each.first, last=each.last
            )
        self._changed()

    def hours(self) -> list[OfficeHours]:
        return [
            OfficeHours(scope, days, tuple(map(_period, periods.split())), first, last)
            for scope, days, periods, first, last in self._db.all(HOURS)
        ]

    def replace_directs(self, found: Iterable[Direct]) -> None:
        self._db.run(CLEAR_DIRECTS)
        for each in found:
            self._db.run(
                ADD_DIRECT,
                row=each.row,
                what=each.rule.what,
                place=each.rule.place,
                to=each.to,
                unit=each.unit,
                copies=each.copies,
            )
        self._changed()

    def replace_admissions(self, found: Iterable[Admission]) -> None:
        self._db.run(CLEAR_ADMISSIONS)
        for each in found:
            self._db.run(
                ADD_ADMISSION,
                row=each.row,
                what=each.rule.what,
                place=each.rule.place,
                level=each.level,
                allowed=each.allowed,
                until=each.until.isoformat() if each.until else "",
                basis=each.basis,
            )
        self._changed()

    def units(self) -> list[Unit]:
        return [Unit(*row) for row in self._db.all(UNITS)]

    def organisation(self) -> Organisation:
        """Everything at once, as a turn looks at it."""
        rows = self._db.all(DIRECTS)
        listed = self._db.all(ADMISSIONS)
        return Organisation(
            {unit.code: unit for unit in self.units()},
            tuple(Direct(row, Rule(what, place), to, unit, copies) for row, what, place, to, unit, copies in rows),
            tuple(
                Admission(row, Rule(what, place), level, allowed, date.fromisoformat(until) if until else None, basis)
                for row, what, place, level, allowed, until, basis in listed
            ),
            self.version(),
            {zone.code: zone for zone in self.zones()},
            tuple(self.hours()),
        )

    def version(self) -> int:
        return int(Meta(self._db).get("units", "0"))

    def _changed(self) -> None:
        Meta(self._db).set("units", str(self.version() + 1))


def _period(text: str) -> Period:
    start, _, end = text.partition("-")
    return Period(time.fromisoformat(start), time.fromisoformat(end))


CLEAR_HOURS, ADD_HOURS = delete(office_hours), insert(office_hours)
HOURS = select(
    office_hours.c.scope, office_hours.c.days, office_hours.c.periods, office_hours.c.first, office_hours.c.last
).order_by(office_hours.c.row)
CLEAR_ZONES, CLEAR_ZONE_AREAS = delete(zones), delete(zone_areas)
ADD_ZONE, ADD_ZONE_AREA = insert(zones), insert(zone_areas)
ZONES = select(zones.c.code, zones.c.name).order_by(zones.c.code)
ZONE_AREAS = select(zone_areas.c.zone, zone_areas.c.area)
CLEAR_UNITS, CLEAR_DIRECTS, CLEAR_ADMISSIONS = delete(units), delete(directs), delete(admissions)
ADD_UNIT, ADD_DIRECT, ADD_ADMISSION = insert(units), insert(directs), insert(admissions)
UNITS = select(units.c.code, units.c.name, units.c.area, units.c.phone, units.c.hours).order_by(units.c.code)
DIRECTS = select(
    directs.c.row, directs.c.what, directs.c.place, directs.c.to, directs.c.unit, directs.c.copies
).order_by(directs.c.row)
ADMISSIONS = select(
    admissions.c.row,
    admissions.c.what,
    admissions.c.place,
    admissions.c.level,
    admissions.c.allowed,
    admissions.c.until,
    admissions.c.basis,
).order_by(admissions.c.row)
