"""The life of a mediation: nothing without both sides, nobody says anything twice or for somebody who can speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import NotAllowed
from domain.mediation import ENDED, LIFE, Mediation, Move, Side, Stage, moves, sides, step
from domain.people import Person

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
ASKER, OTHER, MEDIATOR = (Person(number) for number in (1, 2, 3))
FOUND = Mediation(7, 1, "460204198023", mediator=3, other=2)


def test_it_goes_on_only_when_both_said_yes():
    proposed = replace(FOUND, stage=Stage.PROPOSED)
    once = step(proposed, Move.ACCEPT, sides(proposed, OTHER), NOW)
    assert (once.stage, once.yes) == (Stage.PROPOSED, ("other",))
    with pytest.raises(NotAllowed):
        step(once, Move.ACCEPT, sides(once, OTHER), NOW)
    both = step(once, Move.ACCEPT, sides(once, ASKER), NOW)
    assert (both.stage, both.yes) == (Stage.SET, ())


def test_a_new_proposal_asks_both_again():
    once = replace(FOUND, stage=Stage.PROPOSED, yes=("asker",))
    cannot = step(once, Move.CANNOT, sides(once, OTHER), NOW)
    again = step(cannot, Move.PROPOSE, sides(cannot, MEDIATOR), NOW)
    assert (again.stage, again.yes) == (Stage.PROPOSED, ())


def test_a_mediator_speaks_for_a_side_without_an_account_and_for_no_other():
    absent = replace(FOUND, stage=Stage.ASKING, other=0)
    assert step(absent, Move.CONSENT, sides(absent, MEDIATOR), NOW).consented_at == NOW
    present = replace(FOUND, stage=Stage.ASKING)
    with pytest.raises(NotAllowed):
        step(present, Move.CONSENT, sides(present, MEDIATOR), NOW)
    with pytest.raises(NotAllowed):
        step(present, Move.CONSENT, sides(present, ASKER), NOW)


def test_an_agreement_has_thirty_days_for_the_court():
    drafted = replace(FOUND, stage=Stage.DRAFTED, yes=("other",))
    agreed = step(drafted, Move.CONFIRM, sides(drafted, ASKER), NOW)
    assert (agreed.stage, agreed.court_until) == (Stage.AGREED, NOW + timedelta(days=30))


def test_nobody_else_can_do_anything():
    for stage in Stage:
        found = replace(FOUND, stage=stage)
        assert not moves(found, sides(found, Person(9)))


def test_before_an_agreement_either_side_can_leave_once_both_know_of_it():
    for stage in (Stage.CONSENTED, Stage.PROPOSED, Stage.SET, Stage.DRAFTED):
        for person in (ASKER, OTHER):
            found = replace(FOUND, stage=stage)
            assert step(found, Move.WITHDRAW, sides(found, person), NOW).ended_at == NOW


def test_every_stage_is_reached_and_every_open_one_is_left():
    reached = {after for _, after in LIFE.values()} | {Stage.ASKED}
    assert reached == set(Stage)
    assert {stage for stage, _ in LIFE} >= set(Stage) - ENDED
    assert {side for who, _ in LIFE.values() for side in who} == set(Side)
