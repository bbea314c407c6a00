"""Spreadsheets as staff really have them: read whole, or refused with every reason."""

import io
import tomllib
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from bot.imports import COLUMNS, GridRow, read_areas, read_grids, read_people, template
from bot.unit_imports import read_units, read_zones
from domain.errors import ImportFileError
from domain.people import Grid, Post, Role
from domain.places import Area, Level

DEMO = Path(__file__).parents[2] / "bot/demo/data"

GRIDS = "code,name,community,households,covers\n460204198023001,第一网格,460204198023,436,榕树里小区1-6栋；新风小学\n"
FIRST_GRID = GridRow(Grid("460204198023001", "第一网格", "460204198023", 436), "榕树里小区1-6栋；新风小学")


@pytest.fixture
def file(tmp_path):
    def write(content: str | bytes, name: str = "list.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


def workbook(*lines: list[object]) -> bytes:
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def refusal(read, path, *args) -> str:
    with pytest.raises(ImportFileError) as refused:
        read(path, *args)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_every_encoding_that_spreadsheet_programs_write(file, encoding):
    assert read_grids(file(GRIDS, encoding=encoding)) == (FIRST_GRID,)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_with_every_common_delimiter_and_windows_line_ends(file, delimiter):
    assert read_grids(file(GRIDS.replace(",", delimiter).replace("\n", "\r\n"))) == (FIRST_GRID,)


def test_an_xlsx_file_with_a_title_chinese_heads_and_codes_as_numbers_is_read(file):
    data = workbook(
        ["儋州村社区网格一览表"],
        [],
        ["序号", "网格名称", "网格 编码*", "户数", "所属社区", "覆盖范围"],
        [1, "第一网格", 460204198023001.0, 436, 460204198023, "榕树里小区1-6栋\n新风小学；"],
        [None, None, None, None, None, None],
    )
    assert read_grids(file(data, "grids.xlsx")) == (FIRST_GRID,)


def test_a_calculated_cell_of_a_workbook_counts_with_the_value_that_staff_see(file):
    book = load_workbook(io.BytesIO(workbook(["编码", "名称", "户数"], ["460204198023001", "第一网格", "=1+1"])))
    data = io.BytesIO()
    book.save(data)  # never opened in a spreadsheet program: the formula has no value yet
    assert read_grids(file(data.getvalue(), "grids.xlsx"))[0].grid.households == 0


def test_the_community_of_a_grid_may_be_left_out(file):
    assert read_grids(file("编码,名称\n460204198023001,第一网格\n"))[0].grid.community == "460204198023"


def test_a_person_gets_every_post_of_the_row_in_chinese_or_english(file):
    path = file(
        "姓名,手机号,职责\n麦建明,+86 199-0000-0004,网格员：460204198023001；captain:460204198023002|社区:460204198023\n"
    )
    (person,) = read_people(path)
    assert (person.name, person.phone) == ("麦建明", "19900000004")
    assert person.posts == (
        Post(Role.WORKER, "460204198023001"),
        Post(Role.CAPTAIN, "460204198023002"),
        Post(Role.DESK, "460204198023"),
    )


def test_a_worker_is_full_time_or_part_time(file):
    path = file(
        "姓名,手机号,职责\n麦建明,19900000004,专职网格员:460204198023001|兼职网格员:460204198023002\n"
        "何春花,19900000005,part_time_worker:460204198023001\n"
    )
    one, other = read_people(path)
    assert one.posts == (Post(Role.WORKER, "460204198023001"), Post(Role.WORKER, "460204198023002", part_time=True))
    assert other.posts == (Post(Role.WORKER, "460204198023001", part_time=True),)


def test_a_place_is_read_with_its_aliases_once_each(file):
    path = file(
        "编码,名称,级别,上级,别名\n460204198023-C01,榕树里小区,小区,460204198023,榕树里|大榕树；榕树里、榕树里小区\n"
    )
    (area,) = read_areas(path)
    assert area == Area("460204198023-c01", "榕树里小区", Level.COMPOUND, "460204198023", aliases=("榕树里", "大榕树"))


def test_every_bad_row_is_reported_with_its_number_and_nothing_is_returned(file):
    path = file(
        "code,name,community,households\n"
        "460204198023001,第一网格,460204198023,436\n"
        "4.60204E+14,第二网格,460204198023,300\n"
        "460204198023000,第三网格,460204198023,300\n"
        "46020419802,第四网格,460204198023,300\n"
        "\n"
        "460204198023005,第五网格,460204198024,300\n"
        "460204198023006,,460204198023,300\n"
        "460204198023007,第七网格,460204198023,三百\n"
        "460204198023001,第八网格,460204198023,300\n"
        "460204198023009,第一网格,460204198023,300\n"
    )
    report = refusal(read_grids, path)
    assert report.startswith("文件没有导入，什么都没有改动。 list.csv：8 行有错")
    assert [line.split("：")[0].strip() for line in report.splitlines()[1:]] == [
        f"第 {row} 行" for row in (3, 4, 5, 7, 8, 9, 10, 11)
    ]
    for words in ("4.60204e+14", "文本", "末尾全是零", "应当是 15 位数字", "以社区编码开头"):
        assert words in report.replace("E+", "e+")
    for words in ("网格名称没有填", "“三百”不是整数", "编码和第 2 行重复", "同一社区里的名称和第 2 行重复"):
        assert words in report


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("460204198023-c01,榕树里,compound,460204198000,", "198 不是街道"),
        ("460204198000,天涯区直辖,street,460204000000,", "198 不是街道"),
        ("460204198023-c01,榕树里,compound,460203198001,", "要以上级的数字开头：460203198001"),
        ("460204198023,儋州村社区,community,460204198023,", "要以上级的数字开头"),
        ("460204198023-c01,榕树里,compound,,", "上级没有填"),
        ("460204198023001,榕树里,compound,460204198023,", "加一个记号，例如 460204198023-c01"),
        ("46020419802,儋州村社区,community,460204000000,", "应当是 12 位数字"),
        ("4.60204E+11,儋州村社区,community,460204000000,", "被 Excel 改成了约数"),
        ("460204198023-c01,榕树里,compound,4.60204E+11,", "上级“4.60204E+11”：被 Excel"),
        ("460204198023-c01,榕树里,grid,460204198023,", "级别“grid”不对"),
    ],
)
def test_a_place_that_cannot_be_right_is_refused_with_what_to_write_instead(file, line, says):
    assert says in refusal(read_areas, file(f"code,name,level,parent,aliases\n{line}\n"))


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("麦建明,1990000,worker:460204198023001", "手机号“1990000”"),
        ("麦建明,1.99E+10,worker:460204198023001", "手机号“1.99E+10”"),
        ("麦建明,19900000004,", "职责没有填"),
        ("麦建明,19900000004,mayor:460204198023001", "没有“mayor”这个职责"),
        ("麦建明,19900000004,worker:460204198023", "worker的地方编码“460204198023”应当是 15 位数字"),
        ("麦建明,19900000004,desk", "desk的地方编码“”应当是 12 位数字"),
    ],
)
def test_a_person_that_cannot_be_right_is_refused_with_what_to_write_instead(file, line, says):
    assert says in refusal(read_people, file(f"name,phone,roles\n{line}\n"))


