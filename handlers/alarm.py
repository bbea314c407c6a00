"""What is wrong with the bot itself: told to every supervisor, at night too, for they know whom to call."""

from __future__ import annotations

from domain.messages import Lane
from domain.people import Role
from handlers.scene import Scene


def tell_supervisors(scene: Scene, key: str) -> None:
    people = {person for person, _scope in scene.uow.people.everybody_with(Role.SUPERVISOR)}
    for person in sorted(people):
        scene.tell(person, key, lane=Lane.URGENT)
