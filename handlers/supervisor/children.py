"""Wishes for children: the guardian's consent written down, the line for volunteers, the match, and who was checked."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.messages import Arg, Incoming, Text
from domain.people import Role
from domain.ticket import CHILD_WISH, Action, Status, Ticket
from domain.values import replace
from domain.wishes import Clearance, Guardian, Way, tells_of_a_child
from handlers import cards, show
from handlers.forms import Answers, Ask, Form, Question, Unclear, always, begin, ticket_in
from handlers.life import act, require
from handlers.readers import own_words
from handlers.scene import Turn, choice
from handlers.wishing import consented, is_cleared, public_words
from storage.audit import Act

CHECKERS = (Role.DESK, Role.CAPTAIN, Role.AREA_LEAD, Role.SUPERVISOR)
LONGEST_LINE = 60
LONGEST_NAME = 30


def protect(turn: Turn, ticket: Ticket) -> None:
    """按儿童心愿保护: it turned out to be for a child; off the wall until a guardian has consented."""
    show.card(turn, act(turn, ticket, Action.PROTECT, turn.person, matter=CHILD_WISH))


# ---- the guardian


def ask_way(turn: Turn, _answers: Answers) -> Ask:
    ways = (way for way in turn.world.policy.consent_ways if way != Way.CHAT)
    return Ask(Text("guardian-ask-way"), tuple(choice(way, f"way-{way}") for way in ways))


def finish_guardian(turn: Turn, answers: Answers) -> None:
    """Who, when, how, and who wrote it down; the name is sealed and stands in no history."""
    ticket = ticket_in(turn, answers)
    data = {"guardian": answers["guardian"], "way": answers["way"]}
    after = act(turn, ticket, Action.GUARD, turn.person, data=data)
    terms = turn.uow.wishes.of(ticket.id)
    kept = replace(terms, guardian=data["guardian"], way=data["way"], consented_at=turn.now, by=turn.person.id)
    turn.uow.wishes.keep(kept)
    turn.uow.wishes.name_guardian(ticket.id, answers["name"])
    show.card(turn, after)


GUARDIAN = Form(
    "guardian",
    (
        Question("guardian", always("guardian-ask", *(choice(each, f"guardian-{each}") for each in Guardian))),
        Question("way", ask_way),
        Question("name", always("guardian-ask-name"), own_words("name", LONGEST_NAME)),
    ),
    finish_guardian,
)


# ---- what volunteers read of it


def check(turn: Turn, ticket: Ticket) -> None:
    """核实通过 of a child's wish: only with consent, and with a line that says nothing of the child."""
    require(turn, ticket, Action.CHECK)
    if not consented(turn, ticket):
        turn.answer(
            "child-needs-guardian", (choice(f"guardian/{ticket.id}", "do-guardian"),), args=cards.facts(turn, ticket)
        )
        return
    begin(turn, CHILD_LINE, {"ticket": ticket.id})


def ask_line(turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("child-ask-line", cards.facts(turn, ticket_in(turn, answers))))


def read_line(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Refused when it holds a number, a door, a school, or the name of a guardian or wisher we know."""
    line = incoming.text.strip()
    ticket = ticket_in(turn, answers)
    names = (turn.uow.wishes.guardian(ticket.id), turn.uow.people.name(ticket.reporter))
    if not line:
        raise Unclear("unclear-note")
    if tells_of_a_child(line) or cards.anonymous(line) != line or any(name and name in line for name in names):
        raise Unclear("child-line-tells")
    return {**answers, "line": line[:LONGEST_LINE]}


def finish_line(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    turn.uow.wishes.keep(replace(turn.uow.wishes.of(ticket.id), public=answers["line"]))
    show.card(turn, act(turn, ticket, Action.CHECK, turn.person, note=answers["line"]))


CHILD_LINE = Form("child-line", (Question("line", ask_line, read_line),), finish_line)


# ---- the match


def match(turn: Turn, argument: str) -> None:
    """同意匹配: only who offered, is still checked, and while nobody else has it."""
    ticket, person = _offered(turn, argument)
    require(turn, ticket, Action.MATCH)
    if not is_cleared(turn, person):
        turn.answer("child-not-cleared", args=cards.facts(turn, ticket))
        return
    after = act(turn, ticket, Action.MATCH, turn.person, claimant=person)
    turn.tell(
        person,
        "child-matched",
        (choice(f"release/{after.id}", "do-release"),),
        ticket=after.id,
        args={
            "number": after.number,
            "words": public_words(turn, after),
            "place": turn.world.gazetteer.in_words(after.community) or "—",
            "days": turn.world.policy.wish_unfulfilled_after.days,
        },
    )
    show.card(turn, after)


def no_match(turn: Turn, argument: str) -> None:
    ticket, person = _offered(turn, argument)
    require(turn, ticket, Action.MATCH)
    turn.tell(person, "child-not-matched", (choice("wall/", "do-wall"),), args={"number": ticket.number})
    turn.answer("child-told", args=cards.facts(turn, ticket))


def _offered(turn: Turn, argument: str) -> tuple[Ticket, int]:
    """The ticket and the volunteer of a button. NotAllowed for anybody who did not offer."""
    number, _, volunteer = argument.partition(".")
    ticket = show.visible(turn, number)
    offers = {event.by for event in turn.uow.tickets.history(ticket.id) if event.action is Action.OFFER}
    if not volunteer.isdecimal() or int(volunteer) not in offers:
        raise NotAllowed(f"match {argument}")
    return ticket, int(volunteer)


# ---- who was checked (背景核查)


def clear(turn: Turn, argument: str) -> None:
    person = _volunteer(turn, argument)
    until = turn.now + turn.world.policy.clearance_valid
    turn.uow.wishes.clear(Clearance(person, turn.now, until, turn.person.id))
    turn.uow.audit.did(Act(turn.now, f"person {turn.person.id}", "volunteer cleared", f"person {person} until {until}"))
    turn.tell(person, "clearance-given", (choice("wall/", "do-wall"),), args={"until": turn.moment(until)})
    args: dict[str, Arg] = {"name": turn.uow.people.name(person), "until": turn.moment(until)}
    turn.answer("clearance-noted", (choice(f"unclear/{person}", "do-not-cleared"),), args=args)


def unclear(turn: Turn, argument: str) -> None:
    """Not passed, or taken back: what they have of children goes back to the wall."""
    person = _volunteer(turn, argument)
    turn.uow.wishes.unclear(person)
    turn.uow.audit.did(Act(turn.now, f"person {turn.person.id}", "volunteer not cleared", f"person {person}"))
    for wish in turn.uow.tickets.of_claimant(person):
        if wish.child and wish.status is Status.CLAIMED:
            act(turn, wish, Action.RELEASE, None, claimant=0)
    turn.tell(person, "clearance-refused", (choice("wall/", "do-wall"),))
    turn.answer("clearance-not-noted", args={"name": turn.uow.people.name(person)})


def _volunteer(turn: Turn, argument: str) -> int:
    """Whom a button of the staff is about. NotAllowed for who is no staff, and about who is no volunteer."""
    found = turn.uow.people.get(int(argument)) if argument.isdecimal() else None
    checks = any(map(turn.person.has, CHECKERS)) and found != turn.person  # nobody checks themselves
    if not checks or found is None or not found.has(Role.VOLUNTEER):
        raise NotAllowed(f"clearance {argument}")
    return found.id
