"""Draws photos anew: what they tell about the sender is left out, and what is no picture is found out."""

from __future__ import annotations

import io
import struct

from PIL import Image, ImageOps, UnidentifiedImageError

from domain.errors import HuiyingError

LARGEST_SIDE = 2560
MOST_PIXELS = 50_000_000
FORMS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")  # what telephones and chat apps send; every decoder more is a risk more
# What Pillow's decoders raise on broken, cut or hostile files.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    OverflowError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


class UnreadablePhoto(HuiyingError):
    """This is no picture that can be drawn."""


def redrawn(data: bytes) -> bytes:
    """A JPEG of what the picture shows, upright and not too large. UnreadablePhoto when it shows nothing."""
    try:
        with Image.open(io.BytesIO(data), formats=FORMS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadablePhoto
            upright = ImageOps.exif_transpose(image).convert("RGB")
            upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
            upright.info.clear()  # comments would be written into the new file
            out = io.BytesIO()
            upright.save(out, "JPEG", quality=85)
            return out.getvalue()
    except UNREADABLE as error:
        raise UnreadablePhoto from error
