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
AS_TEXT = "Format the column as text (文本) and enter the whole code again"

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
            raise BadRow(f"the same {what} as row {first} ({' '.join(key)}); keep one of the two")

    def exists(self, code: str, what: str) -> None:
        if self.known is not None and code not in self.known:
            raise BadRow(f"{what} {code} is unknown; import it first or correct the code")


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
        raise ImportFileError(f"{file.name}: no places are known yet. First: python -m bot import places FILE")
    codes = {row[own] for row in rows} if own else set()
    checks = Checks(None if known is None else frozenset(known) | codes)
    items: list[T] = []
    problems: list[str] = []
    for row in rows:
        try:
            items.append(convert(row, checks))
        except BadRow as bad:
            problems.append(f"row {row.number}: {bad}")
    if problems:
        more = [f"... and {len(problems) - SHOWN} more rows"] if len(problems) > SHOWN else []
        raise ImportFileError("\n  ".join([f"{file.name}: {len(problems)} bad rows", *problems[:SHOWN], *more]))
    return tuple(items)


def filled(row: Row, column: str) -> str:
    if not row[column]:
        raise BadRow(f"{column} is empty")
    return row[column]


def digits(text: str, what: str, lengths: tuple[int, ...]) -> str:
    """A code of one of these lengths, digits only."""
    code = ascii_code(text, what)
    if not (code.isascii() and code.isdecimal() and len(code) in lengths):
        wanted = " or ".join(str(length) for length in lengths)
        short = code.isascii() and code.isdecimal() and len(code) < lengths[0] and len(code) in SHORTENED
        filled_up = f"; fill it up with zeros: {code.ljust(lengths[0], '0')}" if short else ""
        raise BadRow(f"{what} “{text}” must have {wanted} digits{filled_up}")
    return code


def ascii_code(text: str, what: str) -> str:
    """The text in ASCII, lower case; refused when Excel made it a number like 4.60204E+14, for its digits are lost."""
    code = unicodedata.normalize("NFKC", text).replace(" ", "").casefold()
    if ROUNDED.fullmatch(code):
        raise BadRow(f"{what} “{text}”: Excel made it a rounded number. {AS_TEXT}")
    return code


def phone_number(row: Row) -> str:
    """Digits only, without the country's code."""
    phone = re.sub(r"^(86|0086)(?=1)", "", re.sub(r"[\s()（）+-]", "", unicodedata.normalize("NFKC", row["phone"])))
    if not re.fullmatch(r"1[0-9]{10}|0[0-9]{9,11}", phone):
        raise BadRow(f"phone “{row['phone']}” is not a number of 11 digits beginning with 1, nor a landline with 0")
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
        raise BadRow(f"“{text}” is no date; write it like 2026-12-31") from error
