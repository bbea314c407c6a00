"""Spreadsheet files as rows of plain text, whatever program wrote them: CSV (UTF-8 or GBK) and XLSX."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from domain.errors import ImportFileError
from domain.values import frozen

LARGEST_UNPACKED = 200_000_000  # bytes; a workbook that unpacks to more is no list of grids
HEAD_WITHIN = 10  # rows; above the heads there may be a title
UNREADABLE: dict[type[OSError], str] = {
    FileNotFoundError: "没有这个文件",
    PermissionError: "没有权限读这个文件",
    IsADirectoryError: "这是文件夹，不是文件",
}
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and every workbook with a password
# What a workbook is taken for that zipfile, zlib, the XML parser (a SyntaxError) or openpyxl stumble over.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError),
)


@frozen
class Column:
    """One column of a file: our name, the head in the template, an example, other heads people use.

    `coded` columns hold digits that are no amount: the template keeps them as text, so that Excel does not round them.
    """

    name: str
    title: str
    example: str
    heads: tuple[str, ...] = ()
    required: bool = True
    coded: bool = False


@frozen
class Row:
    """One filled row; `number` is the one the spreadsheet program shows, counted from 1."""

    number: int
    cells: Mapping[str, str]
    titles: Mapping[str, str] = field(default_factory=dict)

    def title(self, column: str) -> str:
        """The head of a column as the template writes it."""
        return self.titles.get(column, column)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(file: Path, columns: Sequence[Column]) -> list[Row]:
    """The filled rows under the heads, cells cleaned. ImportFileError when the file or its heads cannot be read."""
    lines = list(_lines(file))
    place, heads = _heads(lines, columns)
    missing = [c for c in columns if c.required and c.name not in heads]
    if missing:
        wanted = "、".join(f"{c.title} ({c.name})" for c in missing)
        raise ImportFileError(
            f"{file.name}：缺这些列：{wanted}。空白表格：python -m bot import KIND NEW.xlsx --template"
        )
    titles = {column.name: column.title for column in columns}
    rows = [
        Row(number, {name: clean(line[at]) for name, at in heads.items() if at < len(line)}, titles)
        for number, line in enumerate(lines[place + 1 :], start=place + 2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise ImportFileError(f"{file.name}：表头下面没有内容。填第一张工作表，再导入一次。")
    return rows


def clean(cell: str) -> str:
    """A cell as plain text: no outer spaces, no text mark of Excel, nothing a spreadsheet would run as a formula.

    Formula marks (= + - @) at the beginning are dropped, so that the value stays harmless when it is exported again.
    """
    text = unicodedata.normalize("NFC", cell).strip().removeprefix("'").strip()
    kept_as_text = re.fullmatch(r'="(.*)"', text, re.DOTALL)
    return (kept_as_text[1] if kept_as_text else text).lstrip("=+-@\t\r\n ").strip()


def _heads(lines: Sequence[Sequence[str]], columns: Sequence[Column]) -> tuple[int, dict[str, int]]:
    """Which line holds the heads, and where each of our columns stands in it; the line with most known heads wins."""
    names = {_plain(head): c.name for c in columns for head in (c.name, c.title, *c.heads)}
    found: list[dict[str, int]] = []
    for line in lines[:HEAD_WITHIN]:
        places: dict[str, int] = {}
        for at, cell in enumerate(line):
            if name := names.get(_plain(cell)):
                places.setdefault(name, at)
        found.append(places)
    best = max(range(len(found)), key=lambda i: len(found[i]), default=0)
    return best, found[best] if found else {}


def _plain(head: str) -> str:
    return re.sub(r"[\s_*:()]+", "", unicodedata.normalize("NFKC", head)).casefold()


def _lines(file: Path) -> Iterable[list[str]]:
    try:
        data = file.read_bytes()
    except OSError as error:
        empty = "看看路径对不对；空白表格用 --template 写。" if isinstance(error, FileNotFoundError) else ""
        raise ImportFileError(
            f"{file}：{UNREADABLE.get(type(error), error.strerror or str(error))}。{empty}".rstrip()
        ) from error
    if data.startswith(OLD_EXCEL):
        raise ImportFileError(f"{file.name}：是旧的 .xls 文件，或者有密码。另存为没有密码的 .xlsx。")
    return _xlsx_lines(file.name, data) if data.startswith(b"PK") else _csv_lines(file.name, data)


def _csv_lines(name: str, data: bytes) -> Iterable[list[str]]:
    text = _decoded(name, data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ImportFileError(f"{name}：不是能读的 CSV 文件（{error}）。重新存成 CSV 或 XLSX。") from error


def _decoded(name: str, data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ImportFileError(f"{name}：既不是 UTF-8 也不是 GBK 文字。重新存成“CSV UTF-8”或 XLSX。")


def _xlsx_lines(name: str, data: bytes) -> Iterable[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise ImportFileError(f"{name}：展开有 {size // 1_000_000} MB，太大了。分成几个文件。")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of decorations it does not know; we only read values
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [[_text(value) for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    except DAMAGED as error:
        raise ImportFileError(f"{name}：不是能读的 XLSX 表格。用 Excel 或 WPS 重新存一次。") from error


def _text(value: object) -> str:
    """A number as its digits (Excel keeps 460204198023001 as a float), anything else as it is shown."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def write_template(columns: Sequence[Column]) -> bytes:
    """An XLSX workbook to fill in: heads on the first sheet, what belongs under them on the second."""
    from openpyxl import Workbook
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet, notes = book.worksheets[0], book.create_sheet("说明")
    sheet.title = "填写"
    sheet.freeze_panes = "A2"
    notes.append(["列", "必填", "例子"])
    for at, column in enumerate(columns, start=1):
        head = sheet.cell(1, at, column.title)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
        letter = get_column_letter(at)
        sheet.column_dimensions[letter].width = max(14, len(column.example) * 1.6)
        if column.coded:
            sheet.column_dimensions[letter].number_format = "@"  # text
        notes.append([column.title, "是" if column.required else "否", column.example])
    for letter, width in zip("ABC", (14, 8, 60), strict=True):
        notes.column_dimensions[letter].width = width
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
