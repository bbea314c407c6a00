"""Frozen dataclasses as rows of tables whose columns are called like their fields."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Column, Table


def columns_of(table: Table, record: type) -> list[Column[Any]]:
    """The columns of a table in the order in which the record takes them."""
    return [table.c[field.name] for field in fields(record)]


def values_of(record: Any, but: str = "") -> dict[str, Any]:
    """The values of a record by column; without the field `but`, which the store itself fills in."""
    return {field.name: getattr(record, field.name) for field in fields(record) if field.name != but}
