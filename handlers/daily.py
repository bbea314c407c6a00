"""What is done at every start and then once a day or an hour: digests planned, dates counted again, stale answers told of, the trail sealed."""

from __future__ import annotations

from domain.ticket import Action
from handlers import handing_on, knowing, revisits, visiting
from handlers.life import act, recounted
from handlers.scene import Scene
from handlers.supervisor import bulletin, digest
from storage.audit import SETTLES


def begin(scene: Scene) -> None:
    """Calling it again changes nothing."""
    digest.plan(scene, scene.now)
    bulletin.plan(scene)
    revisits.plan(scene)
    visiting.plan(scene)
    handing_on.plan(scene)
    knowing.tell_ageing(scene)
    recount(scene)


def each_hour(scene: Scene) -> None:
    """Seal the audit trail; what just happened waits for the next time, for a row may still be on its way."""
    scene.uow.audit.seal(scene.now, SETTLES)


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
