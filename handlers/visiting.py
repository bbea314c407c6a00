"""What is due about visits: the next visit to a household, and before the end of a month those that are missing."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.people import Role
from handlers.scene import Scene, choice
from storage.timers import Timer

DAY = timedelta(days=1)


def month(scene: Scene, moment: datetime) -> tuple[datetime, datetime]:
    """The calendar month a moment is in, in local time: from its first moment to that of the next."""
    first = scene.world.week.local(moment).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return first, (first + 32 * DAY).replace(day=1)


def so_far(scene: Scene, worker: int) -> int:
    """How many different households a worker met this month."""
    return scene.uow.visits.households(worker, *month(scene, scene.now))


def plan(scene: Scene) -> None:
    """Make sure that every worker is reminded before the end of the month; calling it again changes nothing."""
    _, end = month(scene, scene.now)
    due = _reminder(scene, end)
    if due <= scene.now:
        due = _reminder(scene, month(scene, end)[1])
    for worker, _ in scene.uow.people.everybody_with(Role.WORKER):
        scene.uow.timers.start(Timer(f"visit_month:{worker}:{due:%Y%m}", "visit_month", worker, due))


def _reminder(scene: Scene, end: datetime) -> datetime:
    policy = scene.world.policy
    return datetime.combine(
        (end - policy.visit_reminder_before).date(), policy.visit_reminder_at, scene.world.week.zone
    )


def remind_of_month(scene: Scene, timer: Timer) -> None:
    """Some days before the end of the month, once: how many households are missing, if any."""
    plan(scene)
    done, goal = so_far(scene, timer.subject), scene.world.policy.visits_a_month
    if done < goal:
        args = {"done": done, "goal": goal, "missing": goal - done}
        scene.tell(timer.subject, "visit-month", (choice("visit/", "do-visit"),), args=args)


def watch_next(scene: Scene, visit: int, worker: int, due: datetime) -> None:
    scene.uow.timers.start(Timer(f"visit_next:{visit}", "visit_next", worker, due, {"visit": str(visit)}))


def remind_of_next(scene: Scene, timer: Timer) -> None:
    """The day of the next visit; who was met last time helps to find them."""
    visit = scene.uow.visits.find(int(timer.data["visit"]))
    if visit:
        args = {"place": visit.place_words, "who": scene.uow.visits.who(visit), "need": visit.need}
        scene.tell(visit.worker, "visit-due", (choice("visit/", "do-visit"),), args=args)
