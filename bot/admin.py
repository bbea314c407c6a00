"""What an operator does to the store: import places, grids, units, people, rosters, tables, knowledge, invite staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from bot.calendars import work_week
from bot.imports import COLUMNS, PersonRow, read_areas, read_grids, read_people
from bot.knowledge_sheets import COLUMNS as KNOWLEDGE_COLUMNS
from bot.knowledge_sheets import read_entries
from bot.request_imports import COLUMNS as REQUEST_COLUMNS
from bot.unit_imports import COLUMNS as UNIT_COLUMNS
from bot.unit_imports import read_admissions, read_directs, read_hours, read_shifts, read_units, read_zones
from domain.covers import read_covers
from domain.errors import ImportFileError
from domain.knowledge import succeeding
from domain.places import Area
from domain.values import frozen
from nlp.gazetteer import AreasByName
from nlp.labels import Labels
from storage.unit_of_work import UnitOfWork


@frozen
class Imported:
    """How many rows an import took, and how many invitations it made: name and one-time code."""

    rows: int
    invitations: tuple[tuple[str, str], ...] = ()


def import_places(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    areas = read_areas(path)
    uow.places.replace_areas(areas)
    return Imported(len(areas))


def import_grids(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    """Grids, whose covers must name places that are known."""
    areas = uow.places.areas()
    rows = read_grids(path, {area.code for area in areas})
    _check_covers([(row.grid.code, row.grid.community, row.covers) for row in rows], areas)
    uow.places.replace_grids((row.grid, row.covers) for row in rows)
    return Imported(len(rows))


def import_people(uow: UnitOfWork, path: Path, now: datetime, *, valid_days: int = 7) -> Imported:
    """People by name and telephone: whoever is known gets exactly the posts of the file; who is new, an invitation."""
    rows = read_people(path, uow.places.codes() | _own_codes(uow))
    staff = {(name, phone): person for person, name, phone in uow.people.staff()}
    invitations = []
    for row in rows:
        person = staff.get((row.name, row.phone)) or uow.people.add(now).id
        _keep(uow, person, row)
        if not uow.people.accounts(person):
            invitations.append((row.name, uow.people.invite(person, now + timedelta(days=valid_days))))
    return Imported(len(rows), tuple(invitations))


def import_units(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    units = read_units(path, uow.places.codes())
    uow.units.replace_units(units)
    return Imported(len(units))


def import_zones(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    """片区, whole; a unit and a zone cannot share a code."""
    zones = read_zones(path, uow.places.codes())
    if both := {zone.code for zone in zones} & {unit.code for unit in uow.units.units()}:
        raise ImportFileError(f"{path.name}：{'、'.join(sorted(both))} 已经是单位的编码")
    uow.units.replace_zones(zones)
    return Imported(len(zones))


def import_hours(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    """Office hours of units, zones and areas, whole."""
    rows = read_hours(path, uow.places.codes() | _own_codes(uow), work_week(("08:30-12:00", "14:30-17:30")))
    uow.units.replace_hours(rows)
    return Imported(len(rows))


def import_duties(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    """The roster of units and areas, whole: what is not in the file is no duty any more."""
    people = {phone: person for person, _, phone in uow.people.staff()}
    shifts = read_shifts(path, uow.places.codes() | _own_codes(uow), people)
    uow.roster.replace_shifts(shifts)
    return Imported(len(shifts))


def import_dispatch(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    units = uow.units.units()
    by_name = {name: unit.code for unit in units for name in (unit.code, unit.name)}
    rows = read_directs(path, uow.places.codes() | {unit.code for unit in units}, by_name, Labels().knows)
    uow.units.replace_directs(rows)
    return Imported(len(rows))


def import_admission(uow: UnitOfWork, path: Path, _now: datetime) -> Imported:
    rows = read_admissions(path, uow.places.codes(), Labels().knows)
    uow.units.replace_admissions(rows)
    return Imported(len(rows))


def import_knowledge(uow: UnitOfWork, path: Path, now: datetime) -> Imported:
    """The knowledge base, whole: what is not in the file is no entry any more, corrections made in chat included."""
    entries = read_entries(path, uow.places.codes() | {unit.code for unit in uow.units.units()})
    before = {entry.code: entry for entry in uow.knowledge.entries()}
    uow.knowledge.replace_all(succeeding(before.get(entry.code), entry, now.date()) for entry in entries)
    return Imported(len(entries))


def _own_codes(uow: UnitOfWork) -> set[str]:
    """Every unit and zone that is known."""
    return {unit.code for unit in uow.units.units()} | {zone.code for zone in uow.units.zones()}


def _keep(uow: UnitOfWork, person: int, row: PersonRow) -> None:
    uow.people.note(person, "name", row.name)
    uow.people.note(person, "phone", row.phone)
    current = uow.people.get(person)
    for post in current.posts if current else ():
        if post not in row.posts:
            uow.people.release(person, post)
    for post in row.posts:
        uow.people.hold(person, post)


def _check_covers(rows: list[tuple[str, str, str]], areas: list[Area]) -> None:
    """Every mistake with its row (the head is row 1), all or nothing."""
    by_name = AreasByName(areas)
    wrong = []
    for number, (grid, community, covers) in enumerate(rows, start=2):
        try:
            read_covers(grid, covers, by_name.seen_from(community))
        except ValueError as error:
            wrong.append(f"第 {number} 行（负责范围）：{error}")
    if wrong:
        raise ImportFileError("\n".join(wrong))


REQUESTS = "requests"  # not of the set-up: filed like any request, so bot/request_imports.py needs more than a store
IMPORTS: dict[str, Callable[[UnitOfWork, Path, datetime], Imported]] = {
    "places": import_places,
    "grids": import_grids,
    "units": import_units,
    "zones": import_zones,
    "hours": import_hours,
    "people": import_people,
    "duties": import_duties,
    "dispatch": import_dispatch,
    "admission": import_admission,
    "knowledge": import_knowledge,
}
TEMPLATES = {**COLUMNS, **UNIT_COLUMNS, **KNOWLEDGE_COLUMNS, REQUESTS: REQUEST_COLUMNS}
