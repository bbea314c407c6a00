"""First contact, the privacy notice, and where somebody lives: by words, by position, or by a building's QR code."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.messages import Incoming, Text
from domain.people import Role
from domain.places import Spot
from domain.routing import Reason
from handlers.forms import Answers, Ask, Form, Question, Unclear, begin
from handlers.resident.draft import spot_at
from handlers.scene import Turn, choice

# The payload of a building's QR code: h<area or grid code>[-<building>], letters Telegram allows in a deep link.
HOME_CODE = re.compile(r"h(?P<code>\d{12}-[a-z]\d{2}|\d{15}|\d{12})(?:-(?P<building>\d{1,4}))?")


def notice(turn: Turn) -> None:
    """Shown once, before anything is kept about the person (PIPL Art. 17); it never stands in the way of the request."""
    turn.answer("privacy-notice", (choice("home/set", "do-home"),), args={"operator": turn.world.operator})
    turn.save_person(replace(turn.person, noticed=True))
    if turn.incoming.sender_name:
        turn.uow.people.note(turn.person.id, "name", turn.incoming.sender_name[:40])


def start(turn: Turn) -> None:
    begin(turn, HOME, {})


def from_link(turn: Turn, payload: str) -> bool:
    """Set home from a building's QR code; False when the payload is not one or names no place of ours."""
    found = HOME_CODE.fullmatch(payload)
    area = turn.world.gazetteer.area(found["code"]) if found else None
    if found is None or area is None:
        return False
    spot = Spot(area.code, area.name, area.level, 1.0, building=found["building"] or "")
    _set(turn, spot)
    return True


def ask_where(turn: Turn, _answers: Answers) -> Ask:
    return Ask(Text("home-ask"), (choice("skip", "home-skip"),))


def read_where(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    spot = spot_at(turn, incoming.point) if incoming.point else turn.world.gazetteer.find(incoming.text)
    if spot is None or not spot.code:
        raise Unclear("unclear-where")
    routing = turn.world.routing(spot)
    if routing.reason == Reason.ASK_NUMBER:
        return {**answers, "where": spot.code, "split": True}
    return {**answers, "where": spot.code, "building": spot.building or spot.house}


def read_building(turn: Turn, answers: Answers, incoming: Incoming) -> Answers:
    digits = re.search(r"\d{1,4}", turn.world.normalise(incoming.text))
    if digits is None:
        raise Unclear("unclear-number")
    return {**answers, "building": digits[0]}


def finish(turn: Turn, answers: Answers) -> None:
    if answers["where"] == "skip":
        turn.answer("home-skipped")
        return
    area = turn.world.gazetteer.area(answers["where"])
    assert area is not None
    building = answers.get("building", "")
    spot = turn.world.gazetteer.find(f"{area.name}{building}栋" if building.isdecimal() else area.name, home=area.code)
    _set(
        turn,
        spot if spot and spot.code == area.code else Spot(area.code, area.name, area.level, 1.0, building=building),
    )


HOME = Form(
    "home",
    (
        Question("where", ask_where, read_where),
        Question(
            "building",
            lambda t, a: Ask(
                Text("report-ask-building", {"name": t.world.gazetteer.in_words(a["where"])}),
                (choice("", "number-unknown"),),
            ),
            read_building,
            lambda a: bool(a.get("split")),
            lambda _t, a, _p: {**a, "building": ""},
        ),
    ),
    finish,
)


def _set(turn: Turn, spot: Spot) -> None:
    routing = turn.world.routing(spot)
    home = routing.grid or spot.code
    turn.save_person(replace(turn.person, home=home, home_words=turn.world.gazetteer.spot_in_words(spot)))
    turn.answer("home-set", args={**_worker(turn), "place": turn.person.home_words})


def my_data(turn: Turn) -> None:
    """What is kept about the person, and how to have it erased."""
    turn.answer("my-data", args={"operator": turn.world.operator, "place": turn.person.home_words or "—"})


def my_worker(turn: Turn) -> None:
    """Who looks after one's grid: their name and the supervision of it must be public by law."""
    if not turn.person.home:
        turn.answer("my-worker-no-home", (choice("home/set", "do-home"),))
        return
    turn.answer("my-worker", args={**_worker(turn), "place": turn.person.home_words})


def _worker(turn: Turn) -> dict[str, str | int | Text]:
    people = turn.uow.people.with_post(Role.WORKER, (turn.person.home,))
    names = "、".join(turn.uow.people.name(person) for person in people)
    return {"worker": names or Text("nobody-yet"), "grid": turn.world.grid_name(turn.person.home)}
