"""The doctor: everything that is wrong or missing in settings, texts, rules, calendars, places and people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from bot.app import App, build
from bot.config import load, secret
from domain.alerts import OTHER
from domain.direct import Rule, To
from domain.errors import HuiyingError
from domain.people import Role, in_village, scopes_above
from domain.ticket import STUCK
from domain.values import frozen
from handlers.dispatch import BY_TABLE_NEVER
from nlp.emergencies import Emergencies
from nlp.labels import Labels
from nlp.rules import RuleBook
from nlp.wordfile import WORDS
from storage.unit_of_work import UnitOfWork


@frozen
class Mistake:
    """One thing to mend. `serious` ones stop the bot from doing its work; the others are worth a look."""

    where: str
    what: str
    serious: bool = True


def find_mistakes(config: Path | None) -> list[Mistake]:
    """Look at everything; settings that cannot be read end the search at once."""
    try:
        settings = load(config)
        app = build(settings, threaded=False)
    except HuiyingError as error:
        return [Mistake(*_place(line)) for line in error.detail.splitlines() or [str(error)]]
    found = list(_rules())
    found += app.storage.write_now(lambda uow: [mistake for look in LOOKS for mistake in look(uow, app)])
    asyncio.run(app.close())
    return found


def _rules() -> Iterator[Mistake]:
    """Rule files load, and every sentence in them lands where it says."""
    for name in ("categories.toml", "matters.toml", "tags.toml"):
        path = WORDS / name
        try:
            for failure in RuleBook.load(path).check():
                yield Mistake(name, failure)
        except (HuiyingError, OSError) as error:
            yield Mistake(name, str(error))


def _calendar(_uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    year = app.clock.now().year
    for each in (year, year + 1):
        if each not in app.worlds.current.week.known_years:
            yield Mistake("[hours] calendars", f"{each} 年的放假安排还没有，期限先按暂定计算", serious=False)


def _places(uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    sizes = app.settings.grids
    if not uow.places.areas():
        yield Mistake("places", "还没有地点：python -m bot import places FILE")
    if not uow.places.grids():
        yield Mistake("grids", "还没有网格：python -m bot import grids FILE")
    for grid, covers in uow.places.grids():
        if not covers.strip():
            yield Mistake(f"grid {grid.code}", f"{grid.name}没有写负责哪些楼", serious=False)
        most = sizes.village_households if in_village(grid.code) else sizes.households
        if grid.households > most:
            yield Mistake(f"grid {grid.code}", f"{grid.name}有 {grid.households} 户，超过 {most} 户", serious=False)


def _people(uow: UnitOfWork, _app: App) -> Iterator[Mistake]:
    for grid, _ in uow.places.grids():
        above = scopes_above(grid.code)
        if not uow.people.with_post(Role.WORKER, (grid.code,)):
            yield Mistake(f"grid {grid.code}", f"{grid.name}没有网格员", serious=False)
        if not uow.people.with_post(Role.SUPERVISOR, above):
            yield Mistake(f"grid {grid.code}", f"{grid.name}上面没有督办人")
    for community in sorted({grid.community for grid, _ in uow.places.grids()}):
        if not uow.people.with_post(Role.DESK, (community,)):
            yield Mistake(f"community {community}", "没有社区受理台", serious=False)


def _web(_uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """Without a secret of their own the pages know nobody again after a start."""
    web = app.settings.web
    if web.enabled and not secret(web.secret_env):
        what = f"环境变量 {web.secret_env} 没有设置：每次重启后，网页聊天的人都成了新人，看不到自己的工单"
        yield Mistake("[web] secret_env", what, serious=False)


def _templates(_uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """A template about a matter that does not exist would never be offered."""
    world = app.worlds.current
    for template in world.templates:
        for label in sorted(template.about):
            if not world.understander.category_of(label):
                yield Mistake(
                    "[answers] templates", f"答复模板“{template.name}”：没有“{label}”这个事项或类别", serious=False
                )


def _alerts(uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """Rows about dangers there are not, dangers without a row, and units there are not."""
    rules = app.worlds.current.alerts.rules
    codes = {unit.code for unit in uow.units.units()}
    names = [unit.name for unit in uow.units.units()]
    kinds = {*Emergencies().advice, OTHER}
    for kind in sorted(kinds ^ {kind for kind, rule in rules.items() if not rule.words}):
        said = "没有这种险情" if kind in rules else "没有单独一行，按 other 通知"
        yield Mistake("[alerts] table", f"{kind}：{said}", serious=False)
    for rule in rules.values():
        for name in rule.units:
            if name.isascii() and name not in codes:
                yield Mistake("[alerts] table", f"{rule.kind}：单位 {name} 不在单位表里")
            elif not name.isascii() and not any(name in each for each in names):
                yield Mistake("[alerts] table", f"{rule.kind}：还没有叫“{name}”的单位，不会通知", serious=False)


def _revisits(uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """Names of reviewers nobody was imported with."""
    for name in app.settings.revisits.by:
        if not uow.people.by_name(name):
            yield Mistake("[revisits] by", f"没有叫“{name}”的工作人员")


def _clocks(_uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """Special clocks about what no request can be."""
    world, labels = app.worlds.current, Labels()
    sources = app.settings.sources().codes()
    for row in world.policy.special:
        for name in sorted(row.about):
            if not (labels.knows(name) or name in sources or name == STUCK):
                yield Mistake("[clocks] special", f"{row.name}：没有叫“{name}”的事项、类别、类型或来源", serious=False)


def _units(uow: UnitOfWork, _app: App) -> Iterator[Mistake]:
    """Units without a desk or without anybody, and posts of units there are not."""
    codes = {unit.code for unit in uow.units.units()}
    for unit in uow.units.units():
        desk, officers = (uow.people.with_post(role, (unit.code,)) for role in (Role.UNIT_DESK, Role.OFFICER))
        if not desk:
            nobody = "" if officers else "，也没有经办人"
            yield Mistake(f"unit {unit.code}", f"{unit.name}没有单位受理台{nobody}", serious=not officers)
    for role in (Role.UNIT_DESK, Role.OFFICER):
        for _, code in uow.people.everybody_with(role):
            if code not in codes:
                yield Mistake(f"unit {code}", "有人在这个单位任职，但单位表里没有它")


def _zones(uow: UnitOfWork, _app: App) -> Iterator[Mistake]:
    """Zones without a 片长, of areas there are not, or that cut across each other; posts of zones there are not."""
    zones = uow.units.zones()
    places = uow.places.codes()
    for zone in zones:
        where = f"zone {zone.code}"
        if not uow.people.with_post(Role.AREA_LEAD, (zone.code,)):
            yield Mistake(where, f"{zone.name}没有片长", serious=False)
        for code in sorted(zone.areas - places):
            yield Mistake(where, f"{zone.name}里的 {code} 不存在", serious=False)
    for one, other in combinations(zones, 2):
        shared = one.areas & other.areas
        if shared and not (one.areas <= other.areas or other.areas <= one.areas):
            yield Mistake(f"zone {one.code}", f"与{other.name}都有 {min(shared)}，互相不包含", serious=False)
    codes = {zone.code for zone in zones}
    for _, code in uow.people.everybody_with(Role.AREA_LEAD):
        if code not in codes:
            yield Mistake(f"zone {code}", "有人是这个片区的片长，但片区表里没有它")


def _buildings(uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """楼长 of places there are not, and matters of the building that no request can have."""
    world, labels = app.worlds.current, Labels()
    for _, code in uow.people.everybody_with(Role.BUILDING_HEAD):
        if not world.grid_name(code):
            yield Mistake(f"building {code}", "有人是这里的楼长，但地点表里没有这个地方", serious=False)
    for matter in sorted(world.policy.building_matters):
        if not labels.knows(matter):
            yield Mistake("[buildings] matters", f"没有叫“{matter}”的事项，永远用不上", serious=False)


def _tables(uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """Rows of the direct-dispatch table and the admission list that say nothing, or point nowhere."""
    org = uow.units.organisation()
    places = uow.places.codes()
    labels = Labels()
    today = app.local().date()
    for each in org.directs:
        where = f"dispatch row {each.row}"
        if each.to is To.UNIT and each.unit not in org.units:
            yield Mistake(where, f"单位 {each.unit} 不在单位表里")
        if dead := _dead(each.rule, places, labels):
            yield Mistake(where, dead, serious=False)
        for code in each.copies:
            if code not in places and code not in org.units:
                yield Mistake(where, f"抄送 {code} 不存在", serious=False)
        if each.to is To.COMMAND and not uow.people.everybody_with(Role.COMMAND):
            yield Mistake(where, "派给指挥中心，但没有人在指挥中心任职")
    for row in org.admissions:
        where = f"admission row {row.of_sheet}"
        if row.until and row.until < today:
            yield Mistake(where, f"{row.rule.what or '全部'}的临时规定已在 {row.until} 到期", serious=False)
        if dead := _dead(row.rule, places, labels):
            yield Mistake(where, dead, serious=False)


def _knowledge(uow: UnitOfWork, app: App) -> Iterator[Mistake]:
    """Entries that are used no more, or whose unit or area is gone."""
    today = app.local().date()
    places = uow.places.codes()
    codes = places | {unit.code for unit in uow.units.units()}
    for entry in uow.knowledge.entries():
        where = f"knowledge {entry.code}"
        if not entry.valid(today):
            yield Mistake(where, f"“{entry.title}”已在 {entry.until} 到期，不再使用", serious=False)
        for code in filter(None, (entry.unit, entry.area)):
            if code not in codes:
                yield Mistake(where, f"单位或区域 {code} 不存在")


def _dead(rule: Rule, places: set[str], labels: Labels) -> str:
    """Why no request can ever fit, "" if one can."""
    if rule.what and not labels.knows(rule.what):
        return f"没有叫“{rule.what}”的事项或类别，这一行永远用不上"
    if rule.place and rule.place not in places:
        return f"区域 {rule.place} 不存在，这一行永远用不上"
    if rule.what in BY_TABLE_NEVER:
        return f"“{rule.what}”有自己的路，这一行永远用不上"
    return ""


def _place(line: str) -> tuple[str, str]:
    where, found, what = line.partition(": ")
    return (where, what) if found else ("settings", line)


LOOKS: tuple[Callable[[UnitOfWork, App], Iterator[Mistake]], ...] = (
    _calendar,
    _web,
    _places,
    _people,
    _templates,
    _alerts,
    _clocks,
    _units,
    _revisits,
    _zones,
    _buildings,
    _tables,
    _knowledge,
)
