"""The call-back: solved, partly or not? satisfied? Most press two buttons; who is not content presses a reason, or says it.

Whether anybody contacted them is asked where the history does not know it (contacted.py), in place of the sentence at the
end. What a reason leads to stands in domain/survey.py.
"""

from __future__ import annotations

from domain.messages import Incoming, Text
from domain.survey import OTHER, Said, Way, reasons
from domain.ticket import Action, Party, Request, Status, Ticket, parties
from handlers import cards, show
from handlers.callback import silent
from handlers.forms import Answers, Ask, Elsewhere, Form, Question, Unclear, always, begin, ticket_in, yes_no_or_new
from handlers.life import act, require
from handlers.readers import own_words
from handlers.resident import contacted, share, unsolved
from handlers.scene import Turn, choice
from nlp.understanding import Kind

RATINGS = ("yes", "mostly", "no")
NEW_MATTER = frozenset({Kind.COMPLAINT, Kind.HELP, Kind.ENQUIRY, Kind.SUGGESTION, Kind.REPORT, Kind.WISH})


def solved(turn: Turn, ticket: Ticket) -> None:
    """Solved: closed, then asked how it was. Of somebody who joined it is heard, and closes nothing."""
    if Party.FOLLOWER in parties(ticket, turn.person):
        agree(turn, ticket)
        return
    if ticket.request is Request.REWORK and ticket.reporter == turn.person.id:
        unsolved.being_decided(turn, ticket)
        return
    after = act(turn, ticket, Action.CONFIRM, turn.person)
    turn.ticket = after.id
    if after.reporter != turn.person.id:
        show.card(turn, after)
    elif after.wish:
        turn.answer("wish-closed", (choice(f"thank/{after.id}", "do-thank"),), args=cards.facts(turn, after))
    else:
        begin(turn, RATE, {"ticket": after.id, LAST: contacted.unknown(turn, after)})


def agree(turn: Turn, ticket: Ticket) -> None:
    """我这里好了: the word of somebody who joined, once for each episode."""
    require(turn, ticket, Action.AGREE)
    if turn.person.id not in silent(turn, ticket):
        glad(turn, ticket)
        return
    after = act(turn, ticket, Action.AGREE, turn.person)
    turn.ticket = after.id
    begin(turn, RATE, {"ticket": after.id})


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
    facts = cards.facts(turn, ticket_in(turn, answers))
    return Ask(Text("mine-ask-all-right", facts), (choice("yes", "all-right-yes"), choice("no", "all-right-no")))


def finish_all_right(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
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


ALL_RIGHT = Form("all-right", (Question("sure", ask_all_right, yes_no_or_new("sure")),), finish_all_right)


# ---- how it was


def read_satisfied(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """Another matter is no rating; everything else is a comment, and the stars are asked for again."""
    if turn.heard.kind in NEW_MATTER and (turn.heard.matter or turn.heard.place):
        raise Elsewhere
    if not incoming.text.strip():
        raise Unclear("unclear-pick")
    raise Unclear("unclear-pick", {**answers, "comment": incoming.text[: unsolved.LONGEST_COMMENT]})


def ask_comment(_turn: Turn, answers: Answers) -> Ask:
    key = "survey-ask-detail" if answers.get("reason") == OTHER else "survey-ask-comment"
    return Ask(Text(key), (choice("skip", "survey-skip"),))


def finish_rate(turn: Turn, answers: Answers) -> None:
    ticket = ticket_in(turn, answers)
    turn.ticket = ticket.id
    reason = answers.get("reason", "")
    comment = answers.get("comment", "skip")
    note = unsolved.reason_in_words(turn, reason) if comment == "skip" else comment
    way = reasons(Said.UNSATISFIED).get(reason, Way.FOLLOW)
    if way is Way.DECIDE and not unsolved.can_ask_above(turn, ticket):
        way = Way.FOLLOW
    data = {"satisfied": answers["satisfied"], **({"reason": reason, "way": way} if reason else {})}
    after = act(turn, ticket, Action.RATE, turn.person, note=note, data=data)
    if answers["satisfied"] == "no" and way is Way.DECIDE:
        unsolved.ask_above(turn, after, Said.UNSATISFIED, reason, note)
        if contacted.unknown(turn, after):
            contacted.ask(turn, after)
        return
    thanks = "survey-thanks" if ticket.status is Status.CLOSED else "survey-noted"
    unhappy, unknown = answers["satisfied"] == "no", contacted.unknown(turn, after)
    if unhappy or not unknown:
        turn.answer("survey-sorry" if unhappy else thanks, args=cards.facts(turn, ticket))
    if unknown:
        contacted.ask(turn, after, "" if unhappy else thanks)
    else:
        share.ask(turn, after)


def _wants_comment(answers: Answers) -> bool:
    """Own words where the reason is none of ours; else a sentence, unless another question takes its place."""
    unhappy = answers.get("satisfied") == "no"
    return answers.get("reason") == OTHER if unhappy else not answers.get(LAST)


LAST = "last"  # whether 有没有人联系 is asked at the end
RATE = Form(
    "rate",
    (
        Question(
            "satisfied",
            always("survey-ask-satisfied", *(choice(rating, f"satisfied-{rating}") for rating in RATINGS)),
            read_satisfied,
        ),
        Question(
            "reason",
            always("survey-ask-why", *unsolved.offered(Said.UNSATISFIED), choice("skip", "survey-skip")),
            own_words("comment", unsolved.LONGEST_COMMENT, reason=OTHER),
            lambda a: a.get("satisfied") == "no",
        ),
        Question("comment", ask_comment, own_words("comment", unsolved.LONGEST_COMMENT), _wants_comment),
    ),
    finish_rate,
    cancelled="rate-cancelled",
)
