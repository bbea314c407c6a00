"""堵点: what is reported most, where, and whether it grows, so that the cause is mended and not only the tickets."""

from __future__ import annotations

from domain.digest import MonthFigures, Trend
from domain.messages import Arg, Text
from handlers.scene import Scene, Turn, choice
from handlers.supervisor.digest import rate_in_words
from handlers.supervisor.figures import OVERSEERS, SCOPES, month_figures, own_scope

MATTERS = 10
PLACES = 3


def show_own(turn: Turn) -> None:
    """堵点 typed by hand: this month so far."""
    show(turn, own_scope(turn))


def show(turn: Turn, scope: str) -> None:
    """Of areas this person answers for: a button is a wish, never a permission."""
    scopes = [each for each in scope.split(SCOPES) if each and any(turn.person.has(role, each) for role in OVERSEERS)]
    if not scopes:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    month = f"{turn.world.week.local(turn.now):%Y-%m}"
    figures = month_figures(turn, SCOPES.join(scopes), month)
    args: dict[str, Arg] = {
        "month": int(month[5:]),
        "name": figures.name,
        "lines": matter_lines(turn, figures, MATTERS),
    }
    turn.answer("hotspots", (choice("digest/", "do-digest"),), args=args)


def matter_lines(scene: Scene, figures: MonthFigures, shown: int) -> str:
    """The matters most reported, each with the places where, against the month before: the whole of it, so say so."""
    running = figures.month >= scene.digest_day()[:7]
    lines = (
        Text(
            "hotspot-line",
            {"index": index, **_grown(matter, running=running), **_about(scene, matter, running=running)},
        )
        for index, matter in enumerate(figures.matters[:shown], start=1)
    )
    return "\n".join(scene.world.say(line, "zh-CN") for line in lines) or "—"


def _about(scene: Scene, matter: Trend, *, running: bool) -> dict[str, Arg]:
    row = matter.figures
    places = (
        Text("hotspot-place", {**_grown(each, running=running), "name": each.figures.name})
        for each in matter.places[:PLACES]
    )
    return {
        "name": row.name,
        "punctuality": rate_in_words(row.punctuality),
        "solution": rate_in_words(row.solution),
        "places": "、".join(scene.world.say(place, "zh-CN") for place in places),
    }


def _grown(one: Trend, *, running: bool) -> dict[str, Arg]:
    sign = "↑" if one.change > 0 else "↓" if one.change < 0 else "＝"
    key = "hotspot-running" if running else "hotspot-trend"
    return {"new": one.figures.new, "trend": Text(key, {"before": one.before, "sign": "" if running else sign})}
