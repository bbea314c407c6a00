"""An enquiry answered from the knowledge base: one answer with its source, a few to pick from, or the ordinary way.

Danger, complaints and what names a house never end here, and 没解决 always makes a ticket.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from domain.errors import NotFound
from domain.knowledge import Enquiry, Entry, Outcome
from domain.messages import Text
from handlers import cards, knowing
from handlers.forms import begin
from handlers.resident import report
from handlers.resident.draft import register, understood
from handlers.scene import Turn, choice, named
from nlp.knowledge import asks
from nlp.understanding import Kind, Understanding

LONGEST = 300  # characters kept of a question
LABEL = 24


def answered(turn: Turn) -> bool:
    """Whether the message was answered, or answers offered; what nothing fits is kept for the editors, and goes on."""
    knowledge = turn.world.knowledge
    if not (knowledge.entries and _is_question(turn)):
        return False
    area = _area(turn)
    result = knowledge.search(turn.incoming.text, lambda entry: _usable(turn, entry, area))
    if result.sure is None and turn.heard.kind is not Kind.ENQUIRY:
        return False
    offered = tuple(found.entry.code for found in result.likely)
    outcome = Outcome.OFFERED if offered else Outcome.UNANSWERED
    asked = Enquiry(0, turn.person.id, turn.now, turn.incoming.text[:LONGEST], area, offered, outcome=outcome)
    asked = turn.uow.knowledge.ask(asked)
    if result.sure:
        _show(turn, asked, result.sure.entry)
    elif offered:
        _offer(turn, asked, [found.entry for found in result.likely])
    return bool(offered)


def answered_aside(turn: Turn) -> bool:
    """Whether a question in the middle of something else has one sure answer, which is then given."""
    knowledge = turn.world.knowledge
    if not (knowledge.entries and turn.heard.kind is Kind.ENQUIRY and _is_question(turn)):
        return False
    area = _area(turn)
    sure = knowledge.search(turn.incoming.text, lambda entry: _usable(turn, entry, area)).sure
    if sure is None:
        return False
    offered, words = (sure.entry.code,), turn.incoming.text[:LONGEST]
    asked = Enquiry(0, turn.person.id, turn.now, words, area, offered, outcome=Outcome.OFFERED)
    _show(turn, turn.uow.knowledge.ask(asked), sure.entry)
    return True


def _is_question(turn: Turn) -> bool:
    heard, incoming = turn.heard, turn.incoming
    if heard.emergency or incoming.media or incoming.point or len(heard.parts) > 1:
        return False
    if heard.matter and heard.place and (heard.place.building or heard.place.house):
        return False
    return heard.kind is Kind.ENQUIRY or (heard.kind is Kind.HELP and asks(incoming.text))


def _area(turn: Turn) -> str:
    place = turn.heard.place
    return place.code if place and place.code else turn.person.home


def _usable(turn: Turn, entry: Entry, area: str) -> bool:
    return entry.valid(knowing.today(turn)) and entry.holds_at(area)


def _offer(turn: Turn, asked: Enquiry, entries: list[Entry]) -> None:
    picks = (named(f"enquiry_show/{asked.id}/{each.code}", cards.shortened(each.title, LABEL)) for each in entries)
    turn.answer("enquiry-which", (*picks, choice(f"enquiry_none/{asked.id}", "enquiry-none")))


def _show(turn: Turn, asked: Enquiry, entry: Entry) -> None:
    """The answer, with where it comes from and since when it is so."""
    shown = asked.shown if entry.code in asked.shown else (*asked.shown, entry.code)
    _became(turn, asked, replace(asked, shown=shown, outcome=Outcome.SHOWN))
    if shown != asked.shown:
        turn.uow.knowledge.used(entry.code, knowing.month(turn), shown=1)
    args = {
        "title": entry.title,
        "answer": entry.answer,
        "unit": turn.world.grid_name(entry.unit),
        "source": entry.source,
        "updated": entry.updated.isoformat() if entry.updated else "",
        "until": entry.until.isoformat() if entry.until else "",
        "area": turn.world.grid_name(entry.area) if entry.area else "",
    }
    buttons = (choice(f"enquiry_solved/{asked.id}", "enquiry-solved"), choice(f"enquiry_not/{asked.id}", "enquiry-not"))
    turn.answer("enquiry-answer", buttons, args=args)


def show(turn: Turn, argument: str) -> None:
    """One of the answers offered was picked."""
    asked, code = _own(turn, argument.partition("/")[0]), argument.partition("/")[2]
    entry = turn.world.knowledge.entries.get(code)
    if entry is None or not _usable(turn, entry, asked.area):
        _to_ticket(turn, asked, Outcome.UNANSWERED)
    elif asked.ticket:
        _already(turn, asked)
    else:
        _show(turn, asked, entry)


def solved(turn: Turn, argument: str) -> None:
    asked = _own(turn, argument)
    if asked.ticket:
        _already(turn, asked)
        return
    if asked.outcome is Outcome.SHOWN:
        _became(turn, asked, replace(asked, outcome=Outcome.SOLVED))
        turn.uow.knowledge.used(asked.shown[-1], knowing.month(turn), solved=1)
    turn.answer("enquiry-glad", (choice("menu/", "do-menu"),))


def unsolved(turn: Turn, argument: str) -> None:
    """没解决, also after 解决了: it becomes a ticket."""
    asked = _own(turn, argument)
    if asked.outcome is Outcome.UNSOLVED:
        _already(turn, asked)
        return
    taken_back = -1 if asked.outcome is Outcome.SOLVED else 0
    turn.uow.knowledge.used(asked.shown[-1], knowing.month(turn), solved=taken_back, unsolved=1)
    _to_ticket(turn, asked, Outcome.UNSOLVED)


def none(turn: Turn, argument: str) -> None:
    """None of those offered: a ticket, and a question for the editors."""
    asked = _own(turn, argument)
    if asked.outcome is Outcome.OFFERED:
        _to_ticket(turn, asked, Outcome.UNANSWERED)
    else:
        _already(turn, asked)


def hears_feedback(turn: Turn, *, good: bool) -> bool:
    """没解决 typed after an answer is about that answer; False when something else was said last."""
    menu = turn.uow.outbox.by_token(turn.conversation.menu) if turn.conversation.menu else None
    about = [each.id for each in menu.reply.choices if each.id.startswith("enquiry_solved/")] if menu else []
    if not about:
        return False
    (solved if good else unsolved)(turn, about[0].partition("/")[2])
    return True


def _to_ticket(turn: Turn, asked: Enquiry, outcome: Outcome) -> None:
    """An enquiry is filed at once; what needs a place is asked for it like any request."""
    heard = turn.world.understand(asked.words, turn.person)
    answers = _answers(turn, asked, heard)
    if heard.kind is not Kind.ENQUIRY:
        _became(turn, asked, replace(asked, outcome=outcome))
        begin(turn, report.REPORT, answers)
        return
    ticket = register(turn, turn.person.id, answers)
    turn.ticket = ticket.id
    _became(turn, asked, replace(asked, outcome=outcome, ticket=ticket.id))
    turn.answer("report-filed-enquiry", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


def _answers(turn: Turn, asked: Enquiry, heard: Understanding) -> dict[str, Any]:
    """What a request knows of it: the question, and which answers did not help."""
    entries = turn.world.knowledge.entries
    titles = "、".join(f"《{entries[code].title}》" for code in asked.shown if code in entries)
    words = turn.world.say(Text("enquiry-words", {"words": asked.words, "titles": titles}), "zh-CN")
    return understood(turn, {"kind": "enquiry", "parts": [{"channel": "", "ref": "", "text": words}]}, heard)


def _already(turn: Turn, asked: Enquiry) -> None:
    ticket = turn.uow.tickets.find(asked.ticket) if asked.ticket else None
    if ticket is None:
        turn.answer("stale-button-menu", (choice("mine/", "do-mine"), choice("menu/", "do-menu")))
        return
    args = cards.facts(turn, ticket)
    turn.answer("enquiry-already", (choice(f"open/{ticket.id}", "do-open"),), args=args)


def _became(turn: Turn, before: Enquiry, after: Enquiry) -> None:
    turn.uow.knowledge.became(before, after)


def _own(turn: Turn, enquiry: str) -> Enquiry:
    """Raises NotFound when it is nobody's or somebody else's."""
    found = turn.uow.knowledge.enquiry(int(enquiry)) if enquiry.isdecimal() else None
    if found is None or found.person != turn.person.id:
        raise NotFound(f"enquiry {enquiry}")
    return found
