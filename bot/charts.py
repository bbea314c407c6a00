"""Draws the picture of the daily digest: one bar for each grid, worst first, large enough to be read on a phone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.digest import SHOWN, DayFigures, GridFigures
from domain.values import frozen

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES, DPI = (9.0, 6.0), 100  # 900 by 600 pixels
LEFT, RIGHT = 0.04, 0.96  # margins, as shares of the width
LEGEND = -0.07  # height of the legend below the bars, as a share of theirs
TEN = 10  # units and more are written without a decimal
LATIN = 0.8  # Latin words are longer than Chinese ones
LONGEST_NAME = 10
ROOMY = 11  # characters; longer words below a number are written smaller
NARROW = 0.035  # of the axis; a segment without room for its number stays bare
FONTS = ("wqy-microhei", "notosanscjk", "notosanssc", "sourcehansans", "wqy-zenhei", "pingfang", "msyh", "simhei")
INK, FAINT = "#1f2933", "#5f6b76"
SEGMENTS = (("#cf3f3f", "white"), ("#f3b63f", INK), ("#3a9d68", "white"))  # overdue, waiting, resolved; their numbers


@frozen
class Words:
    """What stands on the picture."""

    title: str
    day: str
    counts: tuple[str, str, str, str, str]  # new, resolved, closed, open, overdue
    rates: tuple[str, str, str]  # response, solution, satisfaction
    of_all: str
    legend: tuple[str, str, str]  # overdue, waiting, resolved
    others: str
    nothing: str
    unknown: str
    many: int  # from here on counts are written in this unit
    many_mark: str


CHINESE = Words(
    title="{name} 诉求日报",
    day="{day.month}月{day.day}日",
    counts=("新增", "解决", "结案", "在办", "超时"),
    rates=("响应率", "解决率", "满意率"),
    of_all="没有答复的居民也计入时：解决率 {solved}，满意率 {satisfied}",
    legend=("超时", "在办未超时", "当日解决"),
    others="其余 {count} 个网格：超时 {overdue}，在办 {open}，当日解决 {resolved}",
    nothing="今天没有新的诉求，也没有在办的",
    unknown="—",
    many=10_000,
    many_mark="万",
)
ASCII = Words(
    title="Digest {scope}",
    day="{day:%Y-%m-%d}",
    counts=("new", "resolved", "closed", "open", "overdue"),
    rates=("in time", "solved", "satisfied"),
    of_all="silent residents included: solved {solved}, satisfied {satisfied}",
    legend=("overdue", "open in time", "resolved today"),
    others="{count} more grids: overdue {overdue}, open {open}, resolved {resolved}",
    nothing="nothing new and nothing open",
    unknown="-",
    many=1_000,
    many_mark="k",
)


@cache
def chinese_font() -> Path | None:
    """A font of this machine that has Chinese characters; None when there is none (Debian: fonts-wqy-microhei)."""
    from matplotlib.font_manager import findSystemFonts

    files = sorted(Path(name) for name in findSystemFonts())
    plain = {file: file.name.casefold().replace("_", "") for file in files if "bold" not in file.name.casefold()}
    return next((file for known in FONTS for file, name in plain.items() if name.startswith(known)), None)


def digest_chart(figures: DayFigures, font: Path | None) -> bytes:
    """A PNG of 900 by 600 pixels. Without a Chinese `font` it shows codes and English words, never empty boxes."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    pen = Pen(FontProperties(fname=font) if font else FontProperties(family="DejaVu Sans"), chinese=font is not None)
    figure = Figure(figsize=INCHES, dpi=DPI, facecolor="white")
    pen.header(figure, figures)
    pen.bars(figure.add_axes((0.27, 0.09, RIGHT - 0.27, 0.57)), figures)
    png = io.BytesIO()
    FigureCanvasAgg(figure).print_png(png)
    return png.getvalue()


