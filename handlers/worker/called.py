"""代问: whoever filed something for a person without an account rings or visits them in the end, and writes down what they say.

It is marked by telephone or by visit, and counted apart from what residents answered themselves (domain/measures.py).
"""

from __future__ import annotations

from domain.messages import Text
from domain.survey import OTHER, Said
from domain.ticket import Action, Ticket
from handlers import cards, show
from handlers.forms import Answers, Ask, Form, Question, always, ticket_in
from handlers.life import act, require, rework
from handlers.readers import own_words
from handlers.scene import Turn, choice

HOW = ("phone", "visit", "missed")
HEARD = ("yes", "partly", "no")
RATINGS = ("yes", "mostly", "no", "unasked")
LONGEST = 500


def show_phone(turn: Turn, ticket: Ticket) -> None:
    """The number whole, for whoever speaks for them; every look is kept."""
    require(turn, ticket, Action.SLIP)
    origin = turn.uow.origins.of(ticket.id)
    show.contact(turn, ticket, origin.contact if origin else 0, f"call back {ticket.number}")


def finish(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    how = answers["how"]
    if how == "missed":
        act(turn, ticket, Action.CALL, turn.person)
        turn.answer("called-missed", cards.buttons(turn, ticket, turn.person), args=cards.facts(turn, ticket))
    elif answers["heard"] == "yes":
        _confirm(turn, ticket, how, answers["satisfied"])
    else:
        said = Said.PARTLY if answers["heard"] == "partly" else Said.UNSOLVED
        data = {"by": how, "said": str(said), "reason": OTHER}
        after = rework(turn, ticket, Action.REFUTE, turn.person, answers["said"], data)
        turn.answer("called-rework", args=cards.facts(turn, after))


def _confirm(turn: Turn, ticket: Ticket, how: str, satisfied: str) -> None:
    note = turn.world.say(Text(f"called-by-{how}"), "zh-CN")
    after = act(turn, ticket, Action.CONFIRM, turn.person, note=note, data={"by": how})
    if satisfied != "unasked":
        act(turn, after, Action.RATE, turn.person, data={"by": how, "satisfied": satisfied})
    turn.answer("called-closed", args=cards.facts(turn, after))


def _ask(key: str, family: str, names: tuple[str, ...]) -> Ask:
    return Ask(Text(key), tuple(choice(name, f"{family}-{name}") for name in names))


CALLED = Form(
    "called",
    (
        Question("how", lambda _t, _a: _ask("called-ask-how", "called-how", HOW)),
        Question(
            "heard",
            lambda _t, _a: _ask("called-ask-heard", "called-heard", HEARD),
            needed=lambda a: a.get("how") != "missed",
        ),
        Question(
            "satisfied",
            lambda _t, _a: _ask("called-ask-satisfied", "called-satisfied", RATINGS),
            needed=lambda a: a.get("heard") == "yes",
        ),
        Question(
            "said",
            always("called-ask-said"),
            own_words("said", LONGEST),
            lambda a: a.get("heard") in ("partly", "no"),
        ),
    ),
    finish,
    cancelled="called-cancelled",
)
