"""Points of volunteers: given when the wisher says it arrived, taken back when it turns out that it did not."""

from __future__ import annotations

from collections import Counter

from domain.points import Deed, Entry
from domain.ticket import Event, Ticket
from handlers import cards
from handlers.scene import Scene


def award(scene: Scene, ticket: Ticket, event: Event) -> None:
    """By the table of settings. Closed by silence nothing was confirmed, so nothing is given."""
    _give(scene, ticket, event, Deed.FAVOUR if ticket.favour else Deed.THING)


def award_thanks(scene: Scene, ticket: Ticket, event: Event) -> None:
    _give(scene, ticket, event, Deed.THANKED)


def take_back(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A line for each line there is, so that ledger and balance stay true."""
    sums: Counter[int] = Counter()
    for entry in scene.uow.points.of_ticket(ticket.id):
        sums[entry.person] += entry.points
    for person, points in sums.items():
        if points:
            entry = Entry(person, ticket.id, Deed.ANNULLED, -points, scene.now, event.by, event.note)
            scene.uow.points.add(entry)
            args = {**cards.facts(scene, ticket), "points": points, "note": event.note}
            scene.tell(person, "points-taken-back", ticket=ticket.id, args=args)


def _give(scene: Scene, ticket: Ticket, event: Event, deed: Deed) -> None:
    points = scene.world.policy.points.get(deed, 0)
    if ticket.claimant and points:
        scene.uow.points.add(Entry(ticket.claimant, ticket.id, deed, points, scene.now, event.by))
