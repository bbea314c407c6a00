"""Taking in what somebody else says: one way from heard words to a ticket, for patrols, requests on behalf and other systems."""

from __future__ import annotations

import re

from domain.grid_codes import community_code, is_grid
from domain.masking import PHONE
from domain.messages import Media, Point, Text
from domain.places import Spot
from domain.sources import PATROL
from domain.ticket import Status, Ticket, Urgency
from domain.values import frozen, replace
from handlers import slips
from handlers.dispatch import directed
from handlers.life import file
from handlers.recusal import away_from_accused
from handlers.scene import Scene
from nlp.understanding import HAZARD, Kind, Understanding
from storage.origins import Origin

OTHER = "其他"
KINDS = frozenset({Kind.COMPLAINT, Kind.HELP, Kind.ENQUIRY, Kind.SUGGESTION, Kind.REPORT})
LONGEST_NAME = 20
LANDLINE = re.compile(r"(?<!\d)(?:0\d{2,3}[- ]?)?\d{7,8}(?!\d)")
MARKS = re.compile(r"[，,。；;：:、()（）]|电话|手机|姓名|叫")


@frozen
class Heard:
    """What was said, and where. `home` is the area meant when no place is named, `where` what was said of the place.

    `grid` is known from a position. `source` is a code of domain/sources.py.
    """

    words: str
    home: str
    source: str = PATROL
    where: str = ""
    grid: str = ""
    media: tuple[Media, ...] = ()
    point: Point | None = None


@frozen
class Contact:
    """Somebody without an account, as far as they want to be known."""

    name: str = ""
    phone: str = ""


def understand(scene: Scene, heard: Heard) -> Understanding:
    return scene.world.understander.understand(heard.words, home=heard.home)


def spot_of(scene: Scene, heard: Heard, said: Understanding) -> Spot | None:
    """The place it is about, None when none was named that is known."""
    there = scene.world.gazetteer.find(heard.where, heard.home) if heard.where else None
    spot = there if there and there.code else said.place
    return spot if spot and spot.code else None


def danger_in(heard: Understanding) -> str:
    """The kind of danger that is happening now, "" for none."""
    return heard.emergency.type if heard.emergency and heard.emergency.live else ""


def draft(scene: Scene, heard: Heard, reporter: int, *, live: bool = True) -> Ticket:
    """The ticket, with nobody yet. `live` false: written down long ago, so that no danger in it is happening now."""
    said = understand(scene, heard)
    spot = spot_of(scene, heard, said)
    danger = danger_in(said) if live else ""
    area = heard.grid or _area(scene, heard, spot)
    gazetteer = scene.world.gazetteer
    return Ticket(
        0,
        "",
        str(said.kind) if heard.source != PATROL and said.kind in KINDS else "help",
        Status.ASSIGNED,
        said.category or OTHER,
        scene.world.say(Text(f"danger-{danger}"), "zh-CN") if danger else said.matter,
        heard.words,
        scene.world.policy.urgency(said.matter, danger=bool(danger)),
        said.ledger,
        spot.code if spot else "",
        gazetteer.spot_in_words(spot) if spot else heard.where or gazetteer.in_words(area),
        area if is_grid(area) else "",
        community_code(area),
        reporter,
        source=heard.source,
        media=heard.media,
        point=heard.point,
    )


def _area(scene: Scene, heard: Heard, spot: Spot | None) -> str:
    """What answers for the place; a patrol that does not know which grid means its own."""
    routing = scene.world.routing(spot) if spot else None
    if routing and routing.grid:
        return routing.grid
    return community_code(spot.code) if spot and heard.source != PATROL else heard.home


def given(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with whoever gets it first; of 举报 nobody whom it accuses, and nobody keeps who said it."""
    return (
        replace(away_from_accused(scene, ticket), reporter=0, proxy=0)
        if ticket.confidential
        else directed(scene, ticket)
    )


def take_in(scene: Scene, ticket: Ticket, by: int, origin: Origin, *, danger: str = "") -> Ticket:
    """File it, with where it came from; `by` is who wrote it down, 0 for nobody."""
    data = {"danger": danger} if ticket.urgency is Urgency.CRITICAL else {}
    if origin.written and scene.world.policy.paper_counts_from == "paper":
        data["since"] = origin.written
    filed = file(scene, ticket, by, data, origin if not ticket.confidential else replace(origin, contact=0))
    if danger and ticket.urgency is not Urgency.CRITICAL:
        scene.uow.tags.add(filed.id, HAZARD)
    if origin.contact and not filed.confidential:
        slip_account(scene, origin.contact, filed.number)
    return filed


def keep_contact(scene: Scene, contact: Contact) -> int:
    """Somebody without an account: their name and telephone number are sealed like everybody's."""
    person = scene.uow.people.add(scene.now).id
    for field, value in (("name", contact.name), ("phone", contact.phone)):
        if value:
            scene.uow.people.note(person, field, value)
    return person


def slip_account(scene: Scene, person: int, number: str) -> None:
    """They cannot be written to, but can be asked for by the number on their slip: to be forgotten, above all."""
    scene.uow.people.seen(slips.CHANNEL, number, person, number, scene.now)
    scene.uow.people.unreachable(slips.CHANNEL, number)


def read_contact(words: str) -> Contact:
    """“陈阿婆 13800000000”: a telephone number, and what is left is the name."""
    found = PHONE.search(words) or LANDLINE.search(words)
    phone = "".join(filter(str.isdigit, found[0])) if found else ""
    name = words.replace(found[0], " ") if found else words
    return Contact(" ".join(MARKS.sub(" ", name).split())[:LONGEST_NAME], phone)
