"""The picture of the digest: right size, right colours, every glyph there (a missing one is a warning, hence an error)."""

import io
from datetime import date

import pytest
from PIL import Image

from bot.charts import BARS, chinese_font, digest_chart, split
from domain.digest import DayFigures, GridFigures

RED, AMBER, GREEN = (0xCF, 0x3F, 0x3F), (0xF3, 0xB6, 0x3F), (0x3A, 0x9D, 0x68)


def community(*grids: GridFigures) -> DayFigures:
    return DayFigures(date(2026, 11, 20), "460204198008", "金鸡岭社区", grids)


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
    busy = [grid(n, late=n) for n in range(1, BARS + 4)]
    worst, others = split(community(*busy, grid(99)))
    assert [one.overdue for one in worst] == list(range(BARS + 3, 3, -1))
    assert [one.overdue for one in others] == [3, 2, 1]
