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
    code = ascii_code(filled(row, "code"), "编号")
    if len(code) > LONGEST_CODE:
        raise BadRow(f"编号“{code}”太长，最多 {LONGEST_CODE} 个字符")
    checks.once(row, "编号", code)
    questions = tuple(dict.fromkeys(parts(filled(row, "questions"))))
    for question in questions:
        if len(question) > LONGEST_QUESTION:
            raise BadRow(f"问法“{question[:20]}…”太长，最多 {LONGEST_QUESTION} 个字")
        checks.once(row, "问法", question)
    answer = filled(row, "answer")
    if len(answer) > LONGEST_ANSWER:
        raise BadRow(f"答案有 {len(answer)} 个字，手机上最多看 {LONGEST_ANSWER} 个字")
    unit = ascii_code(filled(row, "unit"), row.title("unit"))
    checks.exists(unit, "单位")
    area = digits(row["area"], row.title("area"), (GRID, DIVISION)) if row["area"] else ""
    if area:
        checks.exists(area, "地方")
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
