"""Reads units, zones, office hours, duty rosters, the direct-dispatch table and the admission list that staff keep in spreadsheets."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import time
from pathlib import Path

from bot.imports import DIVISION, GRID
from bot.rows import BadRow, Checks, ascii_code, day, digits, filled, parts, phone_number, plain, read_all
from bot.sheets import Column, Row
from domain.direct import HALVES, Admission, Direct, Rule, To
from domain.errors import ConfigError, ImportFileError
from domain.hours import OfficeHours, weeks_of
from domain.organisation import Shift, Unit, Zone
from domain.worktime import Period, WorkWeek

WEEKDAYS = "一二三四五六日"


def read_units(file: Path, known: Collection[str] | None = None) -> tuple[Unit, ...]:
    """The units of a CSV or XLSX file; ImportFileError lists every bad row. `known` are the codes of places."""
    return read_all(file, COLUMNS["units"], _unit, known)


def read_hours(file: Path, known: Collection[str], house: WorkWeek) -> tuple[OfficeHours, ...]:
    """Office hours; `known` are the codes of units, zones and areas, `house` the week of the settings."""

    def hours(row: Row, checks: Checks) -> OfficeHours:
        scope = "" if row["scope"] in HOUSES else ascii_code(row["scope"], row.title("scope"))
        if scope:
            checks.exists(scope, "单位或地方")
        days = _days(row["days"] or "周一至周五")
        if "-" in days:
            raise BadRow(f"{row.title('days')}“{row['days']}”：这里写星期几；单独一天写在起止日期里")
        spans = [_hours(span) for span in filled(row, "hours").split()]
        first, last = (_season(row[column]) for column in ("first", "last"))
        if len(first) != len(last):
            raise BadRow("起止日期要一起写：都写成 05-01（每年），或者都写成 2026-07-01")
        return OfficeHours(scope, days, tuple(Period(*span) for span in spans), first, last)

    rows = read_all(file, COLUMNS["hours"], hours, known)
    try:
        weeks_of(rows, house)
    except ConfigError as error:
        raise ImportFileError(f"{file.name}：{error.detail}") from error
    return rows


def _season(text: str) -> str:
    """A day of every year (05-01, 5月1日) or of one (2026-07-01), "" for none."""
    yearly = re.fullmatch(r"(\d{1,2})[-/月](\d{1,2})日?", text)
    if not text or not yearly:
        return day(text).isoformat() if text else ""
    return f"{day(f'2024-{yearly[1]}-{yearly[2]}'):%m-%d}"


def read_zones(file: Path, known: Collection[str]) -> tuple[Zone, ...]:
    """The zones (片区); `known` are the codes of grids and places. One may lie in another: it is written out."""
    named = read_all(file, COLUMNS["zones"], _zone, known, own="code")
    members = {code: inside for code, _, inside in named}
    return tuple(Zone(code, name, frozenset(_within(code, members, (), file))) for code, name, _ in named)


def _within(zone: str, members: Mapping[str, tuple[str, ...]], way: tuple[str, ...], file: Path) -> Iterator[str]:
    if zone in way:
        raise ImportFileError(f"{file.name}：片区 {zone} 包含了自己（{' > '.join((*way, zone))}）")
    for code in members[zone]:
        yield from _within(code, members, (*way, zone), file) if code in members else (code,)


def read_shifts(file: Path, known: Collection[str], people: Mapping[str, int]) -> tuple[Shift, ...]:
    """The duty roster; `known` are the codes of units and areas, `people` who has which telephone number."""

    def shift(row: Row, checks: Checks) -> Shift:
        scope = ascii_code(filled(row, "scope"), row.title("scope"))
        checks.exists(scope, "单位或地方")
        phone = phone_number(row)
        if phone not in people:
            raise BadRow(f"没有人的电话是 {phone}，先导入人员")
        start, end = _hours(row["hours"])
        return Shift(scope, people[phone], _days(row["days"]), start, end)

    return read_all(file, COLUMNS["duties"], shift, known)


def read_directs(
    file: Path, known: Collection[str], units: Mapping[str, str], about: Callable[[str], bool]
) -> tuple[Direct, ...]:
    """The direct-dispatch table.

    `units` gives the code of a unit by its code or name, `about` whether there is such a matter, category or kind.
    """

    def direct(row: Row, checks: Checks) -> Direct:
        rule = _rule(row, checks, about)
        checks.once(row, "事项和地点", rule.what, rule.place)
        said = filled(row, "to")
        to = TARGETS.get(plain(said), To.UNIT)
        unit = "" if to is not To.UNIT else units.get(said, units.get(plain(said), ""))
        if to is To.UNIT and not unit:
            raise BadRow(f"“{said}”不是网格、社区、指挥中心，也不是单位；先导入单位")
        copies = tuple(dict.fromkeys(_copy(each, checks, units) for each in parts(row["copies"])))
        return Direct(row.number, rule, to, unit, copies)

    return read_all(file, COLUMNS["dispatch"], direct, known)


def read_admissions(file: Path, known: Collection[str], about: Callable[[str], bool]) -> tuple[Admission, ...]:
    """The admission list; a row for 网格和社区 becomes two. Arguments as in `read_directs`."""

    def admission(row: Row, checks: Checks) -> tuple[Admission, ...]:
        rule = _rule(row, checks, about)
        levels = ADMITTED.get(plain(filled(row, "level")))
        if levels is None:
            raise BadRow(f"“{row['level']}”不对，只能写：网格、社区、网格和社区")
        allowed = YES_NO.get(plain(filled(row, "allowed")))
        if allowed is None:
            raise BadRow(f"“{row['allowed']}”不对，只能写：可以、不可以")
        until = day(row["until"]) if row["until"] else None
        for level in levels:
            checks.once(row, "条目", rule.what, rule.place, level, str(until or ""))
        numbers = itertools.count(row.number * HALVES)  # so that both halves of a row have a number of their own
        return tuple(Admission(next(numbers), rule, level, allowed, until, row["basis"]) for level in levels)

    return tuple(each for found in read_all(file, COLUMNS["admission"], admission, known) for each in found)


def _own_code(row: Row, like: str) -> str:
    """A code that no division has."""
    code = ascii_code(filled(row, "code"), "编码")
    if not re.fullmatch(r"(?=.*[a-z])[a-z0-9][a-z0-9-]{1,30}", code):
        raise BadRow(f"编码“{row['code']}”用字母、数字和 -，至少一个字母，例如 {like}")
    return code


def _zone(row: Row, checks: Checks) -> tuple[str, str, tuple[str, ...]]:
    code = _own_code(row, "yc-east")
    checks.once(row, "编码", code)
    checks.once(row, "名称", filled(row, "name"))
    inside = tuple(dict.fromkeys(ascii_code(each, row.title("areas")) for each in parts(row["areas"])))
    if not inside:
        raise BadRow(f"{row.title('areas')}没有填，写网格或社区的编码，用 | 隔开")
    for each in inside:
        if each.isdecimal():
            digits(each, row.title("areas"), (GRID, DIVISION))
        checks.exists(each, "网格、地方或片区")
    return code, row["name"], inside


def _unit(row: Row, checks: Checks) -> Unit:
    code = _own_code(row, "ty-lamps")
    area = digits(filled(row, "area"), row.title("area"), (GRID, DIVISION))
    checks.exists(area, "地方")
    checks.once(row, "编码", code)
    checks.once(row, "名称", filled(row, "name"))
    phone = phone_number(row) if row["phone"] else ""
    hours = " ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in map(_hours, row["hours"].split()))
    return Unit(code, row["name"], area, phone, hours)


def _rule(row: Row, checks: Checks, about: Callable[[str], bool]) -> Rule:
    what = "" if row["what"] in EVERYTHING else row["what"]
    if what and not about(what):
        raise BadRow(f"没有“{what}”这个事项、类别或类型")
    place = digits(row["place"], row.title("place"), (GRID, DIVISION)) if row["place"] not in EVERYTHING else ""
    if place:
        checks.exists(place, "地方")
    return Rule(what, place)


def _copy(said: str, checks: Checks, units: Mapping[str, str]) -> str:
    code = units.get(said, ascii_code(said, "抄送"))
    checks.exists(code, "单位或地方")
    return code


def _days(text: str) -> str:
    """A date, or weekdays as digits: 周一至周五 and 1-5 are 12345, 每天 and nothing are all seven."""
    said = unicodedata.normalize("NFKC", text).strip()
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}", said.split(" ")[0]):
        return day(said).isoformat()
    if said in {"", "每天", "每日"}:
        return "1234567"
    numbered = said.replace("周天", "7").replace("星期天", "7").replace("周", "").replace("星期", "")
    for number, weekday in enumerate(WEEKDAYS, start=1):
        numbered = numbered.replace(weekday, str(number))
    span = re.fullmatch(r"([1-7])[-至到~]([1-7])", numbered)
    found = [*range(int(span[1]), int(span[2]) + 1)] if span else [*map(int, re.findall(r"[1-7]", numbered))]
    if not found or (not span and re.sub(r"[1-7、,| ]", "", numbered)):
        raise BadRow(f"“{text}”不是日期（2026-11-23），也不是星期几（周一至周五）")
    return "".join(map(str, sorted(set(found))))


def _hours(text: str) -> tuple[time, time]:
    found = re.fullmatch(r"(\d{1,2}):(\d\d)[-~至](\d{1,2}):(\d\d)", unicodedata.normalize("NFKC", text).strip())
    try:
        if found:
            return time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4]))
    except ValueError:
        pass
    raise BadRow(f"时间“{text}”写成 08:30-17:30 这样")


EVERYTHING = ("", "*", "全部", "所有")
TARGETS = {
    word: to
    for to, words in {
        To.GRID: "grid 网格 网格员",
        To.COMMUNITY: "community 社区 村",
        To.COMMAND: "command 指挥中心",
    }.items()
    for word in words.split()
}
ADMITTED = {
    "grid": (To.GRID,),
    "网格": (To.GRID,),
    "community": (To.COMMUNITY,),
    "社区": (To.COMMUNITY,),
    "both": (To.GRID, To.COMMUNITY),
    "网格和社区": (To.GRID, To.COMMUNITY),
    "社区和网格": (To.GRID, To.COMMUNITY),
}
YES_NO = {
    "yes": True,
    "可以": True,
    "是": True,
    "准入": True,
    "no": False,
    "不可以": False,
    "否": False,
    "不准入": False,
}

HOUSES = (*EVERYTHING, "默认")
COLUMNS = {
    "hours": (
        Column(
            "scope",
            "单位或区域编码",
            "ty-lamps（空着是全部）",
            ("单位编码", "单位", "编码"),
            required=False,
            coded=True,
        ),
        Column("days", "星期", "周一至周五", ("工作日",), required=False),
        Column("hours", "时间", "08:30-12:00 15:00-18:00", ("时段", "办公时间")),
        Column("first", "起", "05-01", ("开始", "起始日期", "从"), required=False, coded=True),
        Column("last", "止", "09-30", ("结束", "截止日期", "到"), required=False, coded=True),
    ),
    "zones": (
        Column("code", "片区编码", "yc-east", ("编码", "代码"), coded=True),
        Column("name", "片区名称", "月川东片区", ("名称", "片区")),
        Column("areas", "包含", "460203198001001|460203198001002", ("网格", "社区", "范围", "下辖"), coded=True),
    ),
    "units": (
        Column("code", "单位编码", "ty-lamps", ("编码", "代码"), coded=True),
        Column("name", "单位名称", "天涯区路灯管理所", ("名称", "单位", "承办单位")),
        Column("area", "服务区域编码", "460204000000", ("区域", "服务区域", "区域编码"), coded=True),
        Column("phone", "电话", "0898-88000001", ("联系电话", "值班电话"), required=False, coded=True),
        Column("hours", "办公时间", "08:30-12:00 14:30-17:30", ("上班时间",), required=False),
    ),
    "duties": (
        Column("scope", "单位或区域编码", "ty-lamps", ("单位编码", "单位", "区域编码"), coded=True),
        Column("name", "姓名", "吴清扬", ("值班人",), required=False),
        Column("phone", "手机号", "19900000116", ("电话", "手机", "联系电话"), coded=True),
        Column("days", "日期或星期", "周一至周五", ("日期", "星期", "值班日期"), required=False),
        Column("hours", "时间", "08:30-17:30", ("时段", "值班时间")),
    ),
    "dispatch": (
        Column("what", "事项或类别", "路灯照明", ("事项", "类别", "诉求类别"), required=False),
        Column("place", "区域编码", "460204000000", ("区域", "地域"), required=False, coded=True),
        Column("to", "派给", "ty-lamps（或 网格、社区、指挥中心）", ("承办", "承办单位", "派往")),
        Column("copies", "抄送", "460204000000|ty-lamps", ("抄送上级",), required=False),
    ),
    "admission": (
        Column("what", "事项或类别", "国土资源", ("事项", "类别"), required=False),
        Column("place", "区域编码", "460204000000", ("区域",), required=False, coded=True),
        Column("level", "层级", "网格和社区", ("对象",)),
        Column("allowed", "能否下派", "不可以", ("准入", "是否准入")),
        Column("until", "截止日期", "2026-12-31", ("有效期至", "期限"), required=False),
        Column("basis", "依据", "国办函〔2025〕66号", ("说明", "批准文件"), required=False),
    ),
}
