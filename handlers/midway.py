"""A message while a form is open: an answer, a command that works anywhere, or a cry for help that comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from handlers import cards, commands, freely
from handlers.forms import Elsewhere, Form, Unclear, back, begin, go_on, reply_to
from handlers.resident import enquiry, mine, report, second
from handlers.resident.draft import begun, register
from handlers.scene import ASIDE, Turn, Waiting, choice

SETTLED = (3, 6)  # characters: 好了 may mean that the answer is finished, and more tells more


def take(turn: Turn, form: Form) -> None:
    """An answer, a command, or a cry for help in the middle of something."""
    if meanwhile(turn, form, _command if form.takes_numbers else _typed):
        return
    if not form.draft and _asked_since(turn):
        turn.close()
        freely.take(turn)
        return
    if (
        not commands.is_staff(turn)
        and _cries(turn, form)
        and not turn.conversation.answers.get("danger_live")
        and form is not report.DANGER_PLACE
    ):
        _alarm(turn, form)
        return
    intent = turn.heard.intent if turn.incoming.text else ""
    if work := IN_FORM.get(intent):
        work(turn, form)
    elif form.draft and (command := MEANWHILE.get(intent)):
        meanwhile(turn, form, command)
    elif _is_over(turn, form):
        turn.close()
        turn.answer("report-solved", (choice("report/", "do-report"),))
    elif not _asks_aside(turn, form):
        _answer(turn, form)


def _typed(turn: Turn) -> bool:
    """Words that work in the middle of anything: a ticket's number, and for staff their commands."""
    return _command(turn) or freely.names_a_ticket(turn, turn.incoming.text.strip())


def _command(turn: Turn) -> bool:
    words = turn.incoming.text.strip()
    return (commands.is_staff(turn) or words in commands.LOOKS) and commands.typed(turn, words)


def _asked_since(turn: Turn) -> bool:
    """Whether a worker's question came after the form's own: people answer what they read last."""
    newest = turn.uow.outbox.by_token(turn.conversation.menu) if turn.conversation.menu else None
    prompt = turn.uow.outbox.by_token(turn.conversation.prompt) if turn.conversation.prompt else None
    pushed = newest is not None and (prompt is None or newest.id > prompt.id)
    return pushed and newest is not None and any(choice.id.startswith("reply/") for choice in newest.reply.choices)


def _is_over(turn: Turn, form: Form) -> bool:
    """找到了, 修好了: what a request was about is settled before it was filed; whether danger is over, only the answer says."""
    answers, words = turn.conversation.answers, turn.incoming.text.strip()
    if form is not report.REPORT or not begun(answers) or (answers.get("danger_live") and "live" not in answers):
        return False
    return SETTLED[0] <= len(words) <= SETTLED[1] and turn.heard.solved is True


def _asks_aside(turn: Turn, form: Form) -> bool:
    """A resident's question that the knowledge base answers, in the middle of a request that has begun."""
    asks = form.draft and begun(turn.conversation.answers) and turn.incoming.text and not commands.is_staff(turn)
    return bool(asks) and meanwhile(turn, form, enquiry.answered_aside)


def _answer(turn: Turn, form: Form) -> None:
    before = turn.conversation
    try:
        reply_to(turn, form, turn.incoming)
    except Elsewhere:
        turn.conversation = before
        meanwhile(turn, form, freely.take)


def meanwhile(turn: Turn, form: Form | None, work: Callable[[Turn], object]) -> bool:
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


def _cancel(turn: Turn, form: Form) -> None:
    turn.close()
    turn.answer(form.cancelled)


def _drop(turn: Turn, form: Form) -> None:
    """算了, 不用了: of a request it is the end; elsewhere an answer, and where it answers nothing, the end of the question."""
    if form.draft:
        _cancel(turn, form)
        return
    try:
        reply_to(turn, form, turn.incoming, again=False)
    except (Unclear, Elsewhere):
        _cancel(turn, form)


def _chat(turn: Turn, form: Form) -> None:
    """你好 or 谢谢 in the middle: no part of a request, so the question is put again."""
    if form.draft:
        go_on(turn, form, turn.conversation.answers)
    else:
        _answer(turn, form)


def _person(turn: Turn, form: Form) -> None:
    """A person is wanted in the middle of a request: it is filed as it is, for a person to read."""
    answers = turn.conversation.answers
    if form is not report.REPORT or not begun(answers):
        meanwhile(turn, form, mine.person)
        return
    turn.close()
    ticket = register(turn, turn.person.id, second.whole(answers), danger=bool(answers.get("danger_live")))
    turn.ticket = ticket.id
    turn.answer("person-draft", (choice(f"open/{ticket.id}", "do-open"),), args=cards.facts(turn, ticket))


def _alarm(turn: Turn, form: Form) -> None:
    """Danger in the middle of something: it comes first; what was said of a request so far belongs to it."""
    if form is report.REPORT:
        begin(turn, form, report.with_heard(turn, turn.conversation.answers))
    else:
        meanwhile(turn, form, lambda turn: report.start(turn, turn.incoming, turn.heard))


def _cries(turn: Turn, form: Form) -> bool:
    """Danger comes before any answer; an answer that only sounds a little like it (亲手交给阿婆了) is one all the same."""
    return in_danger(turn) and (form.draft or bool(turn.heard.emergency and turn.heard.emergency.sure))


def in_danger(turn: Turn) -> bool:
    """Whether the message cries for help: then nothing stands between it and the answer."""
    return bool(turn.incoming.text and turn.heard.emergency and turn.heard.emergency.live)


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
