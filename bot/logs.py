"""Structured logs: one JSON object a line, without tokens, telephone numbers, identity numbers, or what residents said."""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime

from domain.errors import HuiyingError
from domain.masking import IDENTITY, PHONE

SECRETS = (
    (re.compile(r"\d{6,12}:[\w-]{30,}"), "<token>"),
    (IDENTITY, "<id>"),
    (PHONE, "<phone>"),
    (re.compile(r"join-[\w-]{16,}"), "<invitation>"),
)
OURS = (HuiyingError, OSError)  # errors whose words are ours or the system's
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
        if record.exc_info and record.exc_info[1]:
            line["error"] = told(record.exc_info[1])
        return redact(json.dumps(line, ensure_ascii=False))


def told(error: BaseException) -> str:
    """Where an error came from and what it is, without its words where they may quote a resident; the oldest first."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    words = f": {error}" if isinstance(error, OURS) else ""
    here = f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}{words}"
    return f"{told(before)}\n\n{here}" if before else here


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
