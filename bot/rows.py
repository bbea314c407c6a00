"""Rows of a spreadsheet turned into values: all of a file, or nothing and every reason with its row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.sheets import Column, Row, read_rows
from domain.errors import ImportFileError

SHOWN = 50  # problems in one report; who has more has one cause for all of them
SPLIT = re.compile(r"[|｜;；、\n]")
ROUNDED = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")  # what Excel makes of a long number
SHORTENED = (2, 4, 6, 9)  # digits of a division's code without its zeros: province, city, district, street
AS_TEXT = "把这一列的格式改成文本，再填一次完整的编码"

T = TypeVar("T")


class BadRow(Exception):
    """One row cannot be used; its text says why and what to do."""


@dataclass(slots=True)
class Checks:
    """What must hold across rows: nothing twice, nothing that points nowhere."""

    known: frozenset[str] | None
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def once(self, row: Row, what: str, *key: str) -> None:
        first = self.seen.setdefault((what, *key), row.number)
        if first != row.number:
            raise BadRow(f"{what}和第 {first} 行重复（{' '.join(key)}），留一行")

    def exists(self, code: str, what: str) -> None:
        if self.known is not None and code not in self.known:
            raise BadRow(f"没有这个{what}：{code}。先导入它，或者改正编码")


def read_all(
    file: Path,
    columns: Sequence[Column],
    convert: Callable[[Row, Checks], T],
    known: Collection[str] | None,
    *,
    own: str = "",
) -> tuple[T, ...]:
    """Every row of a file as a value; ImportFileError lists every bad row with what to do.

    `known` are the codes a row may point to, None for any; those in the column `own` of the file are known as well.
    """
    rows = read_rows(file, columns)
    if known is not None and not known and not own:
        raise ImportFileError(f"{file.name}：还没有地点。先做 python -m bot import places FILE")
    codes = {row[own] for row in rows} if own else set()
    checks = Checks(None if known is None else frozenset(known) | codes)
    items: list[T] = []
    problems: list[str] = []
    for row in rows:
        try:
            items.append(convert(row, checks))
        except BadRow as bad:
            problems.append(f"第 {row.number} 行：{bad}")
    if problems:
        more = [f"……还有 {len(problems) - SHOWN} 行"] if len(problems) > SHOWN else []
        raise ImportFileError("\n  ".join([f"{file.name}：{len(problems)} 行有错", *problems[:SHOWN], *more]))
    return tuple(items)


def filled(row: Row, column: str) -> str:
    if not row[column]:
        raise BadRow(f"{row.title(column)}没有填")
    return row[column]


def digits(text: str, what: str, lengths: tuple[int, ...]) -> str:
    """A code of one of these lengths, digits only."""
    code = ascii_code(text, what)
    if not (code.isascii() and code.isdecimal() and len(code) in lengths):
        wanted = " 或 ".join(str(length) for length in lengths)
        short = code.isascii() and code.isdecimal() and len(code) < lengths[0] and len(code) in SHORTENED
        filled_up = f"，后面用零补满：{code.ljust(lengths[0], '0')}" if short else ""
        raise BadRow(f"{what}“{text}”应当是 {wanted} 位数字{filled_up}")
    return code


def ascii_code(text: str, what: str) -> str:
    """The text in ASCII, lower case; refused when Excel made it a number like 4.60204E+14, for its digits are lost."""
    code = unicodedata.normalize("NFKC", text).replace(" ", "").casefold()
    if ROUNDED.fullmatch(code):
        raise BadRow(f"{what}“{text}”：被 Excel 改成了约数。{AS_TEXT}")
    return code


def phone_number(row: Row) -> str:
    """Digits only, without the country's code."""
    phone = re.sub(r"^(86|0086)(?=1)", "", re.sub(r"[\s()（）+-]", "", unicodedata.normalize("NFKC", row["phone"])))
    if not re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}", phone):
        raise BadRow(f"{row.title('phone')}“{row['phone']}”不对：手机是 1 开头的 11 位数字，座机以 0 开头")
    return phone


def parts(text: str) -> list[str]:
    return [part.strip() for part in SPLIT.split(text) if part.strip()]


def plain(word: str) -> str:
    return unicodedata.normalize("NFKC", word).strip().casefold()


def day(text: str) -> date:
    """A day written like 2026-12-31 or 2026/12/31."""
    try:
        year, month, day = map(int, re.split(r"[-/]", text.strip().split(" ")[0]))
        return date(year, month, day)
    except ValueError as error:
        raise BadRow(f"“{text}”不是日期，写成 2026-12-31 这样") from error
