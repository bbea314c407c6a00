"""Units, rosters and tables as staff keep them in spreadsheets: whole, or refused with every reason."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.calendars import hours, work_week
from bot.unit_imports import COLUMNS, read_admissions, read_directs, read_hours, read_shifts, read_units, read_zones
from domain.direct import Admission, Direct, Rule, To
from domain.errors import ImportFileError
from domain.hours import OfficeHours
from domain.organisation import Shift, Unit
from domain.worktime import Period

DISTRICT = "460204000000"
HOUSE = work_week(("08:30-12:00", "14:30-17:30"))
KNOWN = {DISTRICT, "460204198023", "460204198023001", "ty-lamps"}
PEOPLE = {"19900000118": 7}
UNITS = {"ty-lamps": "ty-lamps", "路灯管理所": "ty-lamps"}


@pytest.fixture
def file(tmp_path):
    def write(*rows: str) -> Path:
        path = tmp_path / "rows.csv"
        path.write_text("\n".join(rows), "utf-8")
        return path

    return write


def about(name: str) -> bool:
    return name in {"路灯照明", "城乡建设"}


def refused(read, *args) -> str:
    with pytest.raises(ImportFileError) as error:
        read(*args)
    return str(error.value)


def test_units_are_read_with_chinese_heads(file):
    found = read_units(
        file("单位编码,单位名称,服务区域编码,电话", f"TY-Lamps,路灯管理所,{DISTRICT},0898-88000001"), KNOWN
    )
    assert found == (Unit("ty-lamps", "路灯管理所", DISTRICT, "089888000001"),)


def test_the_hours_of_a_unit_are_understood_as_those_of_a_sheet_of_hours_are(file):
    row = f"ty-lamps,路灯管理所,{DISTRICT},,8:30至12:00 14：30~24:00"
    (unit,) = read_units(file("code,name,area,phone,hours", row), KNOWN)
    assert hours(unit.hours.split()) == (Period(time(8, 30), time(12)), Period(time(14, 30), time(0)))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"460204,路灯管理所,{DISTRICT},", "至少一个字母"),
        ("ty-a,,460204000000,", "单位名称没有填"),
        ("ty-a,路灯管理所,460299000000,", "没有这个"),
        ("ty-a,路灯管理所,4602,", "应当是 15 或 12 位数字"),
        (f"ty-a,路灯管理所,{DISTRICT},123", "手机是 1 开头"),
    ],
)
def test_a_unit_that_cannot_be_right_is_refused(file, row, reason):
    assert reason in refused(read_units, file("code,name,area,phone", row), KNOWN)


@pytest.mark.parametrize(
    ("days", "meant"),
    [
        ("周一至周五", "12345"),
        ("1-5", "12345"),
        ("周六、周日", "67"),
        ("星期天", "7"),
        ("每天", "1234567"),
        ("", "1234567"),
        ("2026-11-23", "2026-11-23"),
        ("2026/1/5", "2026-01-05"),
    ],
)
def test_days_are_a_date_or_weekdays(file, days, meant):
    found = read_shifts(file("scope,phone,days,hours", f"ty-lamps,19900000118,{days},08:30-17:30"), KNOWN, PEOPLE)
    assert found == (Shift("ty-lamps", 7, meant, time(8, 30), time(17, 30)),)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ty-none,19900000118,每天,08:00-18:00", "没有这个"),
        ("ty-lamps,19900000999,每天,08:00-18:00", "没有人的电话是"),
        ("ty-lamps,19900000118,有空就来,08:00-18:00", "也不是星期几"),
        ("ty-lamps,19900000118,2026-02-30,08:00-18:00", "不是日期"),
        ("ty-lamps,19900000118,每天,上午", "写成 08:30-17:30"),
        ("ty-lamps,19900000118,每天,25:00-26:00", "写成 08:30-17:30"),
    ],
)
def test_a_shift_that_cannot_be_right_is_refused(file, row, reason):
    assert reason in refused(read_shifts, file("scope,phone,days,hours", row), KNOWN, PEOPLE)


def test_a_shift_over_midnight_covers_both_sides_of_it():
    night = Shift("u", 1, "5", time(18), time(8))  # Fridays
    friday = date(2026, 11, 27)
    assert night.covers(datetime.combine(friday, time(23)))
    assert night.covers(datetime.combine(date(2026, 11, 28), time(7, 59)))
    assert not night.covers(datetime.combine(date(2026, 11, 28), time(8)))
    assert not night.covers(datetime.combine(friday, time(7)))


def test_rows_of_the_table_name_units_by_code_or_name(file):
    path = file(
        "what,place,to,copies",
        f"路灯照明,{DISTRICT},路灯管理所,{DISTRICT}|路灯管理所",
        "城乡建设,,社区,",
        ",,指挥中心,",
    )
    assert read_directs(path, KNOWN, UNITS, about) == (
        Direct(2, Rule("路灯照明", DISTRICT), To.UNIT, "ty-lamps", (DISTRICT, "ty-lamps")),
        Direct(3, Rule("城乡建设"), To.COMMUNITY),
        Direct(4, Rule(), To.COMMAND),
    )


def test_every_bad_row_of_the_table_is_named(file):
    said = refused(
        read_directs,
        file(
            "what,place,to,copies",
            "修路灯,,网格,",
            "路灯照明,,没有的单位,",
            f"路灯照明,{DISTRICT},网格,460299000000",
            "城乡建设,,网格,",
            "城乡建设,,社区,",
        ),
        KNOWN,
        UNITS,
        about,
    )
    assert "5 行有错" not in said
    for row, reason in (
        (2, "没有“修路灯”这个事项"),
        (3, "不是网格"),
        (4, "单位或地方"),
        (6, "事项和地点和第 5 行重复"),
    ):
        assert any(line.strip().startswith(f"第 {row} 行：") and reason in line for line in said.splitlines()), said


def test_a_row_of_the_admission_list_may_be_for_both_levels_and_for_a_while(file):
    found = read_admissions(
        file("what,place,level,allowed,until,basis", "路灯照明,,网格和社区,不可以,2026-12-31,试行"), KNOWN, about
    )
    last = date(2026, 12, 31)
    assert [(each.level, each.allowed, each.until, each.basis) for each in found] == [
        (To.GRID, False, last, "试行"),
        (To.COMMUNITY, False, last, "试行"),
    ]
    assert isinstance(found[0], Admission)
    assert len({each.row for each in found}) == 2
    assert {each.of_sheet for each in found} == {2}


@pytest.mark.parametrize("kind", list(COLUMNS))
def test_a_sheet_without_its_columns_says_which(file, kind):
    read = {
        "units": lambda path: read_units(path, KNOWN),
        "zones": lambda path: read_zones(path, KNOWN),
        "hours": lambda path: read_hours(path, KNOWN, HOUSE),
        "duties": lambda path: read_shifts(path, KNOWN, PEOPLE),
        "dispatch": lambda path: read_directs(path, KNOWN, UNITS, about),
        "admission": lambda path: read_admissions(path, KNOWN, about),
    }[kind]
    assert "缺这些列" in refused(read, file("foo,bar", "1,2"))


def test_zones_take_grids_communities_and_each_other(file) -> None:
    """The inner ones are written out, so that the narrower zone is known by how few areas it has."""
    path = file("code,name,areas", "east,东片区,460204198023001", f"all,大片区,east|{DISTRICT}")
    found = {zone.code: zone.areas for zone in read_zones(path, KNOWN)}
    assert found == {"east": {"460204198023001"}, "all": {"460204198023001", DISTRICT}}


def test_a_zone_that_lies_in_itself_or_names_what_does_not_exist_is_refused(file) -> None:
    with pytest.raises(ImportFileError, match="包含了自己"):
        read_zones(file("code,name,areas", "one,甲片区,two", "two,乙片区,one"), KNOWN)
    with pytest.raises(ImportFileError, match=r"第 2 行.*460204198023099"):
        read_zones(file("code,name,areas", "one,甲片区,460204198023099"), KNOWN)
    with pytest.raises(ImportFileError, match="例如 yc-east"):
        read_zones(file("code,name,areas", "460204198023,甲片区,460204198023001"), KNOWN)


def test_office_hours_name_who_when_and_in_which_season(file) -> None:
    path = file(
        "scope,days,hours,first,last",
        "ty-lamps,周一至周五,08:30-12:00 15:00-18:00,5月1日,09-30",
        "全部,六日,09:00-11:00,2026-07-01,2026/7/2",
    )
    lamps, house = read_hours(path, KNOWN, HOUSE)
    assert lamps == OfficeHours(
        "ty-lamps", "12345", (Period(time(8, 30), time(12)), Period(time(15), time(18))), "05-01", "09-30"
    )
    assert (house.scope, house.days, house.first, house.last) == ("", "67", "2026-07-01", "2026-07-02")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("ty-nobody,,08:00-12:00,,", "没有这个单位或地方：ty-nobody"),
        ("ty-lamps,,8点到12点,,", "写成 08:30-17:30"),
        ("ty-lamps,,08:00-12:00,05-01,", "要一起写"),
        ("ty-lamps,,08:00-12:00,05-01,2026-09-30", "要一起写"),
        ("ty-lamps,,08:00-12:00 11:00-15:00,,", "overlap"),
        ("ty-lamps,2026-11-23,08:00-12:00,,", "这里写星期几"),
    ],
)
def test_office_hours_that_cannot_be_used_are_refused(file, row, why) -> None:
    with pytest.raises(ImportFileError, match=why):
        read_hours(file("scope,days,hours,first,last", row), KNOWN, HOUSE)
