"""What only a mediator does: invite the other side, propose a session, write down the agreement."""

from __future__ import annotations

from datetime import datetime

from domain.errors import NotAllowed
from domain.mediation import Move, Side, Stage, sides
from handlers import mediating, unlinking
from handlers.forms import Answers, Form, Question, always, begin
from handlers.readers import moment_to_come, own_words
from handlers.scene import Turn

LONGEST = 2000
PLACE_LONGEST = 60


def invite(turn: Turn, argument: str) -> None:
    """A link for the other side, good once; whoever opens it becomes that side."""
    found = mediating.own(turn, argument)
    if Side.MEDIATOR not in sides(found, turn.person) or found.other or found.stage is not Stage.ASKING:
        raise NotAllowed(f"invite to {found.number} ({found.stage})")
    code = turn.uow.mediations.invite(found.id)
    turn.answer("mediator-invite", args={"number": found.number, "code": f"mediate-{code}"})


def start_propose(turn: Turn, argument: str) -> None:
    begin(turn, PROPOSE, {"mediation": mediating.possible(turn, argument, Move.PROPOSE).id})


def start_agree(turn: Turn, argument: str) -> None:
    begin(turn, AGREE, {"mediation": mediating.possible(turn, argument, Move.AGREE).id, "began": turn.now.isoformat()})


def finish_propose(turn: Turn, answers: Answers) -> None:
    found = mediating.possible(turn, str(answers["mediation"]), Move.PROPOSE)
    turn.uow.mediations.keep(found.id, "place", answers["place"])
    after = mediating.do(turn, found, Move.PROPOSE, turn.person, at=datetime.fromisoformat(answers["at"]))
    buttons = mediating.buttons(after, turn.person)
    turn.answer("mediator-proposed", buttons, args=mediating.facts(turn, after))


def finish_agree(turn: Turn, answers: Answers) -> None:
    """Sealed; each side reads it behind a button and confirms it. What was typed here is forgotten in an hour."""
    found = mediating.possible(turn, str(answers["mediation"]), Move.AGREE)
    turn.uow.mediations.keep(found.id, "agreement", answers["text"])
    after = mediating.do(turn, found, Move.AGREE, turn.person)
    unlinking.later(turn, datetime.fromisoformat(answers["began"]))
    turn.answer("mediator-drafted", mediating.buttons(after, turn.person), args=mediating.facts(turn, after))


PROPOSE = Form(
    "mediate-propose",
    (
        Question("at", always("mediator-ask-at"), moment_to_come("at", "mediator-unclear-at")),
        Question("place", always("mediator-ask-place"), own_words("place", PLACE_LONGEST)),
    ),
    finish_propose,
)
AGREE = Form(
    "mediate-agree",
    (Question("text", always("mediator-ask-agreement"), own_words("text", LONGEST)),),
    finish_agree,
)