@frozen
class Pen:
    """Writes and draws in one font and one language."""

    font: Any
    chinese: bool

    @property
    def words(self) -> Words:
        return CHINESE if self.chinese else ASCII

    def style(self, size: float, color: str = INK, ha: str = "left") -> Any:
        font = self.font.copy()
        font.set_size(size if self.chinese else size * LATIN)
        return {"fontproperties": font, "color": color, "ha": ha}

    def header(self, figure: Any, figures: DayFigures) -> None:
        words, total = self.words, figures.total
        title = words.title.format(name=figures.name, scope=figures.scope)
        figure.text(LEFT, 0.905, title, **self.style(27))
        figure.text(RIGHT, 0.905, words.day.format(day=figures.day), **self.style(22, FAINT, "right"))
        counts = (total.new, total.resolved, total.closed, total.open, total.overdue)
        for place, (word, count) in enumerate(zip(words.counts, counts, strict=True)):
            late = place == len(counts) - 1 and count > 0
            self.tile(figure, LEFT + 0.096 * place, self.short(count), word, SEGMENTS[0][0] if late else INK)
        rates = (total.response, total.solution, total.satisfaction)
        for place, (word, rate) in enumerate(zip(words.rates, rates, strict=True)):
            below = f"{word} {self.short(rate.numerator)}/{self.short(rate.denominator)}"
            self.tile(figure, LEFT + 0.485 + 0.152 * place, self.known(rate.percent), below, INK)
        solved, satisfied = (self.known(rate.percent_of_all) for rate in rates[1:])
        of_all = words.of_all.format(solved=solved, satisfied=satisfied)
        figure.text(RIGHT, 0.69, of_all, **self.style(13, FAINT, "right"))

    def bars(self, axes: Axes, figures: DayFigures) -> None:
        worst = [grid for grid in figures.grids if grid.busy][:SHOWN]
        axes.set_axis_off()
        axes.set_ylim(SHOWN + 0.5, -0.5)
        if not worst:
            axes.text(0.36, SHOWN / 2, self.words.nothing, **self.style(22, FAINT, "center"))
            return
        longest = max(row.open + row.resolved for row in worst)
        axes.set_xlim(0, longest)
        for place, row in enumerate(worst):
            axes.text(-0.015 * longest, place, self._name(row), va="center", **self.style(16, ha="right"))
            self._bar(axes, place, (row.overdue, row.waiting, row.resolved), longest)
        if others := figures.busy - len(worst):
            line = self.words.others.format(count=others, **_left(figures.total, worst))
            axes.text(0, len(worst), line, va="center", **self.style(15))
        for at, word, (colour, _) in zip((0.0, 0.25, 0.62), self.words.legend, SEGMENTS, strict=True):
            here: Any = {"transform": axes.transAxes, "va": "center"}
            axes.add_patch(self._square(axes, at, colour))
            axes.text(at + 0.04, LEGEND, word, **here, **self.style(15))

    def _bar(self, axes: Axes, place: int, numbers: tuple[int, ...], longest: int) -> None:
        left = 0
        for number, (colour, ink) in zip(numbers, SEGMENTS, strict=True):
            axes.barh(place, number, left=left, height=0.72, color=colour, edgecolor="white", linewidth=1.5)
            if number > NARROW * longest:
                axes.text(
                    left + number / 2, place, self.short(number), va="center_baseline", **self.style(16, ink, "center")
                )
            left += number

    def _square(self, axes: Axes, at: float, colour: str) -> Any:
        from matplotlib.patches import Rectangle

        return Rectangle((at, LEGEND - 0.02), 0.026, 0.045, transform=axes.transAxes, color=colour, clip_on=False)

    def tile(self, figure: Any, at: float, number: str, word: str, colour: str) -> None:
        figure.text(at, 0.805, number, **self.style(25, colour))
        figure.text(at, 0.757, word, **self.style(14 if len(word) <= ROOMY else 11, FAINT))

    def short(self, count: int) -> str:
        """A count of at most five characters; the exact one stands in the text of the digest."""
        if count < self.words.many:
            return str(count)
        units = count / self.words.many
        return f"{units:.{1 if units < TEN else 0}f}{self.words.many_mark}"

    def known(self, percent: str) -> str:
        return percent.replace("—", self.words.unknown)

    def _name(self, row: GridFigures) -> str:
        name = row.name if self.chinese else row.grid
        return name if not self.chinese or len(name) <= LONGEST_NAME else "…" + name[1 - LONGEST_NAME :]


def _left(total: GridFigures, shown: Sequence[GridFigures]) -> dict[str, int]:
    """What the grids without a bar have together."""
    return {
        name: getattr(total, name) - sum(getattr(row, name) for row in shown)
        for name in ("open", "overdue", "resolved")
    }
