"""Files of messages with users and times: one JSON object a line."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.errors import ImportFileError
from domain.values import frozen

ZONE = ZoneInfo("Asia/Shanghai")
FIELDS = {"title": ("title",), "text": ("text",), "both": ("title", "text")}
TIMES = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M")


@frozen
class Message:
    """One message of the file."""

    user: str
    at: datetime
    words: str


def read(path: Path, field: str) -> list[Message]:
    """The messages of a file in the order of their times. ImportFileError names the line that cannot be read."""
    names = FIELDS.get(field)
    if names is None:
        raise ImportFileError(f"--field {field}: it is one of {', '.join(FIELDS)}")
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(f"{path}: {error}") from error
    messages = []
    for number, line in enumerate(lines, start=1):
        try:
            row = json.loads(line) if line.strip() else None
            if row is not None:
                words = "\n".join(row[name].strip() for name in names)
                messages.append(Message(str(row["user"]), _time(row["time"]), words))
        except KeyError as error:
            raise ImportFileError(f"{path}:{number}: there is no {error}") from error
        except (TypeError, ValueError, AttributeError) as error:
            raise ImportFileError(f"{path}:{number}: {error}") from error
    return sorted(messages, key=lambda message: message.at)


def within(messages: list[Message], since: datetime | None, days: int) -> list[Message]:
    """Those from a day on, of so many days; 0 is all of them."""
    found = [message for message in messages if since is None or message.at >= since.replace(tzinfo=ZONE)]
    return [message for message in found if message.at - found[0].at < timedelta(days=days)] if days else found


def _time(text: str) -> datetime:
    for form in TIMES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=ZONE)
        except ValueError:
            continue
    raise ValueError(f"{text!r} is no time")
