"""Lists instead of single pushes: a worker is disturbed only so often a day, what is more comes in the next list."""

from __future__ import annotations

from datetime import datetime, timedelta

from domain.messages import Arg, Lane, Text
from domain.people import Person
from domain.ticket import Status, Ticket
from handlers import cards
from handlers.scene import Scene
from storage.bundles import Bundled
from storage.timers import Timer

SHOWN = 10


def may_push(scene: Scene, person: int) -> bool:
    """Whether one more single push is within the day's measure; it is counted when it is."""
    if scene.uow.bundles.pushes(person, scene.day()) >= scene.world.policy.pushes_a_day:
        return False
    scene.uow.bundles.pushed(person, scene.day())
    return True


def in_next_list(scene: Scene, person: int, ticket: Ticket, key: str) -> None:
    """Told later, in the next list of the day, instead of now."""
    _add(scene, person, ticket, key, next_list(scene))


def remind(scene: Scene, person: int, ticket: Ticket, key: str) -> None:
    """A reminder: what falls due in the same moment is one list, and one push."""
    left = scene.uow.bundles.pushes(person, scene.day()) < scene.world.policy.pushes_a_day
    _add(scene, person, ticket, key, scene.now if left else next_list(scene))


def next_list(scene: Scene) -> datetime:
    """The next of the fixed times of lists."""
    local = scene.local()
    today = [
        local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0) for at in scene.world.policy.lists_at
    ]
    later = [moment for moment in sorted(today) if moment > local]
    return later[0] if later else min(today) + timedelta(days=1)


def _add(scene: Scene, person: int, ticket: Ticket, key: str, at: datetime) -> None:
    """One timer a list: a list is known by the first line in it and its time."""
    first = scene.uow.bundles.add(person, Bundled(ticket.id, key, scene.now))
    scene.uow.timers.start(Timer(f"list:{person}:{first}:{at:%Y%m%d%H%M%S}", "list", person, at))


def send(scene: Scene, timer: Timer) -> None:
    """The list of what waits, each ticket once; what has ended meanwhile is left out, and nothing is sent about nothing.

    A long list is several messages of one moment: what those above are told in it they find in no other list.
    """
    reader = scene.uow.people.get(timer.subject)
    waiting: dict[int, list[str]] = {}
    for line in scene.uow.bundles.take(timer.subject):
        waiting.setdefault(line.ticket, []).append(line.text)
    tickets = [ticket for ticket in map(scene.uow.tickets.find, waiting) if ticket and ticket.alive]
    reasons = {ticket.id: _still_true(ticket, waiting[ticket.id]) for ticket in tickets}
    found = [ticket for ticket in tickets if reasons[ticket.id]]
    if reader is None or not found:
        return
    scene.uow.bundles.pushed(reader.id, scene.day())
    if len(found) == 1 and len(reasons[found[0].id]) == 1:
        _alone(scene, found[0], reasons[found[0].id][0], reader)
        return
    found = _by_holder(scene, found, reasons)
    for at in range(0, len(found), SHOWN):
        _page(scene, reader, found[at : at + SHOWN], reasons)


def _still_true(ticket: Ticket, reasons: list[str]) -> list[str]:
    """What there is still to tell: of silence nothing when it was broken meanwhile."""
    return [key for key in reasons if key not in BY_HOLDER or ticket.status in UNTOUCHED]


def _by_holder(scene: Scene, found: list[Ticket], reasons: dict[int, list[str]]) -> list[Ticket]:
    """The most pressing first, and with it whatever else its holder has not accepted."""
    found = sorted(found, key=lambda ticket: cards.pressing(scene, ticket))
    holders = {t.id: t.assignee if BY_HOLDER & set(reasons[t.id]) else -t.id for t in found}
    order = list(dict.fromkeys(holders.values()))
    return sorted(found, key=lambda ticket: order.index(holders[ticket.id]))


def _page(scene: Scene, reader: Person, shown: list[Ticket], reasons: dict[int, list[str]]) -> None:
    lines = "\n".join(
        scene.world.say(_line(scene, ticket, reasons[ticket.id], index), reader.language)
        for index, ticket in enumerate(shown, start=1)
    )
    buttons = tuple(cards.open_button(scene, ticket) for ticket in shown)
    args: dict[str, Arg] = {"lines": lines, "count": len(shown)}
    scene.tell(reader.id, "staff-list", buttons, lane=Lane.ASSIGNMENT, args=args)


def _alone(scene: Scene, ticket: Ticket, key: str, reader: Person) -> None:
    args = {**cards.facts(scene, ticket), "mark": cards.mark(ticket), "note": ""}
    scene.tell(reader.id, key, cards.buttons(scene, ticket, reader), ticket=ticket.id, args=args)


def _line(scene: Scene, ticket: Ticket, keys: list[str], index: int) -> Text:
    args = {"worker": cards.who(scene, ticket.assignee)}
    why = "、".join(scene.world.say(Text(REASONS.get(key, "list-news"), args), "zh-CN") for key in dict.fromkeys(keys))
    late = "yes" if cards.is_late(scene, ticket) else "no"
    return Text("list-line", {**cards.facts(scene, ticket), "index": index, "why": why, "late": late})


# what the text would have said alone → what the line of a list says
REASONS = {
    "card-assignment": "list-new",
    "worker-not-accepted": "list-not-accepted",
    "worker-due-soon": "list-due-soon",
    "worker-overdue": "list-overdue",
    "worker-urged": "list-urged",
    "worker-added": "list-added",
    "worker-answered": "list-answered",
    "worker-not-answered": "list-not-answered",
    "staff-not-accepted": "list-not-accepted-by",
    "staff-not-checked": "list-not-checked-by",
    "staff-overdue": "list-overdue",
    "staff-rework": "list-rework",
}
UNTOUCHED = frozenset({Status.PENDING, Status.ASSIGNED, Status.CHECKING})
BY_HOLDER = frozenset({"staff-not-accepted", "staff-not-checked"})  # told to supervisors in lists, by whoever is silent
