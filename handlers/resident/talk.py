"""Words for the people at work: add to a ticket, answer the worker's question, say what a person should hear."""

from __future__ import annotations

from domain.messages import Incoming, Text
from domain.ticket import Action, Status, Ticket
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, Unclear, always, begin, ticket_in
from handlers.kept import files_in, pack_files
from handlers.life import act, require
from handlers.resident.draft import register, with_message
from handlers.resident.questions import elsewhere
from handlers.scene import Turn, choice


def read_words(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Words, photos or a position, whichever came."""
    if not (incoming.text.strip() or incoming.media or incoming.point):
        raise Unclear("unclear-note")
    return {**with_message(turn, answers, incoming), "said": said_in(turn, incoming)}


def said_in(turn: Turn, incoming: Incoming) -> str:
    """The words of a message; a position as the place it is in."""
    if not incoming.point:
        return incoming.text
    grids = turn.world.grid_at(incoming.point)
    where = turn.world.gazetteer.in_words(grids[0]) if grids else ""
    return f"📍{where}（{incoming.point.latitude:.5f}, {incoming.point.longitude:.5f}）{incoming.text}"


def finish_add(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    media = files_in(answers)
    after = act(turn, ticket, Action.ADD, turn.person, note=answers["said"], media=media)
    turn.ticket = after.id
    turn.answer("report-added", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))


def start_reply(turn: Turn, ticket: Ticket) -> None:
    """Answer the worker's question; neither sees the other's account."""
    require(turn, ticket, answering(ticket))
    begin(turn, REPLY, {"ticket": ticket.id})


def ask_reply(turn: Turn, answers: Answers) -> Ask:
    asked = [e for e in turn.uow.tickets.history(int(answers["ticket"])) if e.action is Action.ASK]
    return Ask(Text("mine-ask-reply", {"note": asked[-1].note if asked else ""}))


def finish_reply(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    media = files_in(answers)
    after = act(turn, ticket, answering(ticket), turn.person, note=answers["said"], media=media)
    turn.ticket = after.id
    turn.answer("mine-replied", args=cards.facts(turn, after))


def answering(ticket: Ticket) -> Action:
    """What an answer is to the ticket: after we have gone on without it, an addition."""
    return Action.ANSWER if ticket.status is Status.WAITING else Action.ADD


def answers_question(turn: Turn) -> bool:
    """Whether the message is what a worker waits for: a question is open, and nothing else is spoken of."""
    waiting = [t for t in turn.uow.tickets.of_reporter(turn.person.id) if t.status is Status.WAITING]
    if not waiting or (turn.incoming.text and _speaks_of_another(turn, waiting[0])):
        return False
    files = pack_files(turn.incoming)
    finish_reply(turn, {"ticket": waiting[0].id, "said": said_in(turn, turn.incoming), "media": files})
    return True


def _speaks_of_another(turn: Turn, ticket: Ticket) -> bool:
    heard = turn.heard
    if heard.emergency and heard.emergency.live:
        return True
    return bool(heard.matter) and (heard.matter != ticket.matter or elsewhere(ticket, heard))


def start_person(turn: Turn) -> None:
    begin(turn, PERSON, {})


def finish_person(turn: Turn, answers: Answers) -> None:
    ticket = register(turn, turn.person.id, {**answers, "kind": "enquiry", "matter": "人工服务"})
    turn.ticket = ticket.id
    turn.answer("person-filed", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


ADD = Form("add", (Question("said", always("mine-ask-add"), read_words),), finish_add)
REPLY = Form("reply", (Question("said", ask_reply, read_words),), finish_reply, cancelled="reply-cancelled")
PERSON = Form("person", (Question("said", always("person-ask"), read_words),), finish_person)
