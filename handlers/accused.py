"""Whom a 举报 accuses besides people by name: a unit, or a community, district or city by its name or by a role there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from domain.organisation import Unit
from domain.people import Role, holds
from domain.places import Area, Level
from domain.ticket import Ticket
from domain.values import frozen
from handlers.scene import Scene


@frozen
class Accused:
    """A unit or an area whose people must not hear of it; `area` is the area accused, or the one that oversees the unit."""

    area: str
    unit: str = ""

    def is_under(self, scope: str) -> bool:
        """Whether the supervisors of `scope` are above what is accused, and no part of it."""
        return holds(scope, self.area) and (bool(self.unit) or scope != self.area)


def accused_in(scene: Scene, ticket: Ticket) -> tuple[Accused, ...]:
    """Everything the words may accuse; in doubt the larger area."""
    words = scene.world.normalise(ticket.words)
    units = [Accused(unit.area, unit.code) for unit in _units(scene, ticket, words)]
    return tuple(dict.fromkeys([*units, *(Accused(code) for code in _areas(scene, ticket, words))]))


def speaks_of_staff(scene: Scene, ticket: Ticket) -> bool:
    """Whether a role is named, so that somebody is accused even if nobody knows of which place."""
    words = scene.world.normalise(ticket.words)
    return any(role.search(words) for role, _ in ROLES)


def people_of(scene: Scene, accused: Accused) -> set[int]:
    """Everybody who holds any post there."""
    posts = ((person, scope) for role in Role for person, scope in scene.uow.people.everybody_with(role))
    return {person for person, scope in posts if _is_part(scene, scope, accused)}


def _is_part(scene: Scene, scope: str, accused: Accused) -> bool:
    """Whether a post for `scope` (area, zone, unit or building) is one of what is accused."""
    if accused.unit:
        return scope == accused.unit
    organisation = scene.world.organisation
    if unit := organisation.units.get(scope):
        return holds(accused.area, unit.area)
    if zone := organisation.zones.get(scope):
        return any(holds(accused.area, area) for area in zone.areas)
    path = scene.world.gazetteer.path(scope.partition("-")[0])
    return holds(accused.area, scope) or any(area.code == accused.area for area in path)


# ---- units


def _units(scene: Scene, ticket: Ticket, words: str) -> list[Unit]:
    """The units named; of those that are called alike the ones of the places known, if there are such."""
    found = [unit for unit in scene.world.organisation.units.values() if _unit_is_named(scene, unit, words)]
    whole = [unit for unit in found if scene.world.normalise(unit.name) in words]
    places = [*filter(None, [ticket.area]), *(area.code for area in scene.world.gazetteer.named(words))]
    near = [unit for unit in found if any(holds(unit.area, place) for place in places)]
    return whole or near or found


def _unit_is_named(scene: Scene, unit: Unit, words: str) -> bool:
    return any(name in words for name in _names_of(scene, unit))


def _names_of(scene: Scene, unit: Unit) -> Iterator[str]:
    """天涯区路灯管理所, 路灯管理所, 路灯所."""
    name = scene.world.normalise(unit.name)
    yield name
    for area in scene.world.gazetteer.path(unit.area):
        name = name.removeprefix(scene.world.normalise(area.name))
    if len(name) >= SHORTEST_UNIT:
        yield name
    for ending, aliases in ENDINGS:
        if name.endswith(ending):
            yield from (f"{name.removesuffix(ending)}{alias}" for alias in aliases)


# ---- areas


def _areas(scene: Scene, ticket: Ticket, words: str) -> list[str]:
    """The areas accused: by a role word there or at home, or named themselves as the smallest place of all."""
    levels = [level for role, level in ROLES if role.search(words)]
    named = scene.world.gazetteer.named(words, hints=bool(levels))
    if not levels:
        return [area.code for area in _innermost(scene, named) if area.level is Level.COMMUNITY]
    reporter = scene.uow.people.get(ticket.reporter) if ticket.reporter and OWN.search(words) else None
    known = (ticket.area, reporter.home if reporter else "")
    places = _innermost(scene, (*named, *filter(None, map(scene.world.gazetteer.area, known))))
    return list(dict.fromkeys(_cut(scene, place, level) for place in places for level in levels))


def _innermost(scene: Scene, areas: tuple[Area, ...]) -> list[Area]:
    """Those in which no other of them lies: 天涯区 only says where 儋州村社区 is."""
    around = {each.code for area in areas for each in scene.world.gazetteer.path(area.code)[:-1]}
    return [area for area in areas if area.code not in around]


def _cut(scene: Scene, place: Area, level: Level) -> str:
    """The community (district, city) a place lies in; the next larger one that is known when it is not."""
    within = LARGER[LARGER.index(level) :]
    path = scene.world.gazetteer.path(place.code)
    return next((area.code for area in reversed(path) if area.level in within), place.code)


LARGER = (Level.COMMUNITY, Level.STREET, Level.DISTRICT, Level.CITY)
SHORTEST_UNIT = 4  # characters
OWN = re.compile(r"我们|咱|我家|本(?:社区|小区|村|网格)")
# How people call who works where. Who accuses a grid's worker accuses those they work with every day: the community.
# 物业 is no part of it. 市政府 and the like are buildings more often than people, so only people are named there.
ROLES = (
    (re.compile(r"网格[员长]|片长|楼长|受理台|[居村]委|两委|书记|支书|村长|村干部|村主任"), Level.COMMUNITY),
    (re.compile(r"社区的?(?:主任|干部|领导|工作人员|人|窗口|服务台|督办)"), Level.COMMUNITY),
    (
        re.compile(r"街道办|镇政府|镇长|(?<![小社地片园景])区(?:政府|委|长|里的?人|里?的?领导)|指挥中心|督办"),
        Level.DISTRICT,
    ),
    (re.compile(r"市长|市委书记|市里?的?领导|市级?(?:指挥中心|督办)"), Level.CITY),
)
ENDINGS = (
    ("管理所", ("所", "管理处")),
    ("管护所", ("所", "管理所")),
    ("综合行政执法局", ("综合执法局", "执法局", "城管")),
    ("监察大队", ("监察", "大队")),
    ("处理中心", ("中心",)),
    ("办公室", ("办",)),
)
