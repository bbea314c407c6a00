"""From the JSON body of a browser to an Incoming, or a complaint in words a resident understands."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import HuiyingError
from domain.messages import Incoming, Media, MediaKind, Point

CHANNEL = "web"
TEXT_LIMIT = 4096  # as long as a message may be on Telegram


class BadMessage(HuiyingError):
    """The message was not taken; the detail tells the sender why, in Chinese."""


class MediaBody(BaseModel):
    """One file of a message, stored before."""

    model_config = ConfigDict(extra="forbid")
    kind: MediaKind
    ref: str = Field(pattern=r"^store:[0-9a-f]{64}$")


class PointBody(BaseModel):
    """A position, WGS-84 degrees."""

    model_config = ConfigDict(extra="forbid")
    latitude: float = Field(ge=-90, le=90, allow_inf_nan=False)
    longitude: float = Field(ge=-180, le=180, allow_inf_nan=False)


class MessageBody(BaseModel):
    """What the page posts. `id` is made by the browser, so that a repeated post is recognised."""

    model_config = ConfigDict(extra="forbid")
    id: str = Field(pattern=r"^[A-Za-z0-9-]{8,64}$")
    text: str = Field(default="", max_length=TEXT_LIMIT)
    pressed: str = Field(default="", max_length=256, pattern=r"^[^\x00-\x1f]*$")
    start: str = Field(default="", pattern=r"^[A-Za-z0-9_-]{0,64}$")
    media: tuple[MediaBody, ...] = Field(default=(), max_length=9)
    point: PointBody | None = None


def parse(body: bytes, account: str, now: datetime) -> Incoming:
    """One posted message as an Incoming of this account; BadMessage when it is malformed or says nothing."""
    try:
        message = MessageBody.model_validate_json(body)
    except ValidationError as error:
        raise BadMessage(complaint(error)) from error
    text = message.text.replace("\x00", "").strip()
    if not (text or message.pressed or message.start or message.media or message.point):
        raise BadMessage(COMPLAINTS["empty"])
    key = message_key(account, message.id)
    return Incoming(
        channel=CHANNEL,
        message_id=key,
        sender=account,
        chat=account,
        sent_at=now,
        text=text,
        pressed=message.pressed,
        start=message.start,
        media=tuple(Media(item.kind, item.ref) for item in message.media),
        point=Point(message.point.latitude, message.point.longitude) if message.point else None,
        ref=key,
    )


def message_key(account: str, browser_id: str) -> str:
    """The message id for ever: two people whose browsers made the same id stay apart."""
    return f"{account}:{browser_id}"


def complaint(error: ValidationError) -> str:
    """What is wrong, in Chinese, by the first field that is."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    return COMPLAINTS.get(str(first["loc"][0]) if first["loc"] else "", COMPLAINTS["other"])


COMPLAINTS = {
    "id": "消息缺少编号，请刷新页面再试。",
    "text": f"文字太长，请分成几条发（每条不超过{TEXT_LIMIT}字）。",
    "pressed": "这个按钮不能用了，请直接打字告诉我们。",
    "start": "这个链接或二维码不对，请直接打字告诉我们。",
    "media": "照片没有传好，请重新选一次（一次最多9张）。",
    "point": "位置不对，请重新选一次。",
    "empty": "消息是空的，请写点什么。",
    "other": "请刷新页面再试。",
}
