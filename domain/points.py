"""Points of volunteers (积分): what is worth how many, as a table of settings; thanks in numbers, never money."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from domain.values import frozen


class Deed(StrEnum):
    """What points are given for; `annulled` takes back what turned out not to have happened.

    志愿服务条例 Art. 19: the record of a service must be true; Art. 21, 37: nobody served may pay for it.
    """

    THING = "thing"  # 送到一件东西
    FAVOUR = "favour"  # 帮了一次忙
    THANKED = "thanked"  # 收到感谢
    ANNULLED = "annulled"  # 核减


DEFAULTS: dict[str, int] = {Deed.THING: 10, Deed.FAVOUR: 15, Deed.THANKED: 2}


@frozen
class Entry:
    """One line of the ledger. Nothing is ever changed in it: what was wrong gets a line that takes it back.

    `by` is who confirmed or took back, 0 for the bot; `note` is the reason of taking back.
    """

    person: int
    ticket: int
    deed: Deed
    points: int
    at: datetime
    by: int = 0
    note: str = ""