def test_the_same_phone_twice_is_refused_for_posts_belong_in_one_row(file):
    row = "19900000004,desk:460204198023\n"
    assert "电话和第 2 行重复" in refusal(read_people, file(f"name,phone,roles\n麦建明,{row}符文杰,{row}"))


def test_what_a_first_sheet_gets_wrong_is_told_with_what_to_write(file):
    places = (
        "code,name,level,parent\n330203,海曙区,区,\n330203001,鼓楼街道,街道,330203000000\n330203000000,海曙区,区,\n"
    )
    told = refusal(read_areas, file(places, "places.csv"))
    assert "后面用零补满：330203000000" in told
    assert "后面用零补满：330203001000" in told
    assert "只有市没有上级" in told
    people = file("name,phone,roles\n张敏,19900000003,督察:330203000000\n", "people.csv")
    assert "是不是督办？" in refusal(read_people, people, {"330203000000"})


def test_codes_that_point_nowhere_are_refused_when_the_known_ones_are_given(file):
    grids = file(GRIDS, "grids.csv")
    assert read_grids(grids, {"460204198023"}) == (FIRST_GRID,)
    assert "没有这个社区：460204198023" in refusal(read_grids, grids, {"460204198024"})
    people = file("name,phone,roles\n麦建明,19900000004,desk:460204198023\n", "people.csv")
    assert "没有这个地方：460204198023" in refusal(read_people, people, {"460204198024"})
    assert "python -m bot import places" in refusal(read_people, people, set())


