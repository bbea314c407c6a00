"""The calendar of the office: the library's years, what files correct, and years nobody has announced."""

import csv
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.calendars import hours, work_week
from domain.errors import ConfigError
from domain.worktime import Due, Period, Term, Unit, due

OFFICE = ["08:30-12:00", "14:30-17:30"]
ANNOUNCED = Path(__file__).parents[2] / "../shared/data/holidays_2025_2026.csv"
ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def override(tmp_path):
    def write(*lines: str, name: str = "days.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(["date,kind,name", *lines]), "utf-8-sig")
        return path

    return write


def test_the_announced_days_of_two_years_are_off_and_worked_as_announced():
    if not ANNOUNCED.exists():
        pytest.skip("the shared data is not here")
    week = work_week(OFFICE)
    rows = list(csv.DictReader(ANNOUNCED.read_text("utf-8").splitlines()))
    off = {date.fromisoformat(row["date"]) for row in rows if row["kind"] == "off"}
    worked = {date.fromisoformat(row["date"]) for row in rows if row["kind"] == "work"}
    assert {day for day in week.off if day.year in {2025, 2026}} == off
    assert {day for day in week.makeup if day.year in {2025, 2026}} == worked


def test_the_years_of_the_library_are_known_and_the_next_is_provisional():
    week = work_week(OFFICE)
    assert {2004, 2025, 2026} <= week.known_years
    if 2027 in week.known_years:
        pytest.skip("the library knows 2027 by now")
    statutory = {day for day in week.off if day.year == 2027}
    assert len(statutory) == 13
    promised = due(datetime(2027, 2, 4, 10, tzinfo=ZONE), Term(1, Unit.WORKING_DAYS), week)
    assert promised == Due(datetime(2027, 2, 9, 17, 30, tzinfo=ZONE), provisional=True)


def test_a_files_announcement_makes_its_year_known_and_replaces_the_provisional_days(override):
    file = override("2027-02-05,work,made up", "2027-02-14,work,春节", "2027-02-08,off,春节", "2027-10-01,off,国庆节")
    week = work_week(OFFICE, overrides=[file])
    assert 2027 in week.known_years
    assert {day for day in week.off if day.year == 2027} == {date(2027, 2, 8), date(2027, 10, 1)}
    promised = due(datetime(2027, 2, 4, 10, tzinfo=ZONE), Term(1, Unit.WORKING_DAYS), week)
    assert promised == Due(datetime(2027, 2, 5, 17, 30, tzinfo=ZONE))


def test_a_file_of_single_days_corrects_them_and_leaves_the_year_as_it_was(override):
    typhoon = override("2026-09-08,off,台风停工", "2026-10-07,work,local order", "2027-06-10,off,local day")
    week = work_week(OFFICE, overrides=[typhoon])
    assert date(2026, 9, 8) in week.off
    assert date(2026, 10, 7) not in week.off
    assert week.on(date(2026, 10, 7)) == hours(OFFICE)
    assert {date(2027, 6, 9), date(2027, 6, 10)} <= week.off
    assert week.known_years == work_week(OFFICE).known_years


def test_the_later_of_two_files_wins(override):
    first, second = override("2026-09-08,off,", name="a.csv"), override("2026-09-08,work,", name="b.csv")
    assert date(2026, 9, 8) not in work_week(OFFICE, overrides=[first, second]).off
    assert date(2026, 9, 8) in work_week(OFFICE, overrides=[second, first]).off


def test_saturdays_and_midnight_can_be_office_hours():
    week = work_week(["00:00-24:00"], saturday=["9:00-12:00"])
    assert week.on(date(2026, 11, 20)) == (Period(time(0), time(0)),)
    assert week.on(date(2026, 11, 21)) == (Period(time(9), time(12)),)
    assert week.on(date(2026, 11, 22)) == ()


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (["2026-13-01,off,"], "days.csv:2: needs a date"),
        (["2026-10-01,off,", "2026-10-02,holiday,"], "days.csv:3: needs a date like 2027-02-06 and off or work"),
        (["2026-10-01"], "days.csv:2: needs"),
        (["2026-10-01,off,", "2026-10-01,work,"], "2026-10-01 is both off and work"),
    ],
)
def test_a_file_with_a_mistake_is_refused_with_its_line(override, lines, says):
    with pytest.raises(ConfigError, match=says):
        work_week(OFFICE, overrides=[override(*lines)])


def test_a_file_without_heads_or_not_there_is_refused(tmp_path):
    bare = tmp_path / "bare.csv"
    bare.write_text("2026-10-01,off,\n", "utf-8")
    with pytest.raises(ConfigError, match=r"bare\.csv:1: the first line must be date,kind,name"):
        work_week(OFFICE, overrides=[bare])
    with pytest.raises(ConfigError, match=r"none\.csv"):
        work_week(OFFICE, overrides=[tmp_path / "none.csv"])


@pytest.mark.parametrize("text", ["8.30-12", "08:30", "08:30-25:00", "", "morning"])
def test_office_hours_that_nobody_can_read_are_refused(text):
    with pytest.raises(ConfigError, match="Office hours"):
        work_week([text])


@pytest.mark.parametrize("zone", ["Asia/Sanya", "", "../etc"])
def test_an_unknown_time_zone_is_refused(zone):
    with pytest.raises(ConfigError, match="no time zone"):
        work_week(OFFICE, zone=zone)
