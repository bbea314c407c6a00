"""Areas and grids as imported; `version` changes with every import, so that running bots notice."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, insert, select

from domain.people import Grid
from domain.places import Area, Level
from storage.engine import Connection
from storage.meta import Meta
from storage.tables import areas, grids


class Places:
    """The places of the store."""

    def __init__(self, db: Connection) -> None:
        self._db = db

    def replace_areas(self, found: Iterable[Area]) -> None:
        self._db.run(CLEAR_AREAS)
        for area in found:
            self._db.run(
                ADD_AREA,
                code=area.code,
                name=area.name,
                level=str(area.level),
                parent=area.parent,
                aliases=area.aliases,
            )
        self._changed()

    def replace_grids(self, found: Iterable[tuple[Grid, str]]) -> None:
        """Grids with the text of what each covers."""
        self._db.run(CLEAR_GRIDS)
        for grid, covers in found:
            self._db.run(
                ADD_GRID,
                code=grid.code,
                name=grid.name,
                community=grid.community,
                households=grid.households,
                covers=covers,
            )
        self._changed()

    def areas(self) -> list[Area]:
        rows = self._db.all(AREAS)
        return [Area(code, name, Level(level), parent, aliases) for code, name, level, parent, aliases in rows]

    def grids(self) -> list[tuple[Grid, str]]:
        return [(Grid(*row[:4]), row[4]) for row in self._db.all(GRIDS)]

    def codes(self) -> set[str]:
        """Of every area and grid."""
        return {code for statement in (AREA_CODES, GRID_CODES) for (code,) in self._db.all(statement)}

    def version(self) -> int:
        return int(Meta(self._db).get("places", "0"))

    def _changed(self) -> None:
        Meta(self._db).set("places", str(self.version() + 1))


AREA_CODES, GRID_CODES = select(areas.c.code), select(grids.c.code)
CLEAR_AREAS = delete(areas)
ADD_AREA = insert(areas)
CLEAR_GRIDS = delete(grids)
ADD_GRID = insert(grids)
AREAS = select(areas.c.code, areas.c.name, areas.c.level, areas.c.parent, areas.c.aliases).order_by(areas.c.code)
GRIDS = select(grids.c.code, grids.c.name, grids.c.community, grids.c.households, grids.c.covers).order_by(grids.c.code)
