"""The machine's clock is followed as far as it can be believed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.app import App
from bot.calendars import work_week
from bot.clock import SystemClock, VirtualClock

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


class Machine:
    """A machine whose wall clock can be set; `passes` lets time go by."""

    def __init__(self) -> None:
        self.wall, self.running = NOON, 100.0
        self.clock = SystemClock(lambda: self.wall, lambda: self.running)

    def passes(self, span: timedelta) -> None:
        self.wall += span
        self.running += span.total_seconds()


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_time_goes_on_as_on_the_wall(machine: Machine) -> None:
    machine.passes(30 * HOUR)
    assert machine.clock.now() == NOON + 30 * HOUR


@pytest.mark.parametrize("jump", [HOUR, -HOUR, 400 * 24 * HOUR])
def test_a_jump_of_the_wall_clock_is_not_followed(machine: Machine, jump: timedelta) -> None:
    machine.wall += jump
    machine.passes(MINUTE)
    assert machine.clock.now() == NOON + MINUTE


def test_a_small_correction_is_followed(machine: Machine) -> None:
    machine.wall -= 2 * MINUTE
    assert machine.clock.now() == NOON - 2 * MINUTE


def test_a_clock_that_is_set_back_right_stays_right(machine: Machine) -> None:
    machine.wall += HOUR
    assert machine.clock.now() == NOON
    machine.wall -= HOUR
    assert machine.clock.now() == NOON


def test_a_machine_that_starts_with_a_wrong_clock_believes_the_platform(machine: Machine) -> None:
    machine.clock.heard(NOON + 3 * HOUR)
    machine.passes(MINUTE)
    assert machine.clock.now() == NOON + 3 * HOUR + MINUTE


def test_the_platform_is_not_asked_about_seconds(machine: Machine) -> None:
    machine.clock.heard(NOON + MINUTE)
    assert machine.clock.now() == NOON


def test_the_day_an_operator_works_by_is_that_of_the_place() -> None:
    """Seven in the morning in Sanya is still yesterday by UTC."""
    world = SimpleNamespace(week=work_week(("08:30-12:00",)))
    early = datetime(2026, 11, 21, 23, tzinfo=UTC)
    app = SimpleNamespace(worlds=SimpleNamespace(current=world), clock=VirtualClock(early))
    assert App.local(app) == early
    assert App.local(app).date() == date(2026, 11, 22)
