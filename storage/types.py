"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
BigId = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows only for INTEGER PRIMARY KEY


class Kept(TypeDecorator[Any]):
    """A type of ours: `inwards` makes what the database keeps of a value, `outwards` the value again. NULL never comes."""

    inwards: Callable[[Any], Any]
    outwards: Callable[[Any], Any]

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.inwards(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.outwards(value)


class UtcTime(Kept):
    """A moment as whole milliseconds since 1970 in UTC. Naive datetimes are refused."""

    impl = BigInteger
    cache_ok = True

    @staticmethod
    def inwards(value: datetime) -> int:
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return (value - EPOCH) // MILLISECOND

    @staticmethod
    def outwards(value: int) -> datetime:
        return EPOCH + timedelta(milliseconds=value)


class Json(Kept):
    """A small value as compact JSON text."""

    impl = Text
    cache_ok = True
    inwards = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    outwards = json.JSONDecoder().decode


class Word(Kept):
    """One word of an enumeration, as text."""

    impl = Text
    cache_ok = True
    inwards = str

    def __init__(self, enum: type[StrEnum]) -> None:
        super().__init__()
        self.enum = enum
        self.outwards = {member.value: member for member in enum}.__getitem__


class Shape(Kept):
    """A value of the domain (a frozen dataclass or a tuple of them) as JSON text, checked when it comes back."""

    impl = Text
    cache_ok = True

    def __init__(self, of: Any) -> None:
        super().__init__()
        self.of = of
        adapter: TypeAdapter[Any] = TypeAdapter(of)
        self.outwards = adapter.validator.validate_json
        self._to_json = adapter.serializer.to_json

    def inwards(self, value: Any) -> str:
        return self._to_json(value).decode()
