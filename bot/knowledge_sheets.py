"""Reads the knowledge base from a spreadsheet: all of a file, or nothing and every reason with its row."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from bot.imports import DIVISION, GRID
from bot.rows import BadRow, Checks, ascii_code, day, digits, filled, parts, read_all
from bot.sheets import Column, Row
from domain.knowledge import LONGEST_ANSWER, Entry

LONGEST_CODE = 30
LONGEST_QUESTION = 60


def read_entries(file: Path, known: Collection[str] | None = None) -> tuple[Entry, ...]:
    """The entries of a CSV or XLSX file; ImportFileError lists every bad row. `known` are the codes of areas and units."""
    return read_all(file, COLUMNS["knowledge"], _entry, known)


def _entry(row: Row, checks: Checks) -> Entry:
    code = ascii_code(filled(row, "code"), "code")
    if len(code) > LONGEST_CODE:
        raise BadRow(f"code “{code}” is longer than {LONGEST_CODE} characters")
    checks.once(row, "code", code)
    questions = tuple(dict.fromkeys(parts(filled(row, "questions"))))
    for question in questions:
        if len(question) > LONGEST_QUESTION:
            raise BadRow(f"question “{question[:20]}…” is longer than {LONGEST_QUESTION} characters")
        checks.once(row, "question", question)
    answer = filled(row, "answer")
    if len(answer) > LONGEST_ANSWER:
        raise BadRow(f"answer has {len(answer)} characters, at most {LONGEST_ANSWER} are read on a telephone")
    unit = ascii_code(filled(row, "unit"), "unit")
    checks.exists(unit, "unit")
    area = digits(row["area"], "area", (GRID, DIVISION)) if row["area"] else ""
    if area:
        checks.exists(area, "area")
    until = day(row["until"]) if row["until"] else None
    return Entry(code, questions, answer, unit, filled(row, "source"), until, area, tuple(parts(row["tags"])))


COLUMNS = {
    "knowledge": (
        Column("code", "编号", "jzz-1", ("代码", "编码", "id"), coded=True),
        Column("questions", "问法", "居住证怎么办|办居住证要什么材料", ("问题", "标准问", "标题")),
        Column("answer", "答案", f"不超过 {LONGEST_ANSWER} 个字，说清找谁、带什么、多久", ("答复", "内容")),
        Column("unit", "来源单位编码", "460204000000", ("来源单位", "单位编码", "单位"), coded=True),
        Column("source", "依据或出处", "居住证暂行条例第九条", ("依据", "出处", "来源")),
        Column("until", "有效期至", "2027-12-31", ("截止日期", "有效期"), required=False),
        Column("area", "适用区域编码", "460204000000", ("适用区域", "区域", "区域编码"), required=False, coded=True),
        Column("tags", "关键词", "居住证|暂住", ("标签",), required=False),
    ),
}
