"""The call-back: solved? satisfied? one sentence if they like. "Not solved" reopens the ticket."""

from __future__ import annotations

from domain.answers import Result
from domain.messages import Incoming, Text
from domain.ticket import Action, Party, Status, Ticket, can, parties
from handlers import cards, show
from handlers.callback import silent
from handlers.forms import Answers, Ask, Elsewhere, Form, Question, Unclear, begin, yes_or_no
from handlers.life import act, require, rework
from handlers.scene import Turn, choice
from nlp.understanding import Kind

RATINGS = ("yes", "mostly", "no")
REASONS = ("nobody", "partly", "again", "other")
LONGEST_COMMENT = 500
NEW_MATTER = frozenset({Kind.COMPLAINT, Kind.HELP, Kind.ENQUIRY, Kind.SUGGESTION, Kind.REPORT, Kind.WISH})


def solved(turn: Turn, ticket: Ticket) -> None:
    """Solved: closed, then asked how it was. Of somebody who joined it is heard, and closes nothing."""
    if Party.FOLLOWER in parties(ticket, turn.person):
        agree(turn, ticket)
        return
    after = act(turn, ticket, Action.CONFIRM, turn.person)
    turn.ticket = after.id
    if after.reporter != turn.person.id:
        show.card(turn, after)
    elif after.wish:
        turn.answer("wish-closed", args=cards.facts(turn, after))
    else:
        begin(turn, RATE, {"ticket": after.id})


def agree(turn: Turn, ticket: Ticket) -> None:
    """我这里好了: the word of somebody who joined, once for each episode."""
    require(turn, ticket, Action.AGREE)
    if turn.person.id not in silent(turn, ticket):
        glad(turn, ticket)
        return
    after = act(turn, ticket, Action.AGREE, turn.person)
    turn.ticket = after.id
    begin(turn, RATE, {"ticket": after.id})


def unsolved(turn: Turn, ticket: Ticket) -> None:
    """Not solved: back to work while that is possible; too late, it is reported anew. A wish needs no reason."""
    mine = parties(ticket, turn.person)
    if ticket.wish:
        after = act(turn, ticket, Action.REFUTE, turn.person)
        turn.ticket = after.id
        turn.answer("wish-reopened", args=cards.facts(turn, after))
    elif can(ticket, Action.REFUTE, mine, turn.now):
        begin(turn, REFUTE, {"ticket": ticket.id, "action": Action.REFUTE, **_reason_known(ticket)})
    elif can(ticket, Action.REOPEN, mine, turn.now):
        begin(turn, REFUTE, {"ticket": ticket.id, "action": Action.REOPEN, **_reason_known(ticket)})
    elif ticket.status is Status.CLOSED:
        turn.answer("reopen-too-late", (choice("report/", "do-report"),), args=cards.facts(turn, ticket))
    else:
        show.card(turn, ticket)


def _reason_known(ticket: Ticket) -> dict[str, str]:
    """Whoever was told why something cannot be done is asked for their own words, not whether anybody came."""
    return {} if ticket.result in ("", Result.SOLVED) else {"reason": "other"}


def glad(turn: Turn, _ticket: Ticket) -> None:
    """Said once more that all is well: nothing to do."""
    turn.answer("glad-to-hear", (choice("mine/", "do-mine"),))


# ---- before it was resolved


def solved_before_visit(turn: Turn, ticket: Ticket) -> None:
    """It is all right again, while it is still being worked on: asked once, then closed; of who joined, passed on."""
    if Party.FOLLOWER in parties(ticket, turn.person):
        after = act(turn, ticket, Action.ADD, turn.person, note=turn.incoming.text, media=turn.incoming.media)
        turn.answer("report-added", (choice(f"open/{after.id}", "do-open"),), args=cards.facts(turn, after))
        return
    require(turn, ticket, Action.CONFIRM)
    begin(turn, ALL_RIGHT, {"ticket": ticket.id})


