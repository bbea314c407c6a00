"""What follows when something happened to a ticket: who is told, which timers start or stop. Rows only, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.messages import Choice, Lane
from domain.people import Role
from domain.ticket import Action, Event, Party, Status, Ticket, Urgency
from domain.worktime import due as due_after
from handlers import cards
from handlers.dispatch import with_role
from handlers.scene import Scene, choice
from storage.tickets import Survey
from storage.timers import Timer

Reaction = Callable[[Scene, Ticket, Event], None]
SETTLING = ("accept_late", "due_soon", "overdue", "overdue_up", "answer_reminder")
ALL_TIMERS = (*SETTLING, "survey_reminder", "survey_close", "wish_unclaimed", "wish_unfulfilled")


def react(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Run everything the table says for this action."""
    for reaction in REACTIONS[event.action]:
        reaction(scene, ticket, event)


# ---- timers


def watch_acceptance(scene: Scene, ticket: Ticket, _event: Event) -> None:
    term = scene.world.policy.accept_term(ticket.urgency)
    due = due_after(scene.now, term, scene.world.week).at
    _start(scene, ticket, "accept_late", due, f"{ticket.hops}.{ticket.version}")


def watch_deadline(scene: Scene, ticket: Ticket, _event: Event) -> None:
    if ticket.due_at is None:
        return
    policy = scene.world.policy
    stamp = f"{ticket.due_at.timestamp():.0f}"
    stop_deadline(scene, ticket, _event)
    soon = ticket.due_at - policy.remind_before_due
    if soon > scene.now:
        _start(scene, ticket, "due_soon", soon, stamp)
    _start(scene, ticket, "overdue", ticket.due_at, stamp)
    _start(scene, ticket, "overdue_up", due_after(ticket.due_at, policy.escalate_after_due, scene.world.week).at, stamp)


def watch_answer(scene: Scene, ticket: Ticket, _event: Event) -> None:
    at = scene.not_in_quiet_hours(scene.now + scene.world.policy.answer_reminder_after)
    _start(scene, ticket, "answer_reminder", at, str(ticket.version))


def watch_survey(scene: Scene, ticket: Ticket, _event: Event) -> None:
    policy = scene.world.policy
    reminder = scene.not_in_quiet_hours(scene.now + policy.survey_reminder_after)
    _start(scene, ticket, "survey_reminder", reminder, str(ticket.episode))
    _start(scene, ticket, "survey_close", scene.now + policy.survey_close_after, str(ticket.episode))


def watch_claim(scene: Scene, ticket: Ticket, _event: Event) -> None:
    at = scene.now + scene.world.policy.wish_unclaimed_after
    _start(scene, ticket, "wish_unclaimed", at, str(ticket.version))


def watch_fulfilment(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, "wish_unclaimed")
    at = scene.now + scene.world.policy.wish_unfulfilled_after
    _start(scene, ticket, "wish_unfulfilled", at, str(ticket.version))


def stop_acceptance(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, "accept_late")


def stop_deadline(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, "due_soon", "overdue", "overdue_up")


