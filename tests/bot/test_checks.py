"""The doctor finds each mistake it knows of, where it is, and how bad it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot import checks
from bot.admin import IMPORTS
from bot.checks import find_mistakes
from domain.direct import HALVES, Admission, Direct, Rule, To
from domain.organisation import Zone
from domain.people import Grid, Post, Role
from nlp.rules import RuleBook
from storage.migrate import migrate
from storage.sealed import Seal, load_key
from storage.unit_of_work import Storage

DATA = Path(__file__).parents[2] / "bot" / "demo" / "data"
GRID = "460204198023001"


@pytest.fixture
def config(tmp_path) -> Path:
    file = tmp_path / "config.toml"
    paths = f'url = "sqlite:///{tmp_path}/store.db"\nkey_file = "{tmp_path}/key"\nfiles = "{tmp_path}/files"'
    file.write_text(f"[storage]\n{paths}\n", "utf-8")
    return file


class Town:
    """The store of the demo community, open while it is damaged only."""

    def __init__(self, folder: Path) -> None:
        self._url = f"sqlite:///{folder}/store.db"
        self._seal = Seal(load_key(folder / "key"))
        migrate(self._url)

    def write_now(self, work) -> None:
        storage = Storage(self._url, self._seal, threaded=False, durable=False)
        storage.write_now(work)
        storage.close_now()


@pytest.fixture
def town(config, tmp_path, clock) -> Town:
    town = Town(tmp_path)

    def settle(uow):
        for name, work in IMPORTS.items():
            work(uow, DATA / f"{name}.csv", clock.now())

    town.write_now(settle)
    return town


def found(config):
    return {(mistake.where, mistake.serious): mistake.what for mistake in find_mistakes(config)}


def test_an_empty_store_needs_places_and_grids(config):
    assert {("places", True), ("grids", True)} <= set(found(config))


def test_the_demo_community_is_complete(config, town):
    assert [where for where, serious in found(config) if serious] == []


def damage_workers(uow):
    for person in uow.people.with_post(Role.WORKER, (GRID,)):
        uow.people.release(person, Post(Role.WORKER, GRID))


def damage_supervisors(uow):
    for person, scope in uow.people.everybody_with(Role.SUPERVISOR):
        uow.people.release(person, Post(Role.SUPERVISOR, scope))


def damage_desks(uow):
    for person, scope in uow.people.everybody_with(Role.DESK):
        uow.people.release(person, Post(Role.DESK, scope))


def changed_grids(change):
    def damage(uow):
        uow.places.replace_grids([change(grid, covers) for grid, covers in uow.places.grids()])

    return damage


def without_covers(grid: Grid, covers: str):
    return grid, "" if grid.code == GRID else covers


def too_large(grid: Grid, covers: str):
    return (replace(grid, households=900), covers) if grid.code == GRID else (grid, covers)


def damage_unit_desks(uow):
    for person in uow.people.with_post(Role.UNIT_DESK, ("ty-labour",)):
        uow.people.release(person, Post(Role.UNIT_DESK, "ty-labour"))


def damage_knowledge(uow):
    entry = next(entry for entry in uow.knowledge.entries() if entry.code == "n-119")
    uow.knowledge.keep(replace(entry, until=date(2020, 1, 1), unit="no-unit"))


def damage_units(uow):
    uow.units.replace_units([unit for unit in uow.units.units() if unit.code != "sy-land"])


def damage_dispatch(uow):
    """A matter that was renamed since, and a kind that never goes by the table."""
    uow.units.replace_directs(
        [
            Direct(2, Rule("旧事项"), To.GRID),
            Direct(3, Rule("wish"), To.GRID),
            Direct(4, Rule("犬吠噪音", "999999999999"), To.GRID),
        ]
    )


def damage_admission(uow):
    uow.units.replace_admissions([Admission(2 * HALVES, Rule("违建"), To.GRID, allowed=True, until=date(2020, 1, 1))])


DAMAGES = [
    (damage_unit_desks, "unit ty-labour", True, "没有单位受理台，也没有经办人"),
    (damage_units, "dispatch row 5", True, "单位 sy-land 不在单位表里"),
    (damage_knowledge, "knowledge n-119", True, "单位或区域 no-unit 不存在"),
    (damage_knowledge, "knowledge n-119", False, "已在 2020-01-01 到期"),
    (damage_units, "unit sy-land", True, "单位表里没有它"),
    (damage_dispatch, "dispatch row 2", False, "永远用不上"),
    (damage_dispatch, "dispatch row 3", False, "有自己的路"),
    (damage_dispatch, "dispatch row 4", False, "999999999999"),
    (damage_admission, "admission row 2", False, "到期"),
    (damage_workers, f"grid {GRID}", False, "没有网格员"),
    (damage_supervisors, f"grid {GRID}", True, "没有督办人"),
    (damage_desks, "community 460204198023", False, "没有社区受理台"),
    (changed_grids(without_covers), f"grid {GRID}", False, "没有写负责哪些楼"),
    (changed_grids(too_large), f"grid {GRID}", False, "900 户"),
]


@pytest.mark.parametrize(
    ("damage", "where", "serious", "what"), DAMAGES, ids=lambda value: getattr(value, "__name__", "")
)
def test_what_is_missing_is_found(config, town, damage, where, serious, what):
    town.write_now(damage)
    assert what in found(config)[where, serious]


def test_pages_without_a_secret_of_their_own_are_pointed_out(config, town, monkeypatch):
    monkeypatch.delenv("HUIYING_WEB_SECRET", raising=False)
    assert "HUIYING_WEB_SECRET" in found(config)["[web] secret_env", False]
    monkeypatch.setenv("HUIYING_WEB_SECRET", "a secret")
    assert ("[web] secret_env", False) not in found(config)


def test_covers_that_no_longer_fit_the_places_are_found(config, town):
    town.write_now(lambda uow: uow.places.replace_grids([(grid, "9-3栋") for grid, _ in uow.places.grids()]))
    (((where, serious), what),) = found(config).items()
    assert (where.startswith("grid 4602"), serious, "没有地名" in what) == (True, True, True)


def test_settings_that_cannot_be_read_are_each_told(config):
    config.write_text("[web]\nport = 0\nprot = 1\n")
    mistakes = find_mistakes(config)
    assert [(mistake.where, mistake.serious) for mistake in mistakes] == [(str(config), True)] * 2
    assert mistakes[0].what.startswith("[web] port")


def test_a_year_without_calendar_is_only_pointed_out(config, town):
    calendars = [serious for where, serious in found(config) if where == "[hours] calendars"]
    assert calendars in ([], [False])


def test_a_rule_that_no_longer_does_what_it_says_is_found(config, monkeypatch):
    monkeypatch.setattr(RuleBook, "check", lambda _self: ["matters.toml:7: “水管漏水” lands in 供电"])
    rules = [mistake for mistake in checks._rules() if "漏水" in mistake.what]
    assert rules
    assert all(mistake.serious for mistake in rules)


def test_a_rule_file_that_cannot_be_read_is_found(tmp_path, monkeypatch):
    for name in ("categories.toml", "matters.toml", "tags.toml"):
        (tmp_path / name).write_text("[[broken", "utf-8")
    monkeypatch.setattr(checks, "WORDS", tmp_path)
    assert {mistake.where for mistake in checks._rules()} == {"categories.toml", "matters.toml", "tags.toml"}


def test_how_many_households_are_many_is_a_setting(config, town):
    config.write_text(config.read_text("utf-8") + "[grids]\nhouseholds = 10\n", "utf-8")
    told = next(each.what for each in find_mistakes(config) if each.where == f"grid {GRID}" and "户" in each.what)
    assert "超过 10 户" in told


def test_a_village_grid_is_large_from_seventy_households(config, town):
    def damage(uow):
        village = Grid("460204198219001", "梅村第一网格", "460204198219", 71)
        uow.places.replace_grids([*uow.places.grids(), (village, "")])

    town.write_now(damage)
    assert "超过 70 户" in " ".join(
        mistake.what for mistake in find_mistakes(config) if mistake.where == "grid 460204198219001"
    )


def test_a_table_of_alerts_that_misses_the_dangers_is_found(config, town, tmp_path):
    row = '[[alert]]\nkind = "{}"\nwaves = [["desk"]]\nwithin = "5 分钟"\n'
    table = tmp_path / "alerts.toml"
    table.write_text(row.format("ufo") + row.format("gas") + 'units = ["nobody", "派出所", "气象台"]\n', "utf-8")
    config.write_text(config.read_text("utf-8") + f'[alerts]\ntable = "{table}"\n', "utf-8")
    told = [each.what for each in find_mistakes(config) if each.where == "[alerts] table"]
    assert "ufo：没有这种险情" in told
    assert "fire：没有单独一行，按 other 通知" in told
    assert "gas：单位 nobody 不在单位表里" in told
    assert [each for each in told if "还没有叫" in each] == ["gas：还没有叫“气象台”的单位，不会通知"]


def test_a_clock_about_what_there_is_not_is_pointed_out(config, tmp_path):
    file = tmp_path / "clocks.toml"
    file.write_text('[[clock]]\nname = "a"\nabout = ["消费纠纷", "12301", "飞碟"]\nterm = "7 天"\n', "utf-8")
    config.write_text(config.read_text("utf-8") + f'[clocks]\nspecial = "{file}"\n', "utf-8")
    told = [each.what for each in find_mistakes(config) if each.where == "[clocks] special"]
    assert told == ["a：没有叫“飞碟”的事项、类别、类型或来源"]


def test_zones_without_area_lead_across_each_other_or_of_nowhere_are_pointed_out(town, config):
    """片区: who leads it, what lies in it, and that one of two either holds the other or shares nothing."""

    def damage(uow):
        uow.units.replace_zones(
            [
                Zone("one", "甲片区", frozenset({GRID, "460204198023002"})),
                Zone("two", "乙片区", frozenset({GRID, "460204198099001"})),
            ]
        )

    town.write_now(damage)
    mistakes = [f"{mistake.where}: {mistake.what}" for mistake in find_mistakes(config)]
    assert "zone one: 甲片区没有片长" in mistakes
    assert "zone two: 乙片区里的 460204198099001 不存在" in mistakes
    assert f"zone one: 与乙片区都有 {GRID}，互相不包含" in mistakes
    assert "zone yc-east: 有人是这个片区的片长，但片区表里没有它" in mistakes
