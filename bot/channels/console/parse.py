"""What a line typed in the terminal says: words, `/photo PATH [words]`, `/at LATITUDE,LONGITUDE`, `/start PAYLOAD`."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from domain.errors import HuiyingError
from domain.messages import Incoming, Media, MediaKind, Point
from domain.values import replace

NUMBER = r"-?\d{1,3}(?:\.\d+)?"
PLACE = re.compile(rf"({NUMBER})\s*[,，\s]\s*({NUMBER})")


class LineError(HuiyingError):
    """This line cannot be sent."""


def parse(line: str, envelope: Incoming) -> Incoming:
    """Fill the envelope (who, when, which number) with what the line says; LineError if a command is wrong."""
    words = line.strip()
    verb, _, rest = words.partition(" ")
    reader = COMMANDS.get(verb.lower())
    return reader(rest.strip(), envelope) if reader else replace(envelope, text=words)


def photo(rest: str, envelope: Incoming) -> Incoming:
    """`/photo PATH [words]`; a path with spaces stands in quotes."""
    found = re.fullmatch(r"(?:\"([^\"]+)\"|'([^']+)'|(\S+))\s*(.*)", rest)
    if found is None:
        raise LineError("写法：/photo 文件路径 [说明]")
    path = Path(found[1] or found[2] or found[3]).expanduser()
    if not path.is_file():
        raise LineError(f"找不到文件 {path}")
    return replace(envelope, text=found[4], media=(Media(MediaKind.PHOTO, str(path.resolve())),))


def place(rest: str, envelope: Incoming) -> Incoming:
    found = PLACE.fullmatch(rest)
    point = Point(float(found[1]), float(found[2])) if found else None
    if point is None or abs(point.latitude) > 90 or abs(point.longitude) > 180:  # noqa: PLR2004  degrees
        raise LineError("写法：/at 纬度,经度，例如 /at 18.2528,109.5120")
    return replace(envelope, point=point)


def start(rest: str, envelope: Incoming) -> Incoming:
    return replace(envelope, text="/start", start=rest)


COMMANDS: dict[str, Callable[[str, Incoming], Incoming]] = {"/photo": photo, "/at": place, "/start": start}