def ask_all_right(turn: Turn, answers: Answers) -> Ask:
    facts = cards.facts(turn, turn.uow.tickets.get(answers["ticket"]))
    return Ask(Text("mine-ask-all-right", facts), (choice("yes", "all-right-yes"), choice("no", "all-right-no")))


def finish_all_right(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    turn.ticket = ticket.id
    if answers["sure"] == "yes":
        act(turn, ticket, Action.CONFIRM, turn.person, note="居民告知已解决")
        turn.answer("mine-all-right", args=cards.facts(turn, ticket))
    else:
        turn.answer("mine-goes-on", args=cards.facts(turn, ticket))


def still_bad(turn: Turn, ticket: Ticket) -> None:
    """Still broken, while it is being worked on: the worker hears it."""
    after = act(turn, ticket, Action.ADD, turn.person, note=turn.incoming.text, media=turn.incoming.media)
    turn.ticket = after.id
    turn.answer("mine-still-bad", (choice(f"urge/{after.id}", "do-urge"),), args=cards.facts(turn, after))


ALL_RIGHT = Form("all-right", (Question("sure", ask_all_right, yes_or_no("sure")),), finish_all_right)


# ---- how it was


def read_satisfied(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Another matter is no rating; everything else is a comment, and the stars are asked for again."""
    if turn.heard.kind in NEW_MATTER and (turn.heard.matter or turn.heard.place):
        raise Elsewhere
    if not incoming.text.strip():
        raise Unclear("unclear-pick")
    raise Unclear("unclear-pick", {**answers, "comment": incoming.text[:LONGEST_COMMENT]})


def ask_comment(_turn: Turn, answers: Answers) -> Ask:
    key = "survey-ask-why" if answers.get("satisfied") == "no" else "survey-ask-comment"
    return Ask(Text(key), (choice("skip", "survey-skip"),))


def read_comment(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("unclear-note")
    return {**answers, "comment": incoming.text[:LONGEST_COMMENT]}


def finish_rate(turn: Turn, answers: Answers) -> None:
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    turn.ticket = ticket.id
    comment = "" if answers["comment"] == "skip" else answers["comment"]
    act(turn, ticket, Action.RATE, turn.person, note=comment, data={"satisfied": answers["satisfied"]})
    thanks = "survey-thanks" if ticket.status is Status.CLOSED else "survey-noted"
    turn.answer("survey-sorry" if answers["satisfied"] == "no" else thanks, args=cards.facts(turn, ticket))


def ask_satisfied(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("survey-ask-satisfied"), tuple(choice(rating, f"satisfied-{rating}") for rating in RATINGS))


RATE = Form(
    "rate",
    (Question("satisfied", ask_satisfied, read_satisfied), Question("comment", ask_comment, read_comment)),
    finish_rate,
    cancelled="rate-cancelled",
)


# ---- not solved


def ask_reason(_turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("survey-ask-reason"), tuple(choice(reason, f"reason-{reason}") for reason in REASONS))


def read_reason(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("unclear-note")
    return {**answers, "reason": "said", "detail": incoming.text[:LONGEST_COMMENT]}


def read_detail(_turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    if not incoming.text.strip():
        raise Unclear("unclear-note")
    return {**answers, "detail": incoming.text[:LONGEST_COMMENT]}


def finish_refute(turn: Turn, answers: Answers) -> None:
    """Back to whoever had it, with the resident's words."""
    ticket = turn.uow.tickets.get(int(answers["ticket"]))
    detail = answers.get("detail", "")
    note = detail or turn.world.say(Text(f"reason-{answers['reason']}"), turn.person.language)
    turn.ticket = ticket.id
    after = rework(turn, ticket, Action(answers["action"]), turn.person, note)
    turn.answer("survey-reopened", args=cards.facts(turn, after))


REFUTE = Form(
    "refute",
    (
        Question("reason", ask_reason, read_reason),
        Question(
            "detail", lambda _t, _a: Ask(Text("survey-ask-detail")), read_detail, lambda a: a.get("reason") == "other"
        ),
    ),
    finish_refute,
    cancelled="refute-cancelled",
)
