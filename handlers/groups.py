"""Groups: nothing personal is said in one; one bound to a grid or a building is that place's, and danger in it alerts.

Who writes of a matter is asked in private. The bot keeps nothing of a group but a danger somebody cries out, and what
its writer confirms in private.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from domain.conversation import Conversation
from domain.errors import NotAllowed
from domain.grid_codes import is_grid
from domain.messages import Arg, Incoming, Lane, Reply, Text
from domain.people import Person, Role
from domain.places import Level, Spot
from domain.values import replace
from handlers.resident import emergency, home, report
from handlers.resident.draft import placed, register, understood, with_message
from handlers.scene import Scene, Turn, choice, named
from handlers.world import World
from nlp.understanding import Kind, Understanding
from storage.groups import Group
from storage.unit_of_work import UnitOfWork

BIND, UNBIND = "绑定本群", "解绑本群"
BINDERS = (Role.WORKER, Role.CAPTAIN, Role.BUILDING_HEAD)
UNBINDERS = (*BINDERS, Role.AREA_LEAD, Role.DESK, Role.SUPERVISOR)
SMALL = frozenset({Kind.SMALLTALK, Kind.PRAISE, Kind.FEEDBACK})
Private = Callable[[Incoming], Turn]


def take(uow: UnitOfWork, world: World, incoming: Incoming, now: datetime, private: Private) -> None:
    """One message of a group; `private` opens the turn in which its writer is answered alone."""
    scene = Scene(uow, world, now)
    person = uow.people.by_account(incoming.channel, incoming.sender)
    words = incoming.text.strip()
    if words in (BIND, UNBIND) and person and any(person.has(role) for role in UNBINDERS):
        (_ask_bind if words == BIND else _ask_unbind)(scene, incoming, person)
        return
    group = uow.groups.find(incoming.channel, incoming.chat)
    heard = world.understander.understand(incoming.text) if incoming.text else None
    content = heard is not None and not heard.intent and heard.kind not in SMALL
    if heard and heard.emergency and heard.emergency.live:
        safety, numbers = emergency.first_words(world, heard.emergency.type)
        _say(scene, incoming, "group-danger", {"safety": safety, "numbers": numbers}, Lane.URGENT)
        if group:
            _alert(scene, group, incoming, person)
        return
    matter = content and heard is not None and bool(heard.category or heard.emergency)
    if group and person and matter and _in_private(scene, group, incoming, person, private):
        return
    if matter or incoming.pressed or incoming.start:
        _say(scene, incoming, "group-private")


def bind(turn: Turn, argument: str) -> None:
    """Confirmed in private by somebody who holds the post; a group of somebody else is not taken over."""
    channel, chat, scope = argument.split("|")
    group = turn.uow.groups.find(channel, chat)
    if scope not in _own(turn.person) or (group and not _may_unbind(turn, group, turn.person)):
        raise NotAllowed(f"bind {argument}")
    turn.uow.groups.bind(channel, chat, scope, turn.person.id, turn.now)
    args: dict[str, Arg] = {"name": turn.world.grid_name(scope)}
    said = Reply(Text("group-bound", args))
    turn.uow.outbox.put(channel, turn.incoming.sender, chat, said, turn.now)
    turn.answer("group-bound-done", args=args)


def unbind(turn: Turn, argument: str) -> None:
    channel, chat = argument.split("|")
    group = turn.uow.groups.find(channel, chat)
    if group is None or not _may_unbind(turn, group, turn.person):
        raise NotAllowed(f"unbind {argument}")
    turn.uow.groups.unbind(channel, chat)
    turn.uow.outbox.put(channel, turn.incoming.sender, chat, Reply(Text("group-unbound")), turn.now)
    turn.answer("group-unbound-done", args={"name": turn.world.grid_name(group.scope)})


def _ask_bind(scene: Scene, incoming: Incoming, person: Person) -> None:
    """Which of their grids or buildings: asked alone, so that nobody else can press."""
    group = scene.uow.groups.find(incoming.channel, incoming.chat)
    if group and not _may_unbind(scene, group, person):
        scene.tell(person.id, "group-of-another", args={"name": scene.world.grid_name(group.scope)})
        return
    options = tuple(
        named(f"group_bind/{incoming.channel}|{incoming.chat}|{scope}", scene.world.grid_name(scope))
        for scope in _own(person)
    )
    if not options:
        scene.tell(person.id, "group-nothing-to-bind")
        return
    scene.tell(person.id, "group-ask-bind", (*options, choice("menu/", "group-not-now")))
    _say(scene, incoming, "group-see-private")


def _ask_unbind(scene: Scene, incoming: Incoming, person: Person) -> None:
    group = scene.uow.groups.find(incoming.channel, incoming.chat)
    if group is None or not _may_unbind(scene, group, person):
        scene.tell(person.id, "group-cannot-unbind")
        return
    yes = choice(f"group_unbind/{incoming.channel}|{incoming.chat}", "do-group-unbind")
    args: dict[str, Arg] = {"name": scene.world.grid_name(group.scope)}
    scene.tell(person.id, "group-ask-unbind", (yes, choice("menu/", "group-not-now")), args=args)
    _say(scene, incoming, "group-see-private")


def _own(person: Person) -> list[str]:
    """The grids and buildings somebody may bind a group to."""
    posts = [post for post in person.posts if post.role in BINDERS]
    return list(dict.fromkeys(p.scope for p in posts if p.role is Role.BUILDING_HEAD or is_grid(p.scope)))


def _may_unbind(scene: Scene, group: Group, person: Person) -> bool:
    grid = _grid(scene.world, group.scope)
    return group.scope in _own(person) or any(person.has(role, grid) for role in UNBINDERS if grid)


def _alert(scene: Scene, group: Group, incoming: Incoming, person: Person | None) -> None:
    """Danger cried out in a bound group is a ticket there, and its alert goes to the people of the table."""
    member = _at_place(scene.world, person or Person(0), group.scope)
    turn = Turn(scene.uow, scene.world, scene.now, member, incoming, Conversation(incoming.channel, incoming.sender))
    heard = scene.world.understand(incoming.text, member)
    kind = heard.emergency.type if heard.emergency else ""
    if group.danger == kind and group.danger_at and scene.now - group.danger_at < scene.world.policy.same_danger_within:
        return
    answers = understood(turn, with_message(turn, {"kind": "help"}, incoming), heard)
    if not answers.get("spot"):
        answers = placed(turn, answers, _spot(scene.world, group.scope))
    ticket = register(scene, member.id, {**answers, "live": "now"}, danger=True)
    scene.uow.groups.in_danger(group, kind, scene.now)
    if member.id:
        scene.tell(member.id, "group-danger-filed", lane=Lane.URGENT, ticket=ticket.id, args={"number": ticket.number})


def _in_private(scene: Scene, group: Group, incoming: Incoming, person: Person, private: Private) -> bool:
    """The writer finds what they said in private, with the group's place; False where they cannot be written to."""
    accounts = [a for a in scene.uow.people.accounts(person.id) if a.channel == incoming.channel and not a.unreachable]
    if not accounts:
        return False
    turn = private(replace(incoming, group=False, chat=accounts[0].address))
    if not turn.person.noticed:
        home.notice(turn)
    if turn.conversation.form or any(turn.person.has(role) for role in UNBINDERS):
        turn.answer("group-say-here")
    else:
        turn.answer("group-heard", args={"name": scene.world.grid_name(group.scope)})
        heard = scene.world.understand(incoming.text, _at_place(scene.world, turn.person, group.scope))
        report.start(turn, turn.incoming, _placed(scene.world, heard, group.scope))
    scene.uow.conversations.save(turn.conversation, scene.now)
    _say(scene, incoming, "group-taken")
    return True


