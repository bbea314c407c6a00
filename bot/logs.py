"""Structured logs: one JSON object a line, without tokens, telephone numbers or identity numbers."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

SECRETS = (
    (re.compile(r"\d{6,12}:[\w-]{30,}"), "<token>"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "<id>"),
    (re.compile(r"(?<!\d)(?:(?:00|\+)?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"), "<phone>"),
    (re.compile(r"join-[\w-]{16,}"), "<invitation>"),
)
QUIET = ("httpx", "httpcore", "apscheduler", "telegram", "aiohttp.access", "uvicorn.access")


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return redact(json.dumps(line, ensure_ascii=False))


def redact(text: str) -> str:
    """The text without what no log may hold."""
    for pattern, instead in SECRETS:
        text = pattern.sub(instead, text)
    return text


def configure(level: int = logging.INFO) -> None:
    """Send all logs to standard error as JSON lines; talkative libraries only from WARNING on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
