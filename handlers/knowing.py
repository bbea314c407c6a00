"""Who answers for an entry of the knowledge base, and that they are told in time that it ends."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from domain.knowledge import OVER, Entry
from domain.messages import Arg, Text
from domain.people import Person, Role, scopes_above
from handlers.dispatch import widest_supervisors
from handlers.scene import Scene, choice

LINES = 10


def home_of(scene: Scene, entry: Entry) -> str:
    """The area whose supervisors answer for it: that of its unit, or its unit itself when that is an area."""
    unit = scene.world.organisation.units.get(entry.unit)
    return unit.area if unit else entry.unit


def edits(scene: Scene, person: Person, entry: Entry) -> bool:
    return person.has(Role.SUPERVISOR, home_of(scene, entry))


def sees(scene: Scene, person: Person, entry: Entry) -> bool:
    """Its supervisors, the desk of its area, and the desk of its unit."""
    of_unit = any(post.role is Role.UNIT_DESK and post.scope == entry.unit for post in person.posts)
    return of_unit or edits(scene, person, entry) or person.has(Role.DESK, home_of(scene, entry))


def keepers(scene: Scene, entry: Entry) -> list[int]:
    """The desk of its source unit and the nearest supervisors; the widest when there is neither."""
    people = scene.uow.people
    desk = people.with_post(Role.UNIT_DESK, (entry.unit,)) or people.with_post(Role.DESK, (entry.unit,))
    above = (people.with_post(Role.SUPERVISOR, (scope,)) for scope in scopes_above(home_of(scene, entry)))
    found = [*desk, *next(filter(None, above), [])]
    return list(dict.fromkeys(found)) or widest_supervisors(scene)


def tell_ageing(scene: Scene) -> None:
    """Once a day: whose entries end soon, or have ended and are no longer used; each is told once, in one message."""
    ageing: dict[int, list[Entry]] = defaultdict(list)
    for entry in scene.uow.knowledge.entries():
        how = entry.ageing(scene.today(), scene.world.policy.knowledge_stale_before)
        if how and how != entry.warned:
            scene.uow.knowledge.warned(entry, how)
            for person in keepers(scene, entry):
                ageing[person].append(entry)
    for person, entries in ageing.items():
        args: dict[str, Arg] = {"count": len(entries), "lines": lines(scene, entries)}
        scene.tell(person, "knowledge-ageing", (choice("kb_ageing/", "do-kb-ageing"),), args=args)


def lines(scene: Scene, entries: list[Entry]) -> str:
    """One line for each entry, the first to end first; how many more there are at the end."""
    ordered = sorted(entries, key=lambda entry: (entry.until or date.max, entry.code))
    said = [scene.world.say(line(scene, entry), "zh-CN") for entry in ordered[:LINES]]
    if len(entries) > LINES:
        said.append(scene.world.say(Text("knowledge-more", {"count": len(entries) - LINES}), "zh-CN"))
    return "\n".join(said)


def line(scene: Scene, entry: Entry) -> Text:
    over = entry.ageing(scene.today(), scene.world.policy.knowledge_stale_before) == OVER
    args = {"code": entry.code, "title": entry.title, "until": entry.until.isoformat() if entry.until else ""}
    return Text("knowledge-line-over" if over else "knowledge-line", args)
