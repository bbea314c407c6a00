"""What follows from consent to show a result (公示): kept, read by staff where it holds words, gone when it is taken back."""

from __future__ import annotations

from domain.ledgers import STABILITY
from domain.messages import MediaKind, Text
from domain.people import Role
from domain.publication import Publication, Showing
from domain.ticket import Action, Event, Party, Ticket, Urgency
from domain.values import replace
from handlers import cards
from handlers.dispatch import with_role
from handlers.scene import Scene
from handlers.telling import tell_resident, tell_staff
from nlp.understanding import HAZARD
from storage.timers import Timer

SHORTEST_NAME = 2  # characters of a place's name; one character may be anything


def may_ask(scene: Scene, ticket: Ticket, person: int) -> bool:
    """Whether somebody is asked to let the result be shown: their own, once (条例 Art. 22(5): no nagging).

    Never of 举报, never of what is for a child.
    """
    if ticket.reporter != person or ticket.confidential or ticket.child:
        return False
    if not ticket.wish and not _fit_for_all(scene, ticket):
        return False
    return not any(event.action is Action.CONSENT for event in scene.uow.tickets.history(ticket.id))


def _fit_for_all(scene: Scene, ticket: Ticket) -> bool:
    """Not what is about danger, a hazard, stability, or a matter the operator keeps off the board."""
    rules = scene.world.policy.board
    touchy = ticket.urgency is Urgency.CRITICAL or ticket.ledger == STABILITY or HAZARD in scene.uow.tags.of(ticket.id)
    return rules.enabled and not touchy and not rules.never & {ticket.matter, ticket.category}


def keep_consent(scene: Scene, ticket: Ticket, event: Event) -> None:
    """A request is shown at once, for nothing is shown that anybody wrote; a wish is read first."""
    shown = Publication(ticket.id, ticket.reporter, Showing.SHOWN, scene.now)
    if not ticket.wish:
        scene.uow.publications.keep(shown)
        return
    photos = tuple(each for each in event.media if each.kind is MediaKind.PHOTO)
    waiting = replace(
        shown,
        state=Showing.WAITING,
        words=_masked(scene, ticket, ticket.words),
        thanks=_masked(scene, ticket, event.note),
        media=tuple(replace(photo, caption="") for photo in photos[:1]),
    )
    scene.uow.publications.keep(waiting)
    args = {"words": waiting.words, "thanks": waiting.thanks}
    note = scene.world.say(Text("publish-preview", args), "zh-CN")
    for person in readers(scene, ticket):
        tell_staff(scene, person, ticket, "publish-to-read", note=note, media=waiting.media)
    watch_reader(scene, ticket)


def _masked(scene: Scene, ticket: Ticket, words: str) -> str:
    """Without names, numbers, doors, and the estates and roads of its community: the board says the community only."""
    gazetteer = scene.world.gazetteer
    below = [*gazetteer.children(ticket.community), gazetteer.area(ticket.place)]
    names = {name for area in below if area for name in (area.name, *area.aliases) if len(name) >= SHORTEST_NAME}
    for name in sorted(names - {gazetteer.in_words(ticket.community)}, key=len, reverse=True):
        words = words.replace(name, "＊")
    return cards.anonymous(words)


def readers(scene: Scene, ticket: Ticket) -> list[int]:
    """Who reads what will be shown: the desk, where there is none the supervisors."""
    return with_role(scene, ticket, Role.DESK) or with_role(scene, ticket, Role.SUPERVISOR)


def watch_reader(scene: Scene, ticket: Ticket) -> None:
    """If nobody reads it, somebody is told again."""
    due = scene.now + scene.world.policy.wish_unread_after
    scene.uow.timers.start(Timer(f"publish_unread:{ticket.id}:{due:%Y%m%d%H%M%S}", "publish_unread", ticket.id, due))


def show(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Staff have read it."""
    waiting = scene.uow.publications.of(ticket.id)
    if waiting:
        scene.uow.publications.keep(replace(waiting, state=Showing.SHOWN, reader=event.by))
        tell_resident(scene, ticket.reporter, ticket, "share-shown", cards.hide_choice(ticket))


def take_down(scene: Scene, ticket: Ticket, event: Event) -> None:
    """Gone at once and whole; whoever agreed to it hears it, unless they took it back themselves."""
    shown = scene.uow.publications.of(ticket.id)
    if shown is None:
        return
    scene.uow.publications.remove(ticket.id)
    scene.uow.erasure.unneeded(shown.media)
    if event.action is Action.HIDE and event.party is not Party.REPORTER:
        tell_resident(scene, ticket.reporter, ticket, "share-not-shown")
