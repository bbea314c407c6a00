"""楼长: whoever is the contact of a building hears first of what concerns it, and may be offered the ticket.

A 楼长 is a neighbour: they learn what and which building, never the words, the door or who said so.
"""

from __future__ import annotations

import re

from domain.messages import Choice, Lane
from domain.people import Role
from domain.places import Spot
from domain.ticket import Event, Status, Ticket, Urgency
from domain.values import replace
from handlers import cards
from handlers.presence import there
from handlers.scene import Scene, choice

NUMBER = re.compile(r"\d{1,4}|[A-Za-z](?![A-Za-z0-9])")
PUBLIC = "head_public"  # the sealed field by which a 楼长 lets neighbours see their name
TAKES = frozenset({Status.PENDING, Status.ASSIGNED})


def spot_of(scene: Scene, ticket: Ticket) -> Spot | None:
    """The building a ticket is about, as far as its place says."""
    spot = scene.world.gazetteer.find(ticket.place_words, ticket.grid) if ticket.place_words else None
    return spot if spot and spot.code and not spot.candidates else None


def heads(scene: Scene, spot: Spot) -> list[int]:
    """The 楼长 of the building, else those of the whole compound."""
    number = NUMBER.match(spot.building)
    own = f"{spot.code}-{number[0].lower()}" if number else ""
    for scope in filter(None, (own, spot.code)):
        if found := list(there(scene, scene.uow.people.with_post(Role.BUILDING_HEAD, (scope,)))):
            return found
    return []


def heads_of(scene: Scene, ticket: Ticket) -> list[int]:
    """Who is told of this ticket: never of what is confidential, never who reported it or is accused."""
    spot = None if ticket.confidential or ticket.wish else spot_of(scene, ticket)
    kept_out = (ticket.reporter, *ticket.followers, *ticket.recused)
    return [person for person in heads(scene, spot) if person not in kept_out] if spot else []


def public_heads(scene: Scene, home: str, words: str) -> str:
    """The names of the 楼长 of somebody's home, of those who let neighbours see it."""
    spot = scene.world.gazetteer.find(words, home) if words else None
    people = heads(scene, spot) if spot and spot.code and not spot.candidates else []
    return "、".join(scene.uow.people.name(p) for p in people if scene.uow.people.reveal(p, PUBLIC) == "yes")


def tell_heads(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A matter of the building, or a danger in it that may be said aloud, to its 楼长 before anybody else."""
    danger = ticket.urgency is Urgency.CRITICAL
    if danger and scene.world.alerts.rule(event.data.get("danger", "")).discreet:
        return
    if not danger and ticket.matter not in scene.world.policy.building_matters:
        return
    people = heads_of(scene, ticket)
    if not people:
        return
    key, lane = "head-danger" if danger else "head-told", cards.lane(ticket, Lane.ASSIGNMENT)
    args = {**cards.facts(scene, ticket), "place": _building(scene, ticket)}
    for person in people:
        scene.tell(person, key, _choices(scene, ticket), lane=lane, ticket=ticket.id, args=args)


def may_take(scene: Scene, ticket: Ticket) -> bool:
    """Whether a 楼长 may take it: where that is configured, while nobody has accepted it and no unit leads."""
    offered = scene.world.policy.building_offer and ticket.urgency is not Urgency.CRITICAL
    return offered and ticket.status in TAKES and not ticket.unit


def _choices(scene: Scene, ticket: Ticket) -> tuple[Choice, ...]:
    take = (choice(f"head_take/{ticket.id}", "do-head-take"),) if may_take(scene, ticket) else ()
    return (*take, choice(f"head_note/{ticket.id}", "do-head-note"))


def _building(scene: Scene, ticket: Ticket) -> str:
    spot = spot_of(scene, ticket)
    return scene.world.gazetteer.spot_in_words(replace(spot, unit="", floor="", room="")) if spot else "—"
