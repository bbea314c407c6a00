"""What simulated staff do with what they were given: take it up or give it back, ask, put off, and do it."""

from __future__ import annotations

from functools import partial

from bot.rehearsal import Seen
from bot.replay.crew import Crew, Hears
from bot.replay.temperaments import Span, Temperament

RETURN = {"work-ask-return": "“这件不归我管，请转给负责的同志。"}
RESOLVE = {"work-ask-resolve": "“已到现场查看并处理，如有反复请告诉我们。", "work-ask-photo": "none"}
ASK = {"work-ask-question": "“请问具体是哪一处？方便的话说说楼层。"}
EXTEND = {"extend-ask-why": "why-parts"}
PARK = {"park-ask-why": "why-project"}
EXTENSIONS = ("2", "5")
PARKINGS = ("“9天", "“20天", "30")
OVERRUN: Span = (30, 70)  # who asks for more time needs it
BEFORE_ITS_DATE: Span = (4, 40)
GO_ON_EARLY = 0.3  # of what is parked so much is gone on with before its date
REMINDED = 0.5  # of the parts they ignored they do so much when they are reminded


def assigned(crew: Crew, seen: Seen, temper: Temperament) -> None:
    crew.later(temper.accept, partial(_begin, crew, seen, temper))


def listed(crew: Crew, seen: Seen, temper: Temperament) -> None:
    crew.later(temper.accept, partial(_read_list, crew, seen, temper))


async def _read_list(crew: Crew, seen: Seen, temper: Temperament) -> None:
    for choice in seen.choices:
        if choice.startswith("open/"):
            for shown in await crew.press(seen, choice):
                if f"accept/{shown.ticket}" in shown.choices:
                    await _begin(crew, shown, temper)
                elif shown.ticket in crew.put_off and f"ask/{shown.ticket}" in shown.choices:
                    gone_on(crew, shown, temper)
                elif f"grant/{shown.ticket}" in shown.choices:
                    asked_for(crew, shown, temper)


async def _begin(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if crew.draws(temper.returns) and await _give_back(crew, seen):
        return
    accepted = await crew.press(seen, f"accept/{seen.ticket}")
    card = next((each for each in accepted if each.key == "card-staff"), seen)
    if crew.draws(temper.asks):
        crew.put_off.add(seen.ticket)
        await crew.talks(card, f"ask/{seen.ticket}", ASK)
    elif crew.draws(temper.extends):
        await _request(crew, card, "extend", crew.picks(EXTENSIONS), EXTEND)
        crew.later(OVERRUN, partial(_resolve, crew, seen))
    elif crew.draws(temper.parks):
        crew.put_off.add(seen.ticket)
        await _request(crew, card, "park", crew.picks(PARKINGS), PARK)
        crew.later(OVERRUN, partial(_resolve, crew, seen))
    else:
        crew.later(temper.resolve, partial(_resolve, crew, seen))


async def _give_back(crew: Crew, seen: Seen) -> bool:
    heard = await crew.talks(seen, f"return/{seen.ticket}", RETURN)
    return any(each.key.startswith("work-returned") for each in heard)


async def _request(crew: Crew, seen: Seen, what: str, days: str, answers: dict[str, str]) -> None:
    """More time, or to park it: behind 更多."""
    for rare in await crew.press(seen, f"more/{seen.ticket}"):
        heard = await crew.talks(rare, f"{what}/{seen.ticket}", {f"{what}-ask-days": days, **answers})
        if sent := next((each for each in heard if each.key == "request-sent"), None):
            crew.book.asked_for(sent, what, int(days.strip("“天")))


async def _resolve(crew: Crew, seen: Seen) -> None:
    if seen.ticket not in crew.parked:
        await crew.talks(seen, f"resolve/{seen.ticket}", RESOLVE)


def gone_on(crew: Crew, seen: Seen, temper: Temperament) -> None:
    """The resident answered or never will, or its date has come: it is done in its time."""
    crew.put_off.discard(seen.ticket)
    crew.parked.discard(seen.ticket)
    if temper.accept:
        crew.later(temper.resolve, partial(_resolve, crew, seen))


def granted(crew: Crew, seen: Seen, _temper: Temperament) -> None:
    """What is parked waits for its date; some go on with it before."""
    if f"resume/{seen.ticket}" not in seen.choices:
        return
    crew.parked.add(seen.ticket)
    if crew.draws(GO_ON_EARLY):
        crew.later(BEFORE_ITS_DATE, partial(crew.press, seen, f"resume/{seen.ticket}"))


# ---- the part of another's ticket (协办)


def part(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if not crew.draws(temper.ignores):
        crew.later(temper.accept, partial(_take_part, crew, seen, temper))


def part_again(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if crew.draws(REMINDED):
        crew.later(temper.accept, partial(_take_part, crew, seen, temper))


async def _take_part(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if crew.draws(temper.returns):
        await crew.talks(seen, f"task_refuse/{seen.ticket}", {"task-ask-refuse": "“我们单位管不了这个。"})
        return
    await crew.press(seen, f"task_accept/{seen.ticket}")
    done = {"task-ask-done": "“已配合处理完。"}
    crew.later(temper.resolve, partial(crew.talks, seen, f"task_done/{seen.ticket}", done))


# ---- what waits for their word


def to_review(crew: Crew, seen: Seen, temper: Temperament) -> None:
    crew.later(temper.accept, partial(crew.press, seen, f"approve/{seen.ticket}"))


def to_check(crew: Crew, seen: Seen, temper: Temperament) -> None:
    crew.later(temper.accept, partial(crew.press, seen, f"check/{seen.ticket}"))


def asked_for(crew: Crew, seen: Seen, temper: Temperament) -> None:
    crew.later(temper.steps_in, partial(_decide, crew, seen, temper))


async def _decide(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if crew.draws(temper.grants):
        await crew.press(seen, f"grant/{seen.ticket}")
    else:
        await crew.talks(seen, f"refuse/{seen.ticket}", {"refuse-ask": "“先按原来的期限办。"})


WORKING: dict[str, Hears] = {
    "card-assignment": assigned,
    "staff-list": listed,
    "worker-answered": gone_on,
    "worker-not-answered": gone_on,
    "worker-resumed": gone_on,
    "work-resumed": gone_on,
    "worker-granted": granted,
    "task-card-assist": part,
    "task-again-assist": part_again,
    "card-review": to_review,
    "staff-not-reviewed": to_review,
    "wish-to-check": to_check,
    "staff-not-checked": to_check,
    "staff-asked-extend": asked_for,
    "staff-asked-park": asked_for,
}
