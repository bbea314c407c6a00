"""What the page of the queue asks of the bot: whose visit it is, what waits, and a decision, each in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from bot.clock import Clock
from bot.service import Service
from handlers.scene import Turn
from handlers.supervisor import page
from handlers.supervisor.page import Decided, Decision, Waiting
from handlers.world import World
from storage.unit_of_work import UnitOfWork

T = TypeVar("T")


class QueuePage:
    """The bot behind bot/web/queue.py."""

    def __init__(self, service: Service, surroundings: Callable[[], World], clock: Clock) -> None:
        self._service = service
        self._world = surroundings
        self._clock = clock

    @property
    def open_for(self) -> int:
        """How long a visit lasts, in seconds."""
        return int(self._world().policy.page_open_for.total_seconds())

    async def enter(self, code: str) -> str:
        now = self._clock.now()
        return await self._service.storage.write(lambda uow: page.enter(uow, self._world(), code, now))

    async def waiting(self, visit: str) -> tuple[list[Waiting], int] | None:
        return await self._in_turn(visit, page.waiting)

    async def decide(self, visit: str, chosen: Decision) -> Decided | None:
        decided = await self._in_turn(visit, lambda turn: page.decide(turn, chosen))
        self._service.work_came.set()
        return decided

    async def _in_turn(self, visit: str, work: Callable[[Turn], T]) -> T | None:
        """None when the visit is over."""
        now = self._clock.now()

        def run(uow: UnitOfWork) -> T | None:
            turn = page.turn_of(uow, self._world(), visit, now)
            return work(turn) if turn else None

        return await self._service.storage.write(run)
