"""From a message of the history to the JSON the page shows."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from bot.web.backend import ChatMessage


def render(message: ChatMessage, zone: tzinfo) -> dict[str, Any]:
    """One message as JSON; times are the wall clock of `zone`, `source` is the id the browser gave."""
    return {
        "id": message.id,
        "mine": message.mine,
        "text": message.text,
        "at": wall_clock(message.at, zone),
        "buttons": [{"payload": button.payload, "label": button.label} for button in message.buttons],
        "media": [{"kind": item.kind.value, "ref": item.ref, "caption": item.caption} for item in message.media],
        "point": message.point and {"latitude": message.point.latitude, "longitude": message.point.longitude},
        "card": message.card,
        "state": message.state,
        "chosen": message.chosen,
        "source": message.source.rpartition(":")[2],
    }


def wall_clock(at: datetime, zone: tzinfo) -> str:
    """A time as the local clock shows it, ISO 8601 with its offset, whole seconds."""
    return at.astimezone(zone).isoformat(timespec="seconds")
