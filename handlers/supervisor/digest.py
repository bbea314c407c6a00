"""日报: each evening what came, what was solved, what is late and why, the worst first; once a day whatever restarts."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta

from domain.digest import DayFigures, GridFigures
from domain.messages import Arg, Choice, Lane, Media, MediaKind, Text
from domain.people import Role, stem
from domain.ticket import Action, Event, Party, Status, Ticket
from domain.worktime import due as due_after
from handlers import cards
from handlers.scene import Scene, Turn, choice
from storage.timers import Timer

GRIDS_SHOWN = 6
LATE_SHOWN = 8
FIRST_CONTACT = frozenset({Action.ACCEPT, Action.PROGRESS, Action.ASK, Action.RESOLVE, Action.RETURN})
WITH_REASON = frozenset({Action.RETURN, Action.ASK, Action.REFUTE})
WELL = frozenset({"yes", "mostly"})


def plan(scene: Scene) -> None:
    """Make sure that the next digest of every supervisor is a timer; calling it again changes nothing."""
    local = scene.now.astimezone(scene.world.week.zone)
    due = local.replace(
        hour=scene.world.policy.digest_at.hour, minute=scene.world.policy.digest_at.minute, second=0, microsecond=0
    )
    if local > due:
        due += timedelta(days=1)
    for person, scope in scene.uow.people.everybody_with(Role.SUPERVISOR):
        data = {"scope": scope, "day": f"{due:%Y-%m-%d}"}
        scene.uow.timers.start(Timer(f"digest:{person}:{scope}:{due:%Y%m%d}", "digest", person, due, data))


def send(scene: Scene, timer: Timer) -> None:
    """The digest of a day, unless it is too late to be of use; then the next one is planned."""
    plan(scene)
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
    scopes = [post.scope for post in turn.person.posts if post.role in (Role.SUPERVISOR, Role.DESK, Role.CAPTAIN)]
    if not scopes:
        turn.answer("digest-not-for-you")
        return
    local = turn.now.astimezone(turn.world.week.zone)
    figures = day_figures(turn, scopes[0], local.date(), turn.now)
    turn.answer("digest", _choices(scopes[0], figures), media=picture(turn, figures), args=words(turn, figures))


def _choices(scope: str, figures: DayFigures) -> tuple[Choice, ...]:
    late = (choice(f"late/{scope}", "do-late"),) if figures.total.overdue else ()
    return (*late, choice(f"live/{scope}", "do-live"))


def day_figures(scene: Scene, scope: str, day: date, end: datetime) -> DayFigures:
    """The figures of the 24 hours up to `end`, so that what happens after one digest is in the next."""
    start = end - timedelta(days=1)
    happened = [(e, t) for e, t in scene.uow.tickets.between(start, end, stem(scope)) if not t.wish]
    live = [t for t in scene.uow.tickets.live_in(stem(scope)) if not t.wish and t.status is not Status.RESOLVED]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    _count_events(scene, counts, happened, end)
    for ticket in live:
        counts[ticket.area]["open"] += 1
        counts[ticket.area]["overdue"] += ticket.due_at is not None and ticket.due_at < end
    grids = tuple(
        GridFigures(area, scene.world.grid_name(area) or area, **count) for area, count in sorted(counts.items())
    )
    return DayFigures(day, scope, scene.world.gazetteer.in_words(scope) or scope, grids)


def _count_events(
    scene: Scene, counts: dict[str, Counter[str]], happened: list[tuple[Event, Ticket]], end: datetime
) -> None:
    """Count by grid. A rating given on a later day than its confirmation is left to the monthly figures."""
    first_contact: dict[int, datetime] = {}
    confirmed: set[int] = set()
    for event, ticket in happened:
        count = counts[ticket.area]
        if event.action in FIRST_CONTACT:
            first_contact.setdefault(ticket.id, event.at)
        if event.action is Action.RESOLVE:
            count["resolved"] += 1
        if event.after is Status.CLOSED and event.before is not Status.CLOSED:
            count["closed"] += 1
        if event.before is Status.RESOLVED and ticket.source == "resident":
            _count_verdict(count, event)
            confirmed |= {ticket.id} if event.action is Action.CONFIRM else set()
        if event.action is Action.RATE and ticket.id in confirmed:
            count["rated"] += 1
            count["satisfied"] += event.data.get("satisfied") in WELL
    for event, ticket in happened:
        if event.action is Action.FILE:
            counts[ticket.area]["new"] += 1
            _count_response(scene, counts[ticket.area], ticket, first_contact.get(ticket.id), end)


def _count_verdict(count: Counter[str], event: Event) -> None:
    if event.action in (Action.CONFIRM, Action.REFUTE) and event.party is Party.REPORTER:
        count["asked"] += 1
        count["answered"] += 1
        count["solved"] += event.action is Action.CONFIRM
    elif event.action is Action.CLOSE:
        count["asked"] += 1


def _count_response(scene: Scene, count: Counter[str], ticket: Ticket, contact: datetime | None, end: datetime) -> None:
    """响应率 counts a ticket once its time for a first contact is over, or it had one."""
    if ticket.created_at is None or (not ticket.alive and contact is None):
        return
    limit = due_after(ticket.created_at, scene.world.policy.accept_term(ticket.urgency), scene.world.week).at
    if contact or limit <= end:
        count["dispatched"] += 1
        count["responded"] += contact is not None and contact <= limit


def picture(scene: Scene, figures: DayFigures) -> tuple[Media, ...]:
    """The chart is drawn when it is sent; what it shows is kept now."""
    if not figures.grids:
        return ()
    key = f"digest:{figures.scope}:{figures.day.isoformat()}:{scene.now.timestamp():.0f}"
    scene.uow.meta.set(key, json.dumps({**asdict(figures), "day": figures.day.isoformat()}, ensure_ascii=False))
    return (Media(MediaKind.PHOTO, f"chart:{key}"),)


def words(scene: Scene, figures: DayFigures) -> dict[str, Arg]:
    total = figures.total
    worst = [grid for grid in figures.worst_first if grid.open][:GRIDS_SHOWN]
    lines = "\n".join(
        scene.world.say(
            Text(
                "digest-grid",
                {"name": g.name, "overdue": g.overdue, "waiting": g.waiting, "new": g.new, "resolved": g.resolved},
            ),
            "zh-CN",
        )
        for g in worst
    )
    failed = len(scene.uow.outbox.failures(scene.now - timedelta(days=1)))
    return {
        "day": f"{figures.day.month}月{figures.day.day}日",
        "name": figures.name,
        "new": total.new,
        "resolved": total.resolved,
        "closed": total.closed,
        "overdue": total.overdue,
        "waiting": total.waiting,
        "response": f"{total.response.percent}（{total.response.numerator}/{total.response.denominator}）",
        "solution": f"{total.solution.percent}（{total.solution.numerator}/{total.solution.denominator}）",
        "satisfaction": f"{total.satisfaction.percent}（{total.satisfaction.numerator}/{total.satisfaction.denominator}）",
        "silent": total.solution.excluded,
        "lines": lines or "—",
        "failed": failed,
    }


def from_record(record: str) -> DayFigures:
    """The figures a picture was kept with."""
    data = json.loads(record)
    grids = tuple(GridFigures(**grid) for grid in data["grids"])
    return DayFigures(date.fromisoformat(data["day"]), data["scope"], data["name"], grids)


def show_late(turn: Turn, scope: str) -> None:
    """What is late and why, the latest first."""
    _list(turn, scope, "late-list", lambda ticket: cards.is_late(turn, ticket))


def show_live(turn: Turn, scope: str) -> None:
    _list(turn, scope, "live-list", lambda _ticket: True)


def _list(turn: Turn, scope: str, key: str, wanted: Callable[[Ticket], bool]) -> None:
    if not any(turn.person.has(role, scope) for role in (Role.SUPERVISOR, Role.DESK, Role.CAPTAIN)):
        turn.answer("digest-not-for-you")
        return
    tickets = [
        t for t in turn.uow.tickets.live_in(stem(scope)) if not t.wish and t.status is not Status.RESOLVED and wanted(t)
    ]
    if not tickets:
        turn.answer("late-none")
        return
    shown = tickets[:LATE_SHOWN]
    turn.answer(
        key,
        tuple(cards.open_button(turn, t) for t in shown),
        args={"count": len(tickets), "lines": "\n".join(_why(turn, shown))},
    )


def _why(turn: Turn, tickets: Iterable[Ticket]) -> Iterable[str]:
    for index, ticket in enumerate(tickets, start=1):
        last = [e for e in turn.uow.tickets.history(ticket.id) if e.action is not Action.ESCALATE][-1]
        args: dict[str, Arg] = {
            **cards.facts(turn, ticket),
            "index": index,
            "last": Text(f"did-{last.action}"),
            "note": cards.inline(last.note if last.action in WITH_REASON else "", 24),
            "hours": _hours_late(turn, ticket),
        }
        yield turn.world.say(Text("late-line", args), "zh-CN")


def _hours_late(turn: Turn, ticket: Ticket) -> int:
    return max(0, int((turn.now - ticket.due_at).total_seconds() // 3600)) if ticket.due_at else 0
