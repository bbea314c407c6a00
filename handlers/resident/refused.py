"""不予受理: what is not the community's to take gets the reason and whom to turn to, and is registered all the same if wished."""

from __future__ import annotations

from typing import Any

from domain.messages import Incoming, Text
from domain.ticket import Ticket
from domain.values import replace
from handlers import cards, unlinking
from handlers.forms import YES, Answers, Ask, Form, Question, Unclear, bare, begin, without
from handlers.resident import report
from handlers.resident.draft import closed_at_once, file_from, ticket_from, with_message
from handlers.scene import Scene, Turn, choice
from nlp.refusals import Refusal

TAKE_IT, GO_ON = "take", "report"


def start(turn: Turn, refusal: Refusal) -> None:
    answers = report.first_answers(turn, turn.incoming, turn.heard)
    begin(turn, REFUSED, {**answers, "refusal": refusal.name})


def ask_which(turn: Turn, answers: Answers) -> Ask:
    refusal = turn.world.understander.refusal(answers["refusal"])
    args = {name: getattr(refusal, name, "") for name in ("title", "why", "source", "channel")}
    return Ask(Text("refused-ask", args), (choice(TAKE_IT, "refused-take"), choice(GO_ON, "refused-report")))


def read_which(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Who says more about it wants it taken; nothing they say is lost."""
    if bare(incoming.text) in YES:
        return {**answers, "which": TAKE_IT}
    if not (incoming.text.strip() or incoming.media or incoming.point):
        raise Unclear("unclear-pick")
    return {**with_message(turn, answers, incoming), "which": GO_ON}


def finish(turn: Turn, answers: Answers) -> None:
    if answers["which"] == GO_ON:
        begin(turn, report.REPORT, without(answers, "refusal", "which"))
        return
    ticket = register(turn, turn.person.id, answers)
    if ticket.reporter:
        turn.ticket = ticket.id
        turn.answer("refused-logged", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))
    else:
        turn.answer("refused-logged-unnamed")
        unlinking.later(turn)


def register(scene: Scene, person: int, answers: Answers) -> Ticket:
    """A ticket that is closed at once, so that it is counted; of an accusation neither the words nor who said them."""
    refusal = scene.world.understander.refusal(answers["refusal"])
    ticket = closed_at_once(scene, ticket_from(scene, person, answers))
    if refusal is None:
        return file_from(scene, ticket, answers)
    ticket = replace(ticket, matter=refusal.title, result=refusal.result)
    if refusal.accuses:
        words = scene.world.say(Text("refused-not-kept"), "zh-CN")
        return file_from(scene, replace(ticket, **UNNAMED, words=words), without(answers, "parts"))
    return file_from(scene, ticket, answers)


UNNAMED: dict[str, Any] = {"kind": "report", "reporter": 0, "media": (), "point": None, "place": "", "place_words": ""}
REFUSED = Form("refused", (Question("which", ask_which, read_which),), finish, draft=True, cancelled="report-dropped")
