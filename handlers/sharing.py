"""One ticket for several residents: joining and leaving it, putting two together and taking them apart again."""

from __future__ import annotations

from domain.messages import Media
from domain.people import Person
from domain.ticket import Action, Ticket
from domain.values import replace
from handlers.life import act
from handlers.scene import Scene
from storage.followers import Follow


def join(scene: Scene, ticket: Ticket, person: Person, words: str, media: tuple[Media, ...]) -> Ticket:
    """我也遇到了: the person follows the ticket; their words go to whoever has it. Raises NotAllowed."""
    grown = replace(ticket, followers=(*ticket.followers, person.id))
    after = act(scene, grown, Action.JOIN, person, note=words, media=media)
    scene.uow.followers.follow(Follow(ticket.id, person.id, scene.now))
    return after


def leave(scene: Scene, ticket: Ticket, person: Person) -> Ticket:
    """Follow it no longer. When whoever reported it leaves, the first who joined takes their place."""
    gone = ticket.followers[0] if person.id == ticket.reporter else person.id
    rest = tuple(follower for follower in ticket.followers if follower != gone)
    reporter = gone if person.id == ticket.reporter else ticket.reporter
    after = act(scene, ticket, Action.LEAVE, person, followers=rest, reporter=reporter)
    scene.uow.followers.unfollow(ticket.id, gone)
    return after


def merge(scene: Scene, ticket: Ticket, lead: Ticket, by: Person) -> Ticket:
    """Put a ticket under another: it ends, and everybody behind it follows the lead; the lead. Raises NotAllowed."""
    behind = (ticket.voice, *ticket.followers) if ticket.awaited else ticket.followers
    people = [person for person in behind if person not in (0, lead.voice, lead.reporter, *lead.followers)]
    lead = act(
        scene,
        lead,
        Action.JOIN,
        by,
        note=ticket.words,
        media=ticket.media,
        data={"from": ticket.number},
        followers=(*lead.followers, *people),
    )
    for person in people:
        scene.uow.followers.follow(Follow(lead.id, person, scene.now, ticket.id))
    act(scene, ticket, Action.MERGE, by, note=lead.number, merged_into=lead.id)
    return lead


def split(scene: Scene, ticket: Ticket, by: Person) -> Ticket:
    """Take a merged ticket out again: it goes on where it was, with its own people and its own date."""
    lead = scene.uow.tickets.get(ticket.merged_into)
    came = {follow.person for follow in scene.uow.followers.of(lead.id) if follow.merged == ticket.id}
    rest = tuple(follower for follower in lead.followers if follower not in came)
    scene.uow.tickets.save(replace(lead, followers=rest, version=lead.version + 1), lead.version)
    for person in came:
        scene.uow.followers.unfollow(lead.id, person)
    return act(scene, ticket, Action.SPLIT, by, note=lead.number, merged_into=0, closed_at=None)


def same_person(scene: Scene, former: int, person: int) -> None:
    """What one person joined is another's from now on: they turned out to be the same."""
    for ticket in scene.uow.tickets.of_person(former, 50):
        if former in ticket.followers:
            followers = tuple(dict.fromkeys(person if p == former else p for p in ticket.followers))
            scene.uow.tickets.save(replace(ticket, followers=followers, version=ticket.version + 1), ticket.version)
    scene.uow.followers.hand_over(former, person)
