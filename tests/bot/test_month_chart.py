"""The picture of the bulletin: right size, bars as long as their numbers say, every glyph there, kept and read back."""

from __future__ import annotations

import io
import json
from dataclasses import asdict

import pytest
from PIL import Image

from bot.charts import chinese_font
from bot.month_chart import month_chart
from domain.digest import GridFigures, MonthFigures, Trend, picture_of
from handlers.supervisor.bulletin import from_record

BLUE, GREY = (0x2F, 0x6F, 0xB3), (0xC3, 0xCC, 0xD5)


def month(*matters: tuple[str, int, int]) -> MonthFigures:
    trends = tuple(Trend(GridFigures(name, name, new=now, due=now), before) for name, now, before in matters)
    return MonthFigures("2026-11", "460204000000", "天涯区", (), tuple(each.figures for each in trends), matters=trends)


def drawn(figures: MonthFigures, font) -> Image.Image:
    return Image.open(io.BytesIO(month_chart(picture_of(figures, 6), font))).convert("RGB")


def longest(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """The longest run of a colour in the part with bars."""
    return max(sum(image.getpixel((x, y)) == colour for x in range(216, 865)) for y in range(230, 590))


@pytest.fixture(params=["Chinese font", "no font"])
def font(request):
    if request.param == "no font":
        return None
    return chinese_font() or pytest.skip("no Chinese font here (Debian: fonts-wqy-microhei)")


def test_bars_are_as_long_as_their_numbers_say(font):
    image = drawn(month(("路灯照明", 10, 5), ("下水道堵塞", 2, 1)), font)
    assert image.size == (900, 600)
    assert abs(longest(image, BLUE) - 2 * longest(image, GREY)) <= 2


def test_an_empty_month_and_long_names_are_drawn_too(font):
    assert drawn(month(), font).size == (900, 600)
    assert drawn(month(*((f"很长很长很长的事项名字{n}", 12345 * n, 0) for n in range(9))), font).size == (900, 600)


def test_what_is_kept_for_the_picture_is_read_back_as_it_was():
    picture = picture_of(month(("路灯照明", 10, 5)), 6)
    assert from_record(json.dumps(asdict(picture))) == picture
