"""What is done at every start and once a day: the digests of the day are planned, dates of newly known years counted."""

from __future__ import annotations

from domain.ticket import Action
from handlers.life import act, recounted
from handlers.scene import Scene
from handlers.supervisor import digest


def begin(scene: Scene) -> None:
    """Calling it again changes nothing."""
    digest.plan(scene)
    recount(scene)


def recount(scene: Scene) -> int:
    """Count the dates that waited for the holidays of a year, now that they are known; how many.

    Who was promised another date is told.
    """
    count = 0
    for ticket in scene.uow.tickets.provisional():
        fresh = recounted(scene, ticket)
        if fresh and not fresh["provisional"]:
            moved = "yes" if fresh["due_at"] != ticket.due_at else ""
            act(scene, ticket, Action.RECOUNT, None, data={"moved": moved} if moved else {})
            count += 1
    return count
