"""One message, one turn, one transaction: from an inbox row to everything that follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.errors import NotAllowed, NotFound
from domain.messages import Incoming, Text
from domain.ticket import Action, Status, Ticket
from handlers import cards, commands
from handlers.forms import back, go_on, next_question, reply_to, typed_choice
from handlers.resident import drafts, home, mine, praise, report, survey, wish
from handlers.resident.draft import register, said
from handlers.scene import Turn, choice
from handlers.worker import patrol
from handlers.world import World
from nlp.understanding import Kind, Understanding
from storage.inbox import Received
from storage.unit_of_work import UnitOfWork

LONGEST_CHOICE = 12
LEAVE = {"cancel", "back", "person"}


def take(uow: UnitOfWork, world: World, received: Received, now: datetime) -> None:
    """Handle one kept message; its row is done in the same transaction as everything it caused."""
    incoming = replace(received.incoming, text=world.clean(received.incoming.text))
    if incoming.group:
        _in_group(uow, world, incoming, now)
        uow.inbox.done(received.id)
        return
    turn = _open_turn(uow, world, incoming, now)
    try:
        _handle(turn)
    except NotAllowed:
        _refused(turn)
    except NotFound:
        turn.answer("no-such-ticket")
    if not turn.answered and not _is_further_photo(turn):
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
    uow.conversations.save(turn.conversation, now)


def _open_turn(uow: UnitOfWork, world: World, incoming: Incoming, now: datetime) -> Turn:
    person = uow.people.by_account(incoming.channel, incoming.sender) or uow.people.add(now)
    uow.people.seen(incoming.channel, incoming.sender, person.id, incoming.chat, now)
    conversation = uow.conversations.get(incoming.channel, incoming.sender)
    return Turn(uow, world, now, person, incoming, conversation)


def _handle(turn: Turn) -> None:
    """The first that fits takes the message."""
    if turn.incoming.start and _deep_link(turn):
        return
    if not turn.person.noticed and not commands.is_staff(turn):
        home.notice(turn)
        if turn.incoming.start or _is_only_start(turn):
            return
    if turn.incoming.edits and _edited(turn):
        return
    if turn.incoming.pressed:
        _pressed(turn)
    elif turn.conversation.form:
        _in_form(turn)
    else:
        _freely(turn)


def _deep_link(turn: Turn) -> bool:
    payload = turn.incoming.start
    return any(payload.startswith(prefix) and work(turn, payload) is not False for prefix, work in commands.DEEP_LINKS)


def _is_only_start(turn: Turn) -> bool:
    return turn.incoming.text in ("/start", "") and not (turn.incoming.media or turn.incoming.point)


def _pressed(turn: Turn) -> None:
    """A button is a reference to a message we sent this very person; anything else is stale or forged."""
    token, _, index = turn.incoming.pressed.partition(":")
    letter = turn.uow.outbox.by_token(token)
    mine = letter and (letter.channel, letter.account) == (turn.incoming.channel, turn.incoming.sender)
    choices = letter.reply.choices if letter and mine else ()
    if not (index.isdecimal() and int(index) < len(choices)):
        _stale(turn)
        return
    picked = choices[int(index)].id
    if token == turn.conversation.prompt:
        reply_to(turn, commands.FORMS[turn.conversation.form], turn.incoming, picked)
    elif "/" in picked:
        _command(turn, picked)
    else:
        _stale(turn)


def _command(turn: Turn, command: str) -> None:
    """Something else was chosen while a form was open: what was said in it is kept as a draft by its timers."""
    if not commands.run(turn, command):
        _stale(turn)


def _stale(turn: Turn) -> None:
    """An old button: say so, and show what is open now."""
    form = commands.FORMS.get(turn.conversation.form)
    if form:
        go_on(turn, form, turn.conversation.answers, Text("stale-button"))
    else:
        turn.answer("stale-button-menu", (choice("mine/", "do-mine"), choice("menu/", "do-menu")))


def _in_form(turn: Turn) -> None:
    form = commands.FORMS.get(turn.conversation.form)
    if form is None:  # a form of an older release
        turn.close()
        _freely(turn)
        return
    intent = turn.world.understand(turn.incoming.text, turn.person).intent if turn.incoming.text else ""
    if intent == "cancel":
        turn.close()
        turn.answer("cancelled")
    elif intent == "back":
        back(turn, form)
    elif intent == "person":
        _hand_over_draft(turn)
    elif commands.is_staff(turn) and _leaves_for_word(turn):
        return
    else:
        reply_to(turn, form, turn.incoming)


def _leaves_for_word(turn: Turn) -> bool:
    """Staff may type 待办 in the middle of anything."""
    before = turn.conversation
    turn.close()
    if commands.typed(turn, turn.incoming.text.strip()):
        return True
    turn.conversation = before
    return False


def _hand_over_draft(turn: Turn) -> None:
    """A person is wanted in the middle of a request: it is filed as it is, for a person to read."""
    answers = turn.conversation.answers
    name = turn.conversation.form
    turn.close()
    if name == report.REPORT.name and (said(answers) or answers.get("media")):
        ticket = register(turn, turn.person.id, answers)
        turn.ticket = ticket.id
        turn.answer("person-draft", args=cards.facts(turn, ticket))
    else:
        mine.person(turn)


def _freely(turn: Turn) -> None:
    """No form is open: a number of the last menu, a word, a command in own words, or something new."""
    words = turn.incoming.text.strip()
    if _picks_from_menu(turn, words) or (words and commands.typed(turn, words)):
        return
    if not words:
        _without_words(turn)
        return
    tickets = turn.uow.tickets.of_reporter(turn.person.id, 5)
    understanding = turn.world.understand(words, turn.person, open_ticket=any(t.alive for t in tickets))
    if understanding.intent:
        commands.INTENTS.get(understanding.intent, commands.menu)(turn)
    elif commands.is_staff(turn) and understanding.kind is not Kind.SMALLTALK:
        patrol.start(turn, turn.incoming)
    else:
        _new_matter(turn, understanding, tickets)


def _picks_from_menu(turn: Turn, words: str) -> bool:
    """A short answer may be a line of the last message with choices."""
    letter = turn.uow.outbox.by_token(turn.conversation.menu) if turn.conversation.menu else None
    if letter is None or not words or len(words) > LONGEST_CHOICE:
        return False
    picked = typed_choice(turn, letter.reply.choices, words)
    return "/" in picked and commands.run(turn, picked)


def _without_words(turn: Turn) -> None:
    """Only a photo or a position: the first message of something."""
    if _is_further_photo(turn):
        _to_latest(turn)
    elif commands.is_staff(turn):
        patrol.start(turn, turn.incoming)
    else:
        report.start(turn, turn.incoming, None)


def _is_further_photo(turn: Turn) -> bool:
    return bool(turn.incoming.album) and turn.incoming.album == turn.conversation.album


def _to_latest(turn: Turn) -> None:
    """A late photo of an album whose first photos went into a ticket already filed."""
    ticket = mine.latest(turn, Action.ADD)
    if ticket:
        mine.add(turn, ticket, "", turn.incoming.media)


def _new_matter(turn: Turn, understanding: Understanding, tickets: list[Ticket]) -> None:
    match understanding.kind:
        case Kind.FEEDBACK:
            _feedback(turn, understanding, tickets)
        case Kind.WISH:
            wish.start(turn, turn.incoming, understanding)
        case Kind.PRAISE:
            praise.record(turn, understanding)
        case Kind.SMALLTALK:
            commands.menu(turn)
        case _:
            report.start(turn, turn.incoming, understanding)


def _feedback(turn: Turn, understanding: Understanding, tickets: list[Ticket]) -> None:
    """修好了 or 还是不亮: about the newest own ticket it can be about; with none, a new request."""
    resolved = next((t for t in tickets if t.status in (Status.RESOLVED, Status.FULFILLED)), None)
    in_work = next((t for t in tickets if t.alive and t.status is not Status.RESOLVED and not t.wish), None)
    closed = next((t for t in tickets if t.status is Status.CLOSED and not t.wish), None)
    if resolved:
        (survey.solved if understanding.solved else survey.unsolved)(turn, resolved)
    elif in_work and understanding.solved:
        mine.solved_before_visit(turn, in_work)
    elif in_work:
        mine.still_bad(turn, in_work, turn.incoming.text)
    elif understanding.solved:
        turn.answer("glad-to-hear")
    elif closed and closed.reopen_until and closed.reopen_until >= turn.now:
        survey.reopen(turn, closed)
    else:
        report.start(turn, turn.incoming, understanding)


def _edited(turn: Turn) -> bool:
    """An edited message: what it changed follows it into the open request or the filed ticket."""
    form = commands.FORMS.get(turn.conversation.form)
    in_draft = any(part["ref"] == turn.incoming.edits for part in turn.conversation.answers.get("parts", []))
    if form and in_draft and next_question(form, turn.conversation.answers):
        reply_to(turn, form, turn.incoming)
        return True
    ticket_id = turn.uow.inbox.ticket_of(turn.incoming.channel, turn.incoming.edits)
    ticket = turn.uow.tickets.find(ticket_id) if ticket_id else None
    if ticket is None or ticket.reporter != turn.person.id:
        return False
    mine.add(turn, ticket, f"（更正）{turn.incoming.text}", turn.incoming.media)
    return True


def _refused(turn: Turn) -> None:
    """The life table says no: say what the ticket is now, so that it is not a dead end."""
    turn.close()
    turn.answer("not-possible-now", (choice("mine/", "do-mine"), choice("menu/", "do-menu")))


def _in_group(uow: UnitOfWork, world: World, incoming: Incoming, now: datetime) -> None:
    """In a group nothing personal is said or kept: whoever needs something is asked to write in private."""
    understanding = world.understander.understand(incoming.text) if incoming.text else None
    speaks_to_us = bool(incoming.pressed or incoming.start) or (
        understanding is not None
        and not understanding.intent
        and understanding.kind not in (Kind.SMALLTALK, Kind.PRAISE, Kind.FEEDBACK)
        and bool(understanding.category or understanding.emergency)
    )
    if speaks_to_us:
        from domain.messages import Reply

        reply = Reply(Text("group-private"))
        uow.outbox.put(incoming.channel, incoming.sender, incoming.chat, reply, now)
