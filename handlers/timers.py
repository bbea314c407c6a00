"""What happens when a timer is due: one table kind → function. Each looks again whether it still makes sense."""

from __future__ import annotations

from collections.abc import Callable

from domain.answers import Result
from domain.messages import Lane
from domain.people import Role
from domain.publication import Showing
from domain.ticket import GIVES, RUNNING, Action, Request, Status, Ticket
from handlers import (
    alerts,
    assisting,
    bundles,
    cards,
    follow_up,
    joint_visits,
    mediating,
    publishing,
    revisits,
    unlinking,
    visiting,
)
from handlers.answering import submitted
from handlers.callback import asked_to_redo, silent
from handlers.dispatch import rungs_above
from handlers.handing_on import hand_on, leave_begins, look_round
from handlers.life import act, rework
from handlers.presence import is_there
from handlers.resident import drafts, enquiry
from handlers.scene import Scene
from handlers.supervisor import bulletin, decide, digest, storm, whistle
from handlers.telling import agree_choices, reply_choice, solved_choices, tell_readers, tell_resident, tell_staff
from handlers.watching import watch_review, watch_silence
from storage.timers import Timer

OnTicket = Callable[[Scene, Ticket], None]
NOT_DONE = (Status.PENDING, Status.ASSIGNED, Status.WORKING, Status.REVIEWING)


def fire(scene: Scene, timer: Timer) -> None:
    """Do what is due. A kind nobody knows any more (an old release started it) is done by doing nothing."""
    if work := TIMERS.get(timer.kind):
        work(scene, timer)


def on(*statuses: Status) -> Callable[[OnTicket], Callable[[Scene, Timer], None]]:
    """The timer is about a ticket and only matters while it has one of these statuses."""

    def wrap(work: OnTicket) -> Callable[[Scene, Timer], None]:
        def run(scene: Scene, timer: Timer) -> None:
            ticket = scene.uow.tickets.find(timer.subject)
            if ticket and ticket.status in statuses:
                work(scene, ticket)

        return run

    return wrap


@on(Status.PENDING, Status.ASSIGNED, Status.CHECKING)
def accept_late(scene: Scene, ticket: Ticket) -> None:
    """Nobody accepted (or checked the wish): whoever has it is reminded, the captain hears of it."""
    _remind(scene, ticket, "wish-to-check" if ticket.wish else "worker-not-accepted")
    why = "not-checked" if ticket.wish else "not-accepted"
    after = act(scene, ticket, Action.ESCALATE, None, data={"to": Role.CAPTAIN, "why": why})
    if ticket.assignee and not is_there(scene, ticket.assignee):
        hand_on(scene, after)
    else:
        watch_silence(scene, after)


@on(Status.PENDING, Status.ASSIGNED, Status.CHECKING)
def accept_late_up(scene: Scene, ticket: Ticket) -> None:
    """Silence goes up a rung at a time (captain, 片长, desk, command centre, supervisor), past those nobody holds; the top is told again."""
    history = scene.uow.tickets.history(ticket.id)
    given = max(at for at, event in enumerate(history) if event.action in GIVES)
    why = "not-checked" if ticket.wish else "not-accepted"
    told = sum(event.data.get("why") == why for event in history[given:])  # being overdue goes its own way up
    rungs = rungs_above(scene, ticket)
    data = {"to": rungs[min(told, len(rungs) - 1)], "why": why}
    after = act(scene, ticket, Action.ESCALATE, None, data=data)
    watch_silence(scene, after, at_top=told >= len(rungs) - 1)


@on(*NOT_DONE, Status.WAITING)
def absent(scene: Scene, ticket: Ticket) -> None:
    hand_on(scene, ticket)


@on(*NOT_DONE)
def due_soon(scene: Scene, ticket: Ticket) -> None:
    """Not after the date, when the bot was away: then it is late, and said to be."""
    if ticket.due_at and scene.now < ticket.due_at:
        _remind(scene, ticket, "worker-due-soon")


