"""举报 (a report of wrongdoing): with a name or none, never handled by whom it accuses, answered by number and code.

The secrecy of who reports is law five times over (信访工作条例 Art. 30, among others). So nothing about the matter is pushed
to a telephone somebody else may look at: only that there is news, and the code opens it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

from domain.messages import Text
from domain.ticket import Ticket
from handlers import cards, show
from handlers.dispatch import directed, over_those_accused
from handlers.forms import Answers, Ask, Question
from handlers.resident import questions
from handlers.resident.draft import file_from, ticket_from
from handlers.scene import Scene, Turn, choice
from storage.timers import Timer

LOOK = re.compile(r"(?:查询|查|提取码)?[：:\s]*(\d{6}-\d{4,6})[\s，,]+([A-Za-z2-9]{4}[-\s]?[A-Za-z2-9]{4})")
UNLINKED_AFTER = timedelta(hours=1)  # time to write the code down
SHORTEST_NAME = 2


def is_report(answers: Answers) -> bool:
    return answers.get("kind") == "report" and questions.is_new(answers)


def ask_named(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("secret-ask-named"), (choice("yes", "secret-named"), choice("no", "secret-anonymous")))


def file(turn: Turn, answers: Answers) -> None:
    """Register it and give the code; without a name nothing keeps who it was, some time after."""
    named = answers.get("named") == "yes"
    ticket, code = register(turn, turn.person.id, answers, named=named)
    args = {**cards.facts(turn, ticket), "code": code}
    if named:
        turn.ticket = ticket.id
        turn.answer("report-filed-report", args=args)
    else:
        turn.answer("report-filed-anonymous", args=args)
        unlink_later(turn)


def register(scene: Scene, person: int, answers: Answers, *, named: bool) -> tuple[Ticket, str]:
    """The ticket, with somebody it does not accuse, and the code to read the answer with (ABCD-2345)."""
    ticket = away_from_accused(scene, ticket_from(scene, person, answers))
    ticket = file_from(scene, ticket if named else replace(ticket, reporter=0), answers)
    code = scene.uow.retrievals.issue(ticket.id)
    return ticket, f"{code[:4]}-{code[4:]}"


def away_from_accused(scene: Scene, ticket: Ticket) -> Ticket:
    """The ticket with somebody it does not accuse."""
    ticket = directed(scene, replace(ticket, recused=accused(scene, ticket.words)))
    return ticket if ticket.assignee else over_those_accused(scene, ticket)


def accused(scene: Scene, words: str) -> tuple[int, ...]:
    """The members of staff whose names stand in the words: none of them may handle it, see it or hear of it."""
    return tuple(person for person, name, _ in scene.uow.people.staff() if len(name) >= SHORTEST_NAME and name in words)


def unlink_later(turn: Turn) -> None:
    """What was said while the report was made is forgotten once there was time to write the code down."""
    there, at = turn.incoming, turn.now + UNLINKED_AFTER
    since = turn.now - turn.world.policy.draft_filed_after  # no draft is older
    data = {
        "channel": there.channel,
        "account": there.sender,
        "since": since.isoformat(),
        "until": turn.now.isoformat(),
    }
    turn.uow.timers.start(Timer(f"unlink:{there.channel}:{there.message_id}", "unlink", 0, at, data))


def unlink(scene: Scene, timer: Timer) -> None:
    """Forget what led from an account to what it reported without a name."""
    since, until = (datetime.fromisoformat(timer.data[name]) for name in ("since", "until"))
    scene.uow.erasure.unlink(timer.data["channel"], timer.data["account"], since, until)


def look(turn: Turn, words: str) -> bool:
    """“查询 261123-0001 ABCD-2345”: what became of it, for whoever has the code; False when the words are none of this."""
    found = LOOK.fullmatch(words)
    if found is None:
        return False
    ticket = turn.uow.tickets.by_number(found[1])
    code = re.sub(r"[-\s]", "", found[2])
    if ticket is None or not turn.uow.retrievals.opens(ticket.id, code, turn.now):
        turn.answer("secret-wrong-code", (choice("person/", "do-person"),))
    else:
        _show(turn, ticket)
    return True


def _show(turn: Turn, ticket: Ticket) -> None:
    own = ticket.reporter == turn.person.id
    buttons = cards.buttons(turn, ticket, turn.person) if own else ()
    turn.answer("secret-card", buttons, args={**cards.facts(turn, ticket), "steps": show.answers_in(turn, ticket)})


NAMED = Question("named", ask_named, needed=is_report)
