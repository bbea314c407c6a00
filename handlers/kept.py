"""Files and positions inside the answers of a form, which are JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.messages import Incoming, Media, MediaKind, Point


def pack_files(incoming: Incoming) -> list[list[str]]:
    """The files of a message, for the answers."""
    return [[str(media.kind), media.ref, media.caption] for media in incoming.media]


def files_in(answers: Mapping[str, Any], name: str = "media") -> tuple[Media, ...]:
    """The files kept under `name`, none if there are none."""
    return tuple(Media(MediaKind(kind), ref, caption) for kind, ref, caption in answers.get(name, []))


def pack_point(point: Point) -> list[float]:
    """A position, for the answers."""
    return [point.latitude, point.longitude]


def point_in(answers: Mapping[str, Any]) -> Point | None:
    """The position kept, None if there is none."""
    return Point(*answers["point"]) if answers.get("point") else None
