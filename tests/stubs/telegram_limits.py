"""Telegram's limits on how fast and how large a bot may send, on whatever clock the test runs."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

TEXT = 4096  # UTF-16 units
CAPTION = 1024
DATA = 64  # bytes
BUTTONS = 100
ROW = 8
ALBUM = (2, 10)
PHOTO_BYTES = 10 * 1024 * 1024
DOWNLOAD_BYTES = 20 * 1024 * 1024
ALL = (30, 1.0)  # messages, seconds: everyone together
ONE_CHAT = (1, 1.0)
ONE_GROUP = (20, 60.0)


@dataclass(frozen=True)
class Refusal(Exception):
    """The Bot API says no."""

    code: int
    description: str
    retry_after: int = 0
    moved_to: int = 0


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


class Rates:
    """How many messages went out in the last second and minute; without a clock there is no limit."""

    def __init__(self, now: Callable[[], float] | None) -> None:
        self._now = now
        self._sent: dict[object, deque[float]] = defaultdict(deque)

    def take(self, chat: int) -> None:
        """Count one message to this chat, or raise the 429 that Telegram would answer."""
        if self._now is None:
            return
        now = self._now()
        windows = [("all", *ALL), (chat, *ONE_CHAT)] + ([(("group", chat), *ONE_GROUP)] if chat < 0 else [])
        wait = max(self._wait(key, most, span, now) for key, most, span in windows)
        if wait > 0:
            seconds = max(1, ceil(wait))
            raise Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for key, _, _ in windows:
            self._sent[key].append(now)

    def _wait(self, key: object, most: int, span: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - span:
            sent.popleft()
        return sent[-most] + span - now if len(sent) >= most else 0.0


def check_text(text: str) -> str:
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if utf16(text) > TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    return text


def check_caption(text: str) -> str:
    if utf16(text) > CAPTION:
        raise Refusal(400, "Bad Request: message caption is too long")
    return text


def check_keyboard(rows: object) -> list[list[tuple[str, str]]]:
    """Label and data of every inline button."""
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal(400, 'Bad Request: field "inline_keyboard" must be an Array of Arrays')
    buttons = [[(str(key.get("text", "")), str(key.get("callback_data", ""))) for key in row] for row in rows]
    if sum(map(len, buttons)) > BUTTONS or any(len(row) > ROW for row in buttons):
        raise Refusal(400, "Bad Request: reply markup is too long")
    for label, data in (pair for row in buttons for pair in row):
        if not label.strip():
            raise Refusal(400, "Bad Request: inline keyboard button text is empty")
        if not 1 <= len(data.encode()) <= DATA:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons
