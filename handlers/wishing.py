"""What may be seen of a wish, and by whom: a child's wish is a line that staff wrote, for checked volunteers only."""

from __future__ import annotations

from domain.messages import Arg, Text
from domain.ticket import Event, Ticket
from domain.values import replace
from domain.wishes import Way
from handlers import cards
from handlers.scene import Scene


def keep_terms(scene: Scene, ticket: Ticket, event: Event) -> None:
    """What was asked beside the wish, and the consent of a guardian who wished it here."""
    slot, guardian = event.data.get("slot", ""), event.data.get("guardian", "")
    terms = replace(scene.uow.wishes.of(ticket.id), slot=slot)
    if guardian:
        terms = replace(terms, guardian=guardian, way=Way.CHAT, consented_at=scene.now, by=event.by)
    if slot or guardian:
        scene.uow.wishes.keep(terms)


def consented(scene: Scene, wish: Ticket) -> bool:
    """Whether a guardian's consent is kept; what is not for a child needs none."""
    return not wish.child or scene.uow.wishes.of(wish.id).consented_at is not None


def is_cleared(scene: Scene, person: int) -> bool:
    """Whether the background check of a volunteer is good now."""
    until = scene.uow.wishes.cleared_until(person)
    return until is not None and scene.now < until


def may_be_shown(scene: Scene, wish: Ticket, person: int) -> bool:
    """Whether a volunteer may see it on the wall."""
    return not wish.child or is_cleared(scene, person)


def public_words(scene: Scene, wish: Ticket) -> str:
    """The wish as volunteers see it: need, never who."""
    return cards.anonymous(scene.uow.wishes.of(wish.id).public if wish.child else wish.words)


def slot(scene: Scene, wish: Ticket) -> Arg:
    """When help is wanted, "" for a thing."""
    kept = scene.uow.wishes.of(wish.id).slot
    return Text(f"slot-{kept}") if kept else ""
