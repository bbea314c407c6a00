"""One message, one turn, one transaction: from an inbox row to everything that follows from it."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import datetime, timedelta

from domain.errors import NotAllowed, NotFound
from domain.messages import Choice, Incoming, Text
from domain.values import replace
from handlers import cards, commands, freely, groups, midway
from handlers.dispatch import widest_supervisors
from handlers.forms import Form, go_on, next_question, reply_to
from handlers.resident import drafts, home, mine
from handlers.scene import ASIDE, Turn, Waiting, choice
from handlers.world import World
from storage.inbox import Received
from storage.unit_of_work import UnitOfWork

STAFF_FORM_OPEN = timedelta(hours=2)
SHOWN_TO_STAFF = 200
PLACE = re.compile(r"0|[1-9][0-9]{0,2}")  # a button's place in its menu, as we write it: not "00", not "٣"


def take(uow: UnitOfWork, world: World, received: Received, now: datetime) -> None:
    """Handle one kept message; its row is done in the same transaction as everything it caused."""
    given = received.incoming
    incoming = replace(given, text=world.clean(given.text), sender_name=world.clean(given.sender_name))
    if incoming.group:
        groups.take(uow, world, incoming, now, lambda alone: _open_turn(uow, world, alone, now))
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
    if not turn.person.noticed and not commands.is_staff(turn) and not midway.in_danger(turn):
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
        midway.take(turn, form)
    else:
        turn.close()  # no form, or one of an older release
        freely.take(turn)


def _deep_link(turn: Turn) -> bool:
    payload = turn.incoming.start
    return any(payload.startswith(prefix) and work(turn, payload) for prefix, work in commands.DEEP_LINKS)


def _is_only_start(turn: Turn) -> bool:
    incoming = turn.incoming
    return incoming.text in ("/start", "") and not (incoming.media or incoming.point or incoming.pressed)


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
    if not (PLACE.fullmatch(index) and int(index) < len(choices)):
        _stale(turn, form)
        return
    picked = choices[int(index)].id
    turn.pressed_card = letter.reply.card if letter else ""
    if form and token == turn.conversation.prompt:
        reply_to(turn, form, turn.incoming, picked)
    elif "/" not in picked or not midway.meanwhile(turn, form, lambda turn: commands.run(turn, picked)):
        _stale(turn, form)


def _stale(turn: Turn, form: Form | None) -> None:
    """An old button: say so, and show what is open now."""
    if form:
        go_on(turn, form, turn.conversation.answers, Text("stale-button"))
    else:
        turn.answer("stale-button-menu", _ways_on(turn))


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


def _edited(turn: Turn, form: Form | None) -> bool:
    """An edited message: what it changed follows it into the open request or the filed ticket."""
    answers = turn.conversation.answers
    in_draft = any(part["ref"] == turn.incoming.edits for part in answers.get("parts", []))
    if form and in_draft and next_question(form, answers):
        reply_to(turn, form, turn.incoming)
        return True
    ticket_id = turn.uow.inbox.ticket_of(turn.incoming.channel, turn.incoming.edits)
    ticket = turn.uow.tickets.find(ticket_id) if ticket_id else None
    if ticket is None or turn.person.id not in (ticket.reporter, *ticket.followers):
        return False
    mine.add(turn, ticket, f"（更正）{turn.incoming.text}", turn.incoming.media)
    return True


def _refused(turn: Turn, key: str) -> None:
    """The life table says no, or it is not theirs: say so, with a way on."""
    turn.close()
    turn.answer(key, _ways_on(turn))


def _ways_on(turn: Turn) -> tuple[Choice, ...]:
    first = choice("todo/", "do-todo") if commands.is_staff(turn) else choice("mine/", "do-mine")
    return (first, choice("menu/", "do-menu"))
