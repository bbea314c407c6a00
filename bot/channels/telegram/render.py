"""How a message looks on Telegram: which one call of the Bot API shows it, and with what.

One `Outgoing` becomes one call, so that what became of it has one answer. Hence two things a call cannot do take another
form: an album bears no buttons, so its choices stand as a numbered menu in the caption; a text takes no pin, so a point
beside a text becomes a map link (a point alone is sent as a pin).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from telegram import InputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from bot.channel import Button, Capabilities, Outgoing, fit, shorten, with_menu
from domain.messages import Media, MediaKind, Point
from domain.values import frozen

# https://core.telegram.org/bots/api: 4096 and 1024 UTF-16 units, 100 buttons. The label length is ours: what a narrow
# phone shows of a button that has a row to itself.
CAPABILITIES = Capabilities(text=4096, caption=1024, buttons=100, label=20, edits=True, media=True, point=True)
ALBUM = 10  # items, https://core.telegram.org/bots/api#sendmediagroup
PER_ROW = ((4, 3), (9, 2))  # the longest label up to this many characters: so many buttons in a row
MAP_LINK = (
    "https://www.openstreetmap.org/?mlat={latitude:.6f}&mlon={longitude:.6f}#map=18/{latitude:.6f}/{longitude:.6f}"
)
ADDRESS = re.compile(r"(-?\d+)/(\d+)")

Json = dict[str, Any]
Upload = Callable[[Media], str | bytes]
"""Gives Telegram's own id of a file, or the content of one that is not there yet."""


class Shape(StrEnum):
    """The kinds of message Telegram can show."""

    TEXT = "text"
    FILE = "file"
    ALBUM = "album"
    PIN = "pin"


@frozen
class Rendered:
    """A message ready for one call: what kind, its words (text or caption), files, place, buttons."""

    shape: Shape
    text: str
    media: tuple[Media, ...] = ()
    point: Point | None = None
    keyboard: Json | None = None
    left_out: int = 0


def render(message: Outgoing, map_link: str = MAP_LINK) -> Rendered:
    """Choose the call that shows the message and lay it out."""
    files = together(message.media)
    text = message.text
    if message.point and (text or files):
        text = f"{text}\n{linked(message.point, map_link)}".strip()
    if len(files) > 1:
        caption = shorten(with_menu(text, message.buttons) if message.buttons else text, CAPABILITIES.caption)
        return Rendered(Shape.ALBUM, caption, files, left_out=len(message.media) - len(files))
    fitted = fit(Outgoing(text, message.buttons, files), CAPABILITIES)
    buttons = keyboard(fitted.buttons)
    if files:
        return Rendered(Shape.FILE, fitted.text, files, None, buttons, len(message.media) - len(files))
    if message.point and not fitted.text:
        return Rendered(Shape.PIN, "", (), message.point, buttons)
    return Rendered(Shape.TEXT, fitted.text, keyboard=buttons) if text else plain(message, map_link)


def plain(message: Outgoing, map_link: str = MAP_LINK) -> Rendered:
    """The same message in words alone, for when Telegram refuses its buttons or files."""
    said = "\n".join(part for part in (message.text, linked(message.point, map_link)) if part)
    text = with_menu(said, message.buttons) if message.buttons else said
    return Rendered(Shape.TEXT, shorten(text, CAPABILITIES.text), left_out=len(message.media))


def together(media: tuple[Media, ...]) -> tuple[Media, ...]:
    """The files that can go in one message: up to ten photos and videos, else up to ten of the first kind, a voice alone."""
    seen = [item for item in media if item.kind in (MediaKind.PHOTO, MediaKind.VIDEO)]
    if seen:
        return tuple(seen[:ALBUM])
    most = 1 if media and media[0].kind is MediaKind.VOICE else ALBUM
    return tuple(item for item in media if item.kind is media[0].kind)[:most]


def keyboard(buttons: tuple[Button, ...]) -> Json | None:
    """The buttons in rows wide enough to be read and hit, as https://core.telegram.org/bots/api#inlinekeyboardmarkup."""
    if not buttons:
        return None
    longest = max(len(button.label) for button in buttons)
    width = next((count for length, count in PER_ROW if longest <= length), 1)
    keys = [{"text": button.label, "callback_data": button.payload} for button in buttons]
    return {"inline_keyboard": [keys[start : start + width] for start in range(0, len(keys), width)]}


def linked(point: Point | None, map_link: str) -> str:
    return map_link.format(latitude=point.latitude, longitude=point.longitude) if point else ""


def address_of(ref: str) -> tuple[int, int] | None:
    """Chat and message of a reference "<chat>/<message>"; None if it is not one of ours."""
    found = ADDRESS.fullmatch(ref)
    return (int(found[1]), int(found[2])) if found else None


def words(rendered: Rendered, _: object = None) -> Json:
    return {"text": rendered.text, "reply_markup": rendered.keyboard, "link_preview_options": {"is_disabled": True}}


def as_text(rendered: Rendered, upload: Upload) -> tuple[str, Json]:
    return "sendMessage", words(rendered, upload)


def as_file(rendered: Rendered, upload: Upload) -> tuple[str, Json]:
    (item,) = rendered.media
    method, parameter, filename = FILE_CALLS[item.kind]
    content = upload(item)
    file = InputFile(content, filename) if isinstance(content, bytes) else content
    return method, {parameter: file, "caption": rendered.text or None, "reply_markup": rendered.keyboard}


def as_album(rendered: Rendered, upload: Upload) -> tuple[str, Json]:
    captions = (rendered.text or None, *(None for _ in rendered.media[1:]))
    items = [
        ALBUM_ITEMS[item.kind](upload(item), caption=caption, filename=FILE_CALLS[item.kind][2])
        for item, caption in zip(rendered.media, captions, strict=True)
    ]
    return "sendMediaGroup", {"media": items}


def as_pin(rendered: Rendered, _: Upload) -> tuple[str, Json]:
    assert rendered.point is not None
    place = {"latitude": rendered.point.latitude, "longitude": rendered.point.longitude}
    return "sendLocation", place | {"reply_markup": rendered.keyboard}


CALLS: dict[Shape, Callable[[Rendered, Upload], tuple[str, Json]]] = {
    Shape.TEXT: as_text,
    Shape.FILE: as_file,
    Shape.ALBUM: as_album,
    Shape.PIN: as_pin,
}
FILE_CALLS = {
    MediaKind.PHOTO: ("sendPhoto", "photo", "photo.jpg"),
    MediaKind.VOICE: ("sendVoice", "voice", "voice.ogg"),
    MediaKind.VIDEO: ("sendVideo", "video", "video.mp4"),
    MediaKind.FILE: ("sendDocument", "document", "file"),
}
ALBUM_ITEMS: dict[MediaKind, type[InputMediaPhoto | InputMediaVideo | InputMediaDocument]] = {
    MediaKind.PHOTO: InputMediaPhoto,
    MediaKind.VIDEO: InputMediaVideo,
    MediaKind.FILE: InputMediaDocument,
}
