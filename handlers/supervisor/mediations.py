"""调解 typed by hand: how many mediations of this year were asked for, consented to, agreed on and kept. No names, no matters."""

from __future__ import annotations

from datetime import timedelta

from domain.mediation import Mediation, Stage
from domain.messages import Arg
from domain.people import Role
from handlers.scene import Turn, choice

READERS = (Role.SUPERVISOR, Role.DESK)


def show(turn: Turn) -> None:
    local = turn.local()
    start = local.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [
        each
        for each in turn.uow.mediations.between(start, turn.now + timedelta(seconds=1))
        if any(turn.person.has(role, each.area) for role in READERS)
    ]
    turn.answer("mediation-figures", (choice("menu/", "do-menu"),), args={"year": str(local.year), **figures(found)})


def figures(found: list[Mediation]) -> dict[str, Arg]:
    """Counts; what was kept is counted of those agreed, and silence is neither."""
    stages = [each.stage for each in found]
    return {
        "asked": len(found),
        "consented": sum(each.consented_at is not None for each in found),
        "agreed": sum(each.agreed_at is not None for each in found),
        "kept": stages.count(Stage.KEPT),
        "broken": stages.count(Stage.BROKEN),
        "refused": stages.count(Stage.REFUSED),
        "failed": stages.count(Stage.FAILED),
        "withdrawn": stages.count(Stage.WITHDRAWN),
        "open": sum(each.open for each in found),
    }
