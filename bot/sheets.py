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
from dataclasses import dataclass
from pathlib import Path

from domain.errors import ImportFileError

LARGEST_UNPACKED = 200_000_000  # bytes; a workbook that unpacks to more is no list of grids
HEAD_WITHIN = 10  # rows; above the heads there may be a title
OLD_EXCEL = b"\xd0\xcf\x11\xe0"  # .xls, and every workbook with a password
# What a workbook is taken for that zipfile, zlib, the XML parser (a SyntaxError) or openpyxl stumble over.
DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError),
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError),
)


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Row:
    """One filled row; `number` is the one the spreadsheet program shows, counted from 1."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_rows(file: Path, columns: Sequence[Column]) -> list[Row]:
    """The filled rows under the heads, cells cleaned. ImportFileError when the file or its heads cannot be read."""
    lines = list(_lines(file))
    place, heads = _heads(lines, columns)
    missing = [c for c in columns if c.required and c.name not in heads]
    if missing:
        wanted = ", ".join(f"{c.title} ({c.name})" for c in missing)
        raise ImportFileError(
            f"{file.name}: columns missing: {wanted}. `python -m bot import KIND NEW.xlsx --template` writes an empty sheet with all of them."
        )
    rows = [
        Row(number, {name: clean(line[at]) for name, at in heads.items() if at < len(line)})
        for number, line in enumerate(lines[place + 1 :], start=place + 2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise ImportFileError(
            f"{file.name}: there are no rows under the heads. Fill in the first sheet and import it again."
        )
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
        empty = (
            "Check the path, or write an empty sheet with --template." if isinstance(error, FileNotFoundError) else ""
        )
        raise ImportFileError(f"{file}: {error.strerror or error}. {empty}".rstrip()) from error
    if data.startswith(OLD_EXCEL):
        raise ImportFileError(
            f"{file.name}: an old .xls file or one with a password. Save it as .xlsx without password."
        )
    return _xlsx_lines(file.name, data) if data.startswith(b"PK") else _csv_lines(file.name, data)


def _csv_lines(name: str, data: bytes) -> Iterable[list[str]]:
    text = _decoded(name, data)
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ImportFileError(f"{name}: not a readable CSV file ({error}). Save it again as CSV or XLSX.") from error


def _decoded(name: str, data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ImportFileError(f"{name}: neither UTF-8 nor GBK text. Save it again as “CSV UTF-8” or XLSX.")


def _xlsx_lines(name: str, data: bytes) -> Iterable[list[str]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LARGEST_UNPACKED:
            raise ImportFileError(f"{name}: {size // 1_000_000} MB unpacked is too large. Split it into several files.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of decorations it does not know; we only read values
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return [[_text(value) for value in line] for line in book.worksheets[0].iter_rows(values_only=True)]
    except DAMAGED as error:
        raise ImportFileError(f"{name}: not a readable XLSX workbook. Save it again in Excel or WPS.") from error


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
