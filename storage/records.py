"""Frozen dataclasses as rows of tables whose columns are called like their fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import Column, Table


def columns_of(table: Table, record: type) -> list[Column[Any]]:
    """The columns of a table in the order in which the record takes them."""
    return [table.c[name] for name in _names(record)]


def values_of(record: Any, but: str = "") -> dict[str, Any]:
    """The values of a record by column; without the field `but`, which the store itself fills in."""
    return {name: getattr(record, name) for name in _names(type(record)) if name != but}


def changes(before: Any, after: Any) -> dict[str, Any]:
    """The values by column in which a record differs from what it was."""
    return {name: value for name in _names(type(after)) if (value := getattr(after, name)) != getattr(before, name)}


_names: Callable[[type], tuple[str, ...]] = cache(lambda record: tuple(field.name for field in fields(record)))