@on(*NOT_DONE)
def overdue(scene: Scene, ticket: Ticket) -> None:
    """Late: worker and captain are told; the resident hears that we know."""
    _remind(scene, ticket, "worker-overdue")
    act(scene, ticket, Action.ESCALATE, None, data={"to": Role.CAPTAIN, "why": "overdue"})
    if ticket.awaited:
        _ask_reporter(scene, ticket, "resident-overdue")


@on(*NOT_DONE)
def overdue_up(scene: Scene, ticket: Ticket) -> None:
    """Still late a day on: the supervisor is told."""
    act(scene, ticket, Action.ESCALATE, None, data={"to": Role.SUPERVISOR, "why": "overdue"})


@on(Status.REVIEWING)
def review_late(scene: Scene, ticket: Ticket) -> None:
    """Nobody has read the answer: the readers are reminded and the supervisors told, until somebody does."""
    tell_readers(scene, ticket, submitted(scene, ticket))
    after = act(scene, ticket, Action.ESCALATE, None, data={"to": Role.SUPERVISOR, "why": "not-reviewed"})
    watch_review(scene, after, submitted(scene, after))


@on(Status.WAITING)
def answer_reminder(scene: Scene, ticket: Ticket) -> None:
    """The worker's question is still open: the resident is asked once more."""
    asked = [event for event in scene.uow.tickets.history(ticket.id) if event.action is Action.ASK]
    args = {"note": asked[-1].note if asked else ""}
    lane = Lane.ASSIGNMENT
    tell_resident(scene, ticket.reporter, ticket, "resident-asked-again", reply_choice(ticket), lane=lane, args=args)


@on(Status.WAITING)
def answer_waited(scene: Scene, ticket: Ticket) -> None:
    """Nobody answered: it is worked on with what is known, and its clock goes on."""
    act(scene, ticket, Action.GO_ON, None)


@on(Status.RESOLVED, Status.FULFILLED)
def survey_reminder(scene: Scene, ticket: Ticket) -> None:
    plain = "survey-reminder" if ticket.result in ("", Result.SOLVED) else "survey-reminder-answer"
    key = "wish-reminder" if ticket.wish else plain
    tell_resident(scene, ticket.reporter, ticket, key, solved_choices(ticket), lane=Lane.SURVEY)
    for person in silent(scene, ticket):
        tell_resident(scene, person, ticket, key, agree_choices(ticket), lane=Lane.SURVEY)


@on(Status.RESOLVED, Status.FULFILLED)
def survey_close(scene: Scene, ticket: Ticket) -> None:
    """No answer: closed, and counted as silent, never as satisfied."""
    act(scene, ticket, Action.CLOSE, None)


@on(Status.OPEN)
def wish_unclaimed(scene: Scene, ticket: Ticket) -> None:
    """A wish nobody took up: the people who checked it are told, again and again, so that it does not wait for ever."""
    _remind(scene, ticket, "wish-unclaimed")
    again = scene.now + scene.world.policy.wish_unclaimed_after
    scene.uow.timers.start(Timer(f"wish_unclaimed:{ticket.id}:{again:%Y%m%d}", "wish_unclaimed", ticket.id, again))


@on(Status.CLOSED)
def publish_unread(scene: Scene, ticket: Ticket) -> None:
    """Nobody has read what somebody agreed to show: the readers are told again, until somebody does."""
    waiting = scene.uow.publications.of(ticket.id)
    if waiting and waiting.state is Showing.WAITING:
        for person in publishing.readers(scene, ticket):
            tell_staff(scene, person, ticket, "publish-unread")
        publishing.watch_reader(scene, ticket)


@on(Status.CLAIMED)
def wish_unfulfilled(scene: Scene, ticket: Ticket) -> None:
    """Claimed and not fulfilled in time: back to the wall."""
    scene.tell(ticket.claimant, "wish-taken-back", ticket=ticket.id, args=cards.facts(scene, ticket))
    act(scene, ticket, Action.RELEASE, None, claimant=0)


