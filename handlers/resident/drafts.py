"""Requests somebody began and left: one reminder, then filed with what is known. Nothing said is ever lost."""

from __future__ import annotations

from typing import Any

from domain.conversation import Conversation
from domain.messages import Text
from domain.ticket import Ticket
from handlers import cards
from handlers.forms import next_question
from handlers.resident.draft import register, said
from handlers.resident.report import REPORT
from handlers.resident.wish import WISH, register_wish
from handlers.scene import Scene, Turn, choice
from storage.timers import Timer

WATCHED = {REPORT.name: REPORT, WISH.name: WISH}


def watch(turn: Turn) -> None:
    """Start the timers of a question that was just put in a request."""
    conversation = turn.conversation
    if conversation.form not in WATCHED or not conversation.prompt:
        return
    policy = turn.world.policy
    _start(turn, "draft_reminder", turn.not_in_quiet_hours(turn.now + policy.draft_reminder_after))
    _start(turn, "draft_file", turn.not_in_quiet_hours(turn.now + policy.draft_filed_after))
    question = next_question(WATCHED[conversation.form], conversation.answers)
    danger = conversation.answers.get("danger")
    if question and question.name == "live" and danger in policy.silence_means_danger:
        _start(turn, "emergency_silence", turn.now + policy.emergency_silence)


def remind(scene: Scene, timer: Timer) -> None:
    """Say once what is still missing."""
    left = _left(scene, timer)
    if left is None:
        return
    question = next_question(WATCHED[left.form], left.answers)
    if question is None or not (said(left.answers) or left.answers.get("media")):
        return
    scene.tell(
        timer.subject, "draft-reminder", args={"words": cards.shortened(said(left.answers), 40) or Text("a-photo")}
    )


def file_unfinished(scene: Scene, timer: Timer) -> None:
    """A day later nobody came back: filed as it is; the staff ask for what is missing."""
    left = _left(scene, timer)
    if left is None or not (said(left.answers) or left.answers.get("media")):
        return
    _file(scene, timer, left, "report-filed-unfinished", danger=False)


def assume_danger(scene: Scene, timer: Timer) -> None:
    """No answer to "is it happening now?" about fire, gas, drowning or a life: taken as yes."""
    left = _left(scene, timer)
    if left is not None:
        _file(scene, timer, left, "report-filed-danger", danger=True)


def _file(scene: Scene, timer: Timer, left: Conversation, key: str, *, danger: bool) -> None:
    ticket: Ticket = (
        register_wish(scene, timer.subject, left.answers)
        if left.form == WISH.name
        else register(scene, timer.subject, left.answers, danger=danger)
    )
    scene.uow.conversations.save(Conversation(left.channel, left.account, menu=left.menu), scene.now)
    facts = cards.facts(scene, ticket)
    scene.tell(timer.subject, key, (choice(f"open/{ticket.id}", "do-open"),), ticket=ticket.id, args=facts)


def _left(scene: Scene, timer: Timer) -> Conversation | None:
    """The conversation, if it still stands at the very question this timer was started for."""
    there = scene.uow.conversations.get(timer.data["channel"], timer.data["account"])
    return there if there.form in WATCHED and there.prompt == timer.data["prompt"] else None


def _start(turn: Turn, kind: str, due_at: Any) -> None:
    place = turn.conversation
    data = {"channel": place.channel, "account": place.account, "prompt": place.prompt}
    turn.uow.timers.start(Timer(f"{kind}:{place.prompt}", kind, turn.person.id, due_at, data))