def test_nothing_that_a_spreadsheet_would_run_survives_the_import(file):
    path = file(
        'code,name,covers\n"=""460204198023001""",=HYPERLINK("http://x"),@SUM(1)\n\'460204198023002,+第二网格,-\n'
    )
    first, second = read_grids(path)
    assert (first.grid.code, first.grid.name, first.covers) == ("460204198023001", 'HYPERLINK("http://x")', "SUM(1)")
    assert (second.grid.code, second.grid.name, second.covers) == ("460204198023002", "第二网格", "")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "缺这些列"),
        (b"code,name,community,households,covers\n", "表头下面没有内容"),
        ("name,community\n第一网格,460204198023\n".encode(), "缺这些列：网格编码 (code)"),
        (b"\xd0\xcf\x11\xe0 old workbook", "另存为没有密码的 .xlsx"),
        (b"PK\x03\x04 torn", "不是能读的 XLSX 表格"),
        (b"\x00\x01\xff\xff\x00", "既不是 UTF-8 也不是 GBK"),
        (b'code,name\n"torn,1\n', "不是能读的 CSV 文件"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_one_clear_line(file, content, says):
    report = refusal(read_grids, file(content))
    assert says in report
    assert "\n" not in report


def test_a_workbook_with_a_damaged_byte_is_read_or_refused_in_one_clear_line(file):
    whole = workbook(["网格编码", "网格名称"], ["460204198023001", "第一网格"])
    reports = set()
    for at in range(0, len(whole), 41):
        damaged = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
        try:
            read_grids(file(damaged, "grids.xlsx"))
        except ImportFileError as refused:
            reports.add(str(refused))
    assert any("不是能读的 XLSX 表格" in report for report in reports)
    assert not any("\n" in report for report in reports)


def test_a_missing_file_is_refused_in_one_clear_line(tmp_path):
    assert "没有这个文件" in refusal(read_grids, tmp_path / "none.csv")


def test_a_workbook_that_unpacks_to_too_much_is_refused(file, monkeypatch):
    monkeypatch.setattr("bot.sheets.LARGEST_UNPACKED", 100)
    assert "太大了" in refusal(read_grids, file(workbook(["编码", "名称"]), "grids.xlsx"))


def test_a_long_list_of_problems_is_cut_and_counted(file):
    path = file("code,name\n" + "1,网格\n" * 70)
    report = refusal(read_grids, path)
    assert "70 行有错" in report
    assert report.endswith("……还有 20 行")


@pytest.mark.parametrize(("kind", "read"), [("places", read_areas), ("grids", read_grids), ("people", read_people)])
def test_a_template_filled_with_its_own_examples_is_accepted(file, kind, read):
    book = load_workbook(io.BytesIO(template(kind)))
    sheet, notes = book.worksheets
    examples = [notes.cell(row, 3).value.split("（")[0] for row in range(2, notes.max_row + 1)]
    for at, example in enumerate(examples, start=1):
        sheet.cell(2, at, example)
    data = io.BytesIO()
    book.save(data)
    assert len(read(file(data.getvalue(), "filled.xlsx"))) == 1
    coded = [chr(ord("A") + at) for at, column in enumerate(COLUMNS[kind]) if column.coded]
    assert {sheet.column_dimensions[letter].number_format for letter in coded} == {"@"}


def test_the_demo_community_is_imported_whole():
    areas = read_areas(DEMO / "places.csv", ())
    grids = read_grids(DEMO / "grids.csv", {area.code for area in areas})
    codes = (
        {unit.code for unit in read_units(DEMO / "units.csv")}
        | {area.code for area in areas}
        | {row.grid.code for row in grids}
    )
    codes |= {zone.code for zone in read_zones(DEMO / "zones.csv", codes)}
    people = read_people(DEMO / "people.csv", codes)
    worked = {post.scope for person in people for post in person.posts if post.role is Role.WORKER}
    led = {post.scope for person in people for post in person.posts if post.role is Role.CAPTAIN}
    assert worked == led == {row.grid.code for row in grids}
    assert {area.code for area in areas if area.level is Level.COMMUNITY} == {row.grid.community for row in grids}
    assert all(300 <= row.grid.households <= 500 for row in grids)
    assert all(person.phone.startswith("1990000") for person in people)


def test_every_request_of_the_demo_history_happened_at_a_place_of_the_demo_community():
    areas = read_areas(DEMO / "places.csv")
    names = {name for area in areas for name in (area.name, *area.aliases)}
    requests = tomllib.loads((DEMO / "history.toml").read_text("utf-8"))["request"]
    assert len(requests) == 40
    assert [r["place"] for r in requests if not any(name in r["place"] for name in names)] == []
