"""One message, one turn, one transaction: from an inbox row to everything that follows from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from domain.errors import NotAllowed, NotFound
from domain.messages import Incoming, Reply, Text
from handlers import cards, commands, freely
from handlers.dispatch import widest_supervisors
from handlers.forms import Elsewhere, Form, back, begin, go_on, next_question, reply_to
from handlers.resident import drafts, home, mine, report
from handlers.resident.draft import begun, register
from handlers.scene import ASIDE, Turn, Waiting, choice
from handlers.world import World
from nlp.understanding import Kind
from storage.inbox import Received
from storage.unit_of_work import UnitOfWork

STAFF_FORM_OPEN = timedelta(hours=2)
SHOWN_TO_STAFF = 200
LONGEST_INDEX = 3  # digits of a button's place in its menu


def take(uow: UnitOfWork, world: World, received: Received, now: datetime) -> None:
    """Handle one kept message; its row is done in the same transaction as everything it caused."""
    incoming = replace(received.incoming, text=world.clean(received.incoming.text))
    if incoming.group:
        _in_group(uow, world, incoming, now)
        uow.inbox.forget(received.id, incoming, now)
        return
    turn = _open_turn(uow, world, incoming, now)
    try:
        _handle(turn)
    except NotAllowed:
        _refused(turn, "not-possible-now")
    except NotFound:
        _refused(turn, "no-such-ticket")
    _go_on_with_what_waited(turn)
    if not turn.answered and not freely.is_further_photo(turn):
        commands.menu(turn)
    drafts.watch(turn)
    album = incoming.album or turn.conversation.album
    uow.conversations.save(replace(turn.conversation, album=album), now)
    uow.inbox.done(received.id, turn.ticket)


def sorry(uow: UnitOfWork, world: World, incoming: Incoming, now: datetime) -> None:
    """A turn that failed for good: the person hears it, and what they wrote is kept for the staff."""
    turn = _open_turn(uow, world, incoming, now)
    turn.close()
    turn.answer("sorry-kept", (choice("person/new", "do-person"),))
    words = cards.shortened(incoming.text, SHOWN_TO_STAFF) or Text("a-photo")
    for person in widest_supervisors(turn):
        turn.tell(person, "staff-set-aside", args={"words": words})
    uow.conversations.save(turn.conversation, now)


def _open_turn(uow: UnitOfWork, world: World, incoming: Incoming, now: datetime) -> Turn:
    person = uow.people.by_account(incoming.channel, incoming.sender) or uow.people.add(now)
    uow.people.seen(incoming.channel, incoming.sender, person.id, incoming.chat, now)
    kept = uow.conversations.get(incoming.channel, incoming.sender)
    answers = dict(kept.answers)
    aside = answers.pop(ASIDE, None)
    waiting = Waiting(**aside) if aside else None
    return Turn(uow, world, now, person, incoming, replace(kept, answers=answers), waiting=waiting)


def _handle(turn: Turn) -> None:
    """The first that fits takes the message."""
    if turn.incoming.start and _deep_link(turn):
        return
    if not turn.person.noticed and not commands.is_staff(turn) and not _in_danger(turn):
        if _is_only_start(turn):
            home.welcome(turn)
            return
        home.notice(turn)
    form = commands.FORMS.get(turn.conversation.form)
    if form and _left_long_ago(turn, form):
        form = None
    if turn.incoming.edits and _edited(turn, form):
        return
    if turn.incoming.pressed:
        _pressed(turn, form)
    elif form:
        _in_form(turn, form)
    else:
        turn.close()  # no form, or one of an older release
        freely.take(turn)


def _deep_link(turn: Turn) -> bool:
    payload = turn.incoming.start
    return any(payload.startswith(prefix) and work(turn, payload) for prefix, work in commands.DEEP_LINKS)


def _is_only_start(turn: Turn) -> bool:
    incoming = turn.incoming
    return incoming.text in ("/start", "") and not (incoming.media or incoming.point or incoming.pressed)


def _in_danger(turn: Turn) -> bool:
    """Whether the message cries for help: then nothing stands between it and the answer."""
    return bool(turn.incoming.text and turn.heard.emergency and turn.heard.emergency.live)


def _left_long_ago(turn: Turn, form: Form) -> bool:
    """A worker who was called away in the middle of 办结 must not have the next day's words sent to that resident."""
    since = turn.conversation.since
    return not form.draft and commands.is_staff(turn) and since is not None and turn.now - since > STAFF_FORM_OPEN


def _pressed(turn: Turn, form: Form | None) -> None:
    """A button is a reference to a message we sent this very person; anything else is stale or forged."""
    token, _, index = turn.incoming.pressed.partition(":")
    letter = turn.uow.outbox.by_token(token)
    mine = letter and (letter.channel, letter.account) == (turn.incoming.channel, turn.incoming.sender)
    choices = letter.reply.choices if letter and mine else ()
    if not (index.isdecimal() and len(index) <= LONGEST_INDEX and int(index) < len(choices)):
        _stale(turn, form)
        return
    picked = choices[int(index)].id
    turn.pressed_card = letter.reply.card if letter else ""
    if form and token == turn.conversation.prompt:
        reply_to(turn, form, turn.incoming, picked)
    elif "/" not in picked or not _meanwhile(turn, form, lambda turn: commands.run(turn, picked)):
        _stale(turn, form)


def _stale(turn: Turn, form: Form | None) -> None:
    """An old button: say so, and show what is open now."""
    if form:
        go_on(turn, form, turn.conversation.answers, Text("stale-button"))
    else:
        turn.answer("stale-button-menu", (choice("mine/", "do-mine"), choice("menu/", "do-menu")))


