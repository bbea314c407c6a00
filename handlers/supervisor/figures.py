"""The figures of a day: counted from what happened, so that a digest can be recounted at any time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from domain.digest import DayFigures, GridFigures
from domain.people import stem
from domain.ticket import Action, Event, Party, Status, Ticket
from domain.worktime import due as due_after
from handlers.scene import Scene

FIRST_CONTACT = frozenset({Action.ACCEPT, Action.PROGRESS, Action.ASK, Action.RESOLVE, Action.RETURN})
WELL = frozenset({"yes", "mostly"})
SCOPES = ","  # between the codes of several areas that one person answers for


def day_figures(scene: Scene, scope: str, day: date, end: datetime) -> DayFigures:
    """The figures of the 24 hours up to `end`, so that what happens after one digest is in the next.

    `scope` is the code of an area, or several codes with commas between.
    """
    scopes = scope.split(SCOPES)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    _count_events(scene, counts, _happened(scene, scopes, end), end)
    for ticket in in_work(scene, scopes):
        counts[ticket.area]["open"] += 1
        counts[ticket.area]["overdue"] += ticket.due_at is not None and ticket.due_at < end
    grids = tuple(
        GridFigures(area, scene.world.grid_name(area) or area, **count) for area, count in sorted(counts.items())
    )
    names = (scene.world.gazetteer.in_words(each) or each for each in scopes)
    return DayFigures(day, scope, "、".join(names), grids)


def in_work(scene: Scene, scopes: Iterable[str]) -> list[Ticket]:
    """The unfinished requests of some areas, each once, the most pressing first."""
    found = {t.id: t for scope in scopes for t in scene.uow.tickets.live_in(stem(scope))}
    return [t for t in found.values() if not t.wish and t.status is not Status.RESOLVED]


def _happened(scene: Scene, scopes: Iterable[str], end: datetime) -> list[tuple[Event, Ticket]]:
    start = end - timedelta(days=1)
    found = [each for scope in scopes for each in scene.uow.tickets.between(start, end, stem(scope))]
    return [(event, ticket) for event, ticket in found if not ticket.wish]


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
