"""Tasks: what assisting units do for a ticket (协办) and on a spot (吹哨报到), and a supervisor after it (跟进, 抽查)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from domain.errors import NotAllowed
from domain.values import frozen, replace


class TaskKind(StrEnum):
    """Why somebody has it."""

    ASSIST = "assist"  # 协办: helps the lead unit
    WHISTLE = "whistle"  # 吹哨: called to a spot at a time
    JOINT = "joint"  # 联合上门: asked to visit the resident with the lead
    FOLLOW = "follow"  # 回访跟进: a resident was not satisfied
    REVISIT = "revisit"  # 抽查回访: a closed ticket was drawn; whether the resident says what the record says


class TaskStatus(StrEnum):
    """Where it stands."""

    GIVEN = "given"  # 待回应
    ACCEPTED = "accepted"  # 已签收, or of a whistle: 会到
    THERE = "there"  # 已到场
    DONE = "done"  # 已完成
    REFUSED = "refused"  # 来不了, with a reason
    CANCELLED = "cancelled"  # the ticket was closed without it


class Step(StrEnum):
    """What somebody of the unit can say."""

    ACCEPT = "accept"
    ARRIVE = "arrive"
    REPORT = "report"
    DONE = "done"
    REFUSE = "refuse"
    AGREE = "agree"  # the resident says what the record says
    DIFFER = "differ"  # they do not
    MISS = "miss"  # they could not be reached


@frozen
class Task:
    """One unit's part of a ticket. `scope` is the code of the unit (or grid), `person` who does it (0: nobody there).

    `at` and `place_words` say when and where, of a whistle; `words` what is to be done; `by` who asked for it. A
    follow-up and a re-visit are a person's own: no scope, `words` are what the resident complains of or what the record
    says, `by` is the resident.
    """

    id: int
    ticket: int
    kind: TaskKind
    scope: str
    person: int
    words: str
    by: int
    created_at: datetime
    status: TaskStatus = TaskStatus.GIVEN
    place_words: str = ""
    at: datetime | None = None
    note: str = ""

    @property
    def open(self) -> bool:
        return self.status in OPEN


def steps_of(task: Task) -> tuple[Step, ...]:
    """What can be said of it now."""
    return tuple(step for (kind, before, step) in NEXT if kind is task.kind and before is task.status)


def step(task: Task, what: Step, note: str = "") -> Task:
    """The task after a step. Raises NotAllowed when the table has no row for it."""
    after = NEXT.get((task.kind, task.status, what))
    if after is None:
        raise NotAllowed(f"{what} of task {task.id} ({task.status})")
    return replace(task, status=after, note=note or task.note)


def cancelled(task: Task) -> Task:
    return replace(task, status=TaskStatus.CANCELLED)


OWN = frozenset({TaskKind.FOLLOW, TaskKind.REVISIT})  # a person's own, after the ticket: no part of its handling
OPEN = frozenset({TaskStatus.GIVEN, TaskStatus.ACCEPTED, TaskStatus.THERE})
_K, _S = TaskKind, TaskStatus
NEXT: dict[tuple[TaskKind, TaskStatus, Step], TaskStatus] = {
    (_K.ASSIST, _S.GIVEN, Step.ACCEPT): _S.ACCEPTED,
    (_K.ASSIST, _S.GIVEN, Step.REPORT): _S.ACCEPTED,
    (_K.ASSIST, _S.ACCEPTED, Step.REPORT): _S.ACCEPTED,
    (_K.ASSIST, _S.GIVEN, Step.DONE): _S.DONE,
    (_K.ASSIST, _S.ACCEPTED, Step.DONE): _S.DONE,
    (_K.ASSIST, _S.GIVEN, Step.REFUSE): _S.REFUSED,
    (_K.WHISTLE, _S.GIVEN, Step.ACCEPT): _S.ACCEPTED,
    (_K.WHISTLE, _S.GIVEN, Step.ARRIVE): _S.THERE,
    (_K.WHISTLE, _S.ACCEPTED, Step.ARRIVE): _S.THERE,
    (_K.WHISTLE, _S.THERE, Step.REPORT): _S.THERE,
    (_K.WHISTLE, _S.THERE, Step.DONE): _S.DONE,
    (_K.WHISTLE, _S.GIVEN, Step.REFUSE): _S.REFUSED,
    (_K.WHISTLE, _S.ACCEPTED, Step.REFUSE): _S.REFUSED,
    (_K.JOINT, _S.GIVEN, Step.ACCEPT): _S.ACCEPTED,
    (_K.JOINT, _S.GIVEN, Step.REFUSE): _S.REFUSED,
    (_K.JOINT, _S.ACCEPTED, Step.REFUSE): _S.REFUSED,
    (_K.FOLLOW, _S.GIVEN, Step.DONE): _S.DONE,
    (_K.REVISIT, _S.GIVEN, Step.AGREE): _S.DONE,
    (_K.REVISIT, _S.GIVEN, Step.DIFFER): _S.DONE,
    (_K.REVISIT, _S.GIVEN, Step.MISS): _S.REFUSED,
}