def _in_form(turn: Turn, form: Form) -> None:
    """An answer, a command, or a cry for help in the middle of something."""
    if _meanwhile(turn, form, _typed):
        return
    if (
        not commands.is_staff(turn)
        and _in_danger(turn)
        and not turn.conversation.answers.get("danger_live")
        and form is not report.DANGER_PLACE
    ):
        _alarm(turn, form)
        return
    intent = turn.heard.intent if turn.incoming.text else ""
    if work := IN_FORM.get(intent):
        work(turn, form)
    elif form.draft and (command := MEANWHILE.get(intent)):
        _meanwhile(turn, form, command)
    else:
        _answer(turn, form)


def _typed(turn: Turn) -> bool:
    """Words that work in the middle of anything: a ticket's number, and for staff their commands."""
    words = turn.incoming.text.strip()
    return (commands.is_staff(turn) and commands.typed(turn, words)) or freely.names_a_ticket(turn, words)


def _answer(turn: Turn, form: Form) -> None:
    before = turn.conversation
    try:
        reply_to(turn, form, turn.incoming)
    except Elsewhere:
        turn.conversation = before
        turn.close()
        freely.take(turn)


def _meanwhile(turn: Turn, form: Form | None, work: Callable[[Turn], object]) -> bool:
    """Do something else in the middle of a form: a draft waits until that is done. False (and nothing) if it was no command."""
    before, waited = turn.conversation, turn.waiting
    if form and form.draft and begun(before.answers):
        inner = {**before.answers, ASIDE: asdict(waited)} if waited else dict(before.answers)
        turn.waiting = Waiting(form.name, inner, before.prompt)
    turn.close()
    if work(turn) is not False:
        return True
    turn.conversation, turn.waiting = before, waited
    return False


def _go_on_with_what_waited(turn: Turn) -> None:
    """When what came between is done, the draft's question is asked again; else it goes on waiting."""
    waiting = turn.waiting
    if waiting is None:
        return
    if turn.conversation.form:
        turn.open(
            turn.conversation.form,
            {**turn.conversation.answers, ASIDE: asdict(waiting)},
            turn.conversation.prompt,
        )
    elif form := commands.FORMS.get(waiting.form):
        go_on(turn, form, waiting.answers, Text("back-to-draft"))


def _cancel(turn: Turn, form: Form) -> None:
    turn.close()
    turn.answer(form.cancelled)


def _drop(turn: Turn, form: Form) -> None:
    """算了, 不用了: about what is being asked now when that is a request; else it is an answer like any other."""
    (_cancel if form.draft else _answer)(turn, form)


def _chat(turn: Turn, form: Form) -> None:
    """你好 or 谢谢 in the middle: no part of a request, so the question is put again."""
    if form.draft and begun(turn.conversation.answers):
        go_on(turn, form, turn.conversation.answers)
    else:
        _answer(turn, form)


def _person(turn: Turn, form: Form) -> None:
    """A person is wanted in the middle of a request: it is filed as it is, for a person to read."""
    answers = turn.conversation.answers
    if form is not report.REPORT or not begun(answers):
        _meanwhile(turn, form, mine.person)
        return
    turn.close()
    ticket = register(turn, turn.person.id, answers, danger=bool(answers.get("danger_live")))
    turn.ticket = ticket.id
    turn.answer("person-draft", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


def _alarm(turn: Turn, form: Form) -> None:
    """Danger in the middle of something: it comes first; what was said of a request so far belongs to it."""
    if form is report.REPORT:
        begin(turn, form, report.with_heard(turn, turn.conversation.answers))
    else:
        _meanwhile(turn, form, lambda turn: report.start(turn, turn.incoming, turn.heard))


def _edited(turn: Turn, form: Form | None) -> bool:
    """An edited message: what it changed follows it into the open request or the filed ticket."""
    answers = turn.conversation.answers
    in_draft = any(part["ref"] == turn.incoming.edits for part in answers.get("parts", []))
    if form and in_draft and next_question(form, answers):
        reply_to(turn, form, turn.incoming)
        return True
    ticket_id = turn.uow.inbox.ticket_of(turn.incoming.channel, turn.incoming.edits)
    ticket = turn.uow.tickets.find(ticket_id) if ticket_id else None
    if ticket is None or ticket.reporter != turn.person.id:
        return False
    mine.add(turn, ticket, f"（更正）{turn.incoming.text}", turn.incoming.media)
    return True


def _refused(turn: Turn, key: str) -> None:
    """The life table says no, or it is not theirs: say so, with a way on."""
    turn.close()
    turn.answer(key, (choice("mine/", "do-mine"), choice("menu/", "do-menu")))


def _in_group(uow: UnitOfWork, world: World, incoming: Incoming, now: datetime) -> None:
    """In a group nothing personal is said or kept: whoever needs something is asked to write in private."""
    heard = world.understander.understand(incoming.text) if incoming.text else None
    content = heard is not None and not heard.intent and heard.kind not in SMALL
    if incoming.pressed or incoming.start or (content and heard and (heard.category or heard.emergency)):
        uow.outbox.put(incoming.channel, incoming.sender, incoming.chat, Reply(Text("group-private")), now)


SMALL = frozenset({Kind.SMALLTALK, Kind.PRAISE, Kind.FEEDBACK})
IN_FORM: dict[str, Callable[[Turn, Form], None]] = {
    "cancel": _cancel,
    "back": back,
    "person": _person,
    "withdraw": _drop,
    "greeting": _chat,
    "thanks": _chat,
}
MEANWHILE = {
    intent: work
    for intent, work in commands.INTENTS.items()
    if intent in ("progress", "help", "home", "my_worker", "my_data", "wish_list")
}
