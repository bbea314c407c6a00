"""Who gets a ticket: by the direct-dispatch table, else up the ladder from the grid's workers until there is somebody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.direct import Decision, Subject, To
from domain.grid_codes import community_code
from domain.people import Role, stem
from domain.ticket import CONDUCT, STUCK, ReturnTo, Status, Ticket, Urgency
from domain.values import replace
from domain.worktime import due as due_after
from handlers.presence import by_readiness, joined, on_duty, there
from handlers.scene import Scene

# 举报 may accuse the very people of the grid or community: it goes to the supervisors and never below them.
LADDERS: dict[str, tuple[Role, ...]] = {
    "report": (Role.SUPERVISOR,),
    CONDUCT: (Role.SUPERVISOR,),  # a matter: how staff behave is not judged by themselves
    STUCK: (Role.SUPERVISOR,),  # a matter: it is about the very windows and units that would get it
    "enquiry": (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR),
    "suggestion": (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR),
    "wish": (Role.DESK, Role.CAPTAIN, Role.SUPERVISOR),
}
READERS = (Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.SUPERVISOR)
LADDER = (Role.WORKER, Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.SUPERVISOR)
# in the order in which they hear what goes wrong
ABOVE = (Role.CAPTAIN, Role.AREA_LEAD, Role.DESK, Role.COMMAND, Role.SUPERVISOR)
COMMUNITY_LADDER = (Role.DESK, Role.SUPERVISOR)  # what grids may not have
BY_TABLE_NEVER = frozenset({"report", "wish", STUCK})  # kinds, and a matter, with a way of their own


def directed(scene: Scene, ticket: Ticket, shared: tuple[str, ...] = ()) -> Ticket:
    """The ticket with whoever gets it first; nobody (待派单) where the command centre decides or nobody is there at all.

    `shared` are the grids of a boundary: those of one community its desk tells apart, of several the command centre.
    """
    decision = decision_for(scene, ticket)
    if len(set(map(community_code, shared))) > 1 and decides_nearer(scene, ticket):
        return at_command(scene, ticket)
    if decision.to is To.UNIT:
        return at_unit(scene, ticket, decision.unit) or at_command(scene, ticket)
    if decision.to is To.COMMAND:
        return at_command(scene, ticket)
    role, person = next(ladder(scene, ticket, COMMUNITY_LADDER if decision.to is To.COMMUNITY else None), (None, 0))
    if not person or (role is Role.SUPERVISOR and decides_nearer(scene, ticket)):
        return at_command(scene, ticket)
    return replace(ticket, assignee=person, status=Status.ASSIGNED)


def over_those_accused(scene: Scene, ticket: Ticket) -> Ticket:
    """When everybody who answers for the place is accused: with a supervisor of another place, the widest first."""
    holders = scene.uow.people.everybody_with(Role.SUPERVISOR)
    widest = [person for _, person in sorted((len(stem(scope)), person) for person, scope in holders)]
    person = next(iter(not_accused(ticket, there(scene, not_accused(ticket, widest)))), 0)
    return replace(ticket, assignee=person, status=Status.ASSIGNED) if person else ticket


def not_accused(ticket: Ticket, people: Iterable[int]) -> list[int]:
    """Those whom a ticket does not accuse: asked of holders of posts and again of whoever stands in for them."""
    return [person for person in people if person not in ticket.recused]


def decision_for(scene: Scene, ticket: Ticket) -> Decision:
    """What the tables say; danger and what has a way of its own go up the ladder whatever they say."""
    if _own_way(ticket) or ticket.urgency is Urgency.CRITICAL:
        return Decision(To.GRID)
    today = scene.today()
    return scene.world.organisation.decide(subject_of(ticket), today)


def _own_way(ticket: Ticket) -> bool:
    return bool({ticket.kind, ticket.matter} & BY_TABLE_NEVER)


def subject_of(ticket: Ticket) -> Subject:
    return Subject(ticket.kind, ticket.category, ticket.matter, ticket.area)


def at_unit(scene: Scene, ticket: Ticket, unit: str, *, final: bool = False) -> Ticket | None:
    """The ticket with a unit; None when nobody of it is there. `final`: designated, it may not be returned any more."""
    person = next(unit_people(scene, unit), 0)
    if not person:
        return None
    week = scene.world.week_of(replace(ticket, unit=unit))
    until = due_after(scene.now, scene.world.policy.return_within, week).at
    return replace(
        ticket,
        unit=unit,
        assignee=person,
        status=Status.ASSIGNED,
        return_to=ReturnTo.NOBODY if final else ReturnTo.COMMAND,
        return_until=None if final else until,
    )


def at_command(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket in the queue of the command centre; with a supervisor where there is none."""
    if commanders(scene, ticket):
        return replace(ticket, assignee=0, status=Status.PENDING)
    person = next(iter(with_role(scene, ticket, Role.SUPERVISOR)), 0)
    return replace(ticket, assignee=person, status=Status.ASSIGNED if person else Status.PENDING)


