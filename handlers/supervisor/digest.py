"""日报: each evening what came, what was solved, what is late and why, the worst first; once a day whatever restarts."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, timedelta

from domain.digest import DayFigures, GridFigures, Rate, together, worst_first
from domain.messages import Arg, Choice, Lane, Media, MediaKind, Text
from domain.people import Role, stem
from domain.ticket import RUNNING, Status
from handlers.scene import Scene, Turn, choice
from handlers.supervisor.figures import SCOPES, day_figures, own_scope
from storage.audit import SETTLES
from storage.timers import Timer

GRIDS_SHOWN = 6
UNITS_SHOWN = 4  # words under a picture may be 1,024 characters at Telegram
ANCHOR = 12  # hexadecimal digits of the seal
UNSETTLED = RUNNING | {Status.WAITING, Status.PARKED}  # what still needs somebody who knows of it


def plan(scene: Scene, after: datetime) -> None:
    """Make sure that every supervisor's first digest after a moment is a timer; calling it again changes nothing."""
    local = scene.world.week.local(after)
    due = local.replace(
        hour=scene.world.policy.digest_at.hour, minute=scene.world.policy.digest_at.minute, second=0, microsecond=0
    )
    if local >= due:
        due += timedelta(days=1)
    for person, scope in scene.uow.people.everybody_with(Role.SUPERVISOR):
        data = {"scope": scope, "day": f"{due:%Y-%m-%d}"}
        scene.uow.timers.start(Timer(f"digest:{person}:{scope}:{due:%Y%m%d}", "digest", person, due, data))


def send(scene: Scene, timer: Timer) -> None:
    """The digest of a day, unless it is too late to be of use; the next one is planned, also if its time has passed."""
    plan(scene, timer.due_at)
    if scene.now - timer.due_at > scene.world.policy.digest_stale_after:
        return
    scope = timer.data["scope"]
    figures = day_figures(scene, scope, date.fromisoformat(timer.data["day"]), timer.due_at)
    media, args = picture(scene, figures), words(scene, figures)
    choices = _choices(scope, figures)
    after = scene.world.policy.digest_stale_after
    scene.tell(timer.subject, "digest", choices, lane=Lane.DIGEST, media=media, expires_after=after, args=args)


def show_now(turn: Turn) -> None:
    """日报 typed by hand: the figures up to this moment."""
    scope = own_scope(turn)
    if not scope:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    figures = day_figures(turn, scope, date.fromisoformat(turn.digest_day()), turn.now)
    turn.answer("digest", _choices(scope, figures), media=picture(turn, figures), args=words(turn, figures))


def _choices(scope: str, figures: DayFigures) -> tuple[Choice, ...]:
    late = (choice(f"late/{scope}", "do-late"),) if figures.total.overdue else ()
    return (*late, choice(f"live/{scope}", "do-live"), choice("bulletin/", "do-bulletin"))


def picture(scene: Scene, figures: DayFigures) -> tuple[Media, ...]:
    """The chart is drawn when it is sent; what it shows is kept now."""
    if not figures.grids:
        return ()
    key = f"digest:{figures.scope}:{figures.day.isoformat()}:{scene.now.timestamp():.0f}"
    scene.uow.meta.set(key, json.dumps({**asdict(figures), "day": figures.day.isoformat()}, ensure_ascii=False))
    return (Media(MediaKind.PHOTO, f"chart:{key}"),)


def words(scene: Scene, figures: DayFigures) -> dict[str, Arg]:
    total = figures.total
    worst = [grid for grid in figures.grids if grid.open][:GRIDS_SHOWN]
    lines = "\n".join(
        scene.world.say(
            Text(
                "digest-grid",
                {"name": g.name, "overdue": g.overdue, "open": g.open, "new": g.new, "resolved": g.resolved},
            ),
            "zh-CN",
        )
        for g in worst
    )
    failed = scene.uow.outbox.count_failures(scene.now - timedelta(days=1))
    return {
        "day": f"{figures.day.month}月{figures.day.day}日",
        "name": figures.name,
        **totals(total),
        "overdue": total.overdue,
        "open": total.open,
        "lines": lines or "—",
        "units": _units(scene, figures),
        "failed": failed,
        "alerts": _alerts(scene, figures),
        "anchor": _anchor(scene),
    }


def _units(scene: Scene, figures: DayFigures) -> Arg:
    """The units that lead something here, the most overdue first; nothing where there are none."""
    rows = worst_first(figures.units)[:UNITS_SHOWN]
    texts = (
        Text(
            "digest-unit",
            {
                "name": row.name,
                "overdue": row.overdue,
                "open": row.open,
                "resolved": row.resolved,
                "punctuality": rate_in_words(row.punctuality),
            },
        )
        for row in rows
    )
    lines = "\n".join(scene.world.say(text, "zh-CN") for text in texts)
    return Text("digest-units", {"lines": lines}) if lines else ""


def _alerts(scene: Scene, figures: DayFigures) -> Arg:
    """The emergencies of the day, and which nobody has received; of 举报 only that there is one."""
    day = figures.day.isoformat()
    stems = {stem(scope) for scope in figures.scope.split(SCOPES)}
    found = {alert.ticket: (alert, ticket) for each in stems for alert, ticket in scene.uow.alerts.of_day(day, each)}
    if not found:
        return ""
    open_ = [ticket for alert, ticket in found.values() if not alert.received_by and ticket.status in UNSETTLED]
    received = sum(bool(alert.received_by) for alert, _ in found.values())
    numbers = "、".join(ticket.number for ticket in open_ if not ticket.confidential)
    args: dict[str, Arg] = {"count": len(found), "received": received, "numbers": numbers}
    return Text("digest-alerts-silent" if numbers else "digest-alerts", args)


def _anchor(scene: Scene) -> str:
    """The newest seal of the audit trail, so that it is also known outside the store."""
    seal = scene.uow.audit.seal(scene.now, SETTLES)
    return seal.hash[:ANCHOR] if seal else ""


def totals(total: GridFigures) -> dict[str, Arg]:
    """What digest and bulletin tell alike: the counts, the rates, and what stands beside them where there is any."""
    return {
        "new": total.new,
        "resolved": total.resolved,
        "closed": total.closed,
        **rates(total),
        "silent": total.solution.silent,
        "partly": total.partly or "",
        "called": total.called or "",
        "well": total.called_solved,
        "uncontacted": total.uncontacted,
        "contact_asked": total.contact_asked or "",
        "excluded": total.excluded or "",
        "at_once": total.at_once or "",
        "passed_on": total.passed_on,
    }


def rates(row: GridFigures) -> dict[str, Arg]:
    """响应率, 按时办结率, 解决率 and 满意率, in words."""
    return {
        "response": rate_in_words(row.response),
        "punctuality": rate_in_words(row.punctuality),
        "solution": rate_in_words(row.solution),
        "satisfaction": rate_in_words(row.satisfaction),
    }


def rate_in_words(rate: Rate) -> str:
    """A percentage never stands without its numbers."""
    return f"{rate.percent}（{rate.numerator}/{rate.denominator}）"


def from_record(record: str) -> DayFigures:
    """The figures a picture was kept with."""
    data = json.loads(record)
    grids = worst_first(GridFigures(**grid) for grid in data["grids"])
    day, scope, name = date.fromisoformat(data["day"]), data["scope"], data["name"]
    if "total" not in data:  # kept by a release that kept all grids
        busy = sum(grid.busy for grid in grids)
        return DayFigures(day, scope, name, together(scope, name, grids), grids, busy)
    return DayFigures(day, scope, name, GridFigures(**data["total"]), grids, data["busy"])
