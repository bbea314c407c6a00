"""What watching machines ask of the store: read beside the writer, and never by counting what is long done."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, union_all

from domain.values import frozen
from storage.engine import Reader, words
from storage.inbox import WAITING
from storage.tables import outbox
from storage.timers import LATE


@frozen
class Queues:
    """How many messages wait and since when the oldest does, letters by state, and timers that are late."""

    waiting: int
    since: datetime | None
    letters: dict[str, int]
    late_timers: int


async def queues(reader: Reader, now: datetime) -> Queues:
    ((waiting, since),) = await reader.all(WAITING)
    letters = {state: count for state, count in await reader.all(UNSENT) if count}
    return Queues(int(waiting), since, letters, int(await reader.value(LATE, now=now)))


# Each state by itself, so that each is counted in its own partial index; the letters that were sent are not counted.
UNSENT = union_all(
    *(
        select(words(state)[0], func.count()).where(outbox.c.state == words(state)[0], *more)
        for state, more in (
            ("pending", ()),
            ("sending", ()),
            ("dead", (outbox.c.state.in_(words("dead", "unknown")),)),
            ("unknown", (outbox.c.state.in_(words("dead", "unknown")),)),
        )
    )
)
