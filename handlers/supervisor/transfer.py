"""交接: when staff change, all that one has in hand goes to another, with its story, told once to everybody concerned."""

from __future__ import annotations

from domain.errors import NotAllowed
from domain.messages import Arg, Choice, Text
from domain.people import Role
from domain.ticket import Action, Status, Ticket, can, parties
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, always, begin, yes_or_no
from handlers.life import act
from handlers.readers import one_called, own_words
from handlers.scene import Turn, choice, named

CANDIDATES = 8
SHOWN = 10
LONGEST_NOTE = 300
STAFF = (Role.WORKER, Role.CAPTAIN, Role.AREA_LEAD, Role.DESK)
CONCERNS = frozenset({Status.ASSIGNED, Status.WORKING, Status.WAITING, Status.PARKED, Status.REVIEWING})


def start(turn: Turn) -> None:
    begin(turn, TRANSFER, {})


def staff(turn: Turn) -> list[int]:
    """Everybody who works below this supervisor."""
    found = [
        person
        for role in STAFF
        for person, scope in turn.uow.people.everybody_with(role)
        if turn.person.has(Role.SUPERVISOR, scope)
    ]
    return list(dict.fromkeys(found))


def in_hand(turn: Turn, person: int) -> list[Ticket]:
    """What this supervisor may hand over of it."""
    return [t for t in turn.uow.tickets.in_hand(person) if can(t, Action.TRANSFER, parties(t, turn.person), turn.now)]


def ask_from(turn: Turn, _answers: Answers) -> Ask:
    busy = [(person, len(in_hand(turn, person))) for person in staff(turn)]
    offered = sorted(((person, count) for person, count in busy if count), key=lambda each: -each[1])[:CANDIDATES]
    return Ask(Text("transfer-ask-from"), tuple(_named(turn, person, count) for person, count in offered))


def ask_to(turn: Turn, answers: Answers) -> Ask:
    """Who holds the same kind of post near by comes first."""
    former = turn.uow.people.get(int(answers["former"]))
    scope = former.posts[0].scope if former and former.posts else ""
    others = sorted(_others(turn, answers), key=lambda person: not _shares(turn, person, scope))
    options = tuple(_named(turn, person, len(turn.uow.tickets.todo_of(person))) for person in others[:CANDIDATES])
    args: dict[str, Arg] = {"name": cards.who(turn, int(answers["former"])), "count": len(_chosen(turn, answers))}
    return Ask(Text("transfer-ask-to", args), options)


def _shares(turn: Turn, person: int, scope: str) -> bool:
    found = turn.uow.people.get(person)
    return any(post.scope == scope for post in found.posts) if found else False


def _named(turn: Turn, person: int, count: int) -> Choice:
    return named(str(person), f"{turn.uow.people.name(person)}（{count}件）")


def _others(turn: Turn, answers: Answers) -> list[int]:
    return [person for person in staff(turn) if person != int(answers["former"])]


def ask_sure(turn: Turn, answers: Answers) -> Ask:
    args: dict[str, Arg] = {
        "name": cards.who(turn, int(answers["former"])),
        "other": cards.who(turn, int(answers["to"])),
        "count": len(_chosen(turn, answers)),
    }
    return Ask(Text("transfer-ask-sure", args), (choice("yes", "transfer-yes"), choice("no", "transfer-no")))


def finish(turn: Turn, answers: Answers) -> None:
    if answers["sure"] != "yes":
        turn.answer("cancelled")
        return
    former, to = int(answers["former"]), int(answers["to"])
    if to not in staff(turn) or former not in staff(turn):
        raise NotAllowed("they do not work below this supervisor")
    note = "" if answers["note"] == "skip" else answers["note"]
    going = [ticket for ticket in _chosen(turn, answers) if to not in ticket.recused]
    moved = [act(turn, ticket, Action.TRANSFER, turn.person, note=note, assignee=to) for ticket in going]
    args: dict[str, Arg] = {"name": cards.who(turn, former), "other": cards.who(turn, to), "count": len(moved)}
    turn.answer("transfer-done", (choice("menu/", "do-menu"),), args=args)
    if moved:
        turn.tell(to, "transfer-list", _buttons(turn, moved), args={**args, "note": note, "lines": _lines(turn, moved)})
        turn.tell(former, "transfer-given", args=args)
        _tell_residents(turn, moved, to)


def _chosen(turn: Turn, answers: Answers) -> list[Ticket]:
    return in_hand(turn, int(answers["former"]))


def _buttons(turn: Turn, tickets: list[Ticket]) -> tuple[Choice, ...]:
    return (*(cards.open_button(turn, ticket) for ticket in tickets[:SHOWN]), choice("todo/", "do-todo"))


def _lines(turn: Turn, tickets: list[Ticket]) -> str:
    """Each with its place, its date and what happened last."""
    lines = []
    for index, ticket in enumerate(tickets[:SHOWN], start=1):
        last = [e for e in turn.uow.tickets.history(ticket.id) if e.action not in (Action.TRANSFER, Action.ESCALATE)][
            -1
        ]
        args: dict[str, Arg] = {
            **cards.facts(turn, ticket),
            "index": index,
            "last": Text(f"did-{last.action}"),
            "said": cards.shortened(last.note, 24),
        }
        lines.append(turn.world.say(Text("transfer-line", args), turn.person.language))
    return "\n".join(lines)


def _tell_residents(turn: Turn, moved: list[Ticket], to: int) -> None:
    """Once to each, whatever they have running."""
    theirs: dict[int, list[Ticket]] = {}
    for ticket in moved:
        if ticket.awaited and ticket.status in CONCERNS:
            for person in (ticket.voice, *ticket.followers):
                theirs.setdefault(person, []).append(ticket)
    for person, tickets in theirs.items():
        subjects = "、".join(f"{cards.subject(ticket)}（{ticket.number}）" for ticket in tickets)
        args: dict[str, Arg] = {"subjects": subjects, "worker": cards.who(turn, to)}
        turn.tell(person, "resident-transferred", (choice("mine/", "do-mine"),), ticket=tickets[0].id, args=args)


TRANSFER = Form(
    "transfer",
    (
        Question("former", ask_from, one_called("former", lambda t, _a: staff(t))),
        Question("to", ask_to, one_called("to", _others)),
        Question(
            "note",
            always("transfer-ask-note", choice("skip", "transfer-skip")),
            own_words("note", LONGEST_NOTE),
        ),
        Question("sure", ask_sure, yes_or_no("sure")),
    ),
    finish,
)
