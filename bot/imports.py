"""Reads the places, grids and people that staff keep in spreadsheets: all of a file, or nothing and every reason."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from bot.likely import likely
from bot.rows import AS_TEXT, BadRow, Checks, ascii_code, digits, filled, parts, phone_number, plain, read_all
from bot.sheets import Column, Row, write_template
from domain.people import Grid, Post, Role, holds, stem
from domain.places import Area, Level
from domain.values import frozen

DIVISION, GRID = 12, 15  # digits of a statistical division code, and of a unit grid code (CJ/T 213 family)


@frozen
class GridRow:
    """A grid and, in the words of the staff, what it answers for ("金鸡岭花园1-8栋；解放路1-99号单号")."""

    grid: Grid
    covers: str


@frozen
class PersonRow:
    """Somebody with at least one post; the phone has digits only."""

    name: str
    phone: str
    posts: tuple[Post, ...]


def read_areas(file: Path, known: Collection[str] | None = None) -> tuple[Area, ...]:
    """The places of a CSV or XLSX file; ImportFileError lists every bad row with what to do.

    `known` are the codes already in the store: when given, a parent must be among them or in the file.
    """
    return read_all(file, COLUMNS["places"], _area, known, own="code")


def read_grids(file: Path, known: Collection[str] | None = None) -> tuple[GridRow, ...]:
    """The grids of a CSV or XLSX file, as `read_areas`; `known` are the codes of the known communities."""
    return read_all(file, COLUMNS["grids"], _grid, known)


def read_people(file: Path, known: Collection[str] | None = None) -> tuple[PersonRow, ...]:
    """The people of a CSV or XLSX file, as `read_areas`; `known` are the codes that a post may be for."""
    return read_all(file, COLUMNS["people"], _person, known)


def template(kind: str) -> bytes:
    """An XLSX file to fill in for `kind` (places, grids or people): heads, text columns, a second sheet that explains."""
    return write_template(COLUMNS[kind])


def _area(row: Row, checks: Checks) -> Area:
    name = filled(row, "name")
    level = LEVELS.get(plain(row["level"]))
    if level is None:
        raise BadRow(f"级别“{row['level']}”不对，只能写：{'、'.join(LEVEL_NAMES)}")
    code = _division(row, "code") if level in DIVISIONS else _place_code(row)
    parent = _division_or_place(row["parent"]) if row["parent"] else ""
    if not parent and level is not Level.CITY:
        raise BadRow("上级没有填，写它所在地方的编码（只有市没有上级，放在第一行）")
    if _virtual_street(parent) or _virtual_street(code):
        raise BadRow("198 不是街道（三亚没有街道），写区的编码，例如 460204000000")
    if parent and (parent == code or not holds(parent, code)):
        raise BadRow(f"编码 {code} 要以上级的数字开头：{stem(parent)}")
    if parent:
        checks.exists(parent, "上级")
    checks.once(row, "编码", code)
    checks.once(row, "同一上级里的名称", name, parent)
    aliases = tuple(dict.fromkeys(a for a in parts(row["aliases"]) if a != name))
    return Area(code, name, level, parent, aliases)


def _grid(row: Row, checks: Checks) -> GridRow:
    code = digits(row["code"], "编码", (GRID,))
    if code.endswith("000") or code[6:12] == "000000":
        raise BadRow(f"编码 {code} 末尾全是零：被 Excel 改成了约数。{AS_TEXT}")
    community = _division(row, "community") if row["community"] else code[:DIVISION]
    if not code.startswith(community):
        raise BadRow(f"编码 {code} 要以社区编码开头：{community}")
    households = row["households"].replace(",", "") or "0"
    if not re.fullmatch(r"[0-9]{1,6}", households):
        raise BadRow(f"户数“{row['households']}”不是整数")
    checks.exists(community, "社区")
    checks.once(row, "编码", code)
    checks.once(row, "同一社区里的名称", filled(row, "name"), community)
    covers = "；".join(line.strip("；; ") for line in row["covers"].splitlines() if line.strip("；; "))
    return GridRow(Grid(code, row["name"], community, int(households)), covers)


def _person(row: Row, checks: Checks) -> PersonRow:
    name = filled(row, "name")
    phone = phone_number(row)
    posts = tuple(dict.fromkeys(_post(words, checks) for words in parts(row["roles"])))
    if not posts:
        raise BadRow("职责没有填，写成 网格员:460204198023001|网格长:460204198023002 这样")
    checks.once(row, "电话", phone)
    return PersonRow(name, phone, posts)


def _post(words: str, checks: Checks) -> Post:
    said_role, _, scope = unicodedata.normalize("NFKC", words).partition(":")
    role = ROLES.get(plain(said_role))
    if role is None:
        chinese = [name for name in ROLES if not name.isascii()]
        close = likely(plain(said_role), chinese)
        raise BadRow(f"没有“{said_role}”这个职责，{f'是不是{close}？' if close else ''}只能写：{'、'.join(chinese)}")
    if role is Role.BUILDING_HEAD:
        return Post(role, _building(scope, checks))
    what = CODED.get(role, "地方")
    said, name = scope.strip(), f"{said_role}的{what}编码"
    code = ascii_code(said, name) if role in CODED else digits(said, name, SCOPES[role])
    checks.exists(code, what)
    return Post(role, code, plain(said_role) in PART_TIME)


def _building(scope: str, checks: Checks) -> str:
    """A place, or a building of it: its code, a dash and the number or letter, like 460204198023-c01-3."""
    code = ascii_code(scope.strip(), "楼栋编码")
    place = re.sub(r"-([0-9]{1,4}|[a-z])$", "", code) if checks.known and code not in checks.known else code
    checks.exists(place, "地方")
    return code


def _division(row: Row, column: str) -> str:
    return digits(row[column], row.title(column), (DIVISION,))


def _place_code(row: Row) -> str:
    """The code of a compound, road or landmark: its parent's digits and a short mark, like 460204198023-c01."""
    code = ascii_code(row["code"], "编码")
    if not re.fullmatch(r"[0-9]{6,15}[-_a-z0-9]{1,24}", code) or (code.isdecimal() and len(code) in {DIVISION, GRID}):
        raise BadRow(f"编码“{row['code']}”应当是社区的数字加一个记号，例如 460204198023-c01")
    return code


