"""The timers of a ticket: what starts and what stops them. Each is one row whose key says which occurrence it is."""

from __future__ import annotations

from datetime import datetime
from itertools import takewhile

from domain.clocks import STARTS
from domain.measures import OVERDUE
from domain.people import Role
from domain.ticket import Action, Event, Ticket
from domain.worktime import due as due_after
from handlers.presence import is_there
from handlers.scene import Scene
from storage.timers import Timer

ANSWER = ("answer_reminder", "answer_waited")
REQUEST = ("request_silent", "request_over")
DEADLINE = ("due_soon", "overdue", "overdue_up")
TELLS_LATE = {"overdue": Role.CAPTAIN, "overdue_up": Role.SUPERVISOR}  # whom a timer tells first of those above
ACCEPTANCE = ("accept_late", "accept_late_up")
ALL = (
    *ACCEPTANCE,
    "absent",
    "whistle_missing",
    "alert_silent",
    "joint_silent",
    "joint_soon",
    "joint_after",
    *DEADLINE,
    *REQUEST,
    "parked_until",
    "dispute_silent",
    *ANSWER,
    "review_late",
    "survey_reminder",
    "survey_close",
    "wish_unclaimed",
    "wish_unfulfilled",
)


def watch_acceptance(scene: Scene, ticket: Ticket, event: Event) -> None:
    if event.action is not Action.FILE:  # a new ticket has no timers yet
        stop_acceptance(scene, ticket, event)
    _start(scene, ticket, "accept_late", scene.world.policy.contact_by(scene.now, ticket, scene.world.week_of(ticket)))


def watch_deadline(scene: Scene, ticket: Ticket, event: Event) -> None:
    """From now on by the date it has now; what passed unheard (the clock stood still, the date came nearer) is told at once."""
    if event.action is not Action.FILE:
        stop_deadline(scene, ticket, event)
    if ticket.due_at is None:
        return
    policy = scene.world.policy
    moments = {
        "due_soon": ticket.due_at - policy.remind_before_due,
        "overdue": ticket.due_at,
        "overdue_up": due_after(ticket.due_at, policy.escalate_after_due, scene.world.week_of(ticket)).at,
    }
    for kind, moment in moments.items():
        if moment > scene.now:
            _start(scene, ticket, kind, moment)
        elif kind in TELLS_LATE and not _told_late(scene, ticket, TELLS_LATE[kind]):
            _start(scene, ticket, kind, scene.now)


def _told_late(scene: Scene, ticket: Ticket, to: Role) -> bool:
    """Whether those above have heard in this episode that it is late."""
    episode = takewhile(lambda event: event.action not in STARTS, reversed(scene.uow.tickets.history(ticket.id)))
    told = (event.data for event in episode if event.action is Action.ESCALATE)
    return any(data.get("why") == OVERDUE and data.get("to") == to for data in told)


def watch_request(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """Those above who do not decide what the worker asks for are asked again, until the date it was asked for is there."""
    assert ticket.request_until  # more time and parking are asked for up to a date
    week = scene.world.week_of(ticket)
    _start(scene, ticket, "request_silent", due_after(scene.now, scene.world.policy.decide_within, week).at)
    _start(scene, ticket, "request_over", ticket.request_until)


def watch_dispute(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """A supervisor has so long to say whether it is done again."""
    if ticket.request_until:
        _start(scene, ticket, "dispute_silent", ticket.request_until)


def watch_parking(scene: Scene, ticket: Ticket, _event: Event) -> None:
    if ticket.parked_until:
        _start(scene, ticket, "parked_until", ticket.parked_until)


def stop_request(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, *REQUEST)


def watch_answer(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """A question asked again counts anew."""
    scene.uow.timers.stop(ticket.id, *ANSWER)
    policy = scene.world.policy
    reminder = scene.now + policy.answer_reminder_after
    _start(scene, ticket, "answer_reminder", reminder)
    _start(scene, ticket, "answer_waited", reminder + policy.answer_waited_for)


def watch_survey(scene: Scene, ticket: Ticket, _event: Event) -> None:
    policy = scene.world.policy
    _start(scene, ticket, "survey_reminder", scene.now + policy.survey_reminder_after)
    _start(scene, ticket, "survey_close", scene.now + policy.survey_close_after)


def watch_claim(scene: Scene, ticket: Ticket, _event: Event) -> None:
    _start(scene, ticket, "wish_unclaimed", scene.now + scene.world.policy.wish_unclaimed_after)


def watch_fulfilment(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, "wish_unclaimed")
    _start(scene, ticket, "wish_unfulfilled", scene.now + scene.world.policy.wish_unfulfilled_after)


def watch_review(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """The second reader has so long; the ticket's own clock goes on."""
    due = due_after(scene.now, scene.world.policy.review_within, scene.world.week_of(ticket)).at
    scene.uow.timers.start(Timer(f"review_late:{ticket.id}:{due:%Y%m%d%H%M%S}", "review_late", ticket.id, due))


def stop_review(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, "review_late")


def stop_acceptance(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, *ACCEPTANCE)


def watch_silence(scene: Scene, ticket: Ticket, *, at_top: bool = False) -> None:
    """Still nobody has accepted: one rung higher after the same time again; the top hears of it once a day."""
    policy, week = scene.world.policy, scene.world.week_of(ticket)
    _start(scene, ticket, "accept_late_up", policy.silence_told_again(scene.now, ticket, week, at_top=at_top))


def watch_absence(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """What comes back to somebody who is no longer there goes on at once."""
    if ticket.assignee and not is_there(scene, ticket.assignee):
        _start(scene, ticket, "absent", scene.now)


def stop_deadline(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, *DEADLINE)


def watch_assist(scene: Scene, ticket: Ticket, task: int, look: int = 1, told: int = 0) -> None:
    """An assisting unit accepts within the same time as whoever leads; `told` times it was said that it did not."""
    at = scene.world.policy.contact_by(scene.now, ticket, scene.world.week_of(ticket))
    data = {"look": str(look), "told": str(told)}
    scene.uow.timers.start(Timer(f"assist_silent:{task}:{look}", "assist_silent", task, at, data))


def stop_all(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, *ALL)


def _start(scene: Scene, ticket: Ticket, kind: str, due_at: datetime) -> None:
    """A ticket's version grows with everything that happens to it, so it tells one occurrence from the next."""
    scene.uow.timers.start(Timer(f"{kind}:{ticket.id}:{ticket.version}", kind, ticket.id, due_at))
