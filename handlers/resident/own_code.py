"""我的码: six digits somebody shows to the staff who file something for them, so that they hear of it themselves."""

from __future__ import annotations

from handlers.scene import Turn


def show(turn: Turn) -> None:
    """A new code; the one before it is good no more."""
    valid = turn.world.policy.own_code_valid
    code = turn.uow.own_codes.issue(turn.person.id, turn.now + valid, turn.now)
    turn.answer("own-code", args={"code": f"{code[:3]} {code[3:]}", "minutes": int(valid.total_seconds() // 60)})
