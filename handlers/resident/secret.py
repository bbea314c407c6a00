"""举报 (a report of wrongdoing): with a name or none, never handled by whom it accuses, answered by number and code.

The secrecy of who reports is law five times over (信访工作条例 Art. 30, among others). So nothing about the matter is pushed
to a telephone somebody else may look at: only that there is news, and the code opens it.
"""

from __future__ import annotations

from domain.messages import Arg, Incoming
from domain.ticket import Ticket
from domain.values import replace
from handlers import cards, slips, unlinking
from handlers.forms import Answers, Question, Unclear, always, bare
from handlers.recusal import away_from_accused, is_beyond_us
from handlers.resident import questions
from handlers.resident.draft import file_from, ticket_from
from handlers.scene import Scene, Turn, choice


def is_report(answers: Answers) -> bool:
    return answers.get("kind") == "report" and questions.is_new(answers)


def read_named(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """匿名 or 留名 in one's own words; anything else is asked again."""
    word = bare(incoming.text)
    if word not in NAMELESS | WITH_NAME:
        raise Unclear("unclear-pick")
    return {**answers, "named": "yes" if word in WITH_NAME else "no"}


def file(turn: Turn, answers: Answers) -> None:
    """Register it and give the code; without a name nothing keeps who it was, some time after."""
    named = answers.get("named") == "yes"
    ticket, code = register(turn, turn.person.id, answers, named=named)
    if named:
        turn.ticket = ticket.id
    key, args = told(turn, ticket, code, named=named)
    turn.answer(key, args=args)
    if not named:
        unlinking.later(turn)


def told(scene: Scene, ticket: Ticket, code: str, *, named: bool) -> tuple[str, dict[str, Arg]]:
    """What the reporter reads: who will answer until when, or that it is kept and who must hear of it instead of us."""
    filed = "report-filed-report" if named else "report-filed-anonymous"
    beyond = "report-beyond-us" if named else "report-beyond-us-anonymous"
    return beyond if is_beyond_us(ticket) else filed, {**cards.facts(scene, ticket), "code": code}


def register(scene: Scene, person: int, answers: Answers, *, named: bool) -> tuple[Ticket, str]:
    """The ticket, with somebody it does not accuse, and the code to read the answer with (ABCD-2345)."""
    ticket = away_from_accused(scene, ticket_from(scene, person, answers))
    ticket = file_from(scene, ticket if named else replace(ticket, reporter=0), answers)
    return ticket, slips.issue(scene, ticket)


NAMELESS = frozenset({"匿名", "匿名吧", "不留名", "不实名", "我要匿名", "要匿名"})
WITH_NAME = frozenset({"留名", "留名吧", "实名", "我要实名", "实名举报"})
NAMED = Question(
    "named",
    always("secret-ask-named", choice("yes", "secret-named"), choice("no", "secret-anonymous")),
    read_named,
    is_report,
)
