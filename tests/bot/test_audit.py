"""What operators and supervisors change of the whole is in the audit trail."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from town import Town

from bot.audit import note_configuration
from bot.config import Settings
from domain.people import Role
from storage.audit import Act
from storage.unit_of_work import UnitOfWork

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EVER = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC))
TABLES = (("alerts", "table"), ("answers", "templates"), ("answers", "campaigns"), ("clocks", "special"))


async def acts(town: Town) -> list[Act]:
    return await town.written(lambda uow: uow.audit.acts_between(*EVER))


@pytest.mark.parametrize(("section", "name"), TABLES)
async def test_a_changed_table_is_one_act_and_an_unchanged_one_none(
    our_town: Town, tmp_path: Path, section: str, name: str
) -> None:
    own = tmp_path / f"{name}.toml"
    shutil.copy(getattr(getattr(Settings(), section), name), own)
    part = getattr(our_town.app.settings, section).model_copy(update={name: own})
    settings = our_town.app.settings.model_copy(update={section: part})

    def look(uow: UnitOfWork) -> None:
        note_configuration(uow, settings, NOW)

    await our_town.written(look)
    before = [act.what for act in await acts(our_town)]
    await our_town.written(look)
    assert [act.what for act in await acts(our_town)] == before
    own.write_text(own.read_text("utf-8") + "\n# one line more\n", "utf-8")
    await our_town.written(look)
    assert [act.what for act in await acts(our_town)] == [*before, "configuration tables"]


async def test_a_changed_setting_is_an_act(our_town: Town) -> None:
    pushes = our_town.app.settings.pushes.model_copy(update={"a_day": 3})
    settings = our_town.app.settings.model_copy(update={"pushes": pushes})
    before = await acts(our_town)
    await our_town.written(lambda uow: note_configuration(uow, settings, NOW))
    assert [act.what for act in (await acts(our_town))[len(before) :]] == ["configuration settings"]


async def test_storm_mode_on_and_off_are_acts_of_who_did_it(our_town: Town) -> None:
    supervisor = await our_town.staff(Role.SUPERVISOR, "460204000000")
    before = len(await acts(our_town))
    await supervisor.says("应急模式")
    await supervisor.presses("全部事项", "6小时", "结束应急模式")
    found = (await acts(our_town))[before:]
    assert [act.what for act in found] == ["storm mode on", "storm mode off"]
    assert len({act.by for act in found}) == 1
    assert "460204000000" in found[0].detail
