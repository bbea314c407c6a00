"""The knowledge base as a spreadsheet: whole, or refused with every reason; what is exported can be imported again."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from bot.admin import TEMPLATES, import_knowledge
from bot.exports import as_csv, as_xlsx, knowledge
from bot.knowledge_sheets import read_entries
from bot.sheets import write_template
from domain.errors import ImportFileError
from domain.knowledge import Entry
from domain.organisation import Unit
from domain.places import Area, Level

NOW = datetime(2026, 11, 1, tzinfo=ZoneInfo("Asia/Shanghai"))
DISTRICT = "460204000000"
KNOWN = {DISTRICT, "ty-lamps"}
HEADS = "编号,问法,答案,来源单位编码,依据或出处,有效期至,适用区域编码,关键词"
LAMP = "lamp-1,路灯几点开|路灯什么时候亮,随天色开关。,ty-lamps,路灯所说明,2027-12-31,460204000000,路灯|照明"


@pytest.fixture
def file(tmp_path):
    def write(*rows: str) -> Path:
        path = tmp_path / "knowledge.csv"
        path.write_text("\n".join(rows), "utf-8")
        return path

    return write


def test_an_entry_is_read_with_everything_it_holds(file):
    (entry,) = read_entries(file(HEADS, LAMP), KNOWN)
    assert entry == Entry(
        "lamp-1",
        ("路灯几点开", "路灯什么时候亮"),
        "随天色开关。",
        "ty-lamps",
        "路灯所说明",
        date(2027, 12, 31),
        DISTRICT,
        ("路灯", "照明"),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("lamp-2,,随天色开关。,ty-lamps,说明,,,", "问法没有填"),
        ("lamp-2,几点开,,ty-lamps,说明,,,", "答案没有填"),
        (f"lamp-2,几点开,{'长' * 301},ty-lamps,说明,,,", "301 个字"),
        ("lamp-2,几点开,随天色。,ty-nobody,说明,,,", "没有这个单位：ty-nobody"),
        ("lamp-2,几点开,随天色。,ty-lamps,,,,", "依据或出处没有填"),
        ("lamp-2,几点开,随天色。,ty-lamps,说明,明年,,", "不是日期"),
        ("lamp-2,几点开,随天色。,ty-lamps,说明,,460299000000,", "没有这个地方：460299000000"),
        ("lamp-1,几点开,随天色。,ty-lamps,说明,,,", "编号和第 2 行重复"),
        ("lamp-2,路灯几点开,随天色。,ty-lamps,说明,,,", "问法和第 2 行重复"),
    ],
)
def test_one_bad_row_refuses_the_file_and_is_named_by_its_number(file, row, reason):
    with pytest.raises(ImportFileError, match="第 3 行") as error:
        read_entries(file(HEADS, LAMP, row), KNOWN)
    assert reason in str(error.value)


@pytest.mark.parametrize(("name", "make"), [("a.csv", as_csv), ("a.xlsx", as_xlsx)])
def test_what_is_exported_can_be_imported_again(storage, tmp_path, file, name, make):
    entries = read_entries(file(HEADS, LAMP), KNOWN)

    def work(uow):
        uow.knowledge.replace_all(entries)
        (tmp_path / name).write_bytes(make(knowledge(uow, None, NOW, NOW)))

    storage.write_now(work)
    assert read_entries(tmp_path / name, KNOWN) == entries


def test_the_template_has_every_column_and_keeps_codes_as_text(tmp_path):
    path = tmp_path / "template.xlsx"
    path.write_bytes(write_template(TEMPLATES["knowledge"]))
    sheet = load_workbook(path).worksheets[0]
    assert [cell.value for cell in sheet[1]] == HEADS.split(",")


def test_an_import_replaces_all_and_keeps_the_day_of_what_did_not_change(storage, file):
    later = NOW + timedelta(days=30)

    def work(uow):
        uow.units.replace_units([Unit("ty-lamps", "路灯所", DISTRICT)])
        uow.places.replace_areas([Area(DISTRICT, "天涯区", Level.DISTRICT)])
        other = "lamp-2,几点关,天亮就关。,ty-lamps,说明,,,"
        import_knowledge(uow, file(HEADS, LAMP, other), NOW)
        import_knowledge(uow, file(HEADS, LAMP, other.replace("天亮", "日出")), later)
        return {entry.code: entry.updated for entry in uow.knowledge.entries()}

    assert storage.write_now(work) == {"lamp-1": NOW.date(), "lamp-2": later.date()}
