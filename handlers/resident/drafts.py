"""Requests somebody began and left: one reminder, then filed with what is known. Nothing said is ever lost."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from domain.conversation import Conversation
from domain.messages import Lane, Text
from domain.values import frozen
from handlers import cards
from handlers.forms import next_question
from handlers.resident import refused, second, secret, stuck
from handlers.resident.draft import begun, register, said
from handlers.resident.emergency import DANGER_PLACE
from handlers.resident.report import REPORT
from handlers.resident.wish import WISH, register_wish
from handlers.scene import ASIDE, Scene, Turn, choice
from storage.timers import Timer

WATCHED = {form.name: form for form in (REPORT, WISH, refused.REFUSED, stuck.FORM)}
FILERS = {WISH.name: register_wish, stuck.FORM.name: stuck.register}
SHOWN = 40


@frozen
class Left:
    """A draft somebody left, where it is kept, and what is kept beside it."""

    form: str
    answers: dict[str, Any]
    rest: Conversation


def watch(turn: Turn) -> None:
    """Start the timers of a question that was just put in a request."""
    conversation = turn.conversation
    if conversation.form not in WATCHED or not conversation.prompt:
        return
    policy = turn.world.policy
    _start(turn, "draft_reminder", turn.not_in_quiet_hours(turn.now + policy.draft_reminder_after))
    _start(turn, "draft_file", turn.not_in_quiet_hours(turn.now + policy.draft_filed_after))
    question = next_question(WATCHED[conversation.form], conversation.answers)
    answers = conversation.answers
    plain = answers.get("danger_sure") and answers.get("danger") in policy.silence_means_danger
    if question and question.name == "live" and plain:
        _start(turn, "emergency_silence", turn.now + policy.emergency_silence)


def remind(scene: Scene, timer: Timer) -> None:
    """Say once what is still missing."""
    left = _left(scene, timer)
    if left and begun(left.answers):
        words = cards.shortened(said(left.answers), SHOWN) or Text("a-photo")
        scene.tell(timer.subject, "draft-reminder", args={"words": words})


def file_unfinished(scene: Scene, timer: Timer) -> None:
    """A day later nobody came back: filed as it is; the staff ask for what is missing."""
    left = _left(scene, timer)
    if left is None or not begun(left.answers):
        return
    scene.uow.conversations.save(left.rest, scene.now)
    if left.form == refused.REFUSED.name:  # they were told where to go
        _log_refused(scene, timer, left)
        return
    if secret.is_report(left.answers):
        ticket, code = secret.register(scene, timer.subject, second.whole(left.answers), named=True)
        key, args = secret.told(scene, ticket, code, named=True)
        scene.tell(timer.subject, key, args=args)
        return
    ticket = FILERS.get(left.form, register)(scene, timer.subject, second.whole(left.answers))
    opened = (choice(f"open/{ticket.id}", "do-open"),)
    scene.tell(timer.subject, "report-filed-unfinished", opened, ticket=ticket.id, args=cards.facts(scene, ticket))


def _log_refused(scene: Scene, timer: Timer, left: Left) -> None:
    """Counted; an accusation is forgotten, as when they had pressed the button."""
    ticket = refused.register(scene, timer.subject, left.answers)
    if not ticket.reporter:
        since = scene.now - 2 * scene.world.policy.draft_filed_after
        scene.uow.erasure.unlink(timer.data["channel"], timer.data["account"], since, scene.now)


def assume_danger(scene: Scene, timer: Timer) -> None:
    """No answer to "is it happening now?" about what is plainly fire, gas, drowning or a life: taken as yes; then where."""
    left = _left(scene, timer)
    if left is None:
        return
    ticket = register(scene, timer.subject, second.whole(left.answers), danger=True)
    scene.uow.conversations.save(left.rest, scene.now)
    opened = (choice(f"open/{ticket.id}", "do-open"),)
    facts = cards.facts(scene, ticket)
    scene.tell(timer.subject, "report-filed-danger", opened, lane=Lane.URGENT, ticket=ticket.id, args=facts)
    if not ticket.grid and not left.rest.form:
        prompt = scene.tell(timer.subject, "report-ask-danger-place", lane=Lane.URGENT, ticket=ticket.id)
        there = (left.rest.channel, left.rest.account)
        answers = {"ticket": ticket.id}
        scene.uow.conversations.save(Conversation(*there, DANGER_PLACE.name, answers, prompt), scene.now)


def _left(scene: Scene, timer: Timer) -> Left | None:
    """The draft, if it still stands at the very question this timer was started for, open or put aside."""
    there = scene.uow.conversations.get(timer.data["channel"], timer.data["account"])
    prompt = timer.data["prompt"]
    if there.form in WATCHED and there.prompt == prompt:
        rest = Conversation(there.channel, there.account, menu=there.menu, album=there.album)
        return Left(there.form, dict(there.answers), rest)
    aside = there.answers.get(ASIDE)
    if aside and aside["form"] in WATCHED and aside["prompt"] == prompt:
        answers = {name: value for name, value in there.answers.items() if name != ASIDE}
        rest = Conversation(there.channel, there.account, there.form, answers, there.prompt, there.menu, there.album)
        return Left(aside["form"], aside["answers"], rest)
    return None


def _start(turn: Turn, kind: str, due_at: datetime) -> None:
    place = turn.conversation
    data = {"channel": place.channel, "account": place.account, "prompt": place.prompt}
    turn.uow.timers.start(Timer(f"{kind}:{place.prompt}", kind, turn.person.id, due_at, data))
