"""Draws the picture of the bulletin: the rates, and the matters reported most beside the month before."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from bot.charts import DPI, FAINT, INCHES, INK, LEFT, RIGHT, Pen
from domain.digest import MonthPicture
from domain.values import frozen

MATTERS = 6
LONGEST_NAME = 8
NOW, BEFORE = "#2f6fb3", "#c3ccd5"
BAR = 0.36  # height, where a matter has 1
ROOM = 1.08  # of the longest bar: its number stands behind it
LEGEND_AT, LEGEND_TEXT = 0.42, 0.46


@frozen
class Words:
    """What stands on the picture."""

    title: str
    rates: tuple[str, str, str, str]  # response, on time, solution, satisfaction
    legend: tuple[str, str]  # this month, the month before
    nothing: str


CHINESE = Words(
    title="{name} 月通报",
    rates=("响应率", "按时办结率", "解决率", "满意率"),
    legend=("反映较多的事项：本月", "上月"),
    nothing="这个月没有新的诉求",
)
ASCII = Words(
    title="Month {scope}",
    rates=("answered", "on time", "solved", "satisfied"),
    legend=("matters: this month", "the month before"),
    nothing="nothing new",
)


def month_chart(figures: MonthPicture, font: Path | None) -> bytes:
    """A PNG of 900 by 600 pixels. Without a Chinese `font` it shows codes, places in the list and English words."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    pen = Pen(FontProperties(fname=font) if font else FontProperties(family="DejaVu Sans"), chinese=font is not None)
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor="white")
    words = CHINESE if pen.chinese else ASCII
    _header(pen, words, figure, figures)
    _bars(pen, words, figure.add_axes((0.24, 0.04, RIGHT - 0.24, 0.58)), figures)
    png = io.BytesIO()
    FigureCanvasAgg(figure).print_png(png)
    return png.getvalue()


def _header(pen: Pen, words: Words, figure: Any, figures: MonthPicture) -> None:
    figure.text(LEFT, 0.905, words.title.format(name=figures.name, scope=figures.scope), **pen.style(27))
    figure.text(RIGHT, 0.905, figures.month, **pen.style(22, FAINT, "right"))
    for place, (word, rate) in enumerate(zip(words.rates, figures.rates, strict=True)):
        below = f"{word} {pen.short(rate.numerator)}/{pen.short(rate.denominator)}"
        pen.tile(figure, LEFT + 0.24 * place, pen.known(rate.percent), below, INK)
    for at, word, colour in zip((LEFT, LEGEND_AT), words.legend, (NOW, BEFORE), strict=True):
        figure.text(at, 0.665, "■", fontsize=15, color=colour)
        figure.text(at + LEGEND_TEXT - LEGEND_AT, 0.667, word, **pen.style(15))


def _bars(pen: Pen, words: Words, axes: Any, figures: MonthPicture) -> None:
    """Two bars for each matter: above this month, below the month before."""
    axes.set_axis_off()
    axes.set_ylim(MATTERS - 0.5, -0.5)
    shown = figures.matters[:MATTERS]
    if not shown:
        axes.text(0.36, (MATTERS - 1) / 2, words.nothing, **pen.style(22, FAINT, "center"))
        return
    longest = max(max(matter.now, matter.before) for matter in shown) or 1
    axes.set_xlim(0, longest * ROOM)
    for place, matter in enumerate(shown):
        name = matter.name if pen.chinese else f"{place + 1}."
        axes.text(-0.015 * longest, place, name[:LONGEST_NAME], va="center", **pen.style(16, ha="right"))
        for at, count, colour in ((place - BAR / 2, matter.now, NOW), (place + BAR / 2, matter.before, BEFORE)):
            axes.barh(at, count, height=BAR, color=colour)
            axes.text(count + 0.01 * longest, at, pen.short(count), va="center_baseline", **pen.style(13))