def stop_all(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.timers.stop(ticket.id, *ALL_TIMERS)


def _start(scene: Scene, ticket: Ticket, kind: str, due_at: datetime, occurrence: str) -> None:
    scene.uow.timers.start(Timer(f"{kind}:{ticket.id}:{occurrence}", kind, ticket.id, due_at))


# ---- telling


def tell_assignee(scene: Scene, ticket: Ticket, event: Event) -> None:
    """The assignment card: what, where, photos, until when; nothing about who reported it."""
    if not ticket.assignee:
        _tell_supervisors(scene, ticket, "supervisor-nobody")
        return
    assignee = scene.uow.people.get(ticket.assignee)
    if assignee is None or ticket.status in (Status.WITHDRAWN, Status.CLOSED):
        return
    scene.tell(
        ticket.assignee,
        "card-assignment",
        cards.buttons(scene, ticket, assignee),
        lane=Lane.URGENT if ticket.urgency is Urgency.CRITICAL else Lane.ASSIGNMENT,
        card=cards.card_id(ticket),
        media=ticket.media,
        ticket=ticket.id,
        args={
            **cards.facts(scene, ticket),
            "mark": cards.mark(ticket),
            "note": event.note if event.action in (Action.RETURN, Action.REFUTE, Action.REOPEN) else "",
        },
    )


def tell_danger(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """Danger to life is told to captain and supervisors at once, whoever was assigned."""
    if ticket.urgency is not Urgency.CRITICAL:
        return
    people = {*with_role(scene, ticket, Role.CAPTAIN), *with_role(scene, ticket, Role.SUPERVISOR)} - {ticket.assignee}
    for person in sorted(people):
        _staff(scene, person, ticket, "staff-danger", lane=Lane.URGENT)


def tell_reporter(key: str, *, lane: Lane = Lane.CONFIRMATION, unless_self: bool = True) -> Reaction:
    """A reaction that tells the resident, with what they can do next."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if unless_self and event.by == ticket.reporter:
            return
        person = scene.uow.people.get(ticket.reporter)
        if person is None:
            return
        scene.tell(
            ticket.reporter,
            key,
            REPORTER_CHOICES[key](scene, ticket) if key in REPORTER_CHOICES else (),
            lane=lane,
            media=event.media,
            ticket=ticket.id,
            args={**cards.facts(scene, ticket), "note": event.note},
        )

    return tell


def tell_worker(key: str, *, lane: Lane = Lane.ASSIGNMENT) -> Reaction:
    """A reaction that tells whoever has the ticket, unless they did it themselves."""

    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.assignee and ticket.assignee != event.by:
            _staff(scene, ticket.assignee, ticket, key, lane=lane, note=event.note, media_of=event)

    return tell


def tell_claimant(key: str) -> Reaction:
    def tell(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.claimant and ticket.claimant != event.by:
            _staff(scene, ticket.claimant, ticket, key, note=event.note, media_of=event)

    return tell


def tell_escalation(scene: Scene, ticket: Ticket, event: Event) -> None:
    """`data.to` says how far up it goes, `data.why` which text tells it."""
    role = Role(event.data["to"])
    people = with_role(scene, ticket, role) or with_role(scene, ticket, Role.SUPERVISOR)
    for person in people:
        if person != ticket.assignee:
            _staff(scene, person, ticket, f"staff-{event.data['why']}")


def tell_desk(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Somebody asked for a person: the community desk takes over the talking."""
    for person in with_role(scene, ticket, Role.DESK) or with_role(scene, ticket, Role.SUPERVISOR):
        _staff(scene, person, ticket, "staff-handover", note=event.note)


def tell_checkers(scene: Scene, ticket: Ticket, _event: Event) -> None:
    if ticket.assignee:
        _staff(scene, ticket.assignee, ticket, "wish-to-check")


def tell_volunteers(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """A new wish on the wall: need and area, never who."""
    for person, _scope in scene.uow.people.everybody_with(Role.VOLUNTEER):
        if person != ticket.reporter:
            _staff(scene, person, ticket, "wish-on-wall", lane=Lane.DIGEST)


def praise_worker(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Praise goes to whom it is due: the people of the resident's grid."""
    if ticket.kind == "praise" and ticket.area:
        for person in with_role(scene, ticket, Role.WORKER):
            scene.tell(person, "worker-praised", lane=Lane.DIGEST, args={"note": event.note})


def begin_survey(scene: Scene, ticket: Ticket, _event: Event) -> None:
    scene.uow.tickets.ask(Survey(ticket.id, ticket.episode, scene.now))


def record_verdict(scene: Scene, ticket: Ticket, event: Event) -> None:
    """What the resident said of this episode: solved or not. Before any resolution there is nothing to rate."""
    survey = scene.uow.tickets.survey(ticket.id, ticket.episode)
    if survey and event.party is Party.REPORTER:
        solved = event.action is Action.CONFIRM
        scene.uow.tickets.answered(Survey(ticket.id, ticket.episode, survey.asked_at, scene.now, solved))


def record_rating(scene: Scene, ticket: Ticket, event: Event) -> None:
    survey = scene.uow.tickets.survey(ticket.id, ticket.episode)
    if survey:
        satisfied = event.data.get("satisfied", survey.satisfied)
        comment = event.note or survey.comment
        at = survey.answered_at or scene.now
        scene.uow.tickets.answered(
            Survey(ticket.id, ticket.episode, survey.asked_at, at, survey.solved, satisfied, comment)
        )


def tell_low_score(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A dissatisfied resident is somebody's personal task."""
    if event.data.get("satisfied") == "no":
        for person in with_role(scene, ticket, Role.CAPTAIN) or with_role(scene, ticket, Role.SUPERVISOR):
            _staff(scene, person, ticket, "staff-dissatisfied", note=event.note)


def _tell_supervisors(scene: Scene, ticket: Ticket, key: str) -> None:
    for person in with_role(scene, ticket, Role.SUPERVISOR):
        _staff(scene, person, ticket, key)


def _staff(
    scene: Scene,
    person: int,
    ticket: Ticket,
    key: str,
    *,
    lane: Lane = Lane.ASSIGNMENT,
    note: str = "",
    media_of: Event | None = None,
) -> None:
    reader = scene.uow.people.get(person)
    if reader is None:
        return
    scene.tell(
        person,
        key,
        cards.buttons(scene, ticket, reader),
        lane=lane,
        card=cards.card_id(ticket),
        media=media_of.media if media_of else (),
        ticket=ticket.id,
        args={**cards.facts(scene, ticket), "note": note, "mark": cards.mark(ticket)},
    )


REPORTER_CHOICES: dict[str, Callable[[Scene, Ticket], tuple[Choice, ...]]] = {
    "resident-resolved": lambda _scene, ticket: (
        choice(f"solved/{ticket.id}", "do-solved"),
        choice(f"unsolved/{ticket.id}", "do-unsolved"),
    ),
    "resident-asked": lambda _scene, ticket: (choice(f"reply/{ticket.id}", "do-reply"),),
    "resident-closed-silently": lambda _scene, ticket: (choice(f"reopen/{ticket.id}", "do-reopen"),),
    "wish-fulfilled": lambda _scene, ticket: (
        choice(f"solved/{ticket.id}", "do-wish-received"),
        choice(f"unsolved/{ticket.id}", "do-wish-missing"),
    ),
}


def service(*reactions: Reaction) -> Reaction:
    """These reactions only for requests."""
    return _only(reactions, wish=False)


def wish(*reactions: Reaction) -> Reaction:
    """These reactions only for micro-wishes."""
    return _only(reactions, wish=True)


def _only(reactions: tuple[Reaction, ...], *, wish: bool) -> Reaction:
    def run(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.wish is wish:
            for reaction in reactions:
                reaction(scene, ticket, event)

    return run


def if_alive(*reactions: Reaction) -> Reaction:
    """These reactions only while the ticket is unfinished."""

    def run(scene: Scene, ticket: Ticket, event: Event) -> None:
        if ticket.alive:
            for reaction in reactions:
                reaction(scene, ticket, event)

    return run


REACTIONS: dict[Action, tuple[Reaction, ...]] = {
    Action.FILE: (
        praise_worker,
        if_alive(
            service(tell_assignee, tell_danger, watch_acceptance, watch_deadline),
            wish(tell_checkers),
        ),
    ),
    Action.ASSIGN: (tell_assignee, tell_reporter("resident-reassigned"), stop_acceptance, watch_acceptance),
    Action.ACCEPT: (tell_reporter("resident-accepted"), stop_acceptance),
    Action.ASK: (tell_reporter("resident-asked"), stop_acceptance, stop_deadline, watch_answer),
    Action.ANSWER: (tell_worker("worker-answered"), watch_deadline),
    Action.PROGRESS: (tell_reporter("resident-progress"), stop_acceptance, watch_deadline),
    Action.RETURN: (tell_assignee, tell_reporter("resident-reassigned"), stop_acceptance, watch_acceptance),
    Action.RESOLVE: (stop_all, begin_survey, tell_reporter("resident-resolved", unless_self=False), watch_survey),
    Action.CONFIRM: (
        stop_all,
        service(record_verdict, tell_worker("worker-confirmed")),
        wish(tell_claimant("wish-thanked")),
    ),
    Action.REFUTE: (
        stop_all,
        service(record_verdict, tell_assignee, watch_acceptance, watch_deadline, tell_low_score),
        wish(tell_claimant("wish-not-arrived"), watch_fulfilment),
    ),
    Action.REOPEN: (tell_assignee, watch_acceptance, watch_deadline),
    Action.RATE: (record_rating, tell_low_score),
    Action.CLOSE: (stop_all, service(tell_reporter("resident-closed-silently", lane=Lane.SURVEY))),
    Action.URGE: (tell_worker("worker-urged"),),
    Action.ADD: (service(tell_worker("worker-added")), wish(tell_claimant("worker-added"))),
    Action.WITHDRAW: (stop_all, tell_worker("worker-withdrawn")),
    Action.ESCALATE: (tell_escalation,),
    Action.HANDOVER: (tell_desk,),
    Action.CHECK: (tell_reporter("wish-approved"), tell_volunteers, watch_claim),
    Action.DECLINE: (stop_all, tell_reporter("wish-declined")),
    Action.CLAIM: (tell_reporter("wish-claimed"), watch_fulfilment),
    Action.RELEASE: (stop_all, tell_reporter("wish-released"), tell_volunteers, watch_claim),
    Action.FULFIL: (stop_all, tell_reporter("wish-fulfilled"), watch_survey),
}
