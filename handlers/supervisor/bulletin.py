"""月通报: the figures of a month for those who answer for an area, each rate with its numbers, on the first of the next."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.digest import GridFigures, MonthFigures, least_solved
from domain.messages import Arg, Lane, Text
from domain.people import Role
from handlers.scene import Scene, Turn, choice
from handlers.supervisor.digest import own_scope, rate_in_words
from handlers.supervisor.figures import month_figures
from storage.timers import Timer

AREAS_SHOWN = 8
CATEGORIES_SHOWN = 5


def plan(scene: Scene) -> None:
    """Make sure that the next bulletin of every supervisor is a timer; calling it again changes nothing."""
    local = scene.world.week.local(scene.now)
    at = scene.world.policy.bulletin_at
    this = local.replace(day=1, hour=at.hour, minute=at.minute, second=0, microsecond=0)
    due = this if local < this else (this + timedelta(days=31)).replace(day=1)
    for person, scope in scene.uow.people.everybody_with(Role.SUPERVISOR):
        data = {"scope": scope, "month": _before(due)}
        scene.uow.timers.start(Timer(f"bulletin:{person}:{scope}:{due:%Y%m}", "bulletin", person, due, data))


def send(scene: Scene, timer: Timer) -> None:
    """The bulletin of the month that ended; then the next one is planned."""
    plan(scene)
    figures = month_figures(scene, timer.data["scope"], timer.data["month"])
    scene.tell(timer.subject, "bulletin", lane=Lane.DIGEST, args=words(scene, figures))


def show_now(turn: Turn) -> None:
    """月报 typed by hand: this month so far."""
    scope = own_scope(turn)
    if not scope:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    month = f"{turn.world.week.local(turn.now):%Y-%m}"
    turn.answer("bulletin", (choice("digest/", "do-digest"),), args=words(turn, month_figures(turn, scope, month)))


def words(scene: Scene, figures: MonthFigures) -> dict[str, Arg]:
    """The arguments of the text: totals, the areas that solved least, the categories reported most."""
    total = figures.total
    most = sorted(figures.categories, key=lambda each: (-each.new, each.grid))[:CATEGORIES_SHOWN]
    year, _, month = figures.month.partition("-")
    return {
        "month": f"{year}年{int(month)}月",
        "name": figures.name,
        "new": total.new,
        "resolved": total.resolved,
        "closed": total.closed,
        "response": rate_in_words(total.response),
        "punctuality": rate_in_words(total.punctuality),
        "solution": rate_in_words(total.solution),
        "satisfaction": rate_in_words(total.satisfaction),
        "solution_all": total.solution.percent_of_all,
        "satisfaction_all": total.satisfaction.percent_of_all,
        "silent": total.solution.silent,
        "partly": total.partly or "",
        "uncontacted": total.uncontacted or "",
        "excluded": total.excluded or "",
        "areas": _lines(scene, "bulletin-area", figures.least_solved[:AREAS_SHOWN]),
        "units": _lines(scene, "bulletin-unit", least_solved(figures.units)[:AREAS_SHOWN]),
        "categories": _lines(scene, "bulletin-category", most),
    }


def _lines(scene: Scene, key: str, rows: tuple[GridFigures, ...] | list[GridFigures]) -> str:
    return "\n".join(scene.world.say(Text(key, _line(row)), "zh-CN") for row in rows) or "—"


def _line(row: GridFigures) -> dict[str, Arg]:
    return {
        "name": row.name,
        "new": row.new,
        "response": rate_in_words(row.response),
        "punctuality": rate_in_words(row.punctuality),
        "solution": rate_in_words(row.solution),
        "satisfaction": rate_in_words(row.satisfaction),
    }


def _before(first: datetime) -> str:
    """The month before the one a moment lies in."""
    return f"{first.replace(day=1) - timedelta(days=1):%Y-%m}"