@on(Status.ASSIGNED, Status.WORKING)
def request_silent(scene: Scene, ticket: Ticket) -> None:
    """Nobody decided what the worker asks for: the supervisor is told, with the reason."""
    if ticket.request:
        data = {"to": Role.SUPERVISOR, "why": f"asked-{ticket.request}"}
        act(scene, ticket, Action.ESCALATE, None, note=decide.asked(scene, ticket).note, data=data)


@on(*RUNNING)
def request_over(scene: Scene, ticket: Ticket) -> None:
    """The date the worker asked for is there, and nobody decided: there is nothing left to grant."""
    if ticket.request and ticket.request_until and ticket.request_until <= scene.now:
        act(scene, ticket, Action.REFUSE, None, request=Request.NONE, request_until=None)


@on(Status.RESOLVED, Status.CLOSED)
def dispute_silent(scene: Scene, ticket: Ticket) -> None:
    """No supervisor said whether it is done again: then it is, for the resident waits."""
    if ticket.request is Request.REWORK:
        rework(scene, ticket, Action.REDO, None, asked_to_redo(scene, ticket))


@on(Status.PARKED)
def parked_until(scene: Scene, ticket: Ticket) -> None:
    """The date of a parked ticket has come: it is worked on again, and its clock goes on."""
    act(scene, ticket, Action.RESUME, None)


@on(*NOT_DONE, Status.WAITING, Status.PARKED)
def alert_silent(scene: Scene, ticket: Ticket) -> None:
    alerts.go_on(scene, ticket)


def _remind(scene: Scene, ticket: Ticket, key: str) -> None:
    """A reminder to whoever has it; in danger and storm alone and at once, otherwise with what else is due now."""
    if not ticket.assignee:
        return
    if cards.lane(ticket) is Lane.URGENT:
        tell_staff(scene, ticket.assignee, ticket, key)
    else:
        bundles.remind(scene, ticket.assignee, ticket, key)


def _ask_reporter(scene: Scene, ticket: Ticket, key: str) -> None:
    for person in (ticket.reporter, *ticket.followers):
        tell_resident(scene, person, ticket, key)


TIMERS: dict[str, Callable[[Scene, Timer], None]] = {
    "accept_late": accept_late,
    "accept_late_up": accept_late_up,
    "absent": absent,
    "due_soon": due_soon,
    "overdue": overdue,
    "overdue_up": overdue_up,
    "answer_reminder": answer_reminder,
    "answer_waited": answer_waited,
    "review_late": review_late,
    "survey_reminder": survey_reminder,
    "survey_close": survey_close,
    "visit_next": visiting.remind_of_next,
    "visit_month": visiting.remind_of_month,
    "wish_unclaimed": wish_unclaimed,
    "wish_unfulfilled": wish_unfulfilled,
    "publish_unread": publish_unread,
    "unlink": unlinking.unlink,
    "mediation_silent": mediating.silent,
    "mediation_session": mediating.session,
    "mediation_kept": mediating.kept,
    "mediation_court": mediating.court,
    "draft_reminder": drafts.remind,
    "draft_file": drafts.file_unfinished,
    "enquiry_reminder": enquiry.remind,
    "enquiry_file": enquiry.file_unpicked,
    "emergency_silence": drafts.assume_danger,
    "request_silent": request_silent,
    "request_over": request_over,
    "parked_until": parked_until,
    "dispute_silent": dispute_silent,
    "storm_end": storm.end,
    "list": bundles.send,
    "digest": digest.send,
    "bulletin": bulletin.send,
    "revisits": revisits.send,
    "look_round": look_round,
    "leave_begins": leave_begins,
    "whistle_missing": whistle.missing,
    "alert_silent": alert_silent,
    "joint_silent": joint_visits.still_silent,
    "joint_soon": joint_visits.remind,
    "joint_after": joint_visits.ask_for_note,
    "assist_silent": assisting.silent,
    "follow_up_silent": follow_up.silent,
}
