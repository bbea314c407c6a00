"""回避: whoever the words accuse neither handles a request, nor sees it, nor hears of it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.people import Role, holds, scopes_above, stands_in, stem
from domain.ticket import Ticket
from domain.values import replace
from handlers.accused import Accused, accused_in, people_of, speaks_of_staff
from handlers.dispatch import directed, over_those_accused
from handlers.scene import Scene

OVERSEERS = (Role.SUPERVISOR, Role.COMMAND)


def away_from_accused(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with somebody it does not accuse; with nobody when it accuses everybody who could have it."""
    people = set(named_in(scene, ticket.words))
    places = accused_in(scene, ticket) if ticket.confidential else ()
    people.update(person for each in places for person in people_of(scene, each))
    ticket = replace(ticket, recused=tuple(sorted(people)))
    ticket = directed(scene, lifted(scene, ticket, places) if ticket.confidential else ticket)
    return ticket if ticket.assignee else over_those_accused(scene, ticket)


def named_in(scene: Scene, words: str) -> tuple[int, ...]:
    """The members of staff whose names stand in the words."""
    return tuple(person for person, name, _ in scene.uow.people.staff() if stands_in(name, words))


def is_beyond_us(ticket: Ticket) -> bool:
    """Whether it accuses everybody who could have it: the resident is told who is above all of us."""
    return ticket.confidential and bool(ticket.recused) and not ticket.assignee


def lifted(scene: Scene, ticket: Ticket, places: Sequence[Accused]) -> Ticket:
    """The ticket as one of the nearest area above everybody accused, so that no list or figure of theirs holds it."""
    overseen = _overseen_by_accused(scene, ticket)
    unknown = not ticket.area and speaks_of_staff(scene, ticket)
    if not (places or overseen or unknown):
        return ticket
    supervisors = scene.uow.people.everybody_with(Role.SUPERVISOR)
    free = {scope for person, scope in supervisors if person not in ticket.recused}
    above = scopes_above(ticket.area or places[0].area) if ticket.area or places else _widest(supervisors)
    for over in ((*places, *overseen), places):
        if found := [scope for scope in above if scope in free and all(each.is_under(scope) for each in over)]:
            return replace(ticket, grid="", community=found[0])
    return replace(ticket, grid="", community=above[-1]) if above else ticket


def _overseen_by_accused(scene: Scene, ticket: Ticket) -> tuple[Accused, ...]:
    """The areas around the ticket that somebody accused oversees: their figures count it."""
    held = (post for role in OVERSEERS for post in scene.uow.people.everybody_with(role))
    around = (scope for person, scope in held if person in ticket.recused and ticket.area)
    return tuple(Accused(scope) for scope in dict.fromkeys(around) if holds(scope, ticket.area))


def _widest(supervisors: list[tuple[int, str]]) -> tuple[str, ...]:
    return tuple(sorted({scope for _, scope in supervisors}, key=lambda scope: len(stem(scope)))[:1])
