"""热点: supervisors hear, once in each window, that many different people report one matter of one grid or community."""

from __future__ import annotations

from datetime import datetime

from domain.messages import Arg, Text
from domain.people import Role
from domain.sources import BY_STAFF
from domain.ticket import Event, Ticket
from handlers import cards
from handlers.dispatch import with_role
from handlers.scene import Scene
from storage.topics import Topic

QUIET = frozenset({"wish", "report", "praise"})  # kinds that are nobody else's matter, or of which nobody may hear
SHOWN = 6


def alert_hot_topic(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """Count who reported the same; the grid first, and the community when its grids together have enough."""
    if ticket.kind in QUIET or not ticket.matter or not ticket.community:
        return
    policy = scene.world.policy
    since = scene.now - policy.hot_topic_within
    levels = (
        (area, enough)
        for area, enough in ((ticket.grid, policy.hot_topic_in_grid), (ticket.community, policy.hot_topic_in_community))
        if area and not _told(scene, area, ticket.matter, since)
    )
    if not (untold := tuple(levels)):
        return
    alike = [t for t in scene.uow.tickets.reported(ticket.community, ticket.matter, since) if t.kind not in QUIET]
    for area, enough in untold:
        here = [t for t in alike if t.area.startswith(area)]
        people = {person for t in here for person in behind(t)}
        if len(people) >= enough:
            _tell(scene, ticket, area, here, len(people))
            return


def tag_campaigns(scene: Scene, ticket: Ticket, _event: Event) -> None:
    """Tag what a running campaign is about; nothing of 举报 is counted among others."""
    day = scene.today()
    for campaign in scene.world.campaigns:
        if not ticket.confidential and campaign.tags(ticket.words, day):
            scene.uow.tags.add(ticket.id, campaign.name)


def behind(ticket: Ticket) -> tuple[int, ...]:
    """The residents of a ticket; what staff found has none but those who joined."""
    reporter = () if ticket.source in BY_STAFF else (ticket.reporter or -ticket.id,)
    return (*reporter, *ticket.followers)


def _told(scene: Scene, area: str, matter: str, since: datetime) -> bool:
    topic = scene.uow.topics.find(area, matter)
    return topic is not None and topic.told_at > since


def _tell(scene: Scene, ticket: Ticket, area: str, tickets: list[Ticket], people: int) -> None:
    scene.uow.topics.tell(Topic(area, ticket.matter, scene.now, people))
    lines = "\n".join(
        scene.world.say(Text("hot-line", {**cards.facts(scene, each), "index": index}), "zh-CN")
        for index, each in enumerate(tickets[:SHOWN], start=1)
    )
    args: dict[str, Arg] = {
        "area": scene.world.grid_name(area),
        "matter": ticket.matter,
        "people": people,
        "hours": int(scene.world.policy.hot_topic_within.total_seconds() // 3600),
        "lines": lines,
    }
    choices = tuple(cards.open_button(scene, each) for each in tickets[:SHOWN])
    for person in with_role(scene, ticket, Role.SUPERVISOR):
        scene.tell(person, "hot-topic", choices, ticket=ticket.id, args=args)
