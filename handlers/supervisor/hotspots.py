"""堵点: what is reported most, where, and whether it grows, so that the cause is mended and not only the tickets."""

from __future__ import annotations

from collections.abc import Callable

from domain.digest import MonthFigures, Trend
from domain.messages import Arg, Choice, Text
from handlers.scene import Scene, Turn, choice
from handlers.supervisor.digest import rate_in_words
from handlers.supervisor.figures import SCOPES, month_figures, overseen, own_scope

FIRST = 5  # matters a telephone shows at once; the rest stands behind a button
MATTERS = 10
PLACES = 3


def show_own(turn: Turn) -> None:
    """堵点 typed by hand: this month so far."""
    show(turn, own_scope(turn))


def show(turn: Turn, scope: str) -> None:
    """The first few, each with where it is reported most."""
    _show(turn, scope, first_lines, choice(f"hotspots_all/{scope}", "do-hotspots-all"))


def show_all(turn: Turn, scope: str) -> None:
    """All of them, each with its places and rates."""
    _show(turn, scope, lambda turn, figures: matter_lines(turn, figures, MATTERS))


def _show(turn: Turn, scope: str, lines: Callable[[Turn, MonthFigures], str], *more: Choice) -> None:
    """Of areas this person answers for."""
    scopes = overseen(turn, scope)
    if not scopes:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    figures = month_figures(turn, SCOPES.join(scopes), turn.month())
    args: dict[str, Arg] = {
        "month": turn.today().month,
        "name": figures.name,
        "lines": lines(turn, figures),
    }
    turn.answer("hotspots", (*(more if figures.matters else ()), choice("digest/", "do-digest")), args=args)


def first_lines(scene: Scene, figures: MonthFigures, shown: int = FIRST) -> str:
    """The matters most reported in short: how many, against the month before, and the place with most of them."""
    return _lines(scene, figures, shown, short=True)


def matter_lines(scene: Scene, figures: MonthFigures, shown: int) -> str:
    """The matters most reported, each with the places where, against the month before: the whole of it, so say so."""
    return _lines(scene, figures, shown, short=False)


def _lines(scene: Scene, figures: MonthFigures, shown: int, *, short: bool) -> str:
    key, places = ("hotspot-first", 1) if short else ("hotspot-line", PLACES)
    running = figures.month >= scene.digest_day()[:7]
    lines = (
        Text(key, {"index": index, **_grown(matter, running=running), **_about(scene, matter, places, running=running)})
        for index, matter in enumerate(figures.matters[:shown], start=1)
    )
    return "\n".join(scene.world.say(line, "zh-CN") for line in lines) or "—"


def _about(scene: Scene, matter: Trend, shown: int, *, running: bool) -> dict[str, Arg]:
    row = matter.figures
    places = (
        Text("hotspot-place", {**_grown(each, running=running), "name": each.figures.name})
        for each in matter.places[:shown]
    )
    return {
        "name": row.name,
        "punctuality": rate_in_words(row.punctuality),
        "solution": rate_in_words(row.solution),
        "where": matter.places[0].figures.name if matter.places else "",
        "places": "、".join(scene.world.say(place, "zh-CN") for place in places),
    }


def _grown(one: Trend, *, running: bool) -> dict[str, Arg]:
    sign = "↑" if one.change > 0 else "↓" if one.change < 0 else "＝"
    key = "hotspot-running" if running else "hotspot-trend"
    return {"new": one.figures.new, "trend": Text(key, {"before": one.before, "sign": "" if running else sign})}
