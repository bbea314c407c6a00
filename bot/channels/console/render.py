"""How a message looks in the terminal: the words, a numbered menu, and a line for each file and place."""

from __future__ import annotations

from collections.abc import Iterator

from bot.channel import Capabilities, Outgoing, fit
from domain.messages import MediaKind

CAPABILITIES = Capabilities(text=100_000, caption=100_000, buttons=0, label=0, edits=False, media=True, point=True)
SIGNS = {MediaKind.PHOTO: "[照片]", MediaKind.VOICE: "[语音]", MediaKind.VIDEO: "[视频]", MediaKind.FILE: "[文件]"}


def render(message: Outgoing) -> str:
    """The lines to print."""
    return "\n".join(lines(fit(message, CAPABILITIES)))


def lines(message: Outgoing) -> Iterator[str]:
    yield from filter(None, [message.text])
    for item in message.media:
        yield f"{SIGNS[item.kind]} {item.caption or item.ref}"
    if message.point:
        yield f"[位置] {message.point.latitude:.6f},{message.point.longitude:.6f}"
