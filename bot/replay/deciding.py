"""What simulated staff do as those above: decide who gets it, step in where nobody accepts, urge or rank what is late."""

from __future__ import annotations

from functools import partial

from bot.rehearsal import Seen
from bot.replay.crew import Crew, Hears
from bot.replay.temperaments import Temperament

STEPPING_IN = 0.7  # the share of what they hear that those above do something about
RANKS = ("urgent", "hard", "normal", "critical")
ASKED_WHOM = frozenset({"manage-ask-whom", "dispatch-ask-to"})
NO_HELP = {"dispatch-ask-assisting": "done"}
HELP = {"dispatch-ask-assisting": "done", "dispatch-ask-what": "help"}


def undecided(crew: Crew, seen: Seen, temper: Temperament) -> None:
    verb = "dispatch" if f"dispatch/{seen.ticket}" in seen.choices else "assign"
    crew.later(temper.steps_in, partial(_give, crew, seen, verb, temper))


def nobody_there(crew: Crew, seen: Seen, temper: Temperament) -> None:
    crew.later(temper.steps_in, partial(_open, crew, seen, temper))


async def _open(crew: Crew, seen: Seen, temper: Temperament) -> None:
    for card in await crew.press(seen, f"open/{seen.ticket}"):
        await _give(crew, card, "assign", temper)


def unaccepted(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if crew.draws(STEPPING_IN):
        crew.later(temper.steps_in, partial(_step_in, crew, seen, temper))


async def _step_in(crew: Crew, seen: Seen, temper: Temperament) -> None:
    await _rank(crew, seen, temper)
    await _give(crew, seen, "assign", temper)


def overdue(crew: Crew, seen: Seen, temper: Temperament) -> None:
    if crew.draws(STEPPING_IN):
        crew.later(temper.steps_in, partial(_urge, crew, seen, temper))


async def _urge(crew: Crew, seen: Seen, temper: Temperament) -> None:
    await _rank(crew, seen, temper)
    await crew.press(seen, f"urge/{seen.ticket}")


async def _rank(crew: Crew, seen: Seen, temper: Temperament) -> None:
    """Another urgency: behind 更多."""
    if not crew.draws(temper.ranks):
        return
    rank = crew.picks(RANKS)
    for rare in await crew.press(seen, f"more/{seen.ticket}"):
        for asked in await crew.press(rare, f"rank/{seen.ticket}"):
            if asked.key == "rank-ask":
                await crew.press(asked, rank)


async def _give(crew: Crew, seen: Seen, verb: str, temper: Temperament) -> None:
    """To whoever is offered, whichever they like; of units sometimes to two."""
    account = seen.letter.account
    for asked in await crew.press(seen, f"{verb}/{seen.ticket}"):
        if asked.key in ASKED_WHOM and asked.choices:
            heard = await crew.press(asked, crew.picks(asked.choices))
            helped = crew.draws(temper.calls_in)
            for question in [each for each in heard if each.key == "dispatch-ask-assisting" and helped]:
                units = question.choices[1:]
                heard = await crew.press(question, crew.picks(units)) if units else heard
            await crew.talks_on(heard, account, HELP if helped else NO_HELP)


DECIDING: dict[str, Hears] = {
    "command-to-decide": undecided,
    "supervisor-nobody": undecided,
    "staff-nobody": nobody_there,
    "staff-not-accepted": unaccepted,
    "staff-overdue": overdue,
}
