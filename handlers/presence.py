"""Who is really there: not away, not unreachable, on duty first; and who does the work of somebody who is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from domain.policy import PartTime
from handlers.scene import Scene

STAND_INS = 3  # the stand-in of a stand-in of a stand-in, and no further


def reachable(scene: Scene, person: int) -> bool:
    """Whether a message would arrive. Who was invited and has not joined yet counts: their invitation may be on its way."""
    accounts = scene.uow.people.accounts(person)
    return not accounts or not accounts[0].unreachable


def joined(scene: Scene, person: int) -> bool:
    return bool(scene.uow.people.accounts(person))


def instead_of(scene: Scene, person: int) -> int:
    """Who does this person's work now: themselves, whoever stands in for them, or nobody (0)."""
    for _ in range(STAND_INS):
        leave = scene.uow.roster.leave_of(person, scene.now)
        if leave is None:
            return person if reachable(scene, person) else 0
        person = leave.stand_in
        if not in_office(scene, person):
            return 0
    return 0


def in_office(scene: Scene, person: int) -> bool:
    """Whether somebody holds a post at all; who left holds none."""
    found = scene.uow.people.get(person) if person else None
    return found is not None and bool(found.posts)


def there(scene: Scene, people: Iterable[int]) -> Iterator[int]:
    """Those of some people who are there, each stand-in in the place of who is away, nobody twice."""
    seen: set[int] = set()
    for person in people:
        found = instead_of(scene, person)
        if found and found not in seen:
            seen.add(found)
            yield found


def is_there(scene: Scene, person: int) -> bool:
    """Whether this very person can go on with what they have: in office, reachable, not away."""
    return in_office(scene, person) and instead_of(scene, person) == person


def on_duty(scene: Scene, scope: str) -> list[int]:
    """Who the roster of a unit or an area names for this moment."""
    local = scene.local()
    return [shift.person for shift in scene.uow.roster.shifts_of(scope) if shift.covers(local)]


def by_readiness(scene: Scene, people: Iterable[int], scopes: Iterable[str]) -> list[int]:
    """On duty first, then who has joined, then who has the least in hand; 兼职 as `[dispatch] part_time` says."""
    people, scopes = list(people), tuple(scopes)
    if len(people) <= 1:
        return people
    duty = {person for scope in scopes for person in on_duty(scene, scope)}
    rule = scene.world.policy.part_time

    def rank(person: int) -> tuple[bool, bool, bool, int]:
        load, part = scene.uow.tickets.load_of(person), part_time(scene, person, scopes)
        weighs = 2 * (load + 1) if part and rule is PartTime.HALF else load + 1
        return person not in duty, not joined(scene, person), part and rule is PartTime.LAST, weighs

    return sorted(people, key=rank)


def part_time(scene: Scene, person: int, scopes: tuple[str, ...] = ()) -> bool:
    """Whether all their posts (of these areas) are part-time ones: 兼职网格员."""
    found = scene.uow.people.get(person) if person else None
    held = [post for post in found.posts if not scopes or post.scope in scopes] if found else []
    return bool(held) and all(post.part_time for post in held)
