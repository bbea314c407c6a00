"""Who of the staff is told of an emergency besides whoever has it, wave by wave until somebody says 收到.

At any hour and beyond the pushes of a day. An alert carries kind, number, place and what to do: no words of the
resident, no name; the rest stands in the ticket, for those who may open it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from domain.alerts import OTHER, AlertRule
from domain.clocks import STARTS
from domain.messages import Arg, Lane, Text
from domain.ticket import Action, Event, Status, Ticket, Urgency
from handlers import cards
from handlers.dispatch import last_resort, unit_people, widest_supervisors, with_role
from handlers.presence import joined
from handlers.scene import Scene, choice
from handlers.telling import tell_staff
from storage.alerts import Alert
from storage.timers import Timer

SILENT = "alert_silent"


def raise_alert(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Something became an emergency (or one again): the first wave of its row is told. `data.danger` is its kind."""
    before = None if event.action is Action.FILE else scene.uow.alerts.find(ticket.id)
    kind = _kind(scene, ticket, event, before)
    runs = before and not before.received_by and event.action not in STARTS
    if not kind or runs:
        return
    alert = Alert(ticket.id, kind, -1, (), scene.now, scene.digest_day())
    (scene.uow.alerts.raise_again if before else scene.uow.alerts.add)(alert)
    _next_wave(scene, ticket, alert, knows=event.by)


