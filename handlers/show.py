"""One ticket as its reader may see it; whoever is no party to it learns nothing, not even that it exists."""

from __future__ import annotations

from domain.errors import NotFound
from domain.measures import ENTRY
from domain.messages import Arg, Choice, Text
from domain.ticket import STAFF, Action, Event, Party, Status, Ticket, parties
from handlers import cards
from handlers.answering import submitted
from handlers.scene import Turn, choice
from handlers.telling import review_words
from handlers.wishing import may_be_shown, public_words, slot

STEPS_SHOWN = 6
NOTE_LENGTH = 40
LONGEST_ANSWER = 500
# nothing of it is a resident's
INTERNAL = frozenset(
    {
        *(Action.SUBMIT, Action.APPROVE, Action.SEND_BACK, Action.ASSIST, Action.WHISTLE, Action.JOINT, Action.RECEIVE),
        *(Action.EXCLUDE, Action.INCLUDE, Action.REVISIT, Action.CALL, Action.SLIP),
    }
)
OF_STAFF = frozenset({Action.ACCEPT, Action.PROGRESS, Action.RESOLVE, Action.RETRACT, Action.CLOSE})


def visible(turn: Turn, ticket_id: str) -> Ticket:
    """The ticket, if this person may see it. Raises NotFound otherwise: a guessed number shows nothing."""
    ticket = turn.uow.tickets.find(int(ticket_id)) if ticket_id.isdecimal() else None
    if ticket is None or not may_see(turn, ticket):
        raise NotFound(f"ticket {ticket_id}")
    return ticket


def may_see(turn: Turn, ticket: Ticket) -> bool:
    mine = parties(ticket, turn.person)
    on_wall = ticket.wish and ticket.status is Status.OPEN and may_be_shown(turn, ticket, turn.person.id)
    return bool(mine - {Party.VOLUNTEER}) or (on_wall and Party.VOLUNTEER in mine)


def card(turn: Turn, ticket: Ticket) -> None:
    """The card of a ticket with its last steps and the buttons of this reader; it replaces an earlier copy of itself."""
    mine = parties(ticket, turn.person)
    turn.ticket = ticket.id
    if not mine - {Party.VOLUNTEER} or (ticket.child and not mine & {*STAFF, Party.REPORTER}):
        _on_wall(turn, ticket)
        return
    if Party.FOLLOWER in mine and not mine & STAFF:
        _joined(turn, ticket)
        return
    if ticket.status is Status.REVIEWING and Party.READER in mine:
        to_review(turn, ticket)
        return
    if ticket.at_once and Party.REPORTER in mine:
        _answered(turn, ticket)
        return
    staff = bool(mine & STAFF) and Party.REPORTER not in mine
    if not staff and ticket.confidential and turn.uow.retrievals.issued(ticket.id):
        turn.answer("secret-needs-code", args={"number": ticket.number, "status": Text(f"status-{ticket.status}")})
        return
    steps = [e for e in turn.uow.tickets.history(ticket.id) if staff or e.action not in INTERNAL][-STEPS_SHOWN:]
    turn.answer(
        "card-wish" if ticket.wish else "card-staff" if staff else "card-resident",
        cards.buttons(turn, ticket, turn.person),
        card=cards.card_id(ticket, turn),
        media=ticket.media,
        point=ticket.point,
        args={
            **(cards.facts if staff else cards.told)(turn, ticket),
            **({"worker": cards.who_for_staff(turn, ticket.assignee)} if staff else {}),
            "mark": cards.mark(ticket),
            "late": "yes" if cards.is_late(turn, ticket) else "no",
            "steps": "\n".join(turn.world.say(_step(turn, event), turn.person.language) for event in steps),
        },
    )


def to_review(turn: Turn, ticket: Ticket) -> None:
    """An answer before it goes out, whole, for whoever may approve it."""
    said = submitted(turn, ticket)
    buttons = cards.buttons(turn, ticket, turn.person)
    args = review_words(turn, ticket, said)
    turn.answer("card-review", buttons, card=cards.card_id(ticket, turn), media=said.media, args=args)


def _joined(turn: Turn, ticket: Ticket) -> None:
    """A ticket somebody joined: what became of it, and nothing of what its other residents said or sent."""
    steps = [e for e in turn.uow.tickets.history(ticket.id) if e.action in OF_STAFF or e.by == turn.person.id]
    said = (_step(turn, event) for event in steps[-STEPS_SHOWN:])
    args = {
        **cards.told(turn, ticket),
        "mark": cards.mark(ticket),
        "area": turn.world.gazetteer.in_words(ticket.place or ticket.area),
        "steps": "\n".join(turn.world.say(text, turn.person.language) for text in said),
    }
    turn.answer("card-joined", cards.buttons(turn, ticket, turn.person), card=cards.card_id(ticket, turn), args=args)


def _answered(turn: Turn, ticket: Ticket) -> None:
    """What was answered at once: the question and the answer as it is now, while it still holds."""
    filed = turn.uow.tickets.history(ticket.id)[0]
    entry = turn.world.knowledge.entries.get(filed.data.get(ENTRY, ""))
    answer = entry.answer if entry and entry.valid(turn.today()) else ""
    args = {"number": ticket.number, "words": ticket.words, "answer": answer}
    turn.answer("card-answered", cards.buttons(turn, ticket, turn.person), card=cards.card_id(ticket, turn), args=args)


def answers_in(turn: Turn, ticket: Ticket) -> str:
    """What the staff did and answered, a line each, whole: for whoever holds the code of a confidential ticket."""
    steps = [event for event in turn.uow.tickets.history(ticket.id) if event.action in (*OF_STAFF, Action.ASK)]
    lines = (_step(turn, event, LONGEST_ANSWER) for event in steps)
    return "\n".join(turn.world.say(line, turn.person.language) for line in lines)


def more(turn: Turn, ticket: Ticket) -> None:
    """更多: what is rarely done to a ticket."""
    choices = cards.buttons(turn, ticket, turn.person, rare=True)
    turn.answer("more", (*choices, choice(f"open/{ticket.id}", "do-open")), args=cards.facts(turn, ticket))


def contact(turn: Turn, ticket: Ticket, person: int, reason: str, choices: tuple[Choice, ...] = ()) -> None:
    """Name and telephone number, whole, of somebody to be rung about a ticket; every look is kept with its reason."""
    view = turn.uow.people.view
    name, phone = (
        view(person, field, turn.person.id, reason, turn.now) if person else "" for field in ("name", "phone")
    )
    args = {
        **cards.facts(turn, ticket),
        "name": name or Text("behalf-without-name"),
        "phone": phone or Text("no-phone"),
    }
    turn.answer("card-contact", choices, args=args)


def _on_wall(turn: Turn, wish: Ticket) -> None:
    """A wish before it is claimed: need and area, never who."""
    args: dict[str, Arg] = {
        "words": public_words(turn, wish),
        "number": wish.number,
        "place": turn.world.gazetteer.in_words(wish.community),
        "slot": slot(turn, wish),
    }
    turn.answer("card-wall-child" if wish.child else "card-wall", cards.buttons(turn, wish, turn.person), args=args)


def _step(turn: Turn, event: Event, length: int = NOTE_LENGTH) -> Text:
    """One line of history. Residents are "the resident" to everybody: no name, no account."""
    at = turn.world.week.local(event.at)
    args: dict[str, Arg] = {
        "at": f"{at:%m-%d %H:%M}",
        "what": Text(f"did-{event.action}"),
        "note": cards.shortened(event.note, length),
    }
    return Text("step-note" if event.note.strip() else "step", args)
