"""What is with somebody who is not there goes to whoever is; what nobody has is told to who decides."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.messages import Text
from domain.people import Role
from domain.ticket import Action, Status, Ticket
from handlers import cards
from handlers.dispatch import first_for, last_resort, unit_people
from handlers.life import act
from handlers.presence import in_office, instead_of, is_there
from handlers.scene import Scene, choice
from handlers.telling import tell_staff
from storage.timers import Timer, Timers


def hand_on(scene: Scene, ticket: Ticket) -> Ticket:
    """To the stand-in, else to the nearest who is there; nobody at all: whoever decides is told."""
    person = instead_of(scene, ticket.assignee) if in_office(scene, ticket.assignee) else 0
    if person in ticket.recused:
        person = 0
    if not person and ticket.unit:
        person = next(unit_people(scene, ticket.unit), 0)
    person = person or first_for(scene, ticket)
    if not person or person == ticket.assignee:
        _nobody(scene, ticket)
        return ticket
    if ticket.status in CHECKED:  # a wish being checked has no status to fall back to: it only changes hands
        data = {"to": Role.CAPTAIN, "why": "not-checked"}
        tell_staff(scene, person, ticket, "wish-to-check")
        return act(scene, ticket, Action.ESCALATE, None, data=data, assignee=person)
    return act(scene, ticket, Action.ASSIGN, None, note=_reason(scene, ticket), data=ABSENT, assignee=person)


def look_round(scene: Scene, _timer: Timer) -> None:
    """Every open ticket of people who are not there goes on; those nobody has are listed to who decides, once a day."""
    plan(scene)
    for person in scene.uow.tickets.assignees():
        if person and not is_there(scene, person):
            for ticket in scene.uow.tickets.todo_of(person):
                hand_on(scene, ticket)
    lists: dict[int, list[Ticket]] = {}
    for ticket in scene.uow.tickets.todo_of(0):
        for person in last_resort(scene, ticket):
            lists.setdefault(person, []).append(ticket)
    for person, tickets in lists.items():
        lines = "\n".join(
            scene.world.say(Text("nobody-line", cards.facts(scene, ticket)), "zh-CN") for ticket in tickets
        )
        scene.tell(person, "nobody-has", (choice("queue/", "do-queue"),), args={"count": len(tickets), "lines": lines})


def leave_begins(scene: Scene, timer: Timer) -> None:
    """What they have in hand goes to whoever stands in, unless they came back before."""
    leave = scene.uow.roster.leave_of(timer.subject, scene.now)
    if leave:
        hand_over_all(scene, timer.subject)


def hand_over_all(scene: Scene, person: int) -> int:
    """Everything somebody has in hand goes on; how many."""
    tickets = scene.uow.tickets.todo_of(person)
    for ticket in tickets:
        hand_on(scene, ticket)
    return len(tickets)


def plan(scene: Scene) -> None:
    """The next look round is a timer; planning it again changes nothing."""
    local = scene.local()
    due = datetime.combine(local.date(), scene.world.policy.look_round_at, scene.world.week.zone)
    if local >= due:
        due += timedelta(days=1)
    scene.uow.timers.start(Timer(f"look_round:{due:%Y%m%d}", "look_round", 0, due))


def look_soon(timers: Timers, now: datetime) -> None:
    """Somebody cannot be reached any more: look round now and not only in the morning; once a minute is enough."""
    timers.start(Timer(f"look_round:{now:%Y%m%d%H%M}", "look_round", 0, now))


def _nobody(scene: Scene, ticket: Ticket) -> None:
    for person in last_resort(scene, ticket):
        if person != ticket.assignee:
            args = cards.facts(scene, ticket)
            scene.tell(person, "staff-nobody", (choice(f"open/{ticket.id}", "do-open"),), ticket=ticket.id, args=args)


def _reason(scene: Scene, ticket: Ticket) -> str:
    name = scene.uow.people.name(ticket.assignee) or "—"
    return scene.world.say(Text("handed-on", {"name": name}), "zh-CN")


ABSENT = {"why": "absent"}
CHECKED = frozenset({Status.CHECKING})
