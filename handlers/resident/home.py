"""First contact, the privacy notice, and where somebody lives: by words, by position, or by a building's QR code."""

from __future__ import annotations

import re

from domain.messages import Choice, Incoming, Text
from domain.people import Role
from domain.places import Level, Spot
from domain.routing import Reason
from domain.values import replace
from handlers.buildings import public_heads
from handlers.forms import Answers, Ask, Elsewhere, Form, Question, Unclear, begin
from handlers.resident.draft import placed, spot_at, unpack_spot
from handlers.resident.where import CANDIDATES
from handlers.scene import Turn, choice, named

# The payload of a building's QR code: h<area or grid code>[-<building>], letters Telegram allows in a deep link.
HOME_CODE = re.compile(r"h(?P<code>\d{12}-[a-z]\d{2}|\d{15}|\d{12})(?:-(?P<building>\d{1,4}))?")
NAME_LENGTH = 40
TOO_LARGE = (Level.CITY, Level.DISTRICT, Level.STREET, Level.ROAD)
WELCOME = ("report", "wish", "mine", "home")


def welcome(turn: Turn) -> None:
    """Somebody who only pressed "start": what this is, what is kept, and what to do next."""
    _noticed(turn)
    turn.answer("welcome", tuple(choice(f"{verb}/", f"do-{verb}") for verb in WELCOME), args=_operator(turn))


def notice(turn: Turn) -> None:
    """Shown once, before anything is kept about the person (PIPL Art. 17); it never stands in the way of the request."""
    _noticed(turn)
    turn.answer("privacy-notice", args=_operator(turn))


def _operator(turn: Turn) -> dict[str, str]:
    return {"operator": turn.world.operator}


def _noticed(turn: Turn) -> None:
    turn.save_person(replace(turn.person, noticed=True))
    if turn.incoming.sender_name and not turn.uow.people.name(turn.person.id):  # imported names stay
        turn.uow.people.note(turn.person.id, "name", turn.incoming.sender_name[:NAME_LENGTH])


def from_link(turn: Turn, payload: str) -> bool:
    """Set home from a building's QR code; False when the payload is not one or names no place of ours."""
    found = HOME_CODE.fullmatch(payload)
    area = turn.world.gazetteer.area(found["code"]) if found else None
    if found is None or area is None:
        return False
    if not turn.person.noticed:
        notice(turn)
    spot = Spot(area.code, area.name, area.level, 1.0, building=found["building"] or "")
    if turn.world.routing(spot).reason == Reason.ASK_NUMBER:
        begin(turn, HOME, {**placed(turn, {}, spot), "where": "link"})
    else:
        _set(turn, spot)
    return True


def start(turn: Turn) -> None:
    """设置住址, or 我住在… with the place in it."""
    try:
        answers = read_where(turn, {}, turn.incoming) if not turn.incoming.pressed else {}
    except Unclear:
        answers = {}
    begin(turn, HOME, answers)


def ask_where(turn: Turn, answers: Answers) -> Ask:
    skip = choice("skip", "home-skip")
    candidates = answers.get("candidates", [])[:CANDIDATES]
    options: tuple[Choice, ...] = tuple(named(code, turn.world.gazetteer.in_words(code)) for code in candidates)
    if options:
        spot = unpack_spot(answers)
        return Ask(Text("report-ask-which", {"name": spot.words if spot else ""}), (*options, skip))
    return Ask(Text("home-ask"), (skip,))


def pick_where(turn: Turn, answers: Answers, picked: str) -> Answers:
    spot = unpack_spot(answers)
    if picked == "skip" or spot is None:
        return {**answers, "where": "skip"}
    return {**placed(turn, answers, turn.world.gazetteer.chosen(spot, picked)), "where": picked}


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    spot = spot_at(turn, incoming.point) if incoming.point else turn.world.gazetteer.find(incoming.text)
    if spot is None or not (spot.code or spot.candidates):
        raise Unclear("unclear-where")
    found = placed(turn, answers, spot)
    if found["routing"] == Reason.ASK_PLACE and found["candidates"]:
        return found
    if spot.level in TOO_LARGE:
        raise Unclear("unclear-where")
    return {**found, "where": "said", "candidates": []}


def read_home(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    """A place; whoever tells of a matter instead, or asks for something, is heard, and says their home another time."""
    try:
        return read_where(turn, answers, incoming)
    except Unclear as unclear:
        if incoming.text and (turn.heard.matter or turn.heard.intent not in ("", "home")):
            raise Elsewhere from unclear
        raise


def ask_building(_turn: Turn, answers: Answers) -> Ask:
    return Ask(Text("report-ask-building", {"name": answers["spot"]["name"]}), (choice("unknown", "number-unknown"),))


def read_building(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    digits = re.search(r"\d{1,4}", turn.world.normalise(incoming.text))
    spot = unpack_spot(answers)
    if digits is None or spot is None:
        raise Unclear("unclear-number")
    return {**placed(turn, answers, replace(spot, building=digits[0])), "building": digits[0]}


def finish(turn: Turn, answers: Answers) -> None:
    spot = unpack_spot(answers)
    if answers["where"] == "skip" or spot is None:
        turn.answer("home-skipped")
    else:
        _set(turn, spot)


HOME = Form(
    "home",
    (
        Question("where", ask_where, read_home, pick=pick_where),
        Question("building", ask_building, read_building, lambda a: a.get("routing") == Reason.ASK_NUMBER),
    ),
    finish,
    cancelled="home-skipped",
)


def _set(turn: Turn, spot: Spot) -> None:
    home = turn.world.routing(spot).grid or spot.code
    turn.save_person(replace(turn.person, home=home, home_words=turn.world.gazetteer.spot_in_words(spot)))
    turn.answer("home-set", args=_worker(turn))


def my_data(turn: Turn) -> None:
    """What is kept about the person, and how to have it erased."""
    turn.answer("my-data", args={**_operator(turn), "place": turn.person.home_words or Text("not-yet")})


def my_worker(turn: Turn) -> None:
    """Who looks after one's grid: their name and the supervision of it must be public by law."""
    if not turn.person.home:
        turn.answer("my-worker-no-home", (choice("home/set", "do-home"),))
        return
    turn.answer("my-worker", args=_worker(turn))


def _worker(turn: Turn) -> dict[str, str | int | Text]:
    """Home, its grid, and who answers for it."""
    people = turn.uow.people.with_post(Role.WORKER, (turn.person.home,))
    names = "、".join(turn.uow.people.name(person) for person in people)
    grid = turn.world.grid_name(turn.person.home)
    return {
        "worker": names or Text("nobody-yet"),
        "grid": grid,
        "place": turn.person.home_words,
        "heads": public_heads(turn, turn.person.home, turn.person.home_words),
    }
