"""What is late and why, and everything in work: lists for those who answer for an area, and the rows of the bulletin."""

from __future__ import annotations

from collections.abc import Callable

from domain.messages import Arg, Text
from domain.people import Role, outermost, stem
from domain.ticket import Action, Event, Ticket
from domain.values import frozen
from domain.worktime import working_days_between
from handlers import cards
from handlers.scene import Scene, Turn, choice
from handlers.show import may_see
from handlers.supervisor.figures import SCOPES, overseen, own_scope

SHOWN = 8
REASON_LENGTH = 24
WITH_REASON = frozenset({Action.RETURN, Action.ASK, Action.REFUTE})


@frozen
class Late:
    """One overdue ticket: whole working days past its date, what happened last, and the reason given for that."""

    ticket: Ticket
    days: int
    last: Event
    reason: str


def late_in(scene: Scene, scope: str, limit: int) -> list[Late]:
    """The overdue requests of some areas (codes with commas between), the longest first; never a 举报."""
    found = {
        ticket.id: ticket
        for area in outermost(scope.split(SCOPES))
        for ticket in scene.uow.tickets.late(stem(area), scene.now, limit, confidential=False)
    }
    longest = sorted(found.values(), key=lambda t: (t.due_at or scene.now, t.id))[:limit]
    return [how_late(scene, ticket) for ticket in longest]


def count_late(scene: Scene, scope: str) -> tuple[int, int]:
    """How many are overdue in some areas, and how many 举报 besides, which no list names."""
    areas = [stem(area) for area in outermost(scope.split(SCOPES))]
    told, everything = (
        sum(sum(scene.uow.tickets.overdue(area, scene.now, confidential=all_).values()) for area in areas)
        for all_ in (False, True)
    )
    return told, everything - told


def how_late(scene: Scene, ticket: Ticket) -> Late:
    """What happened last: a return, a question and a rework carry their reason."""
    last = [e for e in scene.uow.tickets.history(ticket.id) if e.action is not Action.ESCALATE][-1]
    days = working_days_between(ticket.due_at, scene.now, scene.world.week) if ticket.due_at else 0
    return Late(ticket, days, last, last.note if last.action in WITH_REASON else "")


def in_words(scene: Scene, late: Late) -> Text:
    """One line: what, where, with whom, how late, and why."""
    ticket = late.ticket
    args: dict[str, Arg] = {
        **cards.facts(scene, ticket),
        "holder": holder(scene, ticket),
        "last": Text(f"did-{late.last.action}"),
        "note": cards.shortened(late.reason, REASON_LENGTH),
        "span": Text("late-days", {"days": late.days})
        if late.days
        else Text("late-hours", {"hours": _hours(scene, ticket)}),
    }
    return Text("late-line-note" if late.reason else "late-line", args)


def holder(scene: Scene, ticket: Ticket) -> Arg:
    """Who has it: of a unit its name too."""
    if not ticket.unit:
        return cards.who(scene, ticket.assignee)
    name = scene.uow.people.name(ticket.assignee) if ticket.assignee else ""
    return f"{scene.world.grid_name(ticket.unit)}{name}"


def _hours(scene: Scene, ticket: Ticket) -> int:
    return max(0, int((scene.now - ticket.due_at).total_seconds() // 3600)) if ticket.due_at else 0


# ---- the lists


def show_all_late(turn: Turn) -> None:
    """超时 typed by hand."""
    show_late(turn, own_scope(turn))


def show_all_live(turn: Turn) -> None:
    """还有多少没办."""
    show_live(turn, own_scope(turn))


def show_unaccepted(turn: Turn) -> None:
    """谁还没签收: with whom it is, the most pressing first."""
    line = "unaccepted-line"
    _list(turn, own_scope(turn), "unaccepted-list", UNACCEPTED, lambda turn, t: Text(line, cards.facts(turn, t)))


def show_late(turn: Turn, scope: str) -> None:
    """What is late and why, the latest first."""
    _list(turn, scope, "late-list", LATE, lambda turn, ticket: in_words(turn, how_late(turn, ticket)))


def show_live(turn: Turn, scope: str) -> None:
    """Everything in work, the most pressing first."""
    _list(turn, scope, "live-list", LIVE, lambda turn, ticket: Text("live-line", cards.facts(turn, ticket)))


@frozen
class Listed:
    """A list of requests in an area: the first ones and how many there are, confidential ones only if asked."""

    first: Callable[[Turn, str, bool], list[Ticket]]
    count: Callable[[Turn, str, bool], int]


def _list(turn: Turn, scope: str, key: str, what: Listed, line: Callable[[Turn, Ticket], Text]) -> None:
    """Only what this person may see."""
    scopes = overseen(turn, scope)
    if not scopes:
        turn.answer("digest-not-for-you", (choice("menu/", "do-menu"),))
        return
    areas = [(stem(area), turn.person.has(Role.SUPERVISOR, area)) for area in outermost(scopes)]
    listed = [ticket for area, confidential in areas for ticket in what.first(turn, area, confidential)]
    found = [ticket for ticket in listed if may_see(turn, ticket)]
    unseen = len(listed) - len(found)  # not even their number is told
    if not found:
        turn.answer("late-none", (choice("menu/", "do-menu"),))
        return
    shown = sorted(found, key=lambda t: (t.due_at or turn.now, t.id))[:SHOWN]
    count = sum(what.count(turn, area, confidential) for area, confidential in areas) - unseen
    texts = (line(turn, ticket) for ticket in shown)
    numbered = (Text(text.key, {**text.args, "index": index}) for index, text in enumerate(texts, start=1))
    lines = "\n".join(turn.world.say(text, turn.person.language) for text in numbered)
    turn.answer(key, tuple(cards.open_button(turn, t) for t in shown), args={"count": count, "lines": lines})


LATE = Listed(
    lambda turn, area, all_: turn.uow.tickets.late(area, turn.now, SHOWN, confidential=all_),
    lambda turn, area, all_: sum(turn.uow.tickets.overdue(area, turn.now, confidential=all_).values()),
)
LIVE = Listed(
    lambda turn, area, all_: turn.uow.tickets.in_work(area, SHOWN, confidential=all_),
    lambda turn, area, all_: turn.uow.tickets.count_in_work(area, confidential=all_),
)
UNACCEPTED = Listed(
    lambda turn, area, all_: turn.uow.tickets.unaccepted(area, SHOWN, confidential=all_),
    lambda turn, area, all_: turn.uow.tickets.count_unaccepted(area, confidential=all_),
)
