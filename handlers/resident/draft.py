"""A request before it is filed: what was said so far, what was understood of it, and how it becomes a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from domain.grid_codes import COMMUNITY_DIGITS, GRID_DIGITS, community_code, is_grid
from domain.messages import Incoming, MediaKind, Point, Text
from domain.places import Level, Relation, Spot
from domain.routing import Reason, Routing
from domain.ticket import Status, Ticket, Urgency
from domain.values import replace
from handlers.dispatch import directed, first_for
from handlers.kept import files_in, pack_files, pack_point, point_in
from handlers.life import file, to_person
from handlers.recusal import away_from_accused, named_in
from handlers.scene import Scene, Turn
from nlp.understanding import HAZARD, Kind, Understanding

Answers = Mapping[str, Any]
ORDINARY = (Kind.COMPLAINT, Kind.HELP)  # the other kinds have ways of their own
OTHER = "其他"
PATTERN = frozenset("…~")  # signs of a rule's own notation, which says nothing to a resident
ONLY_PICTURES = "（只有图片）"
OF_SPOT = tuple(field.name for field in fields(Spot))
FILED = frozenset({Kind.COMPLAINT, Kind.HELP, Kind.ENQUIRY, Kind.SUGGESTION, Kind.REPORT, Kind.PRAISE})


def said(answers: Answers) -> str:
    """Everything the resident wrote for this request, in order."""
    return "\n".join(part["text"] for part in answers.get("parts", []) if part["text"])


def piece(words: str) -> dict[str, Any]:
    """A part of a longer message, as what was said of a matter of its own."""
    return {"parts": [{"channel": "", "ref": "", "text": words}]}


def begun(answers: Answers) -> bool:
    """Whether anything was said or sent that must not be lost."""
    return bool(said(answers) or answers.get("media") or answers.get("what"))


def with_message(turn: Turn, answers: Answers, incoming: Incoming) -> dict[str, Any]:
    """The answers with one more message: its words (an edited one replaces what it edits), photos and position."""
    parts = [dict(part) for part in answers.get("parts", [])]
    words = incoming.text[: turn.world.policy.longest_words]
    known = [part for part in parts if incoming.edits and part["ref"] == incoming.edits]
    if known:
        known[0]["text"] = words
    elif words:
        parts.append({"channel": incoming.channel, "ref": incoming.ref, "text": words})
    files = [] if incoming.edits else pack_files(incoming)
    grown = {**answers, "parts": parts, "media": [*answers.get("media", []), *files]}
    if incoming.point is None:
        return grown
    grown["point"] = pack_point(incoming.point)
    return placed(turn, grown, spot_at(turn, incoming.point))


def heard_again(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The answers with everything said so far understood as one."""
    return understood(turn, answers, turn.world.understand(said(answers), turn.person))


def understood(turn: Turn, answers: Answers, understanding: Understanding) -> dict[str, Any]:
    """The answers with what was understood; a place that is known already is not lost for one that is not."""
    grown = {
        **answers,
        "kind": str(understanding.kind if understanding.kind in FILED else Kind.HELP),
        "category": understanding.category or OTHER,
        "matter": understanding.matter,
        "guesses": [guess.label for guess in understanding.alternatives],
        "unsure": understanding.confidence < turn.world.policy.sure_enough,
        "why": [word for word in understanding.why if not PATTERN & set(word)],
        "ledger": understanding.ledger,
    }
    if understanding.emergency:
        grown["danger"] = understanding.emergency.type
        grown["danger_live"] = understanding.emergency.live
        grown["danger_sure"] = understanding.emergency.sure
        if understanding.emergency.threat:  # whoever threatens to die is not asked whether it is happening
            grown |= {"threat": True, "live": "now"}
    if understanding.place and not answers.get("spot"):
        at_own_home = understanding.place.relation is Relation.HOME and understanding.place.code == turn.person.home
        grown = placed(turn, grown, home_spot(turn) if at_own_home else understanding.place)
    return grown


def got(incoming: Incoming) -> Text:
    """What to say of a message that was taken without being an answer."""
    if any(media.kind is MediaKind.VOICE for media in incoming.media):
        return Text("got-voice")
    return Text("got-media" if incoming.media else "got-point" if incoming.point else "got-words")


def same_album(turn: Turn, incoming: Incoming) -> bool:
    """Whether this is a further photo of the album that is arriving, without words of its own."""
    return bool(incoming.album) and incoming.album == turn.conversation.album and not incoming.text


def placed(turn: Turn, answers: Answers, spot: Spot | None) -> dict[str, Any]:
    """The answers with a place and the grid that answers for it."""
    if spot is None:
        return dict(answers)
    routing = turn.world.routing(spot)
    return {
        **answers,
        "spot": {name: getattr(spot, name) for name in OF_SPOT},
        "grid": routing.grid if routing.sure else "",
        "community": community_of(turn.world.gazetteer.path(spot.code), routing),
        "routing": str(routing.reason),
        "candidates": list(routing.candidates),
        "place_words": turn.world.gazetteer.spot_in_words(spot) if spot.code else spot.words,
    }


def at_home(turn: Turn, answers: Answers) -> dict[str, Any]:
    """The answers with the resident's own home as the place."""
    return placed(turn, answers, home_spot(turn))


def home_spot(turn: Turn) -> Spot | None:
    """Home as the resident gave it: the building rather than the grid it lies in."""
    find = turn.world.gazetteer.find
    said = find(turn.person.home_words, turn.person.home) if turn.person.home_words else None
    return said if said and said.code and not said.candidates else find("我们楼下", turn.person.home)


