"""How a ticket looks to each side: the same facts, no more of them than the reader needs, and the buttons they may press."""

from __future__ import annotations

import re

from domain.answers import Result
from domain.masking import OWN_NAME, masked
from domain.messages import Arg, Choice, Lane, Text
from domain.people import Person
from domain.publication import Showing
from domain.sources import BY_STAFF, RESIDENT
from domain.ticket import STAFF, Action, Party, Status, Ticket, Urgency, can, parties
from handlers.presence import part_time
from handlers.scene import Scene, Turn, choice, named
from storage.origins import Origin

TITLE_LENGTH = 18


def subject(ticket: Ticket) -> str:
    """What it is about, in the fewest words."""
    return ticket.matter or ticket.category or shortened(ticket.words)


def shortened(words: str, length: int = TITLE_LENGTH) -> str:
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def anonymous(words: str) -> str:
    """Words without names, numbers and doors: what may hang on the wall of wishes."""
    return OWN_NAME.sub("＊", IDENTIFYING.sub("＊", words))


def lane(ticket: Ticket, otherwise: Lane = Lane.CONFIRMATION) -> Lane:
    """What is about life and property in danger, or filed in a storm, overtakes everything and disturbs at night."""
    return Lane.URGENT if ticket.urgency is Urgency.CRITICAL or ticket.storm or ticket.rushed else otherwise


