"""The call-back: solved? satisfied? one sentence if they like. "Not solved" reopens the ticket."""

from __future__ import annotations

from domain.messages import Incoming, Text
from domain.ticket import Action, Ticket
from handlers import cards
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.life import act, rework
from handlers.scene import Turn, choice

RATINGS = ("yes", "mostly", "no")
REASONS = ("nobody", "partly", "again", "other")


def solved(turn: Turn, ticket: Ticket) -> None:
    """Solved: closed, then asked how it was."""
    after = act(turn, ticket, Action.CONFIRM, turn.person)
    turn.ticket = after.id
    if after.wish:
        turn.answer("wish-closed", args=cards.facts(turn, after))
    else:
        begin(turn, RATE, {"ticket": after.id})


def unsolved(turn: Turn, ticket: Ticket) -> None:
    begin(turn, REFUTE, {"ticket": ticket.id, "action": Action.REFUTE})


def reopen(turn: Turn, ticket: Ticket) -> None:
    begin(turn, REFUTE, {"ticket": ticket.id, "action": Action.REOPEN})


def finish_rate(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    turn.ticket = ticket.id
    comment = "" if answers["comment"] == "skip" else answers["comment"]
    data = {"satisfied": answers["satisfied"]}
    if answers["satisfied"] != "later":
        act(turn, ticket, Action.RATE, turn.person, note=comment, data=data)
    turn.answer("survey-sorry" if answers["satisfied"] == "no" else "survey-thanks", args=cards.facts(turn, ticket))


def read_comment(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("unclear-note")
    return {**answers, "comment": incoming.text[:500]}


RATE = Form(
    "rate",
    (
        Question(
            "satisfied",
            lambda _t, _a: Ask(Text("survey-ask-satisfied"), tuple(choice(r, f"satisfied-{r}") for r in RATINGS)),
        ),
        Question(
            "comment",
            lambda _t, a: Ask(
                Text("survey-ask-why" if a.get("satisfied") == "no" else "survey-ask-comment"),
                (choice("skip", "survey-skip"),),
            ),
            read_comment,
        ),
    ),
    finish_rate,
)


def finish_refute(turn: Turn, answers: Answers) -> None:
    """Back to whoever had it, with the resident's words."""
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    reason = answers["reason"]
    words = turn.world.say(Text(f"reason-{reason}"), "zh-CN") if reason in REASONS else reason
    detail = answers.get("detail", "")
    note = f"{words}：{detail}" if detail else words
    turn.ticket = ticket.id
    if ticket.wish:
        after = act(turn, ticket, Action.REFUTE, turn.person, note=note)
    else:
        after = rework(turn, ticket, Action(answers["action"]), turn.person, note)
    turn.answer("wish-reopened" if ticket.wish else "survey-reopened", args=cards.facts(turn, after))


def read_reason(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("unclear-note")
    return {**answers, "reason": incoming.text[:500]}


def read_detail(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    return {**read_reason(_turn, answers, incoming), "reason": answers["reason"], "detail": incoming.text[:500]}


REFUTE = Form(
    "refute",
    (
        Question(
            "reason",
            lambda _t, _a: Ask(Text("survey-ask-reason"), tuple(choice(r, f"reason-{r}") for r in REASONS)),
            read_reason,
        ),
        Question(
            "detail", lambda _t, _a: Ask(Text("survey-ask-detail")), read_detail, lambda a: a.get("reason") == "other"
        ),
    ),
    finish_refute,
)
