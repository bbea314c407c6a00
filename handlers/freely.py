"""A message while no form is open: a line of the last menu, a word, a command in own words, or something new."""

from __future__ import annotations

import re

from domain.errors import NotFound
from domain.ticket import Action, Status, Ticket
from domain.values import replace
from handlers import commands, receiving, show, slips
from handlers.forms import typed_choice
from handlers.resident import enquiry, mine, praise, refused, report, survey, talk, unsolved, wish
from handlers.scene import Turn, choice
from handlers.worker import patrol, todo, work
from nlp.understanding import Kind

LONGEST_CHOICE = 12
LONGEST_REMARK = 8  # characters of what staff say beside their work (在路上了); a report says more, or names its matter
# the buttons of a ticket's card, typed: which ticket is meant is picked from the list
STEPS = frozenset({"签收", "报进展", "进展", "办结", "问居民", "退单", "转派"})
ONLY_NUMBERS = re.compile(r"[\d\s+-]{3,}[Xx]?")  # a telephone, an identity card, half a ticket's number
NUMBER = re.compile(r"(?:工单|单号)?[：:\s]*(\d{6}-\d{4,6})")


def take(turn: Turn) -> None:
    words = turn.incoming.text.strip()
    if (
        _picks_from_menu(turn, words)
        or slips.look(turn, words)
        or (words and commands.typed(turn, words))
        or names_a_ticket(turn, words)
    ):
        return
    if not words:
        _without_words(turn)
    elif turn.heard.intent == "withdraw" and enquiry.hears_enough(turn):
        return
    elif turn.heard.intent:
        commands.INTENTS.get(turn.heard.intent, commands.menu)(turn)
    elif commands.is_staff(turn):
        _from_staff(turn)
    elif not talk.answers_question(turn):
        _new_matter(turn)


def _picks_from_menu(turn: Turn, words: str) -> bool:
    """A short answer may be a line of the last message with choices."""
    letter = turn.uow.outbox.by_token(turn.conversation.menu) if turn.conversation.menu else None
    if letter is None or not words or len(words) > LONGEST_CHOICE:
        return False
    picked = typed_choice(turn, letter.reply.choices, words)
    return "/" in picked and commands.run(turn, picked)


def names_a_ticket(turn: Turn, words: str) -> bool:
    """A number typed by hand opens the ticket, if it is one they may see."""
    found = NUMBER.fullmatch(words)
    if found is None:
        return False
    ticket = turn.uow.tickets.by_number(found[1])
    if ticket is None:
        raise NotFound(f"ticket {found[1]}")
    show.card(turn, show.visible(turn, str(ticket.id)))
    return True


def _from_staff(turn: Turn) -> None:
    if receiving.in_words(turn):
        return
    if turn.incoming.text.strip() in STEPS:
        todo.show(turn)
        return
    match turn.heard.kind:
        case Kind.SMALLTALK:
            commands.menu(turn)
        case Kind.FEEDBACK:
            todo.show(turn)
        case _ if _is_remark(turn):
            turn.answer("staff-remark", (choice("todo/", "do-todo"), choice("patrol/", "do-patrol")))
        case _:
            patrol.start(turn, turn.incoming)


def _is_remark(turn: Turn) -> bool:
    """A few words of no known matter, place or danger (在路上了, 谁还没签收), or a number: no patrol report."""
    heard, incoming, words = turn.heard, turn.incoming, turn.incoming.text.strip()
    if heard.matter or heard.emergency or incoming.media or incoming.point or (heard.place and heard.place.code):
        return False
    return len(words) <= LONGEST_REMARK or bool(ONLY_NUMBERS.fullmatch(words))


def _without_words(turn: Turn) -> None:
    """Only a photo or a position: the first message of something; a sticker is nothing of the kind."""
    incoming = turn.incoming
    if not (incoming.media or incoming.point):
        commands.menu(turn)
    elif is_further_photo(turn):
        _to_latest(turn)
    elif commands.is_staff(turn):
        patrol.start(turn, incoming)
    elif not talk.answers_question(turn):
        report.start(turn, incoming, None)


def is_further_photo(turn: Turn) -> bool:
    return bool(turn.incoming.album) and turn.incoming.album == turn.conversation.album


def _to_latest(turn: Turn) -> None:
    """A late photo of an album whose first one went into a ticket already filed, or into a worker's report of it."""
    if commands.is_staff(turn):
        work.more_photos(turn)
    elif ticket := mine.latest(turn, Action.ADD):
        mine.add(turn, ticket, "", turn.incoming.media)


def _new_matter(turn: Turn) -> None:
    if ONLY_NUMBERS.fullmatch(turn.incoming.text.strip()) and not (turn.incoming.media or turn.incoming.point):
        turn.answer("numbers-only", (choice("report/", "do-report"), choice("mine/", "do-mine")))
        return
    match turn.heard.kind:
        case Kind.FEEDBACK:
            _feedback(turn)
        case Kind.WISH:
            wish.start(turn, turn.incoming, turn.heard)
        case Kind.PRAISE:
            praise.record(turn, turn.heard)
        case Kind.SMALLTALK if turn.incoming.media:
            report.start(turn, replace(turn.incoming, text=""), None)
        case Kind.SMALLTALK:
            commands.menu(turn)
        case _ if turn.heard.refusal:
            refused.start(turn, turn.heard.refusal)
        case _ if not enquiry.answered(turn):
            report.start(turn, turn.incoming, turn.heard)


def _feedback(turn: Turn) -> None:
    """修好了 or 还是不亮: about the newest own ticket it can be about; with none, a new request."""
    solved = bool(turn.heard.solved)
    if enquiry.hears_feedback(turn, good=solved):
        return
    for statuses, wish_too, said_solved, said_not in FEEDBACK:
        if ticket := _newest(turn, statuses, wish_too=wish_too):
            (said_solved if solved else said_not)(turn, ticket)
            return
    if solved:
        turn.answer("glad-to-hear", (choice("mine/", "do-mine"),))
    elif _names_nothing(turn) and (closed := _newest(turn, frozenset({Status.CLOSED}), wish_too=False, late_too=True)):
        unsolved.unsolved(turn, closed)
    else:
        report.start(turn, turn.incoming, turn.heard)


def _names_nothing(turn: Turn) -> bool:
    """没解决 and no more: neither what nor where could be reported anew."""
    return not (turn.heard.matter or turn.heard.place or turn.incoming.media or turn.incoming.point)


def _newest(turn: Turn, statuses: frozenset[Status], *, wish_too: bool, late_too: bool = False) -> Ticket | None:
    return next(
        (
            ticket
            for ticket in turn.uow.tickets.of_person(turn.person.id)
            if ticket.status in statuses and (wish_too or not ticket.wish) and (late_too or _in_time(turn, ticket))
        ),
        None,
    )


def _in_time(turn: Turn, ticket: Ticket) -> bool:
    return ticket.alive or (ticket.reopen_until is not None and ticket.reopen_until >= turn.now)


# which tickets it may be about, wishes too?, what "solved" does, what "not solved" does
FEEDBACK = (
    (frozenset({Status.RESOLVED, Status.FULFILLED}), True, survey.solved, unsolved.unsolved),
    (
        frozenset({Status.PENDING, Status.ASSIGNED, Status.WORKING, Status.WAITING, Status.REVIEWING}),
        False,
        survey.solved_before_visit,
        survey.still_bad,
    ),
    (frozenset({Status.CLOSED}), False, survey.glad, unsolved.unsolved),
)
