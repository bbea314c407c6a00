"""The map of the grids: a position → the grid whose polygon holds it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import ImportFileError
from domain.messages import Point
from nlp.prepared import prepared

if TYPE_CHECKING:
    from shapely import STRtree

EDGE = 0.0001  # degrees, about 11 m: the accuracy of a phone; so near a border, both sides are named


class Shapes:
    """Polygons of grids in WGS-84 degrees, as well-known binary. Shapely is loaded when the first position is asked for."""

    def __init__(self, polygons: Sequence[tuple[str, bytes]]) -> None:
        self._polygons = tuple(polygons)
        self._tree: STRtree | None = None

    @classmethod
    def from_geojson(cls, path: Path) -> Shapes:
        """A FeatureCollection of (multi)polygons whose properties hold the grid's `code`. Raises ImportFileError."""
        return cls(prepared([path], __file__, lambda: _read(path)))

    @staticmethod
    def names_west_to_east(path: Path) -> list[str]:
        """The names of a map's polygons (property `name`, else their place in the file), as grids are numbered.

        From west to east, and from north to south where two lie above each other. Raises ImportFileError.
        """
        import shapely
        from shapely.geometry import shape

        try:
            features = json.loads(path.read_text(encoding="utf-8"))["features"]
            middles = [shape(feature["geometry"]).centroid for feature in features]
            names = [str((feature.get("properties") or {}).get("name", at)) for at, feature in enumerate(features, 1)]
        except (ValueError, KeyError, TypeError, AttributeError, shapely.errors.ShapelyError) as error:
            raise ImportFileError(f"{path.name} is not a GeoJSON FeatureCollection of polygons") from error
        placed = sorted(zip(middles, names, strict=True), key=lambda each: (round(each[0].x, 4), -each[0].y))
        return [name for _, name in placed]

    def grid_at(self, point: Point) -> tuple[str, ...]:
        """The grids at a position: none off the map, one inside, several beside a border."""
        from shapely import STRtree, from_wkb
        from shapely.geometry import Point as MapPoint

        if self._tree is None:
            self._tree = STRtree([from_wkb(polygon) for _, polygon in self._polygons])
        here = MapPoint(point.longitude, point.latitude)
        found = self._tree.query(here, predicate="dwithin", distance=EDGE)
        return tuple(sorted(self._polygons[number][0] for number in found))


def _read(path: Path) -> list[tuple[str, bytes]]:
    try:
        features = json.loads(path.read_text(encoding="utf-8"))["features"]
    except (ValueError, KeyError, TypeError) as error:
        raise ImportFileError(f"{path.name} is not a GeoJSON FeatureCollection") from error
    return [_feature(feature, number, path) for number, feature in enumerate(features, start=1)]


def _feature(feature: Any, number: int, path: Path) -> tuple[str, bytes]:
    import shapely
    from shapely.geometry import shape

    try:
        code, polygon = str(feature["properties"]["code"]), shape(feature["geometry"])
    except (KeyError, TypeError, ValueError, AttributeError, shapely.errors.ShapelyError) as error:
        raise ImportFileError(f"{path.name} feature {number}: needs a polygon and properties.code") from error
    if polygon.geom_type not in ("Polygon", "MultiPolygon") or not polygon.is_valid:
        reason = shapely.is_valid_reason(polygon)
        raise ImportFileError(f"{path.name} feature {number} ({code}): not a valid polygon ({reason})")
    return code, polygon.wkb
