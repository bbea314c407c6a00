"""S2: every button × everybody × every status: what comes of it is what was written down beforehand, cell by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import product

import pytest
from batteries.permissions import EVENT_OF, HAS_CLAIMANT, Kind, Outcome, Who, expected
from batteries.presses import Cast, Effect, Undo, button, cast, press, undone
from town import Town

from domain.ticket import Action, Party, Status, Ticket
from handlers.commands import ON_TICKET
from handlers.world import World
from storage.unit_of_work import UnitOfWork

pytestmark = pytest.mark.battery
REFUSALS = {"not-possible-now", "reopen-too-late"}


@dataclass(frozen=True)
class Cell:
    """One question of the matrix."""

    verb: str
    who: Who
    kind: Kind
    status: Status

    @property
    def possible(self) -> bool:
        """A wish has a claimant only once it was claimed, and a request never has one."""
        return self.who is not Who.CLAIMANT or (self.kind is Kind.WISH and self.status in HAS_CLAIMANT)


def outcome(effect: Effect, person: int, ticket: Ticket, verb: str) -> Outcome | str:
    """What came of it; a sentence when it is none of the outcomes there may be."""
    told = effect.told(person)
    mine = [event for event in effect.events if event.by == person]
    if effect.events:
        done = EVENT_OF.get(verb)
        if verb == "solved" and Party.FOLLOWER in (event.party for event in mine):
            done = Action.AGREE
        right = [event.action for event in mine] == [done]
        return Outcome.DONE if right else f"happened: {[str(event.action) for event in effect.events]}"
    if effect.form:
        return Outcome.ASKED
    if told == ["no-such-ticket"]:
        words = "".join(str(letter.reply) for letter in effect.letters)
        return "told of what they may not see" if ticket.number in words or ticket.words in words else Outcome.UNSEEN
    if len(told) == 1 and told[0] in REFUSALS:
        return Outcome.REFUSED
    if told == ["wish-taken"]:
        return Outcome.TAKEN
    return Outcome.SHOWN if len(told) == 1 and told[0].startswith(("card-", "more")) else f"told {told}"


def find_out(uow: UnitOfWork, world: World, people: Cast, cell: Cell, town: Town) -> Outcome | str:
    now = town.clock.now()
    person = people.people[cell.who]
    ticket = uow.tickets.get(people.tickets[cell.kind, cell.status])
    effect = press(uow, world, person, f"{button(uow, person, now, f'{cell.verb}/{ticket.id}')}:0", now)
    found = outcome(effect, person, ticket, cell.verb)
    changed = uow.tickets.get(ticket.id) != ticket
    return found if changed == (found is Outcome.DONE) or found not in set(Outcome) else "changed unseen"


async def test_every_button_does_for_everybody_in_every_status_what_was_written_down(our_town: Town) -> None:
    world = our_town.app.worlds.current
    people = our_town.app.storage.write_now(lambda uow: cast(uow, our_town.clock.now()))
    wrong, counts = [], Counter()
    for verb, who, (kind, status) in product((*ON_TICKET, "claim"), Who, people.tickets):
        cell = Cell(verb, who, kind, status)
        if not cell.possible:
            continue

        def work(uow: UnitOfWork, cell: Cell = cell) -> None:
            found, should = (
                find_out(uow, world, people, cell, our_town),
                expected(cell.verb, cell.who, cell.status, cell.kind),
            )
            counts[should] += 1
            if found != should:
                wrong.append(
                    f"{cell.verb} by the {cell.who} on a {cell.kind} that is {cell.status}: {found}, not {should}"
                )
            raise Undo

        with undone():
            our_town.app.storage.write_now(work)
    print(f"\nS2 {counts.total()} cells ({', '.join(f'{n} {o}' for o, n in counts.items())}): {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong[:40])
    assert set(counts) == set(Outcome)
