"""Who gets a ticket: up the ladder from the grid's workers until there is somebody."""

from __future__ import annotations

from collections.abc import Iterator

from domain.people import Role, scopes_above
from domain.ticket import Ticket
from handlers.scene import Scene

# 举报 may accuse the very people of the grid or community: it goes to the supervisors and never below them.
LADDERS: dict[str, tuple[Role, ...]] = {
    "report": (Role.SUPERVISOR,),
    "enquiry": (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR),
    "suggestion": (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR),
    "wish": (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR),
}
READERS = (Role.CAPTAIN, Role.DESK, Role.SUPERVISOR)
LADDER = (Role.WORKER, Role.CAPTAIN, Role.DESK, Role.SUPERVISOR)


def ladder(scene: Scene, ticket: Ticket) -> Iterator[tuple[Role, int]]:
    """Everybody who could take it, the nearest first; on one rung the one with the least in hand first."""
    scopes = scopes_above(ticket.area) if ticket.area else ()
    rungs = LADDERS.get(ticket.kind, LADDER)
    for role in rungs:
        people = dict.fromkeys(scene.uow.people.with_post(role, scopes) or _anybody(scene, role, scopes))
        by_load = sorted(people, key=scene.uow.tickets.load_of) if role is Role.WORKER and len(people) > 1 else people
        yield from ((role, person) for person in by_load)


def first_for(scene: Scene, ticket: Ticket) -> int:
    """Who gets it first, 0 when there is nobody at all."""
    return next((person for _, person in ladder(scene, ticket)), 0)


def next_above(scene: Scene, ticket: Ticket, person: int) -> int:
    """Who gets it when this person cannot do it: the next rung, the top one when there is none above."""
    rungs = [(role, candidate) for role, candidate in ladder(scene, ticket) if candidate != ticket.reporter]
    mine = max((LADDER.index(role) for role, candidate in rungs if candidate == person), default=0)
    higher = [candidate for role, candidate in rungs if LADDER.index(role) > mine]
    return higher[0] if higher else person


def with_role(scene: Scene, ticket: Ticket, role: Role) -> list[int]:
    """Who holds a role for the ticket's area, the nearest area only; of a confidential one, nobody below supervisors."""
    if ticket.confidential:
        role = Role.SUPERVISOR
    if not ticket.area:
        return _anybody(scene, role, ())
    for scope in scopes_above(ticket.area):
        if people := scene.uow.people.with_post(role, (scope,)):
            return people
    return []


def above(scene: Scene, ticket: Ticket) -> list[int]:
    """Who is told first when something goes wrong: the captain, or where there is none, whoever comes next."""
    for role in LADDER[LADDER.index(Role.CAPTAIN) :]:
        if people := with_role(scene, ticket, role):
            return people
    return []


def approvers(scene: Scene, ticket: Ticket) -> list[int]:
    """Who decides what the assignee asks for: the nearest above who are not the assignee."""
    for role in LADDER[LADDER.index(Role.CAPTAIN) :]:
        if people := [person for person in with_role(scene, ticket, role) if person != ticket.assignee]:
            return people
    return []


def _anybody(scene: Scene, role: Role, scopes: tuple[str, ...]) -> list[int]:
    """With no place at all, the widest supervisors look: a ticket never waits on nobody."""
    return [] if scopes or role is not Role.SUPERVISOR else widest_supervisors(scene)


def widest_supervisors(scene: Scene) -> list[int]:
    holders = scene.uow.people.everybody_with(Role.SUPERVISOR)
    widest = min((len(scope.rstrip("0")) for _, scope in holders), default=0)
    return [person for person, scope in holders if len(scope.rstrip("0")) == widest]


def readers(scene: Scene, ticket: Ticket, author: int) -> list[int]:
    """Who may read it, the nearest who can be reached first; never its author, and of 举报 nobody below supervisors."""
    if not ticket.area:
        return [person for person in widest_supervisors(scene) if person != author]
    rungs = [
        [person for person in scene.uow.people.with_post(role, (scope,)) if person != author]
        for role in ((Role.SUPERVISOR,) if ticket.confidential else READERS)
        for scope in scopes_above(ticket.area)
    ]
    reached = [rung for rung in rungs if any(_reachable(scene, person) for person in rung)]
    return next(filter(None, (*reached, *rungs)), [])


def _reachable(scene: Scene, person: int) -> bool:
    return any(not account.unreachable for account in scene.uow.people.accounts(person))