def _placed(world: World, heard: Understanding, scope: str) -> Understanding:
    known = heard.place and (heard.place.code or heard.place.candidates)
    return heard if known else replace(heard, place=_spot(world, scope))


def _at_place(world: World, person: Person, scope: str) -> Person:
    """Somebody who speaks from the group's place, whatever their home is."""
    spot = _spot(world, scope)
    words = world.gazetteer.spot_in_words(spot) if spot and spot.level is not Level.GRID else ""
    return replace(person, home=_grid(world, scope), home_words=words)


def _grid(world: World, scope: str) -> str:
    spot = _spot(world, scope)
    return world.routing(spot).grid if spot else ""


def _spot(world: World, scope: str) -> Spot | None:
    """A grid, a compound, or a building of it."""
    area, number = world.gazetteer.area(scope), ""
    if area is None:
        place, _, number = scope.rpartition("-")
        area = world.gazetteer.area(place)
    return Spot(area.code, area.name, area.level, 1.0, building=number) if area else None


def _say(
    scene: Scene, incoming: Incoming, key: str, args: dict[str, Arg] | None = None, lane: Lane = Lane.CONFIRMATION
) -> None:
    """Said in the group itself."""
    reply = Reply(Text(key, args or {}), lane=lane)
    scene.uow.outbox.put(incoming.channel, incoming.sender, incoming.chat, reply, scene.now)
