"""A day or a moment as staff write it: 明天, 11月25日, 下午3点, 15:30."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

NEAR_DAYS = {"今天": 0, "今晚": 0, "明天": 1, "明早": 1, "后天": 2, "大后天": 3}
DAY = re.compile(r"(?:(\d{4})[年/-])?(\d{1,2})[月/-](\d{1,2})[日号]?")
CLOCK = re.compile(r"(上午|早上|中午|下午|傍晚|晚上|今晚|明早)?\s*(\d{1,2})(?:[:：](\d{2})|[点时](半|\d{1,2}分?)?)")
AFTERNOON = frozenset({"下午", "傍晚", "晚上", "今晚"})
NOON = 12


def day_in(words: str, today: date) -> date | None:
    """The day meant, None if none is; without a year the next one that is not past."""
    for name in sorted(NEAR_DAYS, key=len, reverse=True):
        if name in words:
            return today + timedelta(days=NEAR_DAYS[name])
    found = DAY.search(words)
    if found is None:
        return None
    year, month, day = int(found[1] or today.year), int(found[2]), int(found[3])
    try:
        meant = date(year, month, day)
        return meant.replace(year=year + 1) if meant < today and not found[1] else meant
    except ValueError:
        return None


def clock_in(words: str) -> time | None:
    """The time of day meant, None if none is."""
    found = CLOCK.search(words)
    if found is None:
        return None
    hour, minute = int(found[2]), found[3] or (found[4] or "0").rstrip("分")
    hour += NOON if found[1] in AFTERNOON and hour < NOON else 0
    try:
        return time(hour, 30 if minute == "半" else int(minute))
    except ValueError:
        return None


def moment_in(words: str, local: datetime) -> datetime | None:
    """The moment meant, on that day or else today; `local` is now, in local time."""
    clock = clock_in(words)
    if clock is None:
        return None
    return datetime.combine(day_in(words, local.date()) or local.date(), clock, local.tzinfo)
