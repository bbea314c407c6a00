"""The picture of the digest: right size, right colours, every glyph there (a missing one is a warning, hence an error)."""

import io
import json
from dataclasses import asdict
from datetime import date

import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from PIL import Image

from bot.charts import Pen, chinese_font, digest_chart
from domain.digest import SHOWN, DayFigures, GridFigures, together, worst_first
from handlers.supervisor.digest import from_record

RED, AMBER, GREEN = (0xCF, 0x3F, 0x3F), (0xF3, 0xB6, 0x3F), (0x3A, 0x9D, 0x68)


def community(*grids: GridFigures) -> DayFigures:
    total = together("460204198008", "金鸡岭社区", grids)
    busy = sum(one.busy for one in grids)
    return DayFigures(date(2026, 11, 20), total.grid, total.name, total, worst_first(grids)[:SHOWN], busy)


def grid(number: int, *, late: int = 0, waiting: int = 0, resolved: int = 0) -> GridFigures:
    name = f"金鸡岭社区第{number}网格"
    return GridFigures(f"460204198008{number:03}", name, open=late + waiting, overdue=late, resolved=resolved)


def drawn(figures: DayFigures, font) -> Image.Image:
    return Image.open(io.BytesIO(digest_chart(figures, font))).convert("RGB")


def bar_colours(image: Image.Image) -> list[tuple[int, int, int]]:
    """The colours of the first bar, left to right, taken just below its upper edge (above its numbers)."""
    line = [image.getpixel((x, 217)) for x in range(250, 866)]
    return [colour for at, colour in enumerate(line) if colour in {RED, AMBER, GREEN} and colour not in line[:at]]


def red_in_header(image: Image.Image) -> bool:
    return any(image.getpixel((x, y)) == RED for x in range(900) for y in range(130))


@pytest.fixture(params=["Chinese font", "no font"])
def font(request):
    if request.param == "no font":
        return None
    return chinese_font() or pytest.skip("no Chinese font here (Debian: fonts-wqy-microhei)")


def test_the_picture_fits_a_phone_and_the_first_bar_is_the_worst_grid(font):
    image = drawn(community(grid(1, waiting=9), grid(2, late=3, waiting=3, resolved=3)), font)
    assert image.size == (900, 600)
    assert bar_colours(image) == [RED, AMBER, GREEN]


def test_a_day_without_delay_shows_no_red(font):
    image = drawn(community(grid(1, waiting=4, resolved=2)), font)
    assert bar_colours(image) == [AMBER, GREEN]
    assert not red_in_header(image)


def test_a_day_with_delay_shows_the_number_of_late_ones_in_red(font):
    image = drawn(community(grid(1, late=1)), font)
    assert red_in_header(image)


def test_an_idle_day_is_drawn_too(font):
    image = drawn(community(grid(1), grid(2)), font)
    assert image.size == (900, 600)
    assert bar_colours(image) == []


def test_many_grids_and_large_numbers_are_drawn(font):
    many = [grid(n, late=n, waiting=1000 * n, resolved=n % 3) for n in range(60)]
    assert drawn(community(*many), font).size == (900, 600)


def test_the_picture_is_the_same_for_the_same_figures(font):
    figures = community(grid(1, late=2, waiting=1))
    assert digest_chart(figures, font) == digest_chart(figures, font)


def test_the_worst_grids_get_a_bar_the_others_a_line_and_idle_ones_nothing():
    busy = [grid(n, late=n) for n in range(1, SHOWN + 4)]
    axes = Figure().add_axes((0, 0, 1, 1))
    Pen(FontProperties(family="DejaVu Sans"), chinese=False).bars(axes, community(*busy, grid(99)))
    written = [text.get_text() for text in axes.texts]
    named = [words for words in written if words.startswith("460204198008")]
    assert named == [one.grid for one in reversed(busy)][:SHOWN]
    assert "3 more grids: overdue 6, open 6, resolved 0" in written


def test_a_picture_kept_by_a_release_that_kept_all_grids_is_drawn_alike(font):
    day = community(*(grid(n, late=n, resolved=1) for n in range(1, SHOWN + 4)), grid(99))
    every = [asdict(grid(n, late=n, resolved=1)) for n in range(1, SHOWN + 4)] + [asdict(grid(99))]
    old = {"day": "2026-11-20", "scope": day.scope, "name": day.name, "grids": every, "units": []}
    assert digest_chart(from_record(json.dumps(old)), font) == digest_chart(day, font)
    new = json.dumps({**asdict(day), "day": "2026-11-20"})
    assert from_record(new) == day
