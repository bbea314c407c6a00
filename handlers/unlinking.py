"""Forgets what an account said and was told in a span of time, once there was time to write down what mattered."""

from __future__ import annotations

from datetime import datetime, timedelta

from handlers.scene import Scene, Turn
from storage.timers import Timer

AFTER = timedelta(hours=1)


def later(turn: Turn, since: datetime | None = None) -> None:
    """What was said until now is forgotten in an hour: from `since` on, or since a draft can be old."""
    there, at = turn.incoming, turn.now + AFTER
    since = since or turn.now - turn.world.policy.draft_filed_after
    data = {
        "channel": there.channel,
        "account": there.sender,
        "since": since.isoformat(),
        "until": turn.now.isoformat(),
    }
    turn.uow.timers.start(Timer(f"unlink:{there.channel}:{there.message_id}", "unlink", 0, at, data))


def unlink(scene: Scene, timer: Timer) -> None:
    """Forget what led from an account to what it said."""
    since, until = (datetime.fromisoformat(timer.data[name]) for name in ("since", "until"))
    scene.uow.erasure.unlink(timer.data["channel"], timer.data["account"], since, until)
