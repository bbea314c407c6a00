"""What a 楼长 can do: say what they know of a matter in their building, take it where that is offered, show their name."""

from __future__ import annotations

from domain.errors import NotAllowed, NotFound
from domain.messages import Text
from domain.ticket import Action, Ticket
from handlers import cards
from handlers.buildings import PUBLIC, heads_of, may_take
from handlers.forms import Answers, Ask, Form, Question, begin, ticket_in
from handlers.kept import files_in
from handlers.life import act
from handlers.readers import words_or_files
from handlers.scene import Turn, choice
from handlers.telling import tell_staff


def start_note(turn: Turn, ticket_id: str) -> None:
    ticket = _theirs(turn, ticket_id)
    if not ticket.alive:
        raise NotAllowed(f"a word about {ticket.number} ({ticket.status})")
    begin(turn, HEAD_NOTE, {"ticket": ticket.id})


def ask_note(turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("head-ask-note", cards.facts(turn, ticket_in(turn, answers))))


def finish_note(turn: Turn, answers: Answers) -> None:
    """Into the history, and to whoever has it."""
    ticket = _theirs(turn, str(answers["ticket"]))
    words = turn.world.say(Text("head-said", {"name": turn.uow.people.name(turn.person.id), **answers}), "zh-CN")
    after = act(turn, ticket, Action.ASSIST, None, note=words, media=files_in(answers))
    if after.assignee:
        tell_staff(turn, after.assignee, after, "worker-head-said", note=words, media=files_in(answers))
    turn.answer("head-noted", args=cards.facts(turn, after))


def take(turn: Turn, ticket_id: str) -> None:
    """我来办: the ticket is theirs to accept, and whoever had it knows."""
    ticket = _theirs(turn, ticket_id)
    if not may_take(turn, ticket):
        raise NotAllowed(f"{ticket.number} is not offered ({ticket.status})")
    words = turn.world.say(Text("head-takes", {"name": turn.uow.people.name(turn.person.id)}), "zh-CN")
    after = act(turn, ticket, Action.ASSIGN, None, note=words, data={"why": "building-head"}, assignee=turn.person.id)
    if ticket.assignee:
        tell_staff(turn, ticket.assignee, after, "worker-head-took", note=words)
    turn.answer("head-taken", args=cards.facts(turn, after))


def publish(turn: Turn, wish: str) -> None:
    """Their name on the neighbours' card: only by their own word, and until they take it back (PIPL Art. 25)."""
    shown = wish != "no"
    turn.uow.people.note(turn.person.id, PUBLIC, "yes" if shown else "no")
    other = choice("head_publish/no", "do-head-hide") if shown else choice("head_publish/yes", "do-head-publish")
    turn.answer("head-published" if shown else "head-hidden", (other,))


def _theirs(turn: Turn, ticket_id: str) -> Ticket:
    """The ticket, if it is about their building. Raises NotFound otherwise."""
    ticket = turn.uow.tickets.find(int(ticket_id)) if ticket_id.isdecimal() else None
    if ticket is None or turn.person.id not in heads_of(turn, ticket):
        raise NotFound(f"ticket {ticket_id}")
    return ticket


HEAD_NOTE = Form("head-note", (Question("note", ask_note, words_or_files()),), finish_note)
