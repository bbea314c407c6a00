"""回执: number and retrieval code, by which anybody reads from any telephone what became of a request.

They are given for what is confidential (举报) and for what somebody filed for a person without an account. Whoever shows
the code of the latter may take it over (这是我的事), and is told everything from then on.
"""

from __future__ import annotations

import re

from domain.messages import Arg, Choice
from domain.ticket import Action, Ticket
from handlers import cards, show
from handlers.life import act
from handlers.scene import Scene, Turn, choice

LOOK = re.compile(r"(?:查询|查|提取码)?[：:\s]*(\d{6}-\d{4,6})[\s，,]+([A-Za-z2-9]{4}[-\s]?[A-Za-z2-9]{4})")
CHANNEL = "slip"  # the account of somebody without one: they can be asked for by the number on their slip


def issue(scene: Scene, ticket: Ticket) -> str:
    """A new code for the ticket, as it is read out: ABCD-2345. The one before it opens nothing any more."""
    code = scene.uow.retrievals.issue(ticket.id)
    return f"{code[:4]}-{code[4:]}"


def hand_out(turn: Turn, ticket: Ticket, key: str = "slip", choices: tuple[Choice, ...] = ()) -> None:
    """The slip, for whoever filed it to read out, copy or print."""
    turn.answer(key, choices, args={**cards.facts(turn, ticket), "code": issue(turn, ticket)})


def again(turn: Turn, ticket: Ticket) -> None:
    """补发回执: the paper was lost."""
    hand_out(turn, act(turn, ticket, Action.SLIP, turn.person))


def look(turn: Turn, words: str) -> bool:
    """“查询 261123-0001 ABCD-2345”: what became of it, for whoever has the code; False when the words are none of this."""
    found = LOOK.fullmatch(words)
    if found is None:
        return False
    retrievals, there = turn.uow.retrievals, turn.incoming
    wrong = turn.world.policy.wrong_codes
    args: dict[str, Arg] = {"tries": wrong.for_one_ticket, "minutes": wrong.minutes}
    if retrievals.guessing(there.channel, there.sender, turn.now):
        turn.answer("slip-guessing", (choice("person/", "do-person"),), args=args)
        return True
    ticket = turn.uow.tickets.by_number(found[1])
    code = re.sub(r"[-\s]", "", found[2])
    if ticket is None or not retrievals.opens(ticket.id, code, turn.now, wrong):
        retrievals.guessed(there.channel, there.sender, turn.now, wrong)
        turn.answer("secret-wrong-code", (choice("person/", "do-person"),), args=args)
    else:
        _show(turn, ticket)
    return True


def _show(turn: Turn, ticket: Ticket) -> None:
    own = ticket.reporter == turn.person.id
    buttons = cards.buttons(turn, ticket, turn.person) if own else ()
    if ticket.proxy and not cards.is_staff_of(ticket, turn.person) and not turn.person.posts:
        buttons = (choice(f"link/{ticket.id}", "do-link"),)
    args: dict[str, Arg] = {**cards.told(turn, ticket), "steps": show.answers_in(turn, ticket)}
    turn.answer("secret-card" if ticket.confidential else "slip-card", buttons, args=args)


def link(turn: Turn, argument: str) -> None:
    """这是我的事: whoever read it with the code just now is told everything themselves from now on."""
    ticket = turn.uow.tickets.find(int(argument)) if argument.isdecimal() else None
    if ticket is None or not ticket.proxy:
        turn.answer("stale-button-menu", (choice("mine/", "do-mine"), choice("menu/", "do-menu")))
        return
    proxy, origin = ticket.proxy, turn.uow.origins.of(ticket.id)
    after = act(turn, ticket, Action.LINK, None, reporter=turn.person.id, proxy=0, called_back=True)
    turn.uow.retrievals.revoke(ticket.id)
    if origin and origin.contact:
        turn.uow.erasure.person(origin.contact, (), turn.now)
    turn.ticket = after.id
    turn.answer("slip-linked", cards.buttons(turn, after, turn.person), args=cards.told(turn, after))
    turn.tell(proxy, "proxy-linked", ticket=after.id, args=cards.facts(turn, after))