def cried_again(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Somebody said 收到, and the resident says that it goes on: the waves begin anew."""
    heard = scene.world.understander.understand(event.note) if ticket.urgency is Urgency.CRITICAL else None
    if heard and heard.emergency and heard.emergency.live and scene.uow.alerts.find(ticket.id):
        raise_alert(scene, ticket, event)


def _kind(scene: Scene, ticket: Ticket, event: Event, before: Alert | None) -> str:
    """Which row it is for: danger by its kind, a request by its words, "" for neither."""
    if ticket.urgency is Urgency.CRITICAL:
        return event.data.get("danger") or (before.kind if before else OTHER)
    return scene.world.alerts.by_words(ticket)


def go_on(scene: Scene, ticket: Ticket) -> None:
    """Nobody said 收到 in time: the next wave; after the last one everybody again, so many times."""
    alert = scene.uow.alerts.find(ticket.id)
    if alert is None or alert.received_by:
        return
    # where nobody else is there to be told, they are looked for on and on
    rounds = alert.wave - len(_rule(scene, alert).waves)
    if ticket.status is Status.ASSIGNED and ticket.assignee and rounds < scene.world.alerts.repeats:
        tell_staff(scene, ticket.assignee, ticket, "worker-not-accepted")
    _next_wave(scene, ticket, alert)


def wait_again(scene: Scene, ticket: Ticket, event: Event) -> None:
    """It was not done after all: an alert nobody has received goes on where it stopped."""
    alert = scene.uow.alerts.find(ticket.id)
    if alert and not alert.received_by:
        due = scene.now + _rule(scene, alert).within
        scene.uow.timers.start(Timer(f"{SILENT}:{ticket.id}:{event.at:%Y%m%d%H%M%S}", SILENT, ticket.id, due))


def follow_place(scene: Scene, ticket: Ticket, event: Event) -> None:
    """The bot learned where it is, or that somebody is away: who answers there is told of what is going on."""
    alert = scene.uow.alerts.find(ticket.id)
    if alert is None or event.by:
        return
    waves = range(min(alert.wave + 1, len(_rule(scene, alert).waves)))
    people = [person for wave in waves for person in _people(scene, ticket, alert, wave)]
    _tell(scene, ticket, alert, people)
    scene.uow.alerts.tell(ticket.id, alert.wave, dict.fromkeys((*alert.told, *people)))


def taken_up(scene: Scene, ticket: Ticket, event: Event) -> None:
    """签收 is 收到, unless the law wants the community itself to know and a grid worker has it."""
    alert = scene.uow.alerts.find(ticket.id)
    if alert is None or alert.received_by:
        return
    rule = _rule(scene, alert)
    person = scene.uow.people.get(event.by)
    alerted = {role for wave in rule.waves for role in wave}
    if not rule.mandatory or (person and any(person.has(role, ticket.area) for role in alerted)):
        scene.uow.alerts.receive(ticket.id, event.by, scene.now)
        scene.uow.timers.stop(ticket.id, SILENT)


def _next_wave(scene: Scene, ticket: Ticket, alert: Alert, knows: int = 0) -> None:
    """A wave in which nobody is there is passed over at once; `knows` made it an emergency and needs no telling."""
    rule, policy = _rule(scene, alert), scene.world.alerts
    wave = alert.wave + 1
    people: list[int] = []
    while wave < len(rule.waves) and not people:
        people = [person for person in _people(scene, ticket, alert, wave) if person != knows]
        wave += not people
    if wave >= len(rule.waves):
        if alert.told and wave - len(rule.waves) >= policy.repeats:
            return
        everybody = (*alert.told, *_at_last(scene, ticket))
        people = [person for person in dict.fromkeys(everybody) if person not in (knows, ticket.assignee)]
    _tell(scene, ticket, alert, people)
    scene.uow.alerts.tell(ticket.id, wave, dict.fromkeys((*alert.told, *people)))
    due = scene.now + (rule.within if wave < len(rule.waves) else policy.again_after)
    scene.uow.timers.start(Timer(f"{SILENT}:{ticket.id}:{alert.raised_at:%Y%m%d%H%M%S}:{wave}", SILENT, ticket.id, due))


def _people(scene: Scene, ticket: Ticket, alert: Alert, wave: int) -> list[int]:
    """Who of a wave is there, has joined and was not told yet. Of 举报 no unit hears."""
    rule = _rule(scene, alert)
    found = [person for role in rule.waves[wave] for person in with_role(scene, ticket, role)]
    if wave == 0 and not ticket.confidential:
        units = scene.world.organisation.serving(rule.units, ticket.area)
        found += [person for unit in units for person in _joined(scene, unit_people(scene, unit))[:1]]
    known = {*alert.told, ticket.assignee}
    return [person for person in _joined(scene, dict.fromkeys(found)) if person not in known]


def _at_last(scene: Scene, ticket: Ticket) -> list[int]:
    """Who decides for the place; where none of them ever joined, the widest supervisors, unless they are accused."""
    found = _joined(scene, last_resort(scene, ticket)) or widest_supervisors(scene)
    return [person for person in found if person not in ticket.recused]


def _joined(scene: Scene, people: Iterable[int]) -> list[int]:
    """Who was only invited does not read alerts."""
    return [person for person in people if joined(scene, person)]


def _tell(scene: Scene, ticket: Ticket, alert: Alert, people: list[int]) -> None:
    rule = _rule(scene, alert)
    buttons = (choice(f"received/{ticket.id}", "do-received"), choice(f"open/{ticket.id}", "do-open-alert"))
    for person in people:
        reader = scene.uow.people.get(person)
        sees = reader is not None and cards.is_staff_of(ticket, reader)
        args = words(scene, ticket, alert, rule)
        shown = buttons if sees else buttons[:1]
        scene.tell(person, "staff-alert", shown, lane=Lane.URGENT, ticket=ticket.id, args=args)


def words(scene: Scene, ticket: Ticket, alert: Alert, rule: AlertRule) -> dict[str, Arg]:
    """The arguments of an alert: the least that lets somebody act."""
    facts = cards.facts(scene, ticket)
    place = str(facts["place"])
    silent = int((scene.now - alert.raised_at) / timedelta(minutes=1))
    return {
        "number": facts["number"],
        "kind": Text(f"danger-{alert.kind}"),
        "place": cards.anonymous(place) if rule.discreet else place,
        "worker": facts["worker"],
        "todo": Text(f"alert-do-{alert.kind}"),
        "silent": silent or "",
    }


def _rule(scene: Scene, alert: Alert) -> AlertRule:
    return scene.world.alerts.rule(alert.kind)
