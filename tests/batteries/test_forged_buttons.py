"""S1: forged, moved, mutated and replayed buttons, straight at the turn: nothing is accepted that the presser may not do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from random import Random
from string import ascii_letters, digits

import pytest
from batteries.conftest import Scale
from batteries.permissions import EVENT_OF, HAS_CLAIMANT, Kind, Outcome, Who, expected
from batteries.presses import CHANNEL, Cast, Undo, account, button, cast, press, undone
from town import Town

from domain.ticket import Status
from handlers.commands import ON_OTHERS, ON_TICKET, PLAIN
from handlers.world import World
from storage.unit_of_work import UnitOfWork

pytestmark = pytest.mark.battery
BATCH = 500  # presses between two clean slates
TOKEN = ascii_letters + digits + "-_"
STALE = {"stale-button-menu", "stale-button"}
STRANGE = ("²", "-1", "+0", " 0", "0 ", "1e1", "0x0", "9" * 40, "", "None", "0:0", "\x00", "零", "0\n", "٣", "00", "１")
INJECTED = (
    "' OR '1'='1",
    '{"verb":"accept"}',
    "../../etc/passwd",
    "%s%n",
    "💥" * 16,
    "\u202e0:token",
    "yes",
    "skip",
    "none",
)


@dataclass(frozen=True)
class Letters:
    """Real messages with buttons: whose they are, their tokens, and how many choices each has."""

    own: dict[Who, list[str]]
    choices: int


@dataclass(frozen=True)
class Forger:
    """Makes payloads that no message of the bot to this presser ever held."""

    chance: Random
    people: Cast
    letters: Letters

    def forged(self, _who: Who) -> str:
        """Never made by the bot: a command as it stands in the store, a token of the right shape, or anything."""
        verb = self.chance.choice([*ON_TICKET, *ON_OTHERS, *PLAIN])
        ticket = self.chance.choice(list(self.people.tickets.values()))
        invented = "".join(self.chance.choices(TOKEN, k=12))
        return self.chance.choice(
            (f"{verb}/{ticket}", f"{invented}:{self._index()}", f":{self._index()}", invented, *INJECTED)
        )

    def moved(self, who: Who) -> str:
        """A real button of somebody else."""
        other = self.chance.choice([each for each in self.letters.own if each is not who])
        return f"{self.chance.choice(self.letters.own[other])}:{self._index()}"

    def mutated(self, who: Who) -> str:
        """An own button with one thing changed: the token or the place in the menu."""
        token = self.chance.choice(self.letters.own[who])
        if self.chance.random() < 0.5:
            return f"{token}:{self.chance.choice((*STRANGE, self.letters.choices + self.chance.randrange(900)))}"
        at = self.chance.randrange(len(token))
        swapped = self.chance.choice([each for each in TOKEN if each != token[at]])
        changed = (
            token[:at] + swapped + token[at + 1 :],
            token[:at],
            token + swapped,
            token.swapcase() + "A",
            f" {token}",
        )
        return f"{self.chance.choice(changed)}:{self._index()}"

    def _index(self) -> object:
        return self.chance.choice((0, 1, self.letters.choices - 1, *STRANGE))


async def test_no_forged_moved_or_mutated_button_is_accepted(our_town: Town, scale: Scale) -> None:
    storage, world, now = our_town.app.storage, our_town.app.worlds.current, our_town.clock.now()
    people = storage.write_now(lambda uow: cast(uow, now))
    letters = storage.write_now(lambda uow: _letters(uow, people, now))
    with_form = storage.write_now(lambda uow: _forms_opened(uow, world, people, now))
    forger = Forger(Random(1), people, letters)
    ways: tuple[Callable[[Who], str], ...] = (forger.forged, forger.moved, forger.mutated)
    counts, accepted = Counter(), []

    def batch(uow: UnitOfWork) -> None:
        for number in range(BATCH):
            who, way = forger.chance.choice(list(Who)), ways[number % len(ways)]
            payload = way(who)
            counts[way.__name__] += 1
            if what := _accepted(uow, world, people.people[who], payload, now, in_form=who in with_form):
                accepted.append(f"{way.__name__} {payload!r} by the {who}: {what}")
        raise Undo

    while counts.total() < scale(short=10_000, full=1_000_000):
        with undone():
            storage.write_now(batch)
    print(f"\nS1 {counts.total()} presses {dict(counts)}: {len(accepted)} accepted")
    assert not accepted, "\n".join(accepted[:20])


def _letters(uow: UnitOfWork, people: Cast, now) -> Letters:
    """Everybody has real messages with a button for every verb on some tickets."""
    verbs = [*ON_TICKET, "claim"]
    found = {}
    for who, person in people.people.items():
        tickets = list(people.tickets.values())
        found[who] = [button(uow, person, now, *(f"{verb}/{ticket}" for verb in verbs)) for ticket in tickets]
    return Letters(found, len(verbs))


def _forms_opened(uow: UnitOfWork, world: World, people: Cast, now) -> set[Who]:
    """Some are in the middle of a form, whose open question a forged press must not answer."""
    begun = {
        Who.ASSIGNEE: f"resolve/{people.tickets[Kind.REQUEST, Status.WORKING]}",
        Who.REPORTER: f"withdraw/{people.tickets[Kind.REQUEST, Status.ASSIGNED]}",
        Who.DESK: f"assign/{people.tickets[Kind.REQUEST, Status.PENDING]}",
    }
    for who, command in begun.items():
        person = people.people[who]
        assert press(uow, world, person, f"{button(uow, person, now, command)}:0", now).form
    return set(begun)


def _accepted(uow: UnitOfWork, world: World, person: int, payload: str, now, *, in_form: bool) -> str:
    """What the press achieved beyond being told that it is an old button, "" if nothing."""
    before = uow.conversations.get(CHANNEL, account(person))
    effect = press(uow, world, person, payload, now)
    after = uow.conversations.get(CHANNEL, account(person))
    if effect.events:
        return f"{[str(event.action) for event in effect.events]}"
    if (after.form, after.answers) != (before.form, before.answers):
        return f"the form is now {after.form!r} with {after.answers}"
    if len(effect.told(person)) != len(effect.letters):
        return "somebody else was told"
    return "" if in_form or set(effect.told(person)) <= STALE else f"told {effect.told(person)}"


async def test_a_replayed_button_does_only_what_its_presser_may_do_now(our_town: Town, scale: Scale) -> None:
    """Everybody holds buttons for everything, as if kept from better days; what they do is judged anew each time."""
    storage, world, now = our_town.app.storage, our_town.app.worlds.current, our_town.clock.now()
    people = storage.write_now(lambda uow: cast(uow, now))
    letters = storage.write_now(lambda uow: _letters(uow, people, now))
    cells = [*product(Who, enumerate(people.tickets), enumerate([*ON_TICKET, "claim"]))]
    chance, presses, wrong = Random(2), scale(short=2_000, full=50_000), []
    allowed = 0
    for _ in range(presses):
        who, (place, (kind, status)), (index, verb) = chance.choice(cells)
        if who is Who.CLAIMANT and not (kind is Kind.WISH and status in HAS_CLAIMANT):
            continue
        may, payload = expected(verb, who, status, kind), f"{letters.own[who][place]}:{index}"

        def work(uow: UnitOfWork, who=who, verb=verb, payload=payload, may=may) -> None:
            press(uow, world, people.people[who], payload, now)
            again = press(uow, world, people.people[who], payload, now)  # the second time the status may be another
            done = [event.action for event in again.events if event.by == people.people[who]]
            if done and may is not Outcome.DONE:
                wrong.append(f"{verb} by the {who}: {done}")
            if done and verb not in REPEATABLE:
                wrong.append(f"{verb} by the {who} was done twice: {done}")
            raise Undo

        allowed += may is Outcome.DONE
        with undone():
            storage.write_now(work)
    print(f"\nS1 {presses} replayed presses ({allowed} of what may be done): {len(wrong)} accepted wrongly")
    assert not wrong, "\n".join(wrong[:20])


REPEATABLE = {"urge", "slip"} & set(EVENT_OF)  # a slip can be lost again: each press makes a new code