def spot_at(turn: Turn, point: Point | None) -> Spot | None:
    """The grid a position lies in, as a spot; of a boundary's grids the candidates."""
    grids = turn.world.grid_at(point) if point else ()
    areas = [area for area in map(turn.world.gazetteer.area, grids) if area]
    if not areas:
        return None
    spot = Spot(areas[0].code, areas[0].name, areas[0].level, 1.0)
    return spot if len(areas) == 1 else replace(spot, code=areas[0].parent, candidates=tuple(a.code for a in areas))


def community_of(path: tuple[Any, ...], routing: Routing) -> str:
    """The community that answers when no grid does, "" if not even that is known."""
    if len(routing.grid) in (COMMUNITY_DIGITS, GRID_DIGITS):
        return community_code(routing.grid)
    codes = [area.code for area in path if len(area.code) == COMMUNITY_DIGITS and not area.code.endswith("000")]
    return codes[-1] if codes else path[-1].code if path else ""


def place_is_clear(answers: Answers) -> bool:
    """Whether nothing about the place needs to be asked."""
    return bool(answers.get("spot")) and answers.get("routing") not in (Reason.ASK_PLACE, Reason.UNKNOWN)


def ticket_from(scene: Scene, person: int, answers: Answers, *, danger: bool = False) -> Ticket:
    """The ticket these answers make, not yet filed."""
    policy = scene.world.policy
    matter = answers.get("matter", "")
    if danger and "danger" in answers and not (answers.get("threat") and matter):
        matter = scene.world.say(Text(f"danger-{answers['danger']}"), "zh-CN")
    reporter = scene.uow.people.get(person)
    community = answers.get("community", "") or (community_code(reporter.home) if reporter else "")
    ticket = Ticket(
        0,
        "",
        answers.get("kind", "help"),
        Status.ASSIGNED,
        answers.get("category", OTHER),
        matter,
        said(answers) or ONLY_PICTURES,
        policy.urgency(matter, danger=danger),
        answers.get("ledger", ""),
        (answers.get("spot") or {}).get("code", ""),
        answers.get("place_words", ""),
        answers.get("grid", ""),
        community,
        person,
        media=files_in(answers),
        point=point_in(answers),
    )
    calm = _calmly(scene, ticket, answers)
    if calm:
        return replace(ticket, assignee=calm)
    if ticket.kind == Kind.COMPLAINT and named_in(scene, ticket.words):
        return away_from_accused(scene, ticket)
    return directed(scene, ticket, shared=shared_by(answers))


def past_or_feared(answers: Answers) -> bool:
    """Whether it is about a danger that is over or may come: nobody is alerted, but it is a hazard (安全隐患)."""
    told = answers.get("live") or ("" if answers.get("danger_live") else "fear")
    return bool(answers.get("danger")) and told in ("past", "fear")


def _calmly(scene: Scene, ticket: Ticket, answers: Answers) -> int:
    """Who gets what the table keeps from the grid although nothing happens now (violence at home); 0 the ordinary way."""
    if ticket.kind not in ORDINARY or not past_or_feared(answers):
        return 0
    rungs = scene.world.alerts.rule(answers["danger"]).calm
    return first_for(scene, ticket, rungs) if rungs else 0


def shared_by(answers: Answers) -> tuple[str, ...]:
    """The grids of a place on a boundary, when the resident could not say which of them it is."""
    found = tuple(filter(is_grid, answers.get("candidates", ())))
    return found if len(found) > 1 and not answers.get("grid") else ()


def closed_at_once(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with nobody, ended as it is filed: it has its number and is counted, and is no work for anybody."""
    return replace(ticket, status=Status.CLOSED, assignee=0, unit="", return_until=None, closed_at=scene.now)


def register(scene: Scene, person: int, answers: Answers, *, danger: bool = False) -> Ticket:
    """File what is known; whatever is missing, the ticket is kept."""
    return file_from(scene, ticket_from(scene, person, answers, danger=danger), answers)


def file_from(scene: Scene, ticket: Ticket, answers: Answers, more: Mapping[str, str] | None = None) -> Ticket:
    """File a ticket made of these answers, with `more` in its event; a later edit of any of their messages finds it.

    What the knowledge base answered first (`answered` among the answers) goes on under the number it has.
    """
    shared = shared_by(answers)
    data = {**(more or {}), **({"candidates": ",".join(shared)} if shared else {})}
    if ticket.urgency is Urgency.CRITICAL:
        data["danger"] = answers.get("danger", "")
    answered = scene.uow.tickets.find(answers["answered"]) if "answered" in answers else None
    if answered and answered.at_once and ticket.alive and not ticket.confidential:
        filed = to_person(scene, answered, ticket, data)
    else:
        filed = file(scene, ticket, ticket.reporter, data)
    if past_or_feared(answers):
        scene.uow.tags.add(filed.id, HAZARD)
    for part in answers.get("parts", []):
        scene.uow.inbox.went_into(part["channel"], part["ref"], filed.id)
    return filed


def unpack_spot(answers: Answers) -> Spot | None:
    packed = answers.get("spot")
    if not packed:
        return None
    values = {**packed, "candidates": tuple(packed["candidates"])}
    return Spot(**{**values, "level": Level(packed["level"]), "relation": Relation(packed["relation"])})