def _division_or_place(text: str) -> str:
    code = ascii_code(text, "上级")
    return code if not code.isdecimal() else digits(code, "上级", (DIVISION,))


def _virtual_street(code: str) -> bool:
    """Sanya has had no streets since 2014; its statistical codes carry a virtual 198 in their place."""
    return code.startswith("4602") and code[6:] == "198000"


DIVISIONS = {Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY}

SCOPES = {
    Role.WORKER: (GRID,),
    Role.CAPTAIN: (GRID, DIVISION),
    Role.DESK: (DIVISION,),
    Role.SUPERVISOR: (DIVISION,),
    Role.VOLUNTEER: (GRID, DIVISION),
    Role.MEDIATOR: (DIVISION,),
    Role.COMMAND: (DIVISION,),
}
CODED = {Role.OFFICER: "单位", Role.UNIT_DESK: "单位", Role.AREA_LEAD: "片区"}  # posts for a code of our own making

LEVEL_NAMES = ("市", "区", "街道", "社区", "小区", "道路", "地标")  # as staff write them
LEVELS = {
    word: level
    for level, words in {
        Level.CITY: "city 市 城市",
        Level.DISTRICT: "district 区 县 区县 县区 市辖区",
        Level.STREET: "street 街道 镇 乡 乡镇 镇街",
        Level.COMMUNITY: "community 社区 村 居 村居 行政村 村委会 居委会",
        Level.COMPOUND: "compound 小区 院落 大院 自然村 住宅区",
        Level.ROAD: "road 路 道路 街 街巷 巷",
        Level.LANDMARK: "landmark 地标 单位 场所 公共场所",
    }.items()
    for word in words.split()
}

ROLES = {
    word: role
    for role, words in {
        Role.WORKER: "worker 网格员 专职网格员 part_time_worker 兼职网格员",
        Role.CAPTAIN: "captain 网格长",
        Role.AREA_LEAD: "area_lead 片长",
        Role.DESK: "desk 社区受理台 受理台 社区",
        Role.SUPERVISOR: "supervisor 督办人 督办 督办员",
        Role.BUILDING_HEAD: "building_head 楼长 楼栋长",
        Role.VOLUNTEER: "volunteer 志愿者",
        Role.MEDIATOR: "mediator 调解员 人民调解员",
        Role.OFFICER: "officer 单位经办人 经办人",
        Role.UNIT_DESK: "unit_desk 单位受理台",
        Role.COMMAND: "command 指挥中心",
    }.items()
    for word in words.split()
}

PART_TIME = frozenset({"part_time_worker", "兼职网格员"})

COLUMNS = {
    "places": (
        Column("code", "编码", "460204198023-c01", ("代码", "地点编码", "区划代码", "区划编码"), coded=True),
        Column("name", "名称", "榕树里小区", ("地点名称", "地名", "小区名称")),
        Column("level", "级别", "小区（市、区、街道、镇、社区、小区、道路、地标）", ("层级", "类型", "类别")),
        Column("parent", "上级编码", "460204198023", ("上级", "所属", "所属社区", "所属编码", "上级代码"), coded=True),
        Column("aliases", "别名", "榕树里|大榕树小区", ("俗称", "曾用名", "alias"), required=False),
    ),
    "grids": (
        Column("code", "网格编码", "460204198023001", ("编码", "代码", "网格代码", "grid"), coded=True),
        Column("name", "网格名称", "儋州村社区第一网格", ("名称",)),
        Column("community", "社区编码", "460204198023", ("社区", "所属社区", "社区代码"), required=False, coded=True),
        Column("households", "户数", "436", ("总户数", "家庭户数"), required=False),
        Column(
            "covers", "范围", "榕树里小区1-6栋；儋州村路1-99号单号", ("网格范围", "覆盖范围", "四至"), required=False
        ),
    ),
    "people": (
        Column("name", "姓名", "麦建明", ("名字",)),
        Column("phone", "手机号", "19900000004", ("电话", "手机", "联系电话", "手机号码"), coded=True),
        Column("roles", "职责", "网格员:460204198023001|网格长:460204198023002", ("角色", "岗位", "职务", "role")),
    ),
}
