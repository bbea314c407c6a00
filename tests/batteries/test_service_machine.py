"""R7: anything anybody does, in any order, against a small model of the service: Hypothesis looks for the order that breaks it.

The model is a table of its own, written from the design: what a worker and a resident may do in each status, and what
becomes of it. After each step all tickets must stand where the model says, and everybody must be offered what it says.
"""

from __future__ import annotations

import asyncio
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from batteries.conftest import Scale
from hypothesis import HealthCheck, settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from stores import rows
from stubs.telegram import Fault
from town import GRID, Somebody, town

from domain.people import Role

pytestmark = pytest.mark.battery
CLOSES = timedelta(days=3)
NOBODY_ASKS = {"me_too_within": timedelta(0), "pushes_a_day": 10_000}
RESIDENTS = 3

# What each may do to a request, by status: label → the status after it.
WORKER = {
    "assigned": {"签收": "working", "报进展": "working", "问居民": "waiting", "办结": "resolved"},
    "working": {"报进展": "working", "问居民": "waiting", "办结": "resolved"},
    "waiting": {"报进展": "working", "办结": "resolved"},
}
RESIDENT = {
    "assigned": {"撤回": "withdrawn", "催一下": "assigned"},
    "working": {"撤回": "withdrawn", "催一下": "working"},
    "waiting": {"回答": "working", "撤回": "withdrawn"},
    "resolved": {"解决了": "closed", "部分解决": "assigned", "没解决": "assigned"},
}
# What is said or pressed after the button until all is done.
THEN = {
    "报进展": ("已经联系维修，明天上午到",),
    "问居民": ("是门口左边那盏还是右边那盏？",),
    "办结": ("换了新灯泡，已经亮了", "#没有照片"),
    "撤回": ("#确定撤回",),
    "回答": ("左边那盏",),
    "解决了": ("#满意", "#不说了"),
    "没解决": ("#没人来",),
    "部分解决": ("#还有没办完的",),
}
OFFERED = {"签收", "报进展", "问居民", "办结"}
PEOPLE = some.integers(0, RESIDENTS - 1)


@dataclass
class Request:
    """What the model knows of a ticket."""

    reporter: int
    status: str = "assigned"
    resolved: datetime | None = None


class Service(RuleBasedStateMachine):
    """One community: residents, the worker of their grid, time, and bad luck."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory()
        self.loop.run(self._begin())
        self.requests: dict[str, Request] = {}
        self.blocked: set[int] = set()
        self.buildings = iter(range(1, 10_000))

    async def _begin(self) -> None:
        self.town = await self.stack.enter_async_context(town(Path(self.folder.name)))
        self._calm()
        self.worker = await self.town.staff(Role.WORKER, GRID)
        self.residents = [await self.town.resident() for _ in range(RESIDENTS)]

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.run(self.stack.aclose())
            self.loop.close()
            self.folder.cleanup()

    def _calm(self) -> None:
        """Each request a ticket of its own, each message a push of its own."""
        worlds = self.town.app.worlds
        worlds._current = replace(worlds.current, policy=replace(worlds.current.policy, **NOBODY_ASKS))

    # what people do

    @rule(who=PEOPLE, room=some.integers(101, 999))
    def reports(self, who: int, room: int) -> None:
        if who in self.blocked:
            return
        resident = self.residents[who]
        words = f"榕树里小区{next(self.buildings) % 6 + 1}栋{room}门口路灯坏了，晚上太黑"

        async def report() -> None:
            resident.looks_away()
            await resident.says(words)
            await resident.presses("确认")
            self.requests[number_in(resident.sees("登记好了", "单号"))] = Request(who)

        self.loop.run(report())

    @precondition(lambda self: self.requests)
    @rule(data=some.data())
    def worker_acts(self, data: some.DataObject) -> None:
        self._somebody_acts(data, self.worker, WORKER, list(self.requests))

    @precondition(lambda self: self.requests)
    @rule(data=some.data(), who=PEOPLE)
    def resident_acts(self, data: some.DataObject, who: int) -> None:
        mine = [number for number, request in self.requests.items() if request.reporter == who]
        if mine and who not in self.blocked:
            self._somebody_acts(data, self.residents[who], RESIDENT, mine)

    def _somebody_acts(self, data: some.DataObject, who: Somebody, table: dict, numbers: list[str]) -> None:
        number = data.draw(some.sampled_from(numbers), "ticket")
        request = self.requests[number]
        possible = table.get(request.status, {})
        self.loop.run(self._opens(who, number, set(possible)))
        if possible:
            label = data.draw(some.sampled_from(sorted(possible)), "button")
            self.loop.run(self._does(who, label))
            request.status = possible[label]
            request.resolved = self.town.clock.now() if request.status == "resolved" else None

    async def _opens(self, who: Somebody, number: str, possible: set[str]) -> None:
        """The card of a ticket offers what the model says, no more and no less."""
        who.looks_away()
        await who.says(number)
        who.sees(number)
        assert OFFERED & set(who.buttons) == OFFERED & possible, (number, who.buttons)
        assert possible <= set(who.buttons), (number, who.buttons)

    async def _does(self, who: Somebody, label: str) -> None:
        card = self.town.stub.chat(who.chat_id).last
        self.town.stub.presses(who.chat_id, label, message_id=card.id)
        await self.town.settle()
        for step in THEN.get(label, ()):
            await (who.presses(step[1:]) if step.startswith("#") else who.says(step))

    @rule(who=PEOPLE)
    def comes_and_goes(self, who: int) -> None:
        chat = self.residents[who].chat_id
        (self.town.stub.unblocks if who in self.blocked else self.town.stub.blocks)(chat)
        self.blocked ^= {who}
        self.loop.run(self.town.settle())

    # what happens to them

    @rule(hours=some.sampled_from([1, 5, 20, 30, 80]))
    def time_passes(self, hours: int) -> None:
        self.loop.run(self.town.passes(hours=hours))
        for request in self.requests.values():
            if request.resolved and self.town.clock.now() >= request.resolved + CLOSES:
                request.status, request.resolved = "closed", None

    @rule()
    def the_platform_repeats_itself(self) -> None:
        self.town.stub.again()
        self.loop.run(self.town.settle())

    @rule(times=some.integers(1, 3))
    def too_many_requests(self, times: int) -> None:
        self.town.stub.fails(Fault.FLOOD, times)

    @rule()
    def restarts(self) -> None:
        self.loop.run(self.town.rebuilt())
        self._calm()

    # what must be true

    @invariant()
    def all_tickets_are_where_the_model_says(self) -> None:
        if not hasattr(self, "requests"):
            return
        found = dict(rows(self.town.app.storage, "SELECT number, status FROM tickets"))
        assert found == {number: request.status for number, request in self.requests.items()}

    @invariant()
    def nothing_is_stuck_or_poisoned(self) -> None:
        if not hasattr(self, "requests"):
            return
        store = self.town.app.storage
        assert rows(store, "SELECT message_id, error FROM inbox WHERE state <> 'done'") == []
        assert rows(store, "SELECT id FROM outbox WHERE state IN ('sending', 'unknown') OR ambiguous > 0") == []
        assert rows(store, "SELECT key, error FROM timers WHERE error <> ''") == []


def number_in(text: str) -> str:
    return text.partition("单号 ")[2][:11]


def test_whatever_anybody_does_the_service_stands_where_the_model_says(scale: Scale) -> None:
    run_state_machine_as_test(
        Service,
        settings=settings(
            max_examples=scale(short=2, full=2_000),
            stateful_step_count=25,
            derandomize=scale.short,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
