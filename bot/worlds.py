"""Builds the surroundings of a turn from settings, rule files and imported places, and swaps them whole when places change."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.calendars import hours
from bot.config import Settings
from bot.templates import read_alerts, read_campaigns, read_clocks, read_templates
from bot.texts import Texts
from domain.alerts import Alerts
from domain.covers import read_covers
from domain.direct import Organisation
from domain.errors import ImportFileError, RuleError, StorageError
from domain.hours import HOUSE, OfficeHours, weeks_of
from domain.people import Grid
from domain.places import Area, Cover, Level
from domain.values import replace
from domain.worktime import WorkWeek
from handlers.world import World
from nlp.gazetteer import AreasByName, Gazetteer
from nlp.knowledge import Knowledge
from nlp.shapes import Shapes
from nlp.understanding import Understander
from nlp.wordfile import WORDS
from storage.unit_of_work import UnitOfWork

WORKING_DAYS = "12345"
log = logging.getLogger(__name__)


class Worlds:
    """The current World, and how a new one is made."""

    def __init__(self, settings: Settings, texts: Texts, week: WorkWeek, shapes: Shapes | None = None) -> None:
        self._settings = settings
        self._texts = texts
        self._week = week
        self._shapes = shapes
        self._version: tuple[int, float] | None = None
        self._current: World | None = None

    @property
    def current(self) -> World:
        if self._current is None:
            raise StorageError("the places have not been read yet")
        return self._current

    def refresh(self, uow: UnitOfWork) -> bool:
        """Read again what an import or an editor changed: places and words, units and tables, the knowledge base; whether anything was read."""
        places = (uow.places.version(), _stamp(WORDS))
        read = places != self._version
        world = self._read_anew(uow) if read else self.current
        changed: dict[str, Any] = {}
        if world.organisation.version != uow.units.version():
            organisation = uow.units.organisation()
            weeks = weeks_of(_all_hours(organisation), self._week)
            changed |= {"organisation": organisation, "weeks": weeks, "week": weeks[HOUSE]}
        if world.knowledge.version != (version := uow.knowledge.version()):
            changed["knowledge"] = Knowledge(uow.knowledge.entries(), version)
        self._version = places
        self._current = replace(world, **changed) if changed else world  # whole: nobody sees places without units
        return read or bool(changed)

    def _read_anew(self, uow: UnitOfWork) -> World:
        try:
            return self._read(uow)
        except RuleError as error:
            if self._current is None:
                raise
            log.error("a word file cannot be read, the ones before it stay in use: %s", error)  # noqa: TRY400
            return self._current

    def _read(self, uow: UnitOfWork) -> World:
        areas, grids = uow.places.areas(), uow.places.grids()
        by_name = AreasByName(areas)
        covers: list[Cover] = []
        for grid, text in grids:
            covers += _covers(grid, text, by_name)
        as_areas = [Area(grid.code, grid.name, Level.GRID, grid.community) for grid, _ in grids]
        gazetteer = Gazetteer.build([*areas, *as_areas], covers)
        return World(
            understander=Understander(gazetteer=gazetteer),
            gazetteer=gazetteer,
            grids={grid.code: grid for grid, _ in grids},
            week=self._week,
            policy=replace(self._settings.policy(), special=read_clocks(self._settings.clocks.special)),
            say=self._texts.say,
            grid_at=self._shapes.grid_at if self._shapes else lambda _point: (),
            operator=self._settings.operator.name,
            contacts=self._settings.operator.contacts,
            templates=read_templates(self._settings.answers.templates),
            campaigns=read_campaigns(self._settings.answers.campaigns),
            page_address=self._settings.web.public_url.rstrip("/") if self._settings.web.enabled else "",
            sources=self._settings.sources(),
            alerts=Alerts(
                read_alerts(self._settings.alerts.table),
                self._settings.alerts.again_after,
                self._settings.alerts.repeats,
            ),
        )


def _all_hours(organisation: Organisation) -> Iterable[OfficeHours]:
    """The rows of the sheet, and the hours of units that stand in theirs, on working days."""
    told = {row.scope for row in organisation.hours}
    yield from organisation.hours
    for unit in organisation.units.values():
        if unit.hours and unit.code not in told:
            yield OfficeHours(unit.code, WORKING_DAYS, hours(unit.hours.split()))


def _covers(grid: Grid, text: str, by_name: AreasByName) -> list[Cover]:
    try:
        return list(read_covers(grid.code, text, by_name.seen_from(grid.community)))
    except ValueError as error:
        raise ImportFileError(f"grid {grid.code}: {grid.name}（负责范围）：{error}") from error


def _stamp(words: Path) -> float:
    """When the newest word file was changed."""
    return max(path.stat().st_mtime for path in words.glob("*.toml"))
