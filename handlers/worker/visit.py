"""走访: a worker notes a visit to a household; what they need becomes a ticket; one's own list and count of the month."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from domain.ledgers import LEDGERS, PEOPLES_LIFE
from domain.messages import Arg, Incoming, Text
from domain.people import Role
from domain.ticket import Ticket
from domain.values import replace
from handlers import cards, visiting
from handlers.forms import Answers, Ask, Form, Question, Unclear, always, begin
from handlers.life import file
from handlers.readers import own_words
from handlers.scene import Turn, choice, named
from handlers.worker import patrol
from storage.visits import Visit

SHOWN = 10
LONGEST = 300
NOBODY, NOTHING = "nobody", "nothing"
AGAIN = {"none": 0, "week": 7, "month": 30}  # days until the next visit


def start(turn: Turn) -> None:
    begin(turn, VISIT, {})


def read_place(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A household by its address; what no map knows is kept as it was written."""
    words = " ".join(incoming.text.split())[:LONGEST]
    if not words:
        raise Unclear("unclear-where")
    spot = turn.world.gazetteer.find(words, home_of(turn))
    known = spot if spot and spot.code and not spot.candidates else None
    where = [str(asdict(known)[part]) for part in ("code", "house", "building", "unit", "room")] if known else []
    key = "|".join(where) if known else turn.world.normalise(words)
    said = turn.world.gazetteer.spot_in_words(known) if known else words
    return {**answers, "place": words, "household": key, "said": said}


def home_of(turn: Turn) -> str:
    """The grid a worker speaks of when they name none."""
    return next((post.scope for post in turn.person.posts if post.role is Role.WORKER), turn.person.home)


def ask_ledger(turn: Turn, answers: Answers) -> Ask:
    """The likeliest first."""
    likely = turn.world.understander.understand(answers["need"], home=home_of(turn)).ledger
    ordered = dict.fromkeys([likely or PEOPLES_LIFE, *LEDGERS])
    return Ask(Text("visit-ask-ledger"), tuple(named(ledger, ledger) for ledger in ordered))


def finish(turn: Turn, answers: Answers) -> None:
    """Keep the visit; a need is filed like anything else a worker finds."""
    need = "" if answers["need"] == NOTHING else answers["need"]
    ledger = answers.get("ledger", PEOPLES_LIFE)
    ticket = _ticket(turn, answers, need, ledger) if need else None
    days = AGAIN.get(answers["again"], 0)
    met = answers["met"] != NOBODY
    visit = Visit(
        turn.person.id,
        turn.now,
        ticket.grid if ticket else home_of(turn),
        answers["household"],
        answers["said"],
        met,
        need,
        ledger,
        ticket.id if ticket else 0,
        _morning(turn, days) if days else None,
    )
    kept = turn.uow.visits.add(visit, answers["met"] if met else "")
    if visit.next_at:
        visiting.watch_next(turn, kept, turn.person.id, visit.next_at)
    opened = (choice(f"open/{ticket.id}", "do-open"),) if ticket else ()
    args: dict[str, Arg] = {
        "place": visit.place_words,
        "number": ticket.number if ticket else "",
        "done": visiting.so_far(turn, turn.person.id),
        "goal": turn.world.policy.visits_a_month,
    }
    turn.answer("visit-kept", (*opened, choice("visit/", "do-visit"), choice("visits/", "do-visits")), args=args)


def _ticket(turn: Turn, answers: Answers, need: str, ledger: str) -> Ticket:
    draft = patrol.preview(turn, {"what": f"{answers['place']}：{need}"})
    return file(turn, replace(draft, source="visit", ledger=ledger), turn.person.id)


def _morning(turn: Turn, days: int) -> datetime:
    day = turn.today() + timedelta(days=days)
    return datetime.combine(day, turn.world.policy.visit_reminder_at, turn.world.week.zone)


def show_mine(turn: Turn) -> None:
    """The visits of this month, the newest first."""
    found = turn.uow.visits.of_worker(turn.person.id, *visiting.month(turn, turn.now))
    if not found:
        turn.answer("visits-none", (choice("visit/", "do-visit"),))
        return
    lines = "\n".join(
        turn.world.say(
            Text(
                "visit-line",
                {
                    "at": turn.moment(visit.at),
                    "place": visit.place_words,
                    "need": cards.shortened(visit.need) or Text("visit-nothing"),
                    "again": turn.moment(visit.next_at) if visit.next_at else "",
                },
            ),
            turn.person.language,
        )
        for visit in found[:SHOWN]
    )
    args: dict[str, Arg] = {
        "lines": lines,
        "count": len(found),
        "done": visiting.so_far(turn, turn.person.id),
        "goal": turn.world.policy.visits_a_month,
    }
    turn.answer("visits-list", (choice("visit/", "do-visit"),), args=args)


VISIT = Form(
    "visit",
    (
        Question("place", always("visit-ask-place"), read_place),
        Question(
            "met",
            always("visit-ask-met", choice(NOBODY, "visit-nobody")),
            own_words("met", LONGEST),
        ),
        Question(
            "need",
            always("visit-ask-need", choice(NOTHING, "visit-nothing")),
            own_words("need", LONGEST),
        ),
        Question("ledger", ask_ledger, needed=lambda a: a.get("need", NOTHING) != NOTHING),
        Question(
            "again",
            lambda _t, _a: Ask(Text("visit-ask-again"), tuple(choice(name, f"visit-again-{name}") for name in AGAIN)),
        ),
    ),
    finish,
)
