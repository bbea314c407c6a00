"""What residents can answer to the call-back, as a table: the standard reasons, and what each of them leads to."""

from __future__ import annotations

from enum import StrEnum


class Said(StrEnum):
    """What somebody says of an episode that leaves something to be asked."""

    PARTLY = "partly"  # 部分解决
    UNSOLVED = "unsolved"  # 没解决
    UNSATISFIED = "unsatisfied"  # 解决了, 不满意


class Way(StrEnum):
    """What a reason leads to."""

    REWORK = "rework"  # 重办: back to work at once
    DECIDE = "decide"  # 请督办定: doing it again may not help, so the supervisor says yes, or no with a reason
    FOLLOW = "follow"  # 跟进: solved, but somebody was treated badly; the supervisor's personal task


OTHER = "other"  # asks for own words
NOBODY = "nobody"  # nobody contacted the resident: counted beside the response rate
PARTLY = "partly"  # says that 没解决 means 部分解决
REASONS: dict[tuple[Said, str], Way] = {
    (Said.UNSOLVED, NOBODY): Way.REWORK,
    (Said.UNSOLVED, PARTLY): Way.REWORK,
    (Said.UNSOLVED, "again"): Way.REWORK,
    (Said.UNSOLVED, "disagree"): Way.DECIDE,
    (Said.UNSOLVED, OTHER): Way.REWORK,
    (Said.PARTLY, "unfinished"): Way.REWORK,
    (Said.PARTLY, "poor"): Way.DECIDE,
    (Said.PARTLY, OTHER): Way.DECIDE,
    (Said.UNSATISFIED, "slow"): Way.FOLLOW,
    (Said.UNSATISFIED, "attitude"): Way.FOLLOW,
    (Said.UNSATISFIED, "poor"): Way.DECIDE,
    (Said.UNSATISFIED, OTHER): Way.FOLLOW,
}


def reasons(said: Said) -> dict[str, Way]:
    """The standard reasons after one answer, in the order they are shown."""
    return {name: way for (of, name), way in REASONS.items() if of is said}