def unit_people(scene: Scene, unit: str) -> Iterator[int]:
    """Who of a unit could take something now: on duty, then its desk, then its officers."""
    people = scene.uow.people
    desk, officers = people.with_post(Role.UNIT_DESK, (unit,)), people.with_post(Role.OFFICER, (unit,))
    return there(scene, [*on_duty(scene, unit), *desk, *by_readiness(scene, officers, ())])


def commanders(scene: Scene, ticket: Ticket) -> list[int]:
    """Who decides at the command centre of the ticket's area, on duty first; of a confidential one nobody.

    A queue nobody looks at would be a grave: who was only invited does not count.
    """
    if ticket.confidential:
        return []
    return [person for person in with_role(scene, ticket, Role.COMMAND) if joined(scene, person)]


def ladder(scene: Scene, ticket: Ticket, rungs: tuple[Role, ...] | None = None) -> Iterator[tuple[Role, int]]:
    """Everybody who is there and could take it, the nearest first; on one rung the readiest first."""
    scopes = scene.world.scopes_above(ticket.area) if ticket.area else ()
    for role in rungs or LADDERS.get(ticket.matter) or LADDERS.get(ticket.kind, LADDER):
        people = list(dict.fromkeys(scene.uow.people.with_post(role, scopes) or _anybody(scene, role, scopes)))
        ready = by_readiness(scene, people, scopes[:1]) if role is Role.WORKER else people
        yield from ((role, person) for person in there(scene, ready) if person not in ticket.recused)


def first_for(scene: Scene, ticket: Ticket, rungs: tuple[Role, ...] | None = None) -> int:
    """Who gets it first, 0 when there is nobody at all."""
    return next((person for _, person in ladder(scene, ticket, rungs)), 0)


def next_above(scene: Scene, ticket: Ticket, person: int) -> int:
    """Who gets it when this person cannot do it: the next rung, the top one when there is none above."""
    rungs = [(role, candidate) for role, candidate in ladder(scene, ticket) if candidate != ticket.reporter]
    found = scene.uow.people.get(person)
    below = -1 if found and found.has(Role.BUILDING_HEAD) else 0  # from a 楼长 it goes to the grid's worker
    mine = max((LADDER.index(role) for role, candidate in rungs if candidate == person), default=below)
    higher = [candidate for role, candidate in rungs if LADDER.index(role) > mine]
    return higher[0] if higher else person


def with_role(scene: Scene, ticket: Ticket, role: Role, but: int = 0) -> list[int]:
    """Who holds a role for the ticket's area and is there, the nearest area only; of a confidential one, nobody below supervisors.

    Where only `but` holds it, the next larger area.
    """
    if ticket.confidential:
        role = Role.SUPERVISOR
    if not ticket.area:
        return [person for person in not_accused(ticket, there(scene, _anybody(scene, role, ()))) if person != but]
    for scope in scene.world.scopes_above(ticket.area):
        people = [p for p in scene.uow.people.with_post(role, (scope,)) if p not in (but, *ticket.recused)]
        if people and (present := not_accused(ticket, there(scene, _duty_first(scene, people, scope)))):
            return present
    return []


