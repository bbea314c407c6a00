"""月通报: the figures of a month for those who answer for an area, each rate with its numbers, on the first of the next."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from domain.digest import GridFigures, MatterBar, MonthFigures, MonthPicture, Rate, least_solved, picture_of
from domain.messages import Arg, Choice, Lane, Media, MediaKind, Text
from domain.people import Role, outermost, stem
from handlers.scene import Scene, Turn, choice
from handlers.supervisor import knowledge, late
from handlers.supervisor.digest import rate_in_words, rates, totals
from handlers.supervisor.figures import SCOPES, month_before, month_figures, overseen, own_scope
from handlers.supervisor.hotspots import first_lines, matter_lines
from storage.timers import Timer

RECORD = "bulletin:"  # how the names of kept pictures begin
FIRST = 3  # areas and matters a telephone shows at once; the rest stands behind a button
AREAS_SHOWN = 6
UNITS_SHOWN = 8
CATEGORIES_SHOWN = 5
MATTERS_SHOWN = 5
LATE_SHOWN = 6  # with all the others, a bulletin fits into one message of Telegram (4,096 characters)


def plan(scene: Scene) -> None:
    """Make sure that the next bulletin of every supervisor is a timer; calling it again changes nothing."""
    due = scene.world.policy.next_bulletin(scene.local())
    for person, scope in scene.uow.people.everybody_with(Role.SUPERVISOR):
        data = {"scope": scope, "month": month_before(f"{due:%Y-%m}")}
        scene.uow.timers.start(Timer(f"bulletin:{person}:{scope}:{due:%Y%m}", "bulletin", person, due, data))


def send(scene: Scene, timer: Timer) -> None:
    """The bulletin of the month that ended; then the next one is planned."""
    plan(scene)
    scope = timer.data["scope"]
    figures = month_figures(scene, scope, timer.data["month"])
    args = first_words(scene, figures)
    if media := picture(scene, figures):
        scene.tell(timer.subject, "bulletin-picture", lane=Lane.DIGEST, media=media, args=args)
    scene.tell(timer.subject, "bulletin-first", _choices(figures), lane=Lane.DIGEST, args=args)
    knowledge.tell_month(scene, timer.subject, timer.data["month"])


def show_now(turn: Turn) -> None:
    """月报 typed by hand: this month so far."""
    scope = own_scope(turn)
    if not scope:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    figures = month_figures(turn, scope, turn.month())
    args = _for(turn, first_words(turn, figures))
    if media := picture(turn, figures):
        turn.answer("bulletin-picture", media=media, args=args)
    turn.answer("bulletin-first", (*_choices(figures), choice("digest/", "do-digest")), args=args)


def show_all(turn: Turn, argument: str) -> None:
    """看全部数字: every figure of a month (2026-11/CODES) of the areas this person answers for."""
    month, _, scope = argument.partition("/")
    scopes = overseen(turn, scope)
    if not scopes:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    figures = month_figures(turn, SCOPES.join(scopes), month)
    turn.answer("bulletin", _choices(figures)[1:], args=_for(turn, words(turn, figures)))


def _for(turn: Turn, args: dict[str, Arg]) -> dict[str, Arg]:
    """Below supervisors nobody hears that there is a 举报."""
    return args if turn.person.has(Role.SUPERVISOR) else {**args, "hidden": ""}


def _choices(figures: MonthFigures) -> tuple[Choice, ...]:
    scope = figures.scope
    return (
        choice(f"bulletin_all/{figures.month}/{scope}", "do-bulletin-all"),
        choice(f"late/{scope}", "do-late"),
        choice(f"hotspots/{scope}", "do-hotspots"),
    )


def picture(scene: Scene, figures: MonthFigures) -> tuple[Media, ...]:
    """The chart is drawn when it is sent; what it shows is kept now. A message of its own: captions are short."""
    if not figures.matters:
        return ()
    key = f"{RECORD}{figures.scope}:{figures.month}:{scene.now.timestamp():.0f}"
    scene.uow.meta.set(key, json.dumps(asdict(picture_of(figures, MATTERS_SHOWN)), ensure_ascii=False))
    return (Media(MediaKind.PHOTO, f"chart:{key}"),)


def from_record(record: str) -> MonthPicture:
    """The figures a picture was kept with."""
    data = json.loads(record)
    response, punctuality, solution, satisfaction = (Rate(**rate) for rate in data.pop("rates"))
    matters = tuple(MatterBar(**matter) for matter in data.pop("matters"))
    return MonthPicture(**data, rates=(response, punctuality, solution, satisfaction), matters=matters)


def first_words(scene: Scene, figures: MonthFigures) -> dict[str, Arg]:
    """The arguments of the few lines that matter: what came and went, the rates, who needs help, what is reported most."""
    total = figures.total
    overdue, hidden = late.count_late(scene, figures.scope)
    return {
        "month": month_in_words(figures.month),
        "name": figures.name,
        **totals(total),
        "silent": total.solution.silent or "",
        "overdue": overdue,
        "hidden": hidden or "",
        "areas": _lines(scene, "bulletin-first-area", figures.least_solved[:FIRST]),
        "matters": first_lines(scene, figures, FIRST),
    }


def words(scene: Scene, figures: MonthFigures) -> dict[str, Arg]:
    """The arguments of the whole text: totals, areas and units that solved least, what is reported most, and what is late now.

    What is late is of the moment, whatever the month.
    """
    total = figures.total
    reported = [each for each in figures.categories if each.new or each.revisited]
    most = sorted(reported, key=lambda each: (-each.new, each.grid))[:CATEGORIES_SHOWN]
    overdue, hidden = late.count_late(scene, figures.scope)
    return {
        "month": month_in_words(figures.month),
        "name": figures.name,
        **totals(total),
        "solution_all": total.solution.percent_of_all,
        "satisfaction_all": total.satisfaction.percent_of_all,
        "areas": _lines(scene, "bulletin-area", figures.least_solved[:AREAS_SHOWN]),
        "units": _lines(scene, "bulletin-unit", least_solved(figures.units)[:UNITS_SHOWN]),
        "categories": _lines(scene, "bulletin-category", most),
        "matters": matter_lines(scene, figures, MATTERS_SHOWN),
        "revisits": _revisits(scene, figures),
        "overdue": overdue,
        "hidden": hidden or "",
        "at": scene.moment(scene.now),
        "late": _late_lines(scene, figures.scope),
    }


def _revisits(scene: Scene, figures: MonthFigures) -> Arg:
    """How the re-visits of this month went (they are about what was closed in the month before), and how many wait still."""
    month = datetime.fromisoformat(f"{figures.month}-01").replace(tzinfo=scene.world.week.zone)
    areas = [stem(area) for area in outermost(figures.scope.split(SCOPES))]
    counts = [scene.uow.revisits.drawn(month, (month + timedelta(days=31)).replace(day=1), area) for area in areas]
    drawn, waiting = (sum(each) for each in zip(*counts, strict=True))
    rate = figures.total.falsehood
    if not drawn and not rate.denominator:
        return ""
    return Text("bulletin-revisits", {"drawn": drawn, "waiting": waiting, "falsehood": rate_in_words(rate)})


def month_in_words(month: str) -> str:
    """2026-11 → 2026年11月."""
    year, _, number = month.partition("-")
    return f"{year}年{int(number)}月"


def _late_lines(scene: Scene, scope: str) -> str:
    texts = (late.in_words(scene, each) for each in late.late_in(scene, scope, LATE_SHOWN))
    numbered = (Text(text.key, {**text.args, "index": index}) for index, text in enumerate(texts, start=1))
    return "\n".join(scene.world.say(text, "zh-CN") for text in numbered) or "—"


def _lines(scene: Scene, key: str, rows: tuple[GridFigures, ...] | list[GridFigures]) -> str:
    return "\n".join(scene.world.say(Text(key, _line(row)), "zh-CN") for row in rows) or "—"


def _line(row: GridFigures) -> dict[str, Arg]:
    return {
        "name": row.name,
        "new": row.new,
        **rates(row),
        "falsehood": rate_in_words(row.falsehood) if row.revisited else "",
    }