def facts(scene: Scene, ticket: Ticket) -> dict[str, Arg]:
    """The arguments every text about a ticket may use."""
    return {
        "number": ticket.number,
        "subject": subject(ticket),
        "words": ticket.words,
        "place": ticket.place_words or scene.world.gazetteer.in_words(ticket.area) or "—",
        "grid": scene.world.grid_name(ticket.grid) if ticket.grid else "—",
        "status": Text(f"status-{ticket.status}"),
        "urgency": _urgency(ticket),
        "kind": Text(f"kind-{ticket.kind}"),
        "worker": who(scene, ticket.assignee),
        "due": due_words(scene, ticket),
        "until": scene.moment(ticket.reopen_until),
        "others": len(ticket.followers) or "",
        **_terms(scene, ticket),
        "parked": scene.moment(ticket.parked_until) if ticket.status is Status.PARKED else "",
        "requested": Text(f"requested-{ticket.request}", {"until": scene.moment(ticket.request_until)})
        if ticket.request
        else "",
        **came_from(scene, ticket),
        "rush": ticket.rush or "",
        "clock": ticket.clock,
        "law": _law(scene, ticket),
        "storm": int(scene.world.policy.storm_answer_within.total_seconds() // 60) if ticket.storm else "",
    }


def _urgency(ticket: Ticket) -> Text:
    """一般, or 一般·特殊事项 where a special clock goes."""
    plain = Text(f"urgency-{ticket.urgency}")
    return Text("urgency-clock", {"urgency": plain, "clock": ticket.clock}) if ticket.clock else plain


def _law(scene: Scene, ticket: Ticket) -> Arg:
    """What the law says of the clock it goes by, and which law; "" when the clock is not one of the law."""
    row = scene.world.policy.clock(ticket.clock)
    return Text("legal-term", {"says": row.says, "law": row.law}) if row.law else ""


def _terms(scene: Scene, ticket: Ticket) -> dict[str, Arg]:
    """Of a wish for help when, of a child's wish who consented: for staff and whoever wished it."""
    if not ticket.wish:
        return {"slot": "", "guard": ""}
    terms = scene.uow.wishes.of(ticket.id)
    guard: Arg = ""
    if ticket.child:
        args = {"way": Text(f"way-{terms.way}"), "at": scene.moment(terms.consented_at)} if terms.way else {}
        guard = Text("child-consented", args) if terms.consented_at else Text("child-unconsented")
    return {"slot": Text(f"slot-{terms.slot}") if terms.slot else "", "guard": guard}


def came_from(scene: Scene, ticket: Ticket) -> dict[str, Arg]:
    """How it came in, and whom it is for when they have no account: enough to know them by, not to ring them."""
    origin = None if ticket.source in (RESIDENT, *BY_STAFF) else scene.uow.origins.of(ticket.id)
    source = "" if ticket.source == RESIDENT else scene.world.sources.name(ticket.source)
    if origin is None:
        return {"source": source, "contact": ""}
    people = scene.uow.people
    contact = () if ticket.confidential or not origin.contact else (people.name(origin.contact), _phone(scene, origin))
    return {
        "source": " ".join(filter(None, (source, origin.box, origin.external))),
        "contact": " ".join(filter(None, (f"{contact[0][:1]}＊" if contact and contact[0] else "", *contact[1:]))),
    }


def _phone(scene: Scene, origin: Origin) -> str:
    return masked(scene.uow.people.reveal(origin.contact, "phone"))


def told(scene: Scene, ticket: Ticket) -> dict[str, Arg]:
    """The same for residents: that somebody reads the answer first is no business of theirs."""
    facts_ = facts(scene, ticket)
    if ticket.status is Status.REVIEWING:
        facts_["status"] = Text(f"status-{Status.WORKING}")
    return facts_


def who_for_staff(scene: Scene, person: int) -> Arg:
    """The same for staff, who see at once whether it is a 兼职网格员."""
    name = who(scene, person)
    return Text("part-timer", {"name": name}) if part_time(scene, person) else name


def due_words(scene: Scene, ticket: Ticket) -> Text:
    """The promised date, marked when the calendar of that year is not known yet."""
    moment = scene.moment(ticket.due_at)
    return Text("due-provisional", {"moment": moment}) if ticket.provisional else moment


def who(scene: Scene, person: int) -> Arg:
    """A member of staff as residents may know them: their name is posted by law; "the community" when there is nobody."""
    name = scene.uow.people.name(person) if person else ""
    return name or Text("nobody-yet")


def card_id(ticket: Ticket, turn: Turn | None = None) -> str:
    """The name of the message a ticket's card stands in.

    A press on such a card changes it in its place; whatever else shows the ticket is a new message, where people look.
    """
    if turn and turn.pressed_card.startswith(f"t{ticket.id}-"):
        return turn.pressed_card
    return f"t{ticket.id}-{turn.incoming.message_id if turn else ticket.version}"


def buttons(scene: Scene, ticket: Ticket, person: Person, *, rare: bool = False) -> tuple[Choice, ...]:
    """What this person can do to this ticket now, by the life table; what is rare stands behind 更多."""
    possible = _possible(scene, ticket, person)
    shown = tuple(verb for verb in possible if (verb in RARE) is rare)
    more = (choice(f"more/{ticket.id}", "do-more"),) if not rare and len(shown) < len(possible) else ()
    return (
        *(
            choice(f"{verb}/{ticket.id}", WISH_LABELS.get(verb, f"do-{verb}") if ticket.wish else f"do-{verb}")
            for verb in shown
        ),
        *more,
    )


def is_staff_of(ticket: Ticket, person: Person) -> bool:
    """Whether somebody may open it as one of those who work on it or answer for its area."""
    return bool(parties(ticket, person) & STAFF)


def _possible(scene: Scene, ticket: Ticket, person: Person) -> list[str]:
    mine = parties(ticket, person)
    return [
        verb
        for verb, action in BUTTONS
        if can(ticket, action, mine, scene.now) and _sensible(scene, verb, ticket, person)
    ]


def open_button(scene: Scene, ticket: Ticket) -> Choice:
    """A line of a list that opens the ticket."""
    label = ticket.number if ticket.confidential else f"{ticket.number} {subject(ticket)}"
    return named(f"open/{ticket.id}", f"🔴 {label}" if is_late(scene, ticket) else label)


def is_late(scene: Scene, ticket: Ticket) -> bool:
    return ticket.late(scene.now)


def pressing(scene: Scene, ticket: Ticket) -> tuple[bool, bool, float]:
    """How lists are ordered: danger and 急件 first, then what is late, then by date."""
    due = ticket.due_at.timestamp() if ticket.due_at else float("inf")
    hurry = ticket.urgency is Urgency.CRITICAL or ticket.rushed
    return (not hurry, not is_late(scene, ticket), due)


def mark(ticket: Ticket) -> str:
    """A sign in front of what is in a hurry, or followed by a supervisor."""
    if ticket.rushed and ticket.urgency is not Urgency.CRITICAL:
        return "⏱ 急件"
    return {Urgency.CRITICAL: "🚨", Urgency.URGENT: "⚡"}.get(ticket.urgency, "📌 督办" if ticket.supervised else "📋")


def halves(ticket: Ticket) -> bool:
    """Whether it can be solved in part: an explanation or a refusal is clear or not, and a wish arrives or not."""
    return not ticket.wish and ticket.result in ("", Result.SOLVED)


def hide_choice(ticket: Ticket) -> tuple[Choice, ...]:
    """The one button with which a resident takes back what is shown."""
    return (choice(f"hide/{ticket.id}", "do-hide"),)


def _sensible(scene: Scene, verb: str, ticket: Ticket, person: Person) -> bool:
    """The table allows more than is worth a button: nobody urges himself, who joined says only solved or not.

    Whoever speaks for a resident asks them first how it was (记回访), and does not answer for them.
    """
    if verb in ANSWERED and ticket.reporter != person.id and Party.PROXY in parties(ticket, person):
        return False
    if verb == "partly":
        return halves(ticket) and ticket.reporter == person.id
    if verb in ("publish", "keep_off", "hide"):
        found = scene.uow.publications.of(ticket.id)
        unread = found is not None and found.state is Showing.WAITING and ticket.reporter != person.id
        return found is not None and (verb != "hide") is unread
    if verb in ("check", "guardian"):
        waits = ticket.child and scene.uow.wishes.of(ticket.id).consented_at is None
        return waits is (verb == "guardian")
    if verb == "thank":
        return not any(event.action is Action.THANK for event in scene.uow.tickets.history(ticket.id))
    works_on_it = ticket.assignee == person.id and ticket.status is not Status.RESOLVED
    return not (verb in OF_OTHERS and works_on_it)


IDENTIFYING = re.compile(
    r"\d{5,}[\dXx]*|[\d一二三四五六七八九十]+(?:栋|幢|座|号楼|单元|楼|室|房|号)(?:[\d一二三四五六七八九十]+(?:单元|楼|室|房|号)?)*"
)
WISH_LABELS = {"solved": "do-wish-received", "unsolved": "do-wish-missing"}

# verb of the button → action of the life table, in the order they are shown
BUTTONS: tuple[tuple[str, Action], ...] = (
    ("accept", Action.ACCEPT),
    ("progress", Action.PROGRESS),
    ("resolve", Action.RESOLVE),
    ("retract", Action.RETRACT),
    ("ask", Action.ASK),
    ("return", Action.RETURN),
    ("extend", Action.EXTEND),
    ("park", Action.PARK),
    ("resume", Action.RESUME),
    ("grant", Action.GRANT),
    ("refuse", Action.REFUSE),
    ("reply", Action.ANSWER),
    ("solved", Action.CONFIRM),
    ("partly", Action.REFUTE),
    ("unsolved", Action.REFUTE),
    ("reopen", Action.REOPEN),
    ("to_person", Action.TO_PERSON),
    ("add", Action.ADD),
    ("urge", Action.URGE),
    ("withdraw", Action.WITHDRAW),
    ("dispatch", Action.DISPATCH),
    ("assign", Action.ASSIGN),
    ("rank", Action.RANK),
    ("whistle", Action.WHISTLE),
    ("joint", Action.JOINT),
    ("guardian", Action.GUARD),
    ("check", Action.CHECK),
    ("decline", Action.DECLINE),
    ("protect", Action.PROTECT),
    ("claim", Action.CLAIM),
    ("offer", Action.OFFER),
    ("fulfil", Action.FULFIL),
    ("release", Action.RELEASE),
    ("agree", Action.AGREE),
    ("leave", Action.LEAVE),
    ("merge", Action.MERGE),
    ("split", Action.SPLIT),
    ("approve", Action.APPROVE),
    ("send_back", Action.SEND_BACK),
    ("redo", Action.REDO),
    ("uphold", Action.UPHOLD),
    ("exclude", Action.EXCLUDE),
    ("include", Action.INCLUDE),
    ("thank", Action.THANK),
    ("publish", Action.PUBLISH),
    ("keep_off", Action.HIDE),
    ("hide", Action.HIDE),
    ("annul", Action.ANNUL),
    ("called", Action.CALL),
    ("phone", Action.SLIP),
    ("slip", Action.SLIP),
)
OF_OTHERS = frozenset({"urge", "solved", "unsolved", "add"})  # who works on a report of their own uses 办结 and 报进展
ANSWERED = frozenset({"solved", "partly", "unsolved"})
RARE = frozenset(
    {"slip", "extend", "park", "rank", "joint", "exclude", "include", "annul", "protect"}
)  # behind 更多, so that a card shows what is done every day