def above(scene: Scene, ticket: Ticket, lowest: Role = Role.CAPTAIN) -> list[int]:
    """Who is told when something goes wrong: the lowest of those above who do not have it themselves."""
    for role in ABOVE[ABOVE.index(lowest) :]:
        if people := [
            person for person in with_role(scene, ticket, role, ticket.assignee) if person != ticket.assignee
        ]:
            return people
    return [person for person in last_resort(scene, ticket) if person != ticket.assignee]


def rungs_above(scene: Scene, ticket: Ticket) -> list[Role]:
    """Who hears of silence, one after the other: only rungs that somebody other than the assignee holds count."""
    return [role for role in ABOVE if _held_above(scene, ticket, role)] or [Role.SUPERVISOR]


def _held_above(scene: Scene, ticket: Ticket, role: Role) -> bool:
    if ticket.confidential:
        return role is Role.SUPERVISOR
    if not ticket.area:
        return bool(_anybody(scene, role, ()))
    people = scene.uow.people.with_post(role, scene.world.scopes_above(ticket.area))
    return any(person not in (ticket.assignee, *ticket.recused) for person in people)


def approvers(scene: Scene, ticket: Ticket) -> list[int]:
    """Who decides what the assignee asks for: of a unit the command centre, else the nearest above who are not the assignee."""
    if ticket.unit and (found := commanders(scene, ticket)):
        return found
    for role in LADDER[LADDER.index(Role.CAPTAIN) :]:
        if people := [person for person in with_role(scene, ticket, role) if person != ticket.assignee]:
            return people
    return []


def last_resort(scene: Scene, ticket: Ticket) -> list[int]:
    """Who hears of a ticket that waits on nobody: command centre, supervisors, at last the widest supervisors of all."""
    people = commanders(scene, ticket) or with_role(scene, ticket, Role.SUPERVISOR) or widest_supervisors(scene)
    return not_accused(ticket, people)


def decides_nearer(scene: Scene, ticket: Ticket) -> bool:
    """Where the ladder ends at somebody who oversees, the command centre is nearer, except in danger."""
    ordinary = not _own_way(ticket) and ticket.urgency is not Urgency.CRITICAL
    return ordinary and bool(commanders(scene, ticket))


def _duty_first(scene: Scene, people: list[int], scope: str) -> list[int]:
    duty = on_duty(scene, scope) if len(people) > 1 else []
    return sorted(people, key=lambda person: person not in duty) if duty else people


def _anybody(scene: Scene, role: Role, scopes: tuple[str, ...]) -> list[int]:
    """With no place at all, the widest supervisors (or command centres) look: a ticket never waits on nobody."""
    return [] if scopes or role not in (Role.SUPERVISOR, Role.COMMAND) else _widest(scene, role)


def widest_supervisors(scene: Scene) -> list[int]:
    return _widest(scene, Role.SUPERVISOR)


def _widest(scene: Scene, role: Role) -> list[int]:
    holders = scene.uow.people.everybody_with(role)
    widest = min((len(scope.rstrip("0")) for _, scope in holders), default=0)
    return [person for person, scope in holders if len(scope.rstrip("0")) == widest]


def readers(scene: Scene, ticket: Ticket, author: int) -> list[int]:
    """Who may read it, the nearest who can be reached first; never its author, and of 举报 nobody below supervisors."""
    if not ticket.area:
        return [person for person in not_accused(ticket, widest_supervisors(scene)) if person != author]
    rungs = [
        [person for person in scene.uow.people.with_post(role, (scope,)) if person not in (author, *ticket.recused)]
        for role in ((Role.SUPERVISOR,) if ticket.confidential else READERS)
        for scope in scene.world.scopes_above(ticket.area)
    ]
    reached = [rung for rung in rungs if any(_reachable(scene, person) for person in rung)]
    return next(filter(None, (*reached, *rungs)), [])


def _reachable(scene: Scene, person: int) -> bool:
    return any(not account.unreachable for account in scene.uow.people.accounts(person))
