"""An enquiry answered from the knowledge base: one answer with its source, a few to pick from, or the ordinary way.

Danger, complaints and what names a house never end here. What is answered is filed as 即答: it has its number and is no
work for anybody, until 没解决 passes it on to somebody under that number.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from domain.conversation import Conversation
from domain.errors import NotFound
from domain.grid_codes import community_code
from domain.knowledge import Enquiry, Entry, Outcome
from domain.measures import ENTRY
from domain.messages import Choice, Incoming, Text
from domain.ticket import AT_ONCE, Action, Ticket
from domain.values import replace
from handlers import cards, knowing
from handlers.forms import begin
from handlers.life import file, require
from handlers.resident import report
from handlers.resident.draft import closed_at_once, register, ticket_from, understood
from handlers.scene import Scene, Turn, choice, named
from nlp.knowledge import asks
from nlp.understanding import Kind, Understanding
from storage.timers import Timer

LONGEST = 300  # characters kept of a question
LABEL = 24
ASKED = "enquiry"  # in the data of FILE: which enquiry it is
ABOUT_A_TICKET = (
    "撤",
    "工单",
    "投诉",
    "处理",
    "修",
    "来",
)  # 不用修了 is said to a ticket, 不用了 to whatever was read last


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
    return entry.valid(turn.today()) and entry.holds_at(area)


def _offer(turn: Turn, asked: Enquiry, entries: list[Entry]) -> None:
    turn.answer("enquiry-which", _picks(asked, entries))
    _start(turn, "enquiry_reminder", asked, turn.world.policy.draft_reminder_after)
    _start(turn, "enquiry_file", asked, turn.world.policy.draft_filed_after)


def _start(turn: Turn, kind: str, asked: Enquiry, after: timedelta) -> None:
    there, due = turn.conversation, turn.not_in_quiet_hours(turn.now + after)
    data = {"enquiry": str(asked.id), "channel": there.channel, "account": there.account}
    turn.uow.timers.start(Timer(f"{kind}:{asked.id}", kind, turn.person.id, due, data))


def _picks(asked: Enquiry, entries: list[Entry]) -> tuple[Choice, ...]:
    picks = (named(f"enquiry_show/{asked.id}/{each.code}", cards.shortened(each.title, LABEL)) for each in entries)
    return (*picks, choice(f"enquiry_none/{asked.id}", "enquiry-none"))


# ---- nobody picked


def remind(scene: Scene, timer: Timer) -> None:
    """What was offered, once more."""
    asked = _unpicked(scene, timer)
    entries = [scene.world.knowledge.entries.get(code) for code in asked.offered] if asked else []
    if asked:
        args = {"words": cards.shortened(asked.words, LABEL)}
        scene.tell(asked.person, "enquiry-which-again", _picks(asked, list(filter(None, entries))), args=args)


def file_unpicked(scene: Scene, timer: Timer) -> None:
    """Nobody came back: somebody answers it, as if 都不是 had been pressed."""
    asked = _unpicked(scene, timer)
    person = scene.uow.people.get(asked.person) if asked else None
    if not asked or not person:
        return
    there = Conversation(timer.data["channel"], timer.data["account"])
    nothing = Incoming(there.channel, "", there.account, there.account, scene.now)
    turn = Turn(scene.uow, scene.world, scene.now, person, nothing, there)
    heard = scene.world.understand(asked.words, person)
    ticket = register(turn, person.id, {**_answers(turn, asked, heard), "kind": "enquiry"})
    _became(turn, asked, replace(asked, outcome=Outcome.UNANSWERED, ticket=ticket.id))
    args = {**cards.facts(scene, ticket), "words": cards.shortened(asked.words, LABEL)}
    opened = (choice(f"open/{ticket.id}", "do-open"),)
    scene.tell(person.id, "enquiry-filed-unpicked", opened, ticket=ticket.id, args=args)


def _unpicked(scene: Scene, timer: Timer) -> Enquiry | None:
    """The question, if nothing was picked, and none of what was offered was asked for again in other words."""
    asked = scene.uow.knowledge.enquiry(int(timer.data["enquiry"]))
    if asked is None or asked.outcome is not Outcome.OFFERED or not (asked.person and asked.words):
        return None
    later = scene.uow.knowledge.later(asked)
    return None if any(set(each.offered) & set(asked.offered) for each in later) else asked


def _show(turn: Turn, asked: Enquiry, entry: Entry) -> None:
    """The answer under its number, with where it comes from and since when it is so."""
    shown = asked.shown if entry.code in asked.shown else (*asked.shown, entry.code)
    ticket = turn.uow.tickets.find(asked.ticket) or _file(turn, asked, entry)
    _became(turn, asked, replace(asked, shown=shown, outcome=Outcome.SHOWN, ticket=ticket.id))
    if shown != asked.shown:
        turn.uow.knowledge.used(entry.code, turn.month(), shown=1)
    args = {
        "number": ticket.number,
        "title": entry.title,
        "answer": entry.answer,
        "unit": turn.world.grid_name(entry.unit),
        "source": entry.source,
        "updated": entry.updated.isoformat() if entry.updated else "",
        "until": entry.until.isoformat() if entry.until else "",
        "area": turn.world.grid_name(entry.area) if entry.area else "",
    }
    buttons = (choice(f"enquiry_solved/{asked.id}", "enquiry-solved"), choice(f"enquiry_not/{asked.id}", "enquiry-not"))
    before, turn.ticket = turn.ticket, ticket.id  # the answer is about it; an edit of the question asks anew
    turn.answer("enquiry-answer", buttons, args=args)
    turn.ticket = before


def _file(turn: Turn, asked: Enquiry, entry: Entry) -> Ticket:
    """即答: counted beside the new requests, in no rate and under no matter; where nobody lives, with whoever answers for it."""
    heard = turn.world.understand(asked.words, turn.person)
    ticket = closed_at_once(turn, ticket_from(turn, turn.person.id, _answers(turn, asked, heard)))
    community = ticket.community or community_code(knowing.home_of(turn, entry))
    ticket = replace(ticket, kind=Kind.ENQUIRY, matter="", ledger="", community=community, result=AT_ONCE)
    return file(turn, ticket, turn.person.id, {ENTRY: entry.code, ASKED: str(asked.id)})


def show(turn: Turn, argument: str) -> None:
    """One of the answers offered was picked."""
    asked, code = _own(turn, argument.partition("/")[0]), argument.partition("/")[2]
    entry = turn.world.knowledge.entries.get(code)
    if _passed_on(turn, asked):
        _already(turn, asked)
    elif entry is None or not _usable(turn, entry, asked.area):
        _to_ticket(turn, asked, Outcome.UNANSWERED)
    else:
        _show(turn, asked, entry)


def solved(turn: Turn, argument: str) -> None:
    asked = _own(turn, argument)
    if _passed_on(turn, asked):
        _already(turn, asked)
        return
    if asked.outcome is Outcome.SHOWN:
        _became(turn, asked, replace(asked, outcome=Outcome.SOLVED))
        turn.uow.knowledge.used(asked.shown[-1], turn.month(), solved=1)
    turn.answer("enquiry-glad", (choice("menu/", "do-menu"),))


def unsolved(turn: Turn, argument: str) -> None:
    """没解决, also after 解决了: somebody answers it."""
    asked = _own(turn, argument)
    if _passed_on(turn, asked):
        _already(turn, asked)
        return
    if asked.outcome is not Outcome.UNSOLVED:  # said before, and what was asked then about the place was left open
        taken_back = -1 if asked.outcome is Outcome.SOLVED else 0
        turn.uow.knowledge.used(asked.shown[-1], turn.month(), solved=taken_back, unsolved=1)
    _to_ticket(turn, asked, Outcome.UNSOLVED)


def to_person(turn: Turn, ticket: Ticket) -> None:
    """The same on the card of what was answered at once. Raises NotAllowed when it was not, or is not theirs."""
    require(turn, ticket, Action.TO_PERSON)
    unsolved(turn, turn.uow.tickets.history(ticket.id)[0].data[ASKED])


def none(turn: Turn, argument: str) -> None:
    """None of those offered: a ticket, and a question for the editors."""
    asked = _own(turn, argument)
    if asked.outcome is Outcome.OFFERED:
        _to_ticket(turn, asked, Outcome.UNANSWERED)
    else:
        _already(turn, asked)


def hears_feedback(turn: Turn, *, good: bool) -> bool:
    """没解决 typed after an answer is about that answer; False when something else was said last."""
    about = _said_last(turn, "enquiry_solved/")
    if about:
        (solved if good else unsolved)(turn, about)
    return bool(about)


def hears_enough(turn: Turn) -> bool:
    """算了 and 不用了 after an answer, or after several to pick from, end that; no ticket is meant."""
    words = turn.incoming.text
    if any(word in words for word in ABOUT_A_TICKET) or not _said_last(turn, "enquiry_solved/", "enquiry_none/"):
        return False
    turn.uow.timers.stop(turn.person.id, "enquiry_reminder", "enquiry_file")
    turn.answer("enquiry-glad", (choice("mine/", "do-mine"), choice("menu/", "do-menu")))
    return True


def _said_last(turn: Turn, *verbs: str) -> str:
    """The enquiry that the last message with choices is about, "" if about none."""
    menu = turn.uow.outbox.by_token(turn.conversation.menu) if turn.conversation.menu else None
    about = [each.id for each in menu.reply.choices if each.id.startswith(verbs)] if menu else []
    return about[0].partition("/")[2] if about else ""


def _to_ticket(turn: Turn, asked: Enquiry, outcome: Outcome) -> None:
    """An enquiry is filed at once; what needs a place is asked for it like any request."""
    heard = turn.world.understand(asked.words, turn.person)
    answers = _answers(turn, asked, heard) | ({"answered": asked.ticket} if asked.ticket else {})
    if heard.kind is not Kind.ENQUIRY:
        _became(turn, asked, replace(asked, outcome=outcome))
        begin(turn, report.REPORT, answers)
        return
    ticket = register(turn, turn.person.id, answers)
    turn.ticket = ticket.id
    _became(turn, asked, replace(asked, outcome=outcome, ticket=ticket.id))
    key = "enquiry-passed" if asked.ticket else "report-filed-enquiry"
    turn.answer(key, (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


def _answers(turn: Turn, asked: Enquiry, heard: Understanding) -> dict[str, Any]:
    """What a request knows of it: the question, and which answers did not help."""
    entries = turn.world.knowledge.entries
    titles = "、".join(f"《{entries[code].title}》" for code in asked.shown if code in entries)
    text = Text("enquiry-words", {"words": asked.words, "titles": titles})
    words = turn.world.say(text, "zh-CN") if titles else asked.words
    return understood(turn, {"kind": "enquiry", "parts": [{"channel": "", "ref": "", "text": words}]}, heard)


def _passed_on(turn: Turn, asked: Enquiry) -> bool:
    """Whether somebody has it, or had it."""
    ticket = turn.uow.tickets.find(asked.ticket) if asked.ticket else None
    return ticket is not None and not ticket.at_once


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
